import { beforeEach, expect, it, vi } from 'vitest';
import { claimMine, forgetMine } from '../shared/storage.ts';
import { forgetChoice, keepChoice, keptChoice } from './keptChoice.ts';

const vote = { optionIds: ['o1'], texts: [] };

beforeEach(() => {
  localStorage.clear();
  vi.useRealTimers();
});

it('the choice of a visitor survives the sign-in and is then of the person alone', async () => {
  keepChoice('p', vote, false);
  await claimMine('person');
  expect(keptChoice('p', true)).toEqual(vote);
  expect(keptChoice('p', false)).toBeNull();
});

it('signing out deletes the choices of the person and of the visitor', async () => {
  keepChoice('p', vote, true);
  keepChoice('q', vote, false);
  await forgetMine();
  expect(keptChoice('p', true)).toBeNull();
  expect(keptChoice('q', false)).toBeNull();
});

it('a choice is kept for an hour, and no longer than until it is counted', () => {
  vi.useFakeTimers();
  keepChoice('p', vote, false);
  vi.advanceTimersByTime(3_599_000);
  expect(keptChoice('p', false)).toEqual(vote);
  vi.advanceTimersByTime(1_000);
  expect(keptChoice('p', false)).toBeNull();
  keepChoice('p', vote, false);
  forgetChoice('p');
  expect(keptChoice('p', false)).toBeNull();
});

import { expect, it } from 'vitest';
import type { DeadlinePartsFragment } from '../../gql/graphql.ts';
import { isLate, leadingHand, stateAt } from './clock.ts';

const at = (time: string) => Date.parse(`2026-11-24T${time}Z`);
const deadline = (state: DeadlinePartsFragment['state'], more: object = {}): DeadlinePartsFragment => ({
  state,
  dueAt: '2026-11-24T12:00:00Z',
  dueSoonAt: '2026-11-24T11:00:00Z',
  stoppedAt: null,
  ...more,
});
const none = deadline('NONE', { dueAt: null, dueSoonAt: null });

it('turns amber and red while the page is open', () => {
  const running = deadline('ON_TIME');
  expect(['10:59', '11:00', '11:59', '12:00'].map((time) => stateAt(running, at(time)))).toEqual([
    'ON_TIME',
    'DUE_SOON',
    'DUE_SOON',
    'OVERDUE',
  ]);
});

it('leaves alone what stands still or is over', () => {
  for (const state of ['PAUSED', 'MET', 'MISSED', 'NONE'] as const)
    expect(stateAt(deadline(state), at('23:00'))).toBe(state);
});

it('is late when one of both is', () => {
  const clock = { isPaused: false, firstResponse: deadline('MET'), resolution: deadline('ON_TIME') };
  expect([at('11:59'), at('12:00')].map((now) => isLate(clock, now))).toEqual([false, true]);
  expect(isLate(null, at('12:00'))).toBe(false);
});

it('looks at the answer first, then at the solution, and at nothing where there are no clocks', () => {
  const clock = { isPaused: false, firstResponse: deadline('ON_TIME'), resolution: deadline('ON_TIME') };
  expect(leadingHand(clock)).toBe('firstResponse');
  const answered = deadline('MET', { stoppedAt: '2026-11-24T10:00:00Z' });
  expect(leadingHand({ ...clock, firstResponse: answered })).toBe('resolution');
  expect(leadingHand({ ...clock, firstResponse: answered, resolution: none })).toBe('firstResponse');
  expect(leadingHand({ ...clock, firstResponse: none, resolution: none })).toBeNull();
});

import { beforeEach, expect, test } from 'vitest';
import { forgetMine } from '../../../shared/storage.ts';
import { emptyDraft, keepDraft, keptDraft } from './reportDraft.ts';

const draft = {
  categoryId: 'abc',
  address: 'Linzer Straße 16',
  point: { lat: 50.6, lon: 7.2 },
  pointBy: 'photo' as const,
  answers: { lamp: '1042' },
  text: 'Tiefes Loch',
  sharesContact: false,
  email: 'somebody@example.org',
};
beforeEach(() => localStorage.clear());

test('found again as it was, but without the address to answer to; of each town its own', () => {
  keepDraft('07138073', draft);
  expect(keptDraft('07138073')).toEqual({ ...draft, email: '' });
  expect(keptDraft('05382008')).toBeNull();
  expect(JSON.stringify({ ...localStorage })).not.toContain('example.org');
});

test('after a week, or emptied, it is gone', () => {
  keepDraft('07138073', draft);
  expect(keptDraft('07138073', Date.now() + 8 * 86_400_000)).toBeNull();
  keepDraft('07138073', emptyDraft());
  expect(localStorage.length).toBe(0);
});

test('a photo alone is a draft too; signing out forgets it', () => {
  keepDraft('07138073', emptyDraft(), true);
  expect(keptDraft('07138073')).toEqual(emptyDraft());
  forgetMine();
  expect(keptDraft('07138073')).toBeNull();
});

test('what somebody else wrote there is not taken for a draft', () => {
  for (const text of [
    'nonsense',
    'null',
    '[]',
    '{"at":"x"}',
    `{"at":${Date.now()},"point":{"lat":"x"},"pointBy":"sky"}`,
  ]) {
    localStorage.setItem('ortsfunk.mine.report.07138073', text);
    const kept = keptDraft('07138073');
    expect(kept ?? emptyDraft()).toEqual(emptyDraft());
  }
});

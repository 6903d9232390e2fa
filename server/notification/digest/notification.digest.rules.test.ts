import { expect, test } from 'vitest';
import { nextDigests } from './notification.digest.rules.ts';

const iso = (now: string, timeZone = 'Europe/Berlin'): string[] => {
  const { DAILY, WEEKLY } = nextDigests(new Date(now), timeZone);
  return [DAILY.toISOString(), WEEKLY.toISOString()];
};

test.each([
  ['Monday morning', '2026-11-30T08:00:00Z', ['2026-11-30T17:00:00.000Z', '2026-12-04T11:00:00.000Z']],
  [
    'exactly when the daily digest leaves',
    '2026-11-30T17:00:00Z',
    ['2026-12-01T17:00:00.000Z', '2026-12-04T11:00:00.000Z'],
  ],
  ['Friday before noon', '2026-12-04T10:59:59Z', ['2026-12-04T17:00:00.000Z', '2026-12-04T11:00:00.000Z']],
  ['Friday after noon', '2026-12-04T11:00:00Z', ['2026-12-04T17:00:00.000Z', '2026-12-11T11:00:00.000Z']],
  ['Sunday', '2026-12-06T20:00:00Z', ['2026-12-07T17:00:00.000Z', '2026-12-11T11:00:00.000Z']],
  ['over the end of summer time', '2026-10-24T17:00:00Z', ['2026-10-25T17:00:00.000Z', '2026-10-30T11:00:00.000Z']],
])('%s', (_when, now, expected) => {
  expect(iso(now)).toEqual(expected);
});

test('the hours are those of the town', () => {
  expect(iso('2026-11-30T08:00:00Z', 'Atlantic/Azores')[0]).toBe('2026-11-30T19:00:00.000Z');
});

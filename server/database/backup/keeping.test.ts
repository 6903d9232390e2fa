import { expect, test } from 'vitest';
import { chooseKept, isDue } from './keeping.ts';

const dayMs = 86_400_000;

/** Backups that remain after one backup each night, when each night removes what is no longer kept. */
function afterNights(nights: number): string[] {
  let times: Date[] = [];
  for (let night = 0; night < nights; night++) {
    const all = [...times, new Date(Date.UTC(2026, 0, 1, 1, 15) + night * dayMs)];
    times = all.filter((time) => chooseKept(all).has(time));
  }
  return times.map((time) => time.toISOString().slice(0, 10)).toReversed();
}

test('7 daily and 4 weekly backups remain of a year', () => {
  const kept = afterNights(365); // the last night is Thursday, 31 December
  expect(kept.slice(0, 7)).toEqual([31, 30, 29, 28, 27, 26, 25].map((day) => `2026-12-${day}`));
  expect(kept.slice(7)).toEqual(['2026-12-20', '2026-12-13', '2026-12-06', '2026-11-29']); // Sundays
});

test('of several backups of one day the newest remains; the newest of all always does', () => {
  const times = [1, 5, 23].map((hour) => new Date(Date.UTC(2026, 5, 1, hour)));
  expect([...chooseKept(times)]).toEqual([times[2]]);
  expect(chooseKept([]).size).toBe(0);
});

test.each([
  ['2026-06-02T01:14:00Z', '2026-06-01T01:15:30Z', false],
  ['2026-06-02T01:15:00Z', '2026-06-01T01:15:30Z', true],
  ['2026-06-02T12:00:00Z', '2026-06-02T01:15:30Z', false],
  ['2026-06-02T00:30:00Z', '2026-05-31T12:00:00Z', true], // the last night was missed
  ['2026-06-02T00:30:00Z', undefined, true],
])('at %s, after a backup of %s, the nightly one is due: %s', (now, newest, wanted) => {
  expect(isDue(new Date(now), newest === undefined ? undefined : new Date(newest))).toBe(wanted);
});

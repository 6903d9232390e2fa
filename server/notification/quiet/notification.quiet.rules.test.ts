import { expect, test } from 'vitest';
import { quietUntil, readTime, readTimeZone, writtenTime } from './notification.quiet.rules.ts';
import data from './quiet.cases.json' with { type: 'json' };

const minutesOf = (time: string): number => readTime(time) ?? expect.fail(time);

test('all known cases are here', () => {
  expect(data.cases).toHaveLength(17);
});

test.each(data.cases)('$what', ({ zone, from, to, at, releaseAt }) => {
  const until = quietUntil(new Date(at), { timeZone: zone, from: minutesOf(from), to: minutesOf(to) });
  expect(until).toEqual(releaseAt === null ? null : new Date(releaseAt));
});

test.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  ['UTC', 'UTC'],
  ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['Europe/Unkel', null],
  ['+01:00', null],
  ['2026-01-01T00:00[Europe/Berlin]', null],
  ['Europe/Berlin\n', null],
  ['', null],
])('the time zone %j is read as %j', (name, expected) => {
  expect(readTimeZone(name)).toBe(expected);
});

test('times are local times of a day', () => {
  for (const time of ['00:00', '07:05', '23:59']) expect(writtenTime(minutesOf(time))).toBe(time);
  for (const time of ['24:00', '7:00', '07:60', '07:00:00', 'abends', '']) expect(readTime(time)).toBeNull();
});

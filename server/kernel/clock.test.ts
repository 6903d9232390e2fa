import { expect, test } from 'vitest';
import { DatabaseClock, secondsAhead } from './clock.ts';

const minute = 60_000;
/** Reading of a database whose clock is ahead of this process by `aheadMs`; the round trip took `tripMs`. */
const readingOf = (aheadMs: number, tripMs = 20) => {
  const answeredAt = performance.now();
  const askedAt = answeredAt - tripMs;
  return { askedAt, answeredAt, databaseMs: performance.timeOrigin + answeredAt - tripMs / 2 + aheadMs };
};
const differenceOf = (clock: DatabaseClock) => clock.now().getTime() - Date.now();

test('without a reading, and after one that agrees, it is the clock of the process', () => {
  const clock = new DatabaseClock();
  expect(Math.abs(differenceOf(clock))).toBeLessThan(1000);
  const before = differenceOf(clock);
  clock.correct(readingOf(9));
  expect(Math.abs(differenceOf(clock) - before)).toBeLessThanOrEqual(3);
});

test.each([70, -70])('it follows a database that is %i minutes ahead, and back', (minutes) => {
  const clock = new DatabaseClock();
  clock.correct(readingOf(minutes * minute));
  expect(Math.abs(differenceOf(clock) - minutes * minute)).toBeLessThan(1000);
  clock.correct(readingOf(0));
  expect(Math.abs(differenceOf(clock))).toBeLessThan(1000);
});

test.each([
  ['ahead by 70 minutes', -70 * minute, 20, 4200],
  ['behind by 70 minutes', 70 * minute, 20, -4200],
  ['ahead by 59 seconds', -59_000, 20, 0],
  ['behind by 59 seconds', 59_000, 20, 0],
  ['ahead by 62 seconds', -62_000, 20, 62],
  ['ahead by 62 seconds, but the answer took ten seconds', -62_000, 10_000, 0],
])('a process that is %s', (_name, databaseAhead, tripMs, seconds) => {
  const reading = readingOf(databaseAhead, tripMs);
  expect(secondsAhead(reading, performance.timeOrigin + reading.answeredAt)).toBe(seconds);
});

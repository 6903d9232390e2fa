import { expect, test } from 'vitest';
import { localDay } from './localTime.ts';

test('a local day has 23, 24 or 25 hours and ends where the next one begins', () => {
  const hours = (at: string, timeZone: string): readonly [string, number] => {
    const { date, since, until } = localDay(new Date(at), timeZone);
    return [date, (until.getTime() - since.getTime()) / 3_600_000];
  };
  expect(hours('2027-03-27T23:00:00Z', 'Europe/Berlin')).toEqual(['2027-03-28', 23]);
  expect(hours('2027-03-28T21:59:59Z', 'Europe/Berlin')).toEqual(['2027-03-28', 23]);
  expect(hours('2027-03-28T21:59:59Z', 'Europe/Lisbon')).toEqual(['2027-03-28', 23]);
  expect(hours('2027-03-28T22:00:00Z', 'Europe/Berlin')).toEqual(['2027-03-29', 24]);
  expect(hours('2027-10-31T12:00:00Z', 'Europe/Berlin')).toEqual(['2027-10-31', 25]);
  expect(hours('2027-03-28T12:00:00Z', 'Europe/Berlin')).toEqual(['2027-03-28', 23]);
});

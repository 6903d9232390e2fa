import { afterEach, expect } from 'vitest';
import { differencesOf, expandWithIcal, partsOf } from '../../testing/calendars.ts';
import {
  between,
  type Delivered,
  givenCalendar,
  givenChangedSeries,
  givenNightRun,
  nightRunStarts,
  withStaleSequence,
} from '../../testing/calendarSeries.ts';
import { setTime } from '../../testing/clocks.ts';
import { quietTest as test } from '../../testing/fixtures.ts';
import type { TestServer } from '../../testing/server.ts';

let app: TestServer;

test.beforeAll(({ app: server }) => {
  app = server;
});
afterEach(() => {
  setTime(app);
});

const differences = ({ text, stored }: Delivered): string[] => differencesOf(stored, expandWithIcal(text, between));

test('ical.js expands series over three changes of the clock as they are stored', async () => {
  const { first, second } = await givenChangedSeries(await givenCalendar(app));
  console.log(`${first.stored.length} dates moved and cancelled, ${second.stored.length} after a split and 45 days`);
  expect(differences(first)).toEqual([]);
  expect(differences(second)).toEqual([]);
  const { text, stored } = second;
  expect(differences({ text: withStaleSequence(text), stored })).not.toEqual([]);
  expect(partsOf(text, 'vtimezone')).toHaveLength(1);
});

test('a start that the clock skips or repeats is stored as RFC 5545 says', async () => {
  const { text, stored } = await givenNightRun(await givenCalendar(app));
  expect(stored.map(({ startsAt }) => startsAt).sort()).toEqual(nightRunStarts);
  // ical.js reads 02:30 in the skipped hour as 00:30 UTC and takes the second of two equal times; Python reads both as stored.
  const misread = differences({ text, stored }).map((line) => line.slice(0, 18));
  expect(misread.sort()).toEqual([
    '+ 2027-03-28T00:30',
    '+ 2027-10-31T01:30',
    '+ 2028-03-26T00:30',
    '- 2027-03-28T01:30',
    '- 2027-10-31T00:30',
    '- 2028-03-26T01:30',
  ]);
});

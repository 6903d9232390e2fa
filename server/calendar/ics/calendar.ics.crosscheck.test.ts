import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { differencesOf, type ShownDate } from '../../testing/calendars.ts';
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

/** Dates of a calendar file as Debian's python3-recurring-ical-events expands them. */
function expandWithPython(text: string): ShownDate[] {
  const script = join(import.meta.dirname, 'expandCalendar.py');
  const options = { input: text, maxBuffer: 100_000_000 };
  const printed = execFileSync('/usr/bin/python3', [script, between.from, between.to], options);
  return JSON.parse(printed.toString()) as ShownDate[];
}

const differences = ({ text, stored }: Delivered): string[] => differencesOf(stored, expandWithPython(text));

test('Python expands series over three changes of the clock as they are stored', async () => {
  const { first, second } = await givenChangedSeries(await givenCalendar(app));
  console.log(`Python agrees on ${first.stored.length} and ${second.stored.length} dates`);
  expect(differences(first)).toEqual([]);
  expect(differences(second)).toEqual([]);
  const { text, stored } = second;
  expect(differences({ text: withStaleSequence(text), stored })).not.toEqual([]);
});

test('Python reads a start that the clock skips or repeats as the product does', async () => {
  const delivered = await givenNightRun(await givenCalendar(app));
  const expanded = expandWithPython(delivered.text);
  expect(expanded.map(({ startsAt }) => startsAt).sort()).toEqual(nightRunStarts);
  expect(differencesOf(delivered.stored, expanded)).toEqual([]);
});

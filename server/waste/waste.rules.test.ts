import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeText } from '../kernel/csv.ts';
import { Refusal } from '../kernel/errors.ts';
import { assignEntries, type Meanings } from './waste.assign.rules.ts';
import { readWasteList } from './waste.csv.rules.ts';
import { readDate, readMovedFrom } from './waste.date.rules.ts';
import type { ReadCalendar } from './waste.entry.rules.ts';
import { readIcs } from './waste.ics.rules.ts';
import { guessTypes, labelKey } from './waste.rules.ts';
import expected from './testing/expected.json' with { type: 'json' };

const fixture = (name: string): string => decodeText(readFileSync(new URL(`testing/${name}`, import.meta.url)));

/** Meanings in which the types and names stand for the ids. */
function meaningsOf(mapping: Readonly<Record<string, readonly string[]>>, districts: readonly string[]): Meanings {
  return {
    kinds: new Map(Object.entries(mapping).map(([label, kinds]) => [labelKey(label), kinds])),
    districts: new Map(districts.map((name) => [labelKey(name), name])),
    districtId: districts[0] ?? null,
  };
}

/** Values without properties that are null, as the expected results leave them out. */
function bare(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null));
}

function inOrder<T extends { readonly date: string; readonly kind: string; readonly district?: string }>(dates: T[]) {
  return dates.sort((a, b) => key(a).localeCompare(key(b)));
  function key({ date, kind, district = '' }: T): string {
    return `${date} ${kind} ${district}`;
  }
}

test('the iCalendar file of the fixtures contains what is expected', () => {
  const { ics, timeZone } = expected;
  const meanings = meaningsOf(ics.mapping, [ics.district]);
  const found = assignEntries(readIcs(fixture('bezirk-nord.ics'), timeZone), meanings);
  const dates = found.dates.map(({ date, kindId: kind, movedFrom }) => bare({ date, kind, movedFrom }) as never);
  expect(inOrder(dates)).toEqual(inOrder([...ics.dates]));
  expect(found.faults.map(({ place: component, uid, code, label }) => bare({ component, uid, code, label }))).toEqual(
    ics.faults,
  );
  expect(found.skipped.map(({ uid, why }) => ({ uid, why }))).toEqual(ics.skipped);
});

test('the list of the fixtures contains what is expected', () => {
  const { csv } = expected;
  const found = assignEntries(readWasteList(fixture('jahresplan.csv')), meaningsOf(csv.mapping, csv.districts));
  const dates = found.dates.map(({ place: row, districtId: district, date, kindId: kind, movedFrom }) =>
    bare({ row, district, date, kind, movedFrom }),
  );
  expect(dates).toEqual(csv.dates);
  expect(found.faults.map(({ place: row, column, code }) => ({ row, column, code }))).toEqual(csv.faults);
  expect(found.skipped.map(({ place: row, why }) => ({ row, why }))).toEqual(csv.skipped);
  expect(found.unknownDistricts).toEqual(['West']);
});

const wrap = (...events: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR'].join('\r\n');
const event = (...lines: string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');

function codeOf(read: () => ReadCalendar): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.userErrors[0]?.code;
    throw error;
  }
}

test('other files and huge calendars are refused at once', () => {
  const page = '<!doctype html><html><title>Wartung</title></html>';
  expect(codeOf(() => readIcs(page, 'Europe/Berlin'))).toBe('NOT_A_CALENDAR');
  expect(codeOf(() => readWasteList(page))).toBe('NOT_A_CALENDAR');
  expect(codeOf(() => readIcs('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nnonsense', 'Europe/Berlin'))).toBe('NOT_A_CALENDAR');
  expect(codeOf(() => readWasteList('Straße;Nummer\nRheinweg;3'))).toBe('HEAD_MISSING');
  const one = event('DTSTART;VALUE=DATE:20270105', 'SUMMARY:Bio');
  const huge = wrap(...Array.from({ length: 100_000 }, () => one));
  const rows = `Datum;Abfallart\n${'05.01.2027;Bio\n'.repeat(100_000)}`;
  const began = performance.now();
  expect(codeOf(() => readIcs(huge, 'Europe/Berlin'))).toBe('TOO_MANY_ENTRIES');
  expect(codeOf(() => readWasteList(rows))).toBe('TOO_MANY_ENTRIES');
  expect(performance.now() - began).toBeLessThan(1000);
});

test('script in a calendar stays text', () => {
  const { entries } = readIcs(
    wrap(event('DTSTART;VALUE=DATE:20270105', 'SUMMARY:<script>alert(1)</script>')),
    'Europe/Berlin',
  );
  expect(entries).toMatchObject([{ label: '<script>alert(1)</script>', date: '2027-01-05' }]);
});

test.each([
  ['FREQ=WEEKLY', 'ENDLESS_RULE'],
  ['FREQ=SECONDLY;UNTIL=20991231', 'BAD_RULE'],
  ['FREQ=DAILY;COUNT=100000', 'TOO_LONG'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3', 'BAD_RULE'],
  ['FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=12;BYMONTH=4;COUNT=3', 'BAD_RULE'],
  ['FREQ=YEARLY;BYYEARDAY=400;COUNT=3', 'BAD_ENTRY'],
  ['FREQ=DAILY;BYDAY=MO;BYSETPOS=300;UNTIL=20280101', undefined],
])('a rule %s is answered at once', (rule, code) => {
  const began = performance.now();
  const { faults } = readIcs(
    wrap(event('DTSTART;VALUE=DATE:20270201', `RRULE:${rule}`, 'SUMMARY:Bio')),
    'Europe/Berlin',
  );
  expect(faults[0]?.code).toBe(code);
  expect(performance.now() - began).toBeLessThan(1000);
});

test('a series that starts in UTC keeps its local day over the change of the clocks', () => {
  const lines = ['DTSTART:20270315T230000Z', 'RRULE:FREQ=WEEKLY;UNTIL=20270405T215959Z', 'SUMMARY:Bio'];
  const { entries } = readIcs(wrap(event(...lines)), 'Europe/Berlin');
  expect(entries.map(({ date }) => date)).toEqual(['2027-03-16', '2027-03-23', '2027-03-30']);
});

test('dates are read in all spellings, and refused if the day does not exist', () => {
  for (const text of [
    '04.01.2027',
    'Mo, 04.01.2027',
    '4.1.27',
    '2027-01-04',
    'Montag, den 4. Januar 2027',
    '04/01/2027',
  ])
    expect([text, readDate(text)]).toEqual([text, '2027-01-04']);
  for (const text of ['29.02.2027', '31.04.2027', '00.01.2027', '1.13.2027', 'morgen', '', '04.01.2027 bis 06.01.2027'])
    expect([text, readDate(text)]).toEqual([text, undefined]);
  expect(readMovedFrom('verschoben von Mo 29.03.2027 (Ostermontag)')).toBe('2027-03-29');
  expect(readMovedFrom('statt 2027-12-24')).toBe('2027-12-24');
  expect(readMovedFrom('Stand 10.11.2026')).toBeUndefined();
});

test('the meaning of a label is guessed by its parts', () => {
  expect(guessTypes('Restmülltonne / Biotonne')).toEqual(['RESIDUAL', 'ORGANIC']);
  expect(guessTypes('Papier, Pappe, Kartonagen')).toEqual(['PAPER']);
  expect(guessTypes('Gelber Sack - Abholung')).toEqual(['PACKAGING']);
  expect(guessTypes('Feiertag')).toEqual([]);
});

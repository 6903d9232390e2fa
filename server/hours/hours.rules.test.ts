import { expect, test } from 'vitest';
import { Refusal } from '../kernel/errors.ts';
import type { Calendar } from './hours.entity.ts';
import {
  addWorkingTime,
  holidaysOf,
  openingAfter,
  openingBefore,
  usualWeek,
  workingTimeBetween,
} from './hours.rules.ts';
import { readHours, writtenSpans } from './hours.settings.rules.ts';

const unkel: Calendar = { timeZone: 'Europe/Berlin', land: '07', week: usualWeek, closedDays: [] };
const kyritz: Calendar = { ...unkel, land: '12' };
const always = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]);
const at = (text: string): Date => new Date(text);
const local = (moment: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short', timeStyle: 'short' }).format(
    moment,
  );

/** Reason, start, minutes and expected end in local time of the town. */
const added: readonly (readonly [why: string, start: string, minutes: number, end: string, calendar?: Calendar])[] = [
  ['within a day', '2026-11-24T10:00+01:00', 90, '2026-11-24 11:30'],
  ['to the end of a day, not to the next morning', '2026-11-24T16:00+01:00', 60, '2026-11-24 17:00'],
  ['one minute more is the next morning', '2026-11-24T16:00+01:00', 61, '2026-11-25 08:01'],
  ['from before opening', '2026-11-24T05:00+01:00', 60, '2026-11-24 09:00'],
  ['from after closing', '2026-11-24T20:00+01:00', 60, '2026-11-25 09:00'],
  ['over a weekend', '2026-11-27T16:30+01:00', 60, '2026-11-30 08:30'],
  ['over Good Friday and Easter Monday', '2026-04-02T16:00+02:00', 120, '2026-04-07 09:00'],
  ['over the third of October of 2025, a Friday', '2025-10-02T16:30+02:00', 60, '2025-10-06 08:30'],
  ['Fronleichnam is a holiday in Rheinland-Pfalz', '2026-06-03T16:00+02:00', 120, '2026-06-05 09:00'],
  ['and none in Brandenburg', '2026-06-03T16:00+02:00', 120, '2026-06-04 09:00', kyritz],
  ['the Reformation is a holiday in Brandenburg', '2025-10-30T16:00+01:00', 120, '2025-11-03 09:00', kyritz],
  ['and none in Rheinland-Pfalz', '2025-10-30T16:00+01:00', 120, '2025-10-31 09:00'],
  ["over the town's own closed day", '2026-02-11T16:00+01:00', 120, '2026-02-13 09:00', closedOn('2026-02-12')],
  ['summer time begins: two hours of the night are three', '2026-03-29T01:00+01:00', 120, '2026-03-29 04:00', open()],
  ['summer time ends: three hours of the night are two', '2026-10-25T01:00+02:00', 180, '2026-10-25 03:00', open()],
  ['the weekend of summer time is a weekend', '2026-03-27T16:00+01:00', 120, '2026-03-30 09:00'],
  ['nothing', '2026-11-24T10:00+01:00', 0, '2026-11-24 10:00'],
];
function closedOn(date: string): Calendar {
  return { ...unkel, closedDays: [{ date, name: 'Weiberfastnacht' }] };
}
function open(): Calendar {
  return { ...unkel, week: always };
}

for (const [why, start, minutes, end, calendar = unkel] of added)
  test(why, () => {
    const due = addWorkingTime(at(start), minutes, calendar);
    expect(local(due)).toBe(end);
    expect(workingTimeBetween(at(start), due, calendar)).toBe(minutes);
  });

test('days with a break, and how long a day of changing clocks is', () => {
  const broken = {
    ...unkel,
    week: usualWeek.map(() => [
      { from: 480, to: 720 },
      { from: 840, to: 1020 },
    ]),
  };
  expect(local(addWorkingTime(at('2026-11-24T11:30+01:00'), 60, broken))).toBe('2026-11-24 14:30');
  const dayOf = (from: string, to: string): number => workingTimeBetween(at(from), at(to), open());
  expect(dayOf('2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00')).toBe(23 * 60);
  expect(dayOf('2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00')).toBe(25 * 60);
  // The hour that daylight saving time skips counts as no open time.
  const night = { ...unkel, week: always.map(() => [{ from: 120, to: 180 }]) };
  expect(workingTimeBetween(at('2026-03-29T00:00+01:00'), at('2026-03-30T00:00+02:00'), night)).toBe(0);
  expect(workingTimeBetween(at('2026-11-25T10:00+01:00'), at('2026-11-24T10:00+01:00'), unkel)).toBe(0);
});

test('every Land has holidays of its own, and none is forgotten', () => {
  const counts = Array.from({ length: 16 }, (_, n) => holidaysOf(String(n + 1).padStart(2, '0'), 2026).length);
  expect(counts).toEqual([10, 10, 10, 10, 11, 10, 11, 12, 13, 12, 10, 12, 11, 11, 11, 11]);
  expect(holidaysOf('07', 2026)).toContainEqual({ date: '2026-06-04', name: 'Fronleichnam' });
});

const codesOf = (spans: readonly (readonly [string, string, string])[], days: readonly string[] = []): string[] => {
  const closedDays = days.map((date) => ({ date, name: 'zu' }));
  try {
    readHours({ spans: spans.map(([weekday, from, to]) => ({ weekday, from, to }) as never), closedDays });
    return [];
  } catch (error) {
    return error instanceof Refusal ? error.userErrors.map(({ code, path }) => `${code} ${path.join('.')}`) : ['?'];
  }
};

test('hours that make no sense are refused with their place', () => {
  expect(codesOf([])).toEqual(['NEVER_OPEN spans']);
  expect(codesOf([['MONDAY', '17:00', '08:00']])).toEqual(['ENDS_BEFORE_START spans.0.to']);
  expect(codesOf([['MONDAY', '08:00', '08:00']])).toEqual(['ENDS_BEFORE_START spans.0.to']);
  expect(codesOf([['FRIDAY', '22:00', '02:00']])).toEqual(['ENDS_BEFORE_START spans.0.to']);
  expect(codesOf([['MONDAY', '08:00', '25:00']])).toEqual(['BAD_TIME spans.0.to']);
  expect(codesOf([['MONDAY', '08:00', '24:30']])).toEqual(['BAD_TIME spans.0.to']);
  expect(codesOf([['MONDAY', '8 Uhr', '12:00']])).toEqual(['BAD_TIME spans.0.from']);
  const twice: [string, string, string][] = [
    ['MONDAY', '08:00', '12:00'],
    ['MONDAY', '11:59', '14:00'],
  ];
  expect(codesOf(twice)).toEqual(['SPANS_OVERLAP spans.1.from']);
  expect(
    codesOf([
      ['MONDAY', '08:00', '12:00'],
      ['MONDAY', '12:00', '24:00'],
    ]),
  ).toEqual([]);
  expect(
    codesOf([
      ['MONDAY', '08:00', '12:00'],
      ['TUESDAY', '08:00', '12:00'],
    ]),
  ).toEqual([]);
  const [monday] = twice;
  expect(codesOf([monday ?? ['', '', '']], ['2026-02-30', '2026-12-24', '2026-12-24'])).toEqual([
    'BAD_DATE closedDays.0.date',
    'DUPLICATE_DAY closedDays.2.date',
  ]);
  expect(codesOf(Array.from({ length: 29 }, () => ['MONDAY', '08:00', '09:00'] as const))).toContain('TOO_MANY spans');
});

test('hours come back as they were written', () => {
  const spans = [
    { weekday: 'TUESDAY', from: '14:00', to: '18:00' },
    { weekday: 'TUESDAY', from: '08:00', to: '12:00' },
  ] as const;
  const { week } = readHours({ spans, closedDays: [] });
  expect(writtenSpans(week)).toEqual([spans[1], spans[0]]);
});

test('hours without sense: a minute a week, or every open day closed, are counted for ten years and no longer', () => {
  const weekly = { ...unkel, week: usualWeek.map((_day, n) => (n === 3 ? [{ from: 480, to: 481 }] : [])) };
  const start = at('2026-11-24T10:00+01:00');
  const thursdays = Array.from({ length: 200 }, (_, n) =>
    new Date(Date.UTC(2026, 10, 26 + 7 * n)).toJSON().slice(0, 10),
  );
  const closed = { ...weekly, closedDays: thursdays.map((date) => ({ date, name: 'zu' })) };
  expect(local(addWorkingTime(start, 1, weekly))).toBe('2026-11-26 08:01');
  expect(addWorkingTime(start, 1, closed).getUTCFullYear()).toBe(2030);
  const before = performance.now();
  expect(addWorkingTime(start, 675_000, weekly).getUTCFullYear()).toBe(2036);
  expect(performance.now() - before).toBeLessThan(2000);
});

test.each([
  ['before opening', '2026-11-24T07:59+01:00', '2026-11-24 08:00', '2026-11-23 08:00'],
  ['at opening', '2026-11-24T08:00+01:00', '2026-11-25 08:00', '2026-11-23 08:00'],
  ['on Friday evening', '2026-11-27T20:00+01:00', '2026-11-30 08:00', '2026-11-27 08:00'],
  ['before Easter, in summer time', '2026-04-02T12:00+02:00', '2026-04-07 08:00', '2026-04-02 08:00'],
  ['on Easter Monday', '2026-04-06T12:00+02:00', '2026-04-07 08:00', '2026-04-02 08:00'],
  ['on the Sunday of summer time', '2026-03-29T01:00+01:00', '2026-03-30 08:00', '2026-03-27 08:00'],
])('the openings around a moment: %s', (_why, moment, next, last) => {
  expect(local(openingAfter(at(moment), unkel) ?? at(''))).toBe(next);
  expect(local(openingBefore(at(moment), unkel) ?? at(''))).toBe(last);
});

test('a town hall that never opens has no next and no previous opening', () => {
  const never = { ...unkel, week: [[], [], [], [], [], [], []] };
  expect([openingAfter(at('2026-11-24T08:00Z'), never), openingBefore(at('2026-11-24T08:00Z'), never)]).toEqual([
    null,
    null,
  ]);
});

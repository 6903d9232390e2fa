import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { Refusal } from '../kernel/errors.ts';
import { InputCheck } from '../kernel/payload.ts';
import {
  continueRule,
  endBefore,
  expandRule,
  type FirstDate,
  type Recurrence,
  readRule,
  recurrenceOf,
} from './calendar.recurrence.rules.ts';

const timeZone = 'Europe/Berlin';
const at = (text: string): Date => new Date(Temporal.ZonedDateTime.from(`${text}[${timeZone}]`).epochMilliseconds);
const first = (start: string, end: string, isAllDay = false): FirstDate => ({
  startsAt: at(start),
  endsAt: at(end),
  timeZone,
  isAllDay,
});
const local = (date: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(date.getTime())
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: 'never', smallestUnit: 'minute' });

function ruleFor(recurrence: Recurrence, from: FirstDate): string {
  const check = new InputCheck();
  const rule = readRule(check, recurrence, from, 'recurrence');
  check.done();
  return rule;
}

function codesOf(recurrence: Recurrence, from: FirstDate): string[] {
  try {
    ruleFor(recurrence, from);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return error.userErrors.map(({ code }) => code);
    throw error;
  }
}

const evening = first('2026-10-05T19:30', '2026-10-05T21:00');

test('a weekly series keeps its local time over three changes of the clock', () => {
  const rule = ruleFor({ frequency: 'WEEKLY', until: '2027-12-31' }, evening);
  expect(rule).toBe('FREQ=WEEKLY;BYDAY=MO;UNTIL=20271231T225959Z');
  const dates = expandRule(rule, evening, { limit: 400 });
  expect(dates).toHaveLength(65);
  expect(dates.every(({ startsAt }) => local(startsAt).includes('T19:30'))).toBe(true);
  expect(dates.every(({ endsAt }) => local(endsAt).includes('T21:00'))).toBe(true);
  const offsets = dates.map(({ startsAt }) => local(startsAt).slice(-6));
  const changes = offsets.filter((offset, n) => n > 0 && offset !== offsets[n - 1]);
  expect(changes).toEqual(['+01:00', '+02:00', '+01:00']);
});

test('every two weeks on two weekdays, with a number of dates', () => {
  const rule = ruleFor({ frequency: 'WEEKLY', interval: 2, weekdays: ['THURSDAY', 'MONDAY'], count: 5 }, evening);
  expect(rule).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=5');
  expect(expandRule(rule, evening, { limit: 400 }).map(({ startsAt }) => local(startsAt).slice(0, 10))).toEqual([
    '2026-10-05',
    '2026-10-08',
    '2026-10-19',
    '2026-10-22',
    '2026-11-02',
  ]);
});

test.each<[string, Recurrence, FirstDate, string, string[]]>([
  [
    'the first Sunday of a month',
    { frequency: 'MONTHLY', nthWeekday: { nth: 1, weekday: 'SUNDAY' }, count: 3 },
    first('2026-12-06T10:00', '2026-12-06T12:00'),
    'FREQ=MONTHLY;BYDAY=1SU;COUNT=3',
    ['2026-12-06', '2027-01-03', '2027-02-07'],
  ],
  [
    'the last Friday of a month',
    { frequency: 'MONTHLY', nthWeekday: { nth: -1, weekday: 'FRIDAY' }, until: '2027-02-28' },
    first('2026-12-25T10:00', '2026-12-25T12:00'),
    'FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270228T225959Z',
    ['2026-12-25', '2027-01-29', '2027-02-26'],
  ],
  [
    'the last day of a month',
    { frequency: 'MONTHLY', dayOfMonth: -1, count: 3 },
    first('2026-12-31T10:00', '2026-12-31T12:00'),
    'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3',
    ['2026-12-31', '2027-01-31', '2027-02-28'],
  ],
  [
    'a leap day',
    { frequency: 'YEARLY', count: 2 },
    first('2028-02-29T10:00', '2028-02-29T12:00'),
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2',
    ['2028-02-29', '2032-02-29'],
  ],
  [
    'the second Saturday of July',
    { frequency: 'YEARLY', nthWeekday: { nth: 2, weekday: 'SATURDAY' }, count: 2 },
    first('2027-07-10T10:00', '2027-07-10T12:00'),
    'FREQ=YEARLY;BYMONTH=7;BYDAY=2SA;COUNT=2',
    ['2027-07-10', '2028-07-08'],
  ],
  [
    'all-day dates until a day, over the change of the clock',
    { frequency: 'DAILY', until: '2027-03-29' },
    first('2027-03-27T00:00', '2027-03-28T00:00', true),
    'FREQ=DAILY;UNTIL=20270329',
    ['2027-03-27', '2027-03-28', '2027-03-29'],
  ],
])('%s', (_, recurrence, from, rule, days) => {
  expect(ruleFor(recurrence, from)).toBe(rule);
  const dates = expandRule(rule, from, { limit: 400 });
  expect(dates.map(({ startsAt }) => local(startsAt).slice(0, 10))).toEqual(days);
  if (from.isAllDay) expect(dates.every(({ endsAt }) => local(endsAt).includes('T00:00'))).toBe(true);
  expect(ruleFor(recurrenceOf(rule, timeZone) ?? { frequency: 'DAILY' }, from)).toBe(rule);
});

test('a time that the change of the clock skips moves forward by an hour, and back on the next day', () => {
  const night = first('2027-03-27T02:30', '2027-03-27T02:45');
  const dates = expandRule('FREQ=DAILY;COUNT=3', night, { limit: 9 });
  expect(dates.map(({ startsAt }) => local(startsAt))).toEqual([
    '2027-03-27T02:30+01:00',
    '2027-03-28T03:30+02:00',
    '2027-03-29T02:30+02:00',
  ]);
});

test('a later part follows after the stored dates and ends at the horizon', () => {
  const rule = 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20271231T225959Z';
  const all = expandRule(rule, evening, { limit: 400 });
  const part = expandRule(rule, evening, { limit: 400, after: at('2026-10-25T12:00'), until: at('2026-11-16T19:30') });
  expect(part).toEqual(all.slice(3, 7));
  expect(expandRule(rule, evening, { limit: 2, after: at('2026-10-05T19:30') })).toEqual(all.slice(1, 3));
  expect(expandRule(null, evening, { limit: 9 })).toEqual([{ startsAt: evening.startsAt, endsAt: evening.endsAt }]);
});

test('a split leaves every date in exactly one part', () => {
  for (const rule of ['FREQ=WEEKLY;BYDAY=MO;UNTIL=20270430T215959Z', 'FREQ=WEEKLY;BYDAY=MO;COUNT=20']) {
    const all = expandRule(rule, evening, { limit: 400 });
    const cut = all[7] ?? all[0];
    if (cut === undefined) throw new Error('no dates');
    const before = expandRule(endBefore(rule, cut.startsAt, evening), evening, { limit: 400 });
    const after = expandRule(continueRule(rule, before.length), { ...evening, ...cut }, { limit: 400 });
    expect([...before, ...after]).toEqual(all);
    expect(before).toHaveLength(7);
  }
  const days = first('2026-10-24T00:00', '2026-10-25T00:00', true);
  const ended = endBefore('FREQ=DAILY;COUNT=9', at('2026-10-26T00:00'), days);
  expect(ended).toBe('FREQ=DAILY;UNTIL=20261025');
  expect(expandRule(ended, days, { limit: 9 })).toHaveLength(2);
});

test('a rule without an end, with two ends, or that misses the first date is refused', () => {
  expect(codesOf({ frequency: 'WEEKLY' }, evening)).toEqual(['ENDLESS_RULE']);
  expect(codesOf({ frequency: 'WEEKLY', count: 3, until: '2027-01-01' }, evening)).toEqual(['BAD_RULE']);
  expect(codesOf({ frequency: 'WEEKLY', weekdays: ['TUESDAY'], count: 3 }, evening)).toEqual(['START_NOT_IN_RULE']);
  expect(codesOf({ frequency: 'DAILY', weekdays: ['TUESDAY'], count: 3 }, evening)).toEqual(['BAD_RULE']);
  expect(codesOf({ frequency: 'WEEKLY', dayOfMonth: 3, count: 3 }, evening)).toEqual(['BAD_RULE']);
  expect(codesOf({ frequency: 'WEEKLY', until: '2026-10-04' }, evening)).toEqual(['END_BEFORE_START']);
  expect(codesOf({ frequency: 'WEEKLY', until: '2036-10-06' }, evening)).toEqual(['RULE_TOO_LONG']);
  expect(codesOf({ frequency: 'WEEKLY', count: 401 }, evening)).toEqual(['RULE_TOO_LONG']);
  for (const interval of [0, -1, 100, 1.5]) {
    expect(codesOf({ frequency: 'WEEKLY', interval, count: 3 }, evening)).toEqual(['OUT_OF_RANGE']);
  }
  const nthWeekday = { nth: 5, weekday: 'MONDAY' } as const;
  expect(codesOf({ frequency: 'MONTHLY', nthWeekday, count: 3 }, evening)).toEqual(['OUT_OF_RANGE']);
});

import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { type Weekday, weekdays } from '../hours/hours.settings.rules.ts';
import { fromWall, toWall } from '../kernel/localTime.ts';
import type { InputCheck } from '../kernel/payload.ts';
import { addDays } from './calendar.time.rules.ts';

const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof frequencies)[number];

/** Weekday of a month, such as the first Sunday. */
export interface NthWeekday {
  /** 1 to 4, or -1 for the last one. */
  readonly nth: number;
  readonly weekday: Weekday;
}

/** Rule of a series as people enter it. */
export interface Recurrence {
  readonly frequency: Frequency;
  /** Every n-th day, week, month or year; absent: 1. */
  readonly interval?: number | null;
  /** WEEKLY: weekdays; absent: that of the first date. */
  readonly weekdays?: readonly Weekday[] | null;
  /** MONTHLY and YEARLY: day of the month, 1 to 31, -1 for the last one; absent: that of the first date. */
  readonly dayOfMonth?: number | null;
  /** MONTHLY and YEARLY: weekday of the month instead of `dayOfMonth`. */
  readonly nthWeekday?: NthWeekday | null;
  /** Last day on which a date may start, as a local date such as "2027-06-30". */
  readonly until?: string | null;
  /** Number of dates. */
  readonly count?: number | null;
}

/** First date of an event in its time zone. */
export interface FirstDate {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly timeZone: string;
  readonly isAllDay: boolean;
}

/** One date of a series. */
export interface Span {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Greatest number of stored dates ahead, and of dates of a rule with a number. */
export const mostDates = 400;
const longestYears = 10;

const codeOf = (weekday: Weekday): string => weekday.slice(0, 2);

/**
 * RRULE of RFC 5545 for a series. Adds errors to `check` at `recurrence`: ENDLESS_RULE, BAD_RULE, RULE_TOO_LONG,
 * END_BEFORE_START, OUT_OF_RANGE, and START_NOT_IN_RULE if the rule does not contain the first date.
 */
export function readRule(check: InputCheck, recurrence: Recurrence, first: FirstDate, ...path: string[]): string {
  const faults = faultsOf(recurrence, first);
  for (const { isFine, code, message, field } of faults) check.require(isFine, code, message, ...path, field);
  if (faults.some(({ isFine }) => !isFine)) return '';
  const rule = ruleOf(recurrence, first);
  const [start] = expandRule(rule, first, { limit: 1 });
  const isFirst = start?.startsAt.getTime() === first.startsAt.getTime();
  check.require(isFirst, 'START_NOT_IN_RULE', 'the first date must be a date of the rule', ...path);
  return rule;
}

interface Fault {
  readonly isFine: boolean;
  readonly code: 'ENDLESS_RULE' | 'BAD_RULE' | 'RULE_TOO_LONG' | 'END_BEFORE_START' | 'OUT_OF_RANGE';
  readonly message: string;
  readonly field: string;
}

function faultsOf(rule: Recurrence, first: FirstDate): Fault[] {
  const { interval, count, until, dayOfMonth, nthWeekday } = rule;
  const isMonthly = rule.frequency === 'MONTHLY' || rule.frequency === 'YEARLY';
  const hasEnd = count != null || until != null;
  const start = toWall(first.startsAt, first.timeZone).toPlainDate();
  const end = until == null ? start : Temporal.PlainDate.from(until);
  const isInMonth = dayOfMonth == null || dayOfMonth === -1 || isWhole(dayOfMonth, 1, 31);
  const isNth = nthWeekday == null || nthWeekday.nth === -1 || isWhole(nthWeekday.nth, 1, 4);
  const hasOneDay = dayOfMonth == null || nthWeekday == null;
  const isDayMonthly = isMonthly || (dayOfMonth == null && nthWeekday == null);
  const areWeekly = rule.frequency === 'WEEKLY' || (rule.weekdays ?? []).length === 0;
  const lasts = Temporal.PlainDate.compare(end, start.add({ years: longestYears })) <= 0;
  return [
    { isFine: hasEnd, code: 'ENDLESS_RULE', message: 'a series needs an end', field: 'until' },
    { isFine: count == null || until == null, code: 'BAD_RULE', message: 'one end only', field: 'count' },
    { isFine: areWeekly, code: 'BAD_RULE', message: 'only for WEEKLY', field: 'weekdays' },
    { isFine: isDayMonthly && hasOneDay, code: 'BAD_RULE', message: 'one day of a month', field: 'dayOfMonth' },
    {
      isFine: interval == null || isWhole(interval, 1, 99),
      code: 'OUT_OF_RANGE',
      message: '1 to 99',
      field: 'interval',
    },
    { isFine: isInMonth, code: 'OUT_OF_RANGE', message: '1 to 31, or -1', field: 'dayOfMonth' },
    { isFine: isNth, code: 'OUT_OF_RANGE', message: '1 to 4, or -1', field: 'nthWeekday' },
    { isFine: count == null || count >= 1, code: 'OUT_OF_RANGE', message: 'at least 1', field: 'count' },
    {
      isFine: count == null || count <= mostDates,
      code: 'RULE_TOO_LONG',
      message: `at most ${mostDates}`,
      field: 'count',
    },
    { isFine: lasts, code: 'RULE_TOO_LONG', message: `at most ${longestYears} years`, field: 'until' },
    {
      isFine: Temporal.PlainDate.compare(end, start) >= 0,
      code: 'END_BEFORE_START',
      message: 'not before the start',
      field: 'until',
    },
  ];
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function ruleOf(rule: Recurrence, first: FirstDate): string {
  const start = toWall(first.startsAt, first.timeZone);
  const parts = [`FREQ=${rule.frequency}`];
  if (rule.interval != null && rule.interval > 1) parts.push(`INTERVAL=${rule.interval}`);
  if (rule.frequency === 'YEARLY') parts.push(`BYMONTH=${start.month}`);
  if (rule.frequency === 'WEEKLY') parts.push(`BYDAY=${weekdaysOf(rule, start.dayOfWeek).map(codeOf).join()}`);
  if (rule.nthWeekday != null) parts.push(`BYDAY=${rule.nthWeekday.nth}${codeOf(rule.nthWeekday.weekday)}`);
  else if (rule.frequency === 'MONTHLY' || rule.frequency === 'YEARLY') {
    parts.push(`BYMONTHDAY=${rule.dayOfMonth ?? start.day}`);
  }
  if (rule.count != null) parts.push(`COUNT=${rule.count}`);
  else if (rule.until != null) parts.push(`UNTIL=${untilOf(Temporal.PlainDate.from(rule.until), first)}`);
  return parts.join(';');
}

function weekdaysOf({ weekdays: chosen }: Recurrence, ofStart: number): Weekday[] {
  const usual = weekdays[ofStart - 1];
  const all = chosen == null || chosen.length === 0 ? (usual ? [usual] : []) : chosen;
  return weekdays.filter((day) => all.includes(day));
}

/** Value of UNTIL: a date for all-day events, otherwise the end of the local day in UTC. */
function untilOf(day: Temporal.PlainDate, { timeZone, isAllDay }: Pick<FirstDate, 'timeZone' | 'isAllDay'>): string {
  if (isAllDay) return day.toString().replaceAll('-', '');
  const end = day.toZonedDateTime({ timeZone, plainTime: '23:59:59' }).toInstant();
  return end.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
}

/** Rule that ends with the local day before this start; a rule has at most one date a day. */
export function endBefore(rule: string, start: Date, first: FirstDate): string {
  const day = toWall(start, first.timeZone).toPlainDate().subtract({ days: 1 });
  return `${withoutEnd(rule)};UNTIL=${untilOf(day, first)}`;
}

/** The rule of the remaining dates after `done` of them: COUNT is lowered, UNTIL stays. */
export function continueRule(rule: string, done: number): string {
  const count = partOf(rule, 'COUNT');
  return count === undefined ? rule : `${withoutEnd(rule)};COUNT=${Number(count) - done}`;
}

function withoutEnd(rule: string): string {
  return rule
    .split(';')
    .filter((part) => !/^(?:UNTIL|COUNT)=/.test(part))
    .join(';');
}

function partOf(rule: string, name: string): string | undefined {
  return rule
    .split(';')
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** Rule of a series as people enter it, from its RRULE as `readRule` writes it; null: a single date. */
export function recurrenceOf(rule: string | null | undefined, timeZone: string): Recurrence | null {
  if (rule == null) return null;
  const days = partOf(rule, 'BYDAY')?.split(',') ?? [];
  const nth = /^(-?\d)(\w\w)$/.exec(days[0] ?? '');
  const count = partOf(rule, 'COUNT');
  const dayOfMonth = partOf(rule, 'BYMONTHDAY');
  return {
    frequency: frequencies.find((one) => one === partOf(rule, 'FREQ')) ?? 'WEEKLY',
    interval: Number(partOf(rule, 'INTERVAL') ?? 1),
    weekdays: nth === null ? weekdays.filter((day) => days.includes(codeOf(day))) : [],
    dayOfMonth: dayOfMonth === undefined ? null : Number(dayOfMonth),
    nthWeekday:
      nth === null
        ? null
        : { nth: Number(nth[1]), weekday: weekdays.find((day) => codeOf(day) === nth[2]) ?? 'MONDAY' },
    until: lastDayOf(partOf(rule, 'UNTIL'), timeZone),
    count: count === undefined ? null : Number(count),
  };
}

function lastDayOf(until: string | undefined, timeZone: string): string | null {
  if (until === undefined) return null;
  return wallOfUntil(until, timeZone).toPlainDate().toString();
}

/** Local time of UNTIL; a date means its end. */
function wallOfUntil(until: string, timeZone: string): Temporal.PlainDateTime {
  const [, year, month, day, time] = /^(\d{4})(\d\d)(\d\d)(T\d{6}Z)?$/.exec(until) ?? [];
  const date = `${year}-${month}-${day}`;
  if (time === undefined) return Temporal.PlainDate.from(date).toPlainDateTime('23:59:59');
  const at = `${date}T${time.slice(1, 3)}:${time.slice(3, 5)}:${time.slice(5, 7)}Z`;
  return toWall(new Date(at), timeZone);
}

/** Part of a series that is expanded. */
export interface Part {
  /** Greatest number of dates. */
  readonly limit: number;
  /** Moment after which the dates start; absent: the first date is included. */
  readonly after?: Date;
  /** Latest start of a date; absent: no limit. */
  readonly until?: Date;
}

/**
 * Dates of a series in their order. The rule is expanded in local time, so the dates keep it over daylight saving time; a time that
 * is skipped moves forward by the skipped hour. Without a rule the first date is the only one.
 */
export function expandRule(rule: string | null | undefined, first: FirstDate, part: Part): Span[] {
  const spanOf = spanMaker(first);
  const walls = rule == null ? [toWall(first.startsAt, first.timeZone)] : wallsOf(rule, first, part);
  return walls
    .map(spanOf)
    .filter(({ startsAt }) => part.after === undefined || startsAt > part.after)
    .filter(({ startsAt }) => part.until === undefined || startsAt <= part.until)
    .slice(0, part.limit);
}

/** Local starts of a rule, with at most one date more than asked for at either end. */
function wallsOf(rule: string, first: FirstDate, { limit, after, until }: Part): Temporal.PlainDateTime[] {
  const { timeZone } = first;
  const named = partOf(rule, 'UNTIL');
  const end = named === undefined ? undefined : `;UNTIL=${compact(wallOfUntil(named, timeZone))}`;
  const series = new RRuleTemporal({
    rruleString: end === undefined ? rule : `${withoutEnd(rule)}${end}`,
    dtstart: toWall(first.startsAt, timeZone).toZonedDateTime('UTC'),
    tzid: 'UTC',
    cache: false,
  });
  const from = after === undefined ? undefined : toWall(after, timeZone);
  const last = until === undefined ? undefined : toWall(until, timeZone);
  const walls: Temporal.PlainDateTime[] = [];
  series.all((date) => {
    const wall = Temporal.PlainDateTime.from(date.toPlainDateTime().toString());
    if (last !== undefined && Temporal.PlainDateTime.compare(wall, last.add({ hours: 2 })) > 0) return false;
    if (from === undefined || Temporal.PlainDateTime.compare(wall, from.subtract({ hours: 2 })) >= 0) walls.push(wall);
    return walls.length <= limit + 1;
  });
  return walls;
}

function compact(wall: Temporal.PlainDateTime): string {
  return `${wall.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}Z`;
}

/** Makes a date with the local length of the first one from its local start. */
function spanMaker(first: FirstDate): (wall: Temporal.PlainDateTime) => Span {
  const { timeZone, isAllDay } = first;
  const start = toWall(first.startsAt, timeZone);
  const end = toWall(first.endsAt, timeZone);
  const length = start.until(end, { largestUnit: isAllDay ? 'day' : 'minute' });
  return (wall) => ({
    startsAt: fromWall(wall, timeZone),
    endsAt: fromWall(isAllDay ? addDays(wall, length.days) : wall.add(length), timeZone),
  });
}

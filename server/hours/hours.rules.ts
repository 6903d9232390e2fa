import { getHolidays } from 'feiertagejs';
import type { Temporal } from 'temporal-polyfill';
import { momentAt, toWall } from '../kernel/localTime.ts';
import type { Calendar, ClosedDay, Span, Week } from './hours.entity.ts';

const day: readonly Span[] = [{ from: 8 * 60, to: 17 * 60 }];
/** Default hours of a town that has set none: Monday to Friday, 08:00 to 17:00. */
export const usualWeek: Week = [day, day, day, day, day, [], []];

const lands = {
  '01': 'SH',
  '02': 'HH',
  '03': 'NI',
  '04': 'HB',
  '05': 'NW',
  '06': 'HE',
  '07': 'RP',
  '08': 'BW',
  '09': 'BY',
  '10': 'SL',
  '11': 'BE',
  '12': 'BB',
  '13': 'MV',
  '14': 'SN',
  '15': 'ST',
  '16': 'TH',
} as const satisfies Record<string, string>;

const known = new Map<string, readonly ClosedDay[]>();

/** Legal holidays of a Land in a year, with German names; nationwide holidays if the Land is unknown. */
export function holidaysOf(land: string, year: number): readonly ClosedDay[] {
  const key = `${land} ${year}`;
  const found = known.get(key) ?? readHolidays(land, year);
  known.set(key, found);
  return found;
}

function readHolidays(land: string, year: number): ClosedDay[] {
  const region = Object.entries(lands).find(([digits]) => digits === land)?.[1] ?? 'BUND';
  return getHolidays(year, region).map((holiday) => ({
    date: holiday.dateString,
    name: holiday.translate('de') ?? holiday.name,
  }));
}

/**
 * The moment at which `minutes` of open time have passed since `start`; at most ten years later, even if the town hall
 * is open less often.
 */
export function addWorkingTime(start: Date, minutes: number, calendar: Calendar): Date {
  let left = minutes * 60_000;
  for (const [from, to] of openFrom(start, calendar)) {
    if (left <= to - from) return new Date(from + left);
    left -= to - from;
  }
  return new Date(start.getTime() + farthestDays * 86_400_000);
}

/** Minutes of open time between two moments; 0 if `end` is not after `start`. */
export function workingTimeBetween(start: Date, end: Date, calendar: Calendar): number {
  let passed = 0;
  for (const [from, to] of openFrom(start, calendar)) {
    if (from >= end.getTime()) break;
    passed += Math.min(to, end.getTime()) - from;
  }
  return passed / 60_000;
}

/** Search limit in days for the next and the previous opening; longer than any holiday. */
const nearDays = 400;

/** First moment after `moment` at which the town hall opens for a day; null: it does not open within 400 days. */
export function openingAfter(moment: Date, calendar: Calendar): Date | null {
  return findOpening(moment, calendar, 1);
}

/** Last moment before `moment` at which the town hall opened for a day; null: it did not open within 400 days. */
export function openingBefore(moment: Date, calendar: Calendar): Date | null {
  return findOpening(moment, calendar, -1);
}

function findOpening(moment: Date, calendar: Calendar, direction: 1 | -1): Date | null {
  const today = toWall(moment, calendar.timeZone).toPlainDate();
  for (let days = 0; days < nearDays; days++) {
    const opening = openingOn(today.add({ days: days * direction }), calendar);
    if (opening !== undefined && (opening.getTime() - moment.getTime()) * direction > 0) return opening;
  }
  return null;
}

/** Moment at which the town hall opens on a date; undefined: it is closed on this date. */
function openingOn(date: Temporal.PlainDate, calendar: Calendar): Date | undefined {
  const spans = calendar.week[date.dayOfWeek - 1] ?? [];
  if (spans.length === 0 || isClosed(date, calendar)) return undefined;
  return momentAt(date, Math.min(...spans.map(({ from }) => from)), calendar.timeZone);
}

/**
 * Search limit of ten years in days. A calendar may have hardly any open time, e.g. one minute a week, or closed days
 * on all its open weekdays.
 */
const farthestDays = 3653;

/**
 * Open periods of the next ten years as pairs of epoch milliseconds, the first one cut at `start`. Local times follow
 * daylight saving time of the town.
 */
function* openFrom(start: Date, calendar: Calendar): Generator<readonly [from: number, to: number]> {
  const { timeZone, week } = calendar;
  let date = toWall(start, timeZone).toPlainDate();
  for (let days = 0; days < farthestDays; days++, date = date.add({ days: 1 })) {
    const spans = week[date.dayOfWeek - 1] ?? [];
    if (spans.length === 0 || isClosed(date, calendar)) continue;
    for (const span of spans) {
      const from = momentAt(date, span.from, timeZone).getTime();
      const to = momentAt(date, span.to, timeZone).getTime();
      if (to > start.getTime() && to > from) yield [Math.max(from, start.getTime()), to];
    }
  }
}

function isClosed(date: Temporal.PlainDate, { land, closedDays }: Calendar): boolean {
  const named = date.toString();
  const isThat = ({ date: other }: ClosedDay): boolean => other === named;
  return closedDays.some(isThat) || holidaysOf(land, date.year).some(isThat);
}

import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import type { EntryFault } from './waste.entry.rules.ts';

/** Dates of a series in order, or why it has none. */
export type Series = { readonly dates: readonly string[] } | { readonly code: EntryFault['code'] };

/** Maximum number of dates of one series, which is more than a collection on each day of a year. */
const mostOfSeries = 400;
/** Last year until which the rule of a series is followed. */
const lastYear = 2100;

/**
 * Dates of a rule. The rule is followed on local dates, so that a start in UTC does not move by a day with daylight saving
 * time. Faults: BAD_RULE, ENDLESS_RULE, TOO_LONG.
 */
export function readRule(rule: ICAL.Recur, start: string, timeZone: string): Series {
  if (!rule.isFinite()) return { code: 'ENDLESS_RULE' };
  if (!isCalendarRule(rule)) return { code: 'BAD_RULE' };
  const until = rule.until === null ? null : untilDate(rule.until, timeZone);
  const own = rule.clone();
  own.until = until === null ? null : timeOf(until);
  try {
    return follow(own.iterator(timeOf(start)), until);
  } catch {
    return { code: 'BAD_RULE' }; // the library has no error codes
  }
}

function timeOf(date: string): ICAL.Time {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return new ICAL.Time({ year, month, day, isDate: true }, ICAL.Timezone.localTimezone);
}

function follow(iterator: ICAL.RecurIterator, until: string | null): Series {
  const dates: string[] = [];
  for (;;) {
    // The library declares that there always is a next date.
    const next: ICAL.Time | null = iterator.next();
    if (next === null) return { dates };
    const date = next.toString().slice(0, 10);
    if (next.year > lastYear || (until !== null && date > until)) return { dates };
    if (dates.length === mostOfSeries) return { code: 'TOO_LONG' };
    dates.push(date);
  }
}

/** Largest day of each month, 29 for February. */
const monthLengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Whether a rule is one of a calendar of days: by day, week, month or year, with an interval of at most 400, and with days
 * that exist, because the library would look for ever for 30 February.
 */
function isCalendarRule(rule: ICAL.Recur): boolean {
  const parts = new Map<string, unknown>(Object.entries(rule.parts));
  const numbersOf = (name: string): number[] => [parts.get(name) ?? []].flat().map(Number);
  const isByDays = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(rule.freq);
  const known = ['BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'BYHOUR', 'BYMINUTE', 'BYSECOND'];
  if (!isByDays || rule.interval < 1 || rule.interval > 400) return false;
  if ([...parts.keys()].some((name) => !known.includes(name))) return false;
  const days = numbersOf('BYMONTHDAY').map(Math.abs);
  const months = numbersOf('BYMONTH');
  const longest = Math.max(...(months.length > 0 ? months : [1]).map((month) => monthLengths[month - 1] ?? 0));
  return (
    days.length === 0 ||
    Math.min(...days) <= Math.min(longest, 28) ||
    (rule.interval === 1 && Math.min(...days) <= longest)
  );
}

/** Local date of UNTIL, which is a date or a moment in UTC. */
function untilDate(until: ICAL.Time, timeZone: string): string {
  const date = until.toString().slice(0, 10);
  if (until.isDate || until.zone?.tzid !== 'UTC') return date;
  return Temporal.Instant.from(`${until.toString().replace(/Z?$/, 'Z')}`)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

import { InputCheck } from '../kernel/payload.ts';
import type { ClosedDay, Span, Week } from './hours.entity.ts';

export const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
export type Weekday = (typeof weekdays)[number];

/** An open period with local times such as "08:00" or "24:00". */
export interface WrittenSpan {
  readonly weekday: Weekday;
  readonly from: string;
  readonly to: string;
}
export interface HoursInput {
  readonly spans: readonly WrittenSpan[];
  readonly closedDays: readonly ClosedDay[];
}

/** Maximum numbers of entries: four periods on each of seven days, and 200 closed days. */
const mostSpans = 28;
const mostDays = 200;

/**
 * Returns the week and the closed days in order. Throws one refusal that lists all faults; a period that passes
 * midnight must be entered as two periods.
 */
export function readHours({ spans, closedDays }: HoursInput): { week: Week; closedDays: ClosedDay[] } {
  const check = new InputCheck();
  check.require(spans.length > 0, 'NEVER_OPEN', 'at least one stretch of open time', 'spans');
  check.require(spans.length <= mostSpans, 'TOO_MANY', `at most ${mostSpans}`, 'spans');
  check.require(closedDays.length <= mostDays, 'TOO_MANY', `at most ${mostDays}`, 'closedDays');
  const read = spans.slice(0, mostSpans).map((span, n) => readSpan(check, span, n, spans));
  const days = closedDays.slice(0, mostDays).map((day, n) => readDay(check, day, n, closedDays));
  check.done();
  const week = weekdays.map((weekday) =>
    read
      .filter((_span, n) => spans[n]?.weekday === weekday)
      .map(({ from, to }) => ({ from, to }))
      .sort((a, b) => a.from - b.from),
  );
  return { week, closedDays: days.sort((a, b) => a.date.localeCompare(b.date)) };
}

function readSpan(check: InputCheck, span: WrittenSpan, n: number, all: readonly WrittenSpan[]): Span {
  const read = { from: minutesOf(span.from), to: minutesOf(span.to) };
  for (const end of ['from', 'to'] as const) {
    check.require(!Number.isNaN(read[end]), 'BAD_TIME', 'from 00:00 to 24:00', 'spans', String(n), end);
  }
  check.require(!(read.to <= read.from), 'ENDS_BEFORE_START', 'on one day, and later', 'spans', String(n), 'to');
  const overlaps = all.slice(0, n).some((other) => other.weekday === span.weekday && isMet(read, other));
  check.require(!overlaps, 'SPANS_OVERLAP', 'open twice at once', 'spans', String(n), 'from');
  return read;
}

function isMet({ from, to }: Span, other: WrittenSpan): boolean {
  return from < minutesOf(other.to) && minutesOf(other.from) < to;
}

function readDay(check: InputCheck, { date, name }: ClosedDay, n: number, all: readonly ClosedDay[]): ClosedDay {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(date) && new Date(`${date}T12:00Z`).toJSON()?.startsWith(date);
  check.require(isDay === true, 'BAD_DATE', 'a day, e.g. 2026-12-24', 'closedDays', String(n), 'date');
  const isTwice = all.slice(0, n).some((other) => other.date === date);
  check.require(!isTwice, 'DUPLICATE_DAY', 'it stands there already', 'closedDays', String(n), 'date');
  return { date, name: check.text(name, [1, 80], 'closedDays', String(n), 'name') };
}

/** Minutes after midnight, 0 to 1440; NaN if the text is no time. */
function minutesOf(time: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time) ?? [];
  const read = Number(hours) * 60 + Number(minutes);
  return read <= 1440 ? read : Number.NaN;
}

/** Minutes after midnight as text such as "08:00". */
function written(minutes: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The week as a list of periods with times as text, Monday first. */
export function writtenSpans(week: Week): WrittenSpan[] {
  return weekdays.flatMap((weekday, n) =>
    (week[n] ?? []).map(({ from, to }) => ({ weekday, from: written(from), to: written(to) })),
  );
}

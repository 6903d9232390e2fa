import type { Temporal } from 'temporal-polyfill';
import type { EventRow, OccurrenceRow } from '../calendar.entity.ts';
import type { SlotRow } from '../calendar.slot.entity.ts';
import { endBefore } from '../calendar.recurrence.rules.ts';
import { fromWall, toWall } from '../../kernel/localTime.ts';
import { addDays } from '../calendar.time.rules.ts';

/** Milliseconds for which files show a cancelled date; afterwards it is left out. */
const cancelledShownMs = 30 * 86_400_000;

/** Stored event with what a calendar file has to know of its dates. */
export interface StoredSeries {
  readonly event: EventRow;
  /** Dates that may differ from the rule; of a single date that date. */
  readonly dates: readonly OccurrenceRow[];
  /** Planned start of the last stored date. */
  readonly lastStart: Date;
  /** Whether a date takes place. */
  readonly takesPlace: boolean;
}

/** Part of an event in a calendar file, VEVENT of RFC 5545: the series, or one date. */
export interface Component {
  /** Start by the rule in local time, which names the date of a series; absent: the series itself, or a single date. */
  readonly recurrenceId?: Temporal.PlainDateTime;
  /** RRULE; absent: none. */
  readonly rule?: string;
  /** Local starts of dates that are left out. */
  readonly without?: readonly Temporal.PlainDateTime[];
  /** Absent: as the event. */
  readonly isAllDay?: boolean;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** Empty: none. */
  readonly place: string;
  readonly onlineUrl: string;
  readonly isCancelled: boolean;
  /** Reason of the cancellation; empty: none. */
  readonly reason: string;
}

/**
 * Parts of an event: the series and its dates that differ from it, or the single date. A cancelled date is shown for 30 days; none
 * remains of an event all of whose dates were cancelled earlier. The rule ends with the last stored date.
 */
export function componentsOf(series: StoredSeries, now: Date): Component[] {
  const { event, dates, takesPlace } = series;
  const isOld = (date: OccurrenceRow): boolean => isLongCancelled(date, now);
  const shown = dates.filter((date) => !isOld(date));
  if (shown.length === 0 && !takesPlace) return [];
  if (event.rule == null) return shown.map((date) => componentOf(event, date));
  const without = dates.filter(isOld).map((date) => plannedWall(event, date));
  const { startsAt, endsAt } = event;
  const master: Component = {
    rule: storedRule(series, event.rule),
    without,
    startsAt,
    endsAt,
    place: event.place ?? '',
    onlineUrl: event.onlineUrl ?? '',
    isCancelled: !takesPlace,
    reason: takesPlace ? '' : (event.cancelReason ?? ''),
  };
  const others = shown.filter((date) => !isAsPlanned(event, date, master));
  return [master, ...others.map((date) => dateOf(event, date))];
}

/** Whether files no longer show the cancelled date. */
export function isLongCancelled({ state, cancelledAt }: OccurrenceRow, now: Date): boolean {
  return state === 'CANCELLED' && now.getTime() - (cancelledAt?.getTime() ?? 0) >= cancelledShownMs;
}

/**
 * A date as mails name it. Its name never changes, also if the series moves or is split: a program finds by it the entry that an
 * earlier mail made.
 */
export function dateInMail(event: EventRow, date: OccurrenceRow): Component {
  const component = dateOf(event, date);
  if (component.recurrenceId === undefined || date.firstStart == null) return component;
  return { ...component, recurrenceId: toWall(date.firstStart, event.timeZone) };
}

/** A shift of a date as mails name it: an entry of its own, beside that of the date. */
export function shiftInMail(
  event: EventRow,
  date: OccurrenceRow,
  { startsAt, endsAt }: Pick<SlotRow, 'startsAt' | 'endsAt'>,
): Component {
  const isAllDay = event.isAllDay && startsAt == null && endsAt == null;
  const times = { isAllDay, startsAt: startsAt ?? date.startsAt, endsAt: endsAt ?? date.endsAt };
  return { ...componentOf(event, date), ...times };
}

/** One date of a series or a single date, for a calendar that holds not all dates of the event. */
export function dateOf(event: EventRow, date: OccurrenceRow): Component {
  const component = componentOf(event, date);
  return event.rule == null ? component : { ...component, recurrenceId: plannedWall(event, date) };
}

function componentOf(event: EventRow, date: OccurrenceRow): Component {
  const isCancelled = date.state === 'CANCELLED';
  return {
    startsAt: date.startsAt,
    endsAt: date.endsAt,
    place: date.place ?? event.place ?? '',
    onlineUrl: date.onlineUrl ?? event.onlineUrl ?? '',
    isCancelled,
    reason: isCancelled ? (date.cancelReason ?? '') : '',
  };
}

/** Local start by the rule; all dates of a rule have the time of the day of the first, also where daylight saving time skips it. */
function plannedWall(event: EventRow, { originalStart }: OccurrenceRow): Temporal.PlainDateTime {
  const time = toWall(event.startsAt, event.timeZone).toPlainTime();
  return toWall(originalStart, event.timeZone).withPlainTime(time);
}

/**
 * Whether a program gets the date from the rule. Its length in real time must be that of the first date, too, because programs
 * disagree about dates during which the clock changes.
 */
function isAsPlanned(event: EventRow, date: OccurrenceRow, master: Component): boolean {
  const { startsAt, endsAt, place, onlineUrl, isCancelled, reason } = componentOf(event, date);
  const length = endsAt.getTime() - startsAt.getTime();
  return (
    startsAt.getTime() === fromWall(plannedWall(event, date), event.timeZone).getTime() &&
    length === master.endsAt.getTime() - master.startsAt.getTime() &&
    place === master.place &&
    onlineUrl === master.onlineUrl &&
    isCancelled === master.isCancelled &&
    reason === master.reason
  );
}

/** Rule without the dates that are not stored yet; the nightly job stores them and the file grows with them. */
function storedRule({ event, lastStart }: StoredSeries, rule: string): string {
  if (event.isComplete) return rule;
  const nextDay = fromWall(addDays(toWall(lastStart, event.timeZone), 1), event.timeZone);
  return endBefore(rule, nextDay, event);
}

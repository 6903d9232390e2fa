import type { AttendanceReminder } from '../../gql/graphql.ts';
import { isoOf, localOf } from '../../shared/localTime.ts';

const hour = 3_600_000;

/** Start of a slot, from which the moments of its reminders follow. */
export interface SlotStart {
  readonly startsAt: string;
  /** Time zone of the event. */
  readonly timeZone: string;
}

interface TimedSlot {
  /** Absent or null: the slot starts with its date. */
  readonly startsAt?: string | null;
}

/** Date with the time zone of its event. */
export interface StartingDate {
  readonly startsAt: string;
  readonly event: { readonly timeZone: string };
}

/** Start of a slot of a date. */
export function slotStart(slot: TimedSlot, date: StartingDate): SlotStart {
  return { startsAt: slot.startsAt ?? date.startsAt, timeZone: date.event.timeZone };
}

/**
 * Reminders that are sent after `now` (milliseconds since 1970), earliest first; the server skips a reminder that is chosen
 * after its moment. DAY_BEFORE is a day earlier by the clock on the wall in the time zone of the event.
 */
export function remindersAhead({ startsAt, timeZone }: SlotStart, now: number): AttendanceReminder[] {
  const wallStart = Date.parse(`${localOf(startsAt, timeZone)}Z`);
  const wallDayBefore = new Date(wallStart - 24 * hour).toISOString().slice(0, 16);
  const dayBefore = Date.parse(isoOf(wallDayBefore, timeZone) ?? startsAt);
  const ahead: AttendanceReminder[] = [];
  if (dayBefore > now) ahead.push('DAY_BEFORE');
  if (Date.parse(startsAt) - 2 * hour > now) ahead.push('TWO_HOURS_BEFORE');
  return ahead;
}

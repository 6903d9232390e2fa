import type { Event, PlannedSlot } from './calendar.entity.ts';
import { addWallMinutes } from './calendar.time.rules.ts';

/** Times of a shift at a date that starts at `start`; null: those of the date. */
export function timesOf(
  { fromMinute, toMinute }: PlannedSlot,
  start: Date,
  timeZone: string,
): { readonly startsAt: Date | null; readonly endsAt: Date | null } {
  const at = (minute: number | null): Date | null => (minute === null ? null : addWallMinutes(start, minute, timeZone));
  return { startsAt: at(fromMinute), endsAt: at(toMinute) };
}

/** Slots that each date of the event gets, with the times at its first date. */
export function plannedSlotsOf({ slotPlan, startsAt, timeZone }: Pick<Event, 'slotPlan' | 'startsAt' | 'timeZone'>) {
  return (slotPlan ?? []).map((slot) => {
    const { kind, title, capacity } = slot;
    return { kind, title, capacity, ...timesOf(slot, startsAt, timeZone) };
  });
}

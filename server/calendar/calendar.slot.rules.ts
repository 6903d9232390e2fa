import type { Event, Occurrence, PlannedSlot } from './calendar.entity.ts';
import { addWallMinutes } from './calendar.time.rules.ts';

/** Times of a shift at a date that starts at `start`; null: those of the date. */
export function timesOf(
  { fromMinute, toMinute }: Pick<PlannedSlot, 'fromMinute' | 'toMinute'>,
  start: Date,
  timeZone: string,
): { readonly startsAt: Date | null; readonly endsAt: Date | null } {
  const at = (minute: number | null): Date | null => (minute === null ? null : addWallMinutes(start, minute, timeZone));
  return { startsAt: at(fromMinute), endsAt: at(toMinute) };
}

/** Times of a slot: its own, or those of its date. */
export function slotTimes(
  slot: { readonly startsAt?: Date | null; readonly endsAt?: Date | null },
  date: Pick<Occurrence, 'startsAt' | 'endsAt'>,
): Pick<Occurrence, 'startsAt' | 'endsAt'> {
  return { startsAt: slot.startsAt ?? date.startsAt, endsAt: slot.endsAt ?? date.endsAt };
}

export type NumberedSlot = PlannedSlot & { readonly position: number };

/** Planned slots with the `position` of their slots. */
export function numbered(plan: readonly PlannedSlot[] | null | undefined): NumberedSlot[] {
  return (plan ?? []).map((slot, n) => ({ ...slot, position: slot.position ?? n }));
}

/** Slots that each date of the event gets, with the times at its first date. */
export function plannedSlotsOf({ slotPlan, startsAt, timeZone }: Pick<Event, 'slotPlan' | 'startsAt' | 'timeZone'>) {
  return (slotPlan ?? []).map((slot) => {
    const { kind, title, capacity } = slot;
    return { kind, title, capacity, ...timesOf(slot, startsAt, timeZone) };
  });
}

import type { NewShiftInput, OccurrenceInFullFragment, SlotChangeInput } from '../../gql/graphql.ts';
import { isoOf, localOf } from '../../shared/localTime.ts';
import { shiftDay } from '../days.ts';
import { seatsIn, type ShiftDraft } from './eventDraft.ts';

type Slot = OccurrenceInFullFragment['slots'][number];

/** Shift in the form that changes the slots of a date. */
export interface SlotDraft extends ShiftDraft {
  /** Null: a new shift. */
  readonly id: string | null;
}

/** Slots of a date in the form. */
export interface SlotsDraft {
  /** Seats of the date itself; empty: unlimited; null: the date has no slot of its own. */
  seats: string | null;
  shifts: SlotDraft[];
}

/** Content of the form at its beginning. */
export function draftOf(slots: readonly Slot[], timeZone: string): SlotsDraft {
  const attendance = slots.find(({ kind }) => kind === 'ATTENDANCE');
  const clock = (at: string | null | undefined) => (at ? localOf(at, timeZone).slice(11) : '');
  return {
    seats: attendance ? seatsOf(attendance) : null,
    shifts: slots.flatMap((slot) => {
      const { id, kind, title, startsAt, endsAt } = slot;
      return kind === 'SHIFT' ? [{ id, title, from: clock(startsAt), to: clock(endsAt), seats: seatsOf(slot) }] : [];
    }),
  };
}

export interface SlotsChanges {
  readonly changed: SlotChangeInput[];
  readonly added: NewShiftInput[];
  readonly removed: string[];
}

/** Changes, additions and removals of the form. A changed time is on the day of the shift, or of the date. */
export function changesOf(draft: SlotsDraft, date: OccurrenceInFullFragment, timeZone: string): SlotsChanges {
  const before = draftOf(date.slots, timeZone);
  const changed: SlotChangeInput[] = [];
  const added: NewShiftInput[] = [];
  const attendance = date.slots.find(({ kind }) => kind === 'ATTENDANCE');
  if (attendance && String(draft.seats) !== before.seats) {
    changed.push({ slotId: attendance.id, capacity: seatsIn(draft.seats ?? '') });
  }
  for (const shift of draft.shifts) {
    const { id, title, seats } = shift;
    const slot = date.slots.find((one) => one.id === id);
    const old = before.shifts.find((one) => one.id === id);
    if (old && isSame(old, shift)) continue;
    const values = { title, capacity: seatsIn(seats), ...timesOf(shift, old, slot, date, timeZone) };
    if (id === null) added.push(values);
    else changed.push({ slotId: id, ...values });
  }
  const kept = new Set(draft.shifts.map(({ id }) => id));
  return { changed, added, removed: before.shifts.flatMap(({ id }) => (id === null || kept.has(id) ? [] : [id])) };
}

/** Start of the paths of errors of a shift. */
export function pathOf(shift: SlotDraft, draft: SlotsDraft, { changed }: SlotsChanges): string[] {
  if (shift.id !== null) return ['changed', String(changed.findIndex(({ slotId }) => slotId === shift.id))];
  return ['added', String(draft.shifts.filter(({ id }) => id === null).indexOf(shift))];
}

function isSame(one: SlotDraft, other: SlotDraft): boolean {
  return (['title', 'from', 'to', 'seats'] as const).every((part) => String(one[part]) === String(other[part]));
}

function timesOf(
  shift: SlotDraft,
  old: SlotDraft | undefined,
  slot: Slot | undefined,
  date: OccurrenceInFullFragment,
  timeZone: string,
) {
  const { from, to } = shift;
  if (old && slot && old.from === from && old.to === to) return { startsAt: slot.startsAt, endsAt: slot.endsAt };
  const day = localOf(slot?.startsAt ?? date.startsAt, timeZone).slice(0, 10);
  const begin = from || localOf(date.startsAt, timeZone).slice(11);
  return {
    startsAt: from ? isoOf(`${day}T${from}`, timeZone) : null,
    endsAt: to ? isoOf(`${to <= begin ? shiftDay(day, 1) : day}T${to}`, timeZone) : null,
  };
}

function seatsOf({ capacity }: Pick<Slot, 'capacity'>): string {
  return capacity == null ? '' : String(capacity);
}

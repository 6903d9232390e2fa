import type { InputCheck } from '../../kernel/payload.ts';
import type { Event, Occurrence, PlannedSlot } from '../calendar.entity.ts';
import { mostSlots, type PlannedSlotInput, readSlot } from '../calendar.input.rules.ts';
import { numbered, type NumberedSlot } from '../calendar.slot.rules.ts';
import type { Slot } from '../calendar.slot.entity.ts';
import { wallMinutes } from '../calendar.time.rules.ts';

type NamedSlot = Pick<Slot, 'id' | 'kind' | 'position' | 'title' | 'capacity' | 'startsAt' | 'endsAt'>;

/** New values of a slot; absent title: unchanged, absent capacity: unlimited, absent time: that of the date. */
export interface SlotChangeInput extends Omit<PlannedSlotInput, 'kind'> {
  readonly slotId: string;
}

export interface SlotChangesInput {
  readonly changed?: readonly SlotChangeInput[] | null;
  readonly added?: readonly Omit<PlannedSlotInput, 'kind'>[] | null;
  /** Ids of slots. */
  readonly removed?: readonly string[] | null;
}

/** Values that change, of the slots with this kind and position. */
export interface SlotDelta extends Partial<Pick<PlannedSlot, 'title' | 'capacity' | 'fromMinute' | 'toMinute'>> {
  readonly kind: Slot['kind'];
  readonly position: number;
}

export interface SlotChanges {
  readonly changed: readonly SlotDelta[];
  readonly added: readonly PlannedSlot[];
  readonly removed: readonly NamedSlot[];
}

/**
 * Changes of the slots of a date. A changed slot names only the values that differ, so that other dates keep what was set for them
 * alone. Adds errors to `check`: UNKNOWN_SLOT, NOT_A_SHIFT, TOO_MANY_SLOTS and those of `readSlot`.
 */
export function readSlotChanges(
  check: InputCheck,
  input: SlotChangesInput,
  slots: readonly NamedSlot[],
  { event, date }: { readonly event: Event; readonly date: Occurrence },
): SlotChanges {
  const first = { startsAt: date.startsAt, endsAt: date.endsAt, timeZone: event.timeZone, isAllDay: event.isAllDay };
  const find = (id: string, ...path: readonly string[]): NamedSlot[] => {
    const slot = slots.find((one) => one.id === id);
    check.require(slot !== undefined, 'UNKNOWN_SLOT', 'no slot of the date', ...path);
    return slot === undefined ? [] : [slot];
  };
  const changed = (input.changed ?? []).flatMap((change, n) =>
    find(change.slotId, 'changed', String(n), 'slotId').map((slot) => {
      const { kind, title, position } = slot;
      const wanted = { ...change, kind, title: change.title ?? title };
      return deltaOf(slot, readSlot(check, wanted, first, ['changed', String(n)], 0), position, first);
    }),
  );
  const added = (input.added ?? []).map((shift, n) =>
    readSlot(check, { ...shift, kind: 'SHIFT' }, first, ['added', String(n)]),
  );
  const removed = (input.removed ?? []).flatMap((id, n) => find(id, 'removed', String(n)));
  check.require(!removed.some(({ kind }) => kind === 'ATTENDANCE'), 'NOT_A_SHIFT', 'only shifts', 'removed');
  const isFew = slots.length + added.length - new Set(removed).size <= mostSlots;
  check.require(isFew, 'TOO_MANY_SLOTS', `at most ${mostSlots}`, 'added');
  return { changed, added, removed };
}

function deltaOf(
  slot: NamedSlot,
  wanted: PlannedSlot,
  position: number,
  { startsAt, timeZone }: { readonly startsAt: Date; readonly timeZone: string },
): SlotDelta {
  const minutes = (at: Date | null | undefined) => (at == null ? null : wallMinutes(startsAt, at, timeZone));
  const { title, capacity, fromMinute, toMinute } = wanted;
  return {
    kind: slot.kind,
    position,
    ...(title !== slot.title && { title }),
    ...(capacity !== (slot.capacity ?? null) && { capacity }),
    ...(fromMinute !== minutes(slot.startsAt) && { fromMinute }),
    ...(toMinute !== minutes(slot.endsAt) && { toMinute }),
  };
}

/** Whether a change concerns a slot. */
export function isSameSlot(one: Pick<Slot, 'kind' | 'position'>, other: Pick<Slot, 'kind' | 'position'>): boolean {
  return one.kind === other.kind && one.position === other.position;
}

/** Plan of the slots of later dates after these changes. `added`: the new shifts with their positions. */
export function planAfter(
  plan: readonly PlannedSlot[] | null | undefined,
  { changed, removed }: SlotChanges,
  added: readonly NumberedSlot[],
): NumberedSlot[] {
  const kept = numbered(plan).filter((slot) => !removed.some((gone) => isSameSlot(gone, slot)));
  return [...kept.map((slot) => ({ ...slot, ...changed.find((delta) => isSameSlot(delta, slot)) })), ...added];
}

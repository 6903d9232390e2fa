import { LockMode } from '@mikro-orm/core';
import type { Context } from '../../kernel/context.ts';
import { refusal } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { idsIn, idsParameterSql } from '../../kernel/rows.ts';
import type { ChangedDates } from '../calendar.changing.service.ts';
import { factsOf, persistSlot, touch } from '../calendar.dates.service.ts';
import { replacedTimes, timesBefore, withEarlier } from '../calendar.earlier.rules.ts';
import type { Event, Occurrence } from '../calendar.entity.ts';
import { eventEdited, shiftsMoved } from '../calendar.events.ts';
import { lockSeries, type NamedDate } from '../calendar.scope.service.ts';
import { Slot } from '../calendar.slot.entity.ts';
import { type NumberedSlot, slotTimes, timesOf } from '../calendar.slot.rules.ts';
import { wallMinutes } from '../calendar.time.rules.ts';
import { orConflict } from '../calendar.version.service.ts';
import { lockSlot, settleSeats } from './calendar.seats.service.ts';
import {
  isSameSlot,
  planAfter,
  readSlotChanges,
  type SlotChanges,
  type SlotChangesInput,
  type SlotDelta,
} from './calendar.slots.rules.ts';

export interface ChangeSlotsInput extends NamedDate, SlotChangesInput {}

/**
 * Changes, adds and removes slots of one date, of all dates that have not begun, or of this and the following ones; the series is not
 * split. Later dates of a series get what was changed for several. More seats go to waiting parties at once, fewer take nobody's seat.
 * Who answered with YES or MAYBE for a shift whose time changes gets a message; a shift with such answers cannot be removed. Errors:
 * those of `lockSeries` and `readSlotChanges`, SLOT_IS_TAKEN.
 */
export function changeSlots(ctx: Context, input: ChangeSlotsInput): Promise<ChangedDates> {
  return orConflict(ctx, () =>
    write(ctx, async (tx) => {
      const { event, named, concerned, scope } = await lockSeries(tx, input);
      const slots = await lockSlots(tx, concerned);
      const check = new InputCheck();
      const own = slots.filter(({ occurrence }) => occurrence.id === named.id);
      const changes = readSlotChanges(check, input, own, { event, date: named });
      check.done();
      touch(tx, event);
      await removeShifts(tx, slots, changes);
      const added = await numberShifts(tx, event, changes);
      for (const date of concerned) for (const shift of added) persistSlot(tx, event, date, shift);
      const moved: MovedShift[] = [];
      for (const delta of changes.changed) moved.push(...(await changeEach(tx, event, concerned, slots, delta)));
      const isTold = await noteMoves(tx, event, moved);
      if (scope !== 'THIS') event.slotPlan = planAfter(event.slotPlan, changes, added);
      await tx.em.flush();
      await record(tx, eventEdited(factsOf(event)));
      if (isTold) await record(tx, shiftsMoved({ ...factsOf(event), sequence: event.sequence }));
      return { event, occurrence: named };
    }),
  );
}

/** Shift whose time changed, and its times before. */
interface MovedShift {
  readonly slot: Slot;
  readonly before: Pick<Occurrence, 'startsAt' | 'endsAt'>;
}

/**
 * Stores the earlier times of the shifts for which somebody comes, waits or may come, and raises the sequence of the event, because
 * their entries in calendar programs change. Returns whether there are such shifts.
 */
async function noteMoves({ em }: Tx, event: Event, moved: readonly MovedShift[]): Promise<boolean> {
  if (moved.length === 0) return false;
  const answered: { id: string }[] = await em.execute(
    `select distinct slot_id as id from attendance where answer <> 'NO' and slot_id in (${idsParameterSql})`,
    [idsIn(moved.map(({ slot }) => slot.id))],
  );
  if (answered.length === 0) return false;
  event.sequence++;
  const ids = new Set(answered.map(({ id }) => id));
  for (const { slot, before } of moved.filter(({ slot: { id } }) => ids.has(id)))
    slot.earlier = withEarlier(slot.earlier, { sequence: event.sequence, ...timesBefore(before) });
  return true;
}

/** Slots of these dates. Answers to them wait until the commit, those that came before are counted. */
function lockSlots({ em }: Tx, dates: readonly Occurrence[]): Promise<Slot[]> {
  const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true, orderBy: { id: 'asc' } } as const;
  return em.find(Slot, { occurrence: { $in: dates.map(({ id }) => id) } }, locked);
}

/** Refused: SLOT_IS_TAKEN if somebody comes, waits or may come. */
async function removeShifts({ em }: Tx, slots: readonly Slot[], { removed }: SlotChanges): Promise<void> {
  const gone = slots.filter((slot) => removed.some((shift) => isSameSlot(shift, slot)));
  const ids = gone.map(({ id }) => id);
  const taken: unknown[] = await em.execute(
    `select 1 from attendance where answer <> 'NO' and slot_id in (${idsParameterSql}) limit 1`,
    [idsIn(ids)],
  );
  if (taken.length > 0) throw refusal('SLOT_IS_TAKEN', 'removed');
  await em.nativeDelete(Slot, { id: { $in: ids } });
}

/** The new shifts with positions that no slot of the event has. */
async function numberShifts({ em }: Tx, { id }: Event, { added }: SlotChanges): Promise<NumberedSlot[]> {
  const [{ next } = { next: 0 }]: { next: number }[] = await em.execute(
    `select coalesce(max(s.position) + 1, 0)::int as next
     from slot s join occurrence o on o.id = s.occurrence_id where o.event_id = ?`,
    [id],
  );
  return added.map((shift, n) => ({ ...shift, position: next + n }));
}

/** Changes the counterparts of a slot; returns the shifts whose time changed. */
async function changeEach(
  tx: Tx,
  event: Event,
  dates: readonly Occurrence[],
  slots: readonly Slot[],
  delta: SlotDelta,
): Promise<MovedShift[]> {
  const moved: MovedShift[] = [];
  for (const slot of slots.filter((one) => isSameSlot(one, delta))) {
    const date = dates.find(({ id }) => id === slot.occurrence.id);
    if (date === undefined) continue;
    if (delta.title !== undefined) slot.title = delta.title;
    const before = slotTimes(slot, date);
    moveShift(event, date, slot, delta);
    if (replacedTimes(before, slotTimes(slot, date)) !== undefined) moved.push({ slot, before });
    await tx.em.flush();
    if (delta.capacity === undefined) continue;
    const locked = await lockSlot(tx, slot.id);
    await settleSeats(tx, locked, { ...locked.seats, capacity: delta.capacity });
  }
  return moved;
}

function moveShift({ timeZone }: Event, date: Occurrence, slot: Slot, { fromMinute, toMinute }: SlotDelta): void {
  const minutes = (at: Date | null | undefined) => (at == null ? null : wallMinutes(date.startsAt, at, timeZone));
  const wanted = {
    fromMinute: fromMinute === undefined ? minutes(slot.startsAt) : fromMinute,
    toMinute: toMinute === undefined ? minutes(slot.endsAt) : toMinute,
  };
  Object.assign(slot, timesOf(wanted, date.startsAt, timeZone));
}

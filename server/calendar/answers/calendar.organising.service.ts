import { personId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { announce, record, write } from '../../kernel/events.ts';
import { claimKey } from '../../kernel/idempotency.ts';
import { InputCheck } from '../../kernel/payload.ts';
import type { AttendanceRow, SlotRow } from '../calendar.slot.entity.ts';
import { slotById } from '../calendar.reading.service.ts';
import { callerEntered, callerRemoved, capacityChanged, checkedIn, seatsChanged } from './calendar.answer.events.ts';
import { isListOpen, readParty, requireCapacity } from './calendar.answer.rules.ts';
import { findOrganisedSlot, requireAttendance } from './calendar.attendance.service.ts';
import { settleAnswer } from './calendar.seats.rules.ts';
import { factsOf, inTurn, lockSlot, nextPlaceSql, settleSeats } from './calendar.seats.service.ts';

/**
 * Changes the number of seats. More seats go to the waiting list at once; fewer take nobody's seat. Errors: UNAUTHENTICATED,
 * FORBIDDEN, NOT_FOUND. Refused: OUT_OF_RANGE.
 */
export async function changeCapacity(ctx: Context, slotId: string, capacity: number | null): Promise<SlotRow> {
  const known = await findOrganisedSlot(ctx, slotId);
  const check = new InputCheck();
  requireCapacity(check, capacity, 'capacity');
  check.done();
  await inTurn(ctx, slotId, () =>
    write(ctx, async (tx) => {
      const slot = await lockSlot(tx, slotId);
      if (slot.seats.capacity === capacity) return;
      await settleSeats(tx, slot, { ...slot.seats, capacity });
      await record(tx, capacityChanged(factsOf(slot)));
    }),
  );
  return (await slotById(ctx, slotId)) ?? known;
}

/** Notes that a person has come, or takes the note back; idempotent. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND. */
export async function checkIn(ctx: Context, attendanceId: string, isPresent: boolean): Promise<AttendanceRow> {
  const { slot: known } = await findOrganisedAttendance(ctx, attendanceId);
  return write(ctx, async (tx) => {
    const slot = await lockSlot(tx, known.id);
    if (isPresent) authorize(isListOpen(slot, tx.now()));
    const changed: unknown[] = await tx.em.execute(
      `update attendance set checked_in_at = case when ? then now() end
       where id = ? and (checked_in_at is not null) <> ? returning id`,
      [isPresent, attendanceId, isPresent],
    );
    if (changed.length > 0) {
      await record(tx, checkedIn({ ...factsOf(slot), attendanceId, isPresent }));
      announce(tx, seatsChanged, slot);
    }
    return requireAttendance(tx, attendanceId);
  });
}

export interface CallerInput {
  readonly slotId: string;
  readonly name: string;
  readonly companions?: number | null | undefined;
  readonly idempotencyKey: string;
}

/**
 * Enters a YES of somebody who called and has no contact; like every YES it takes seats or waits. Errors: UNAUTHENTICATED,
 * FORBIDDEN, NOT_FOUND. Refused: ANSWERS_CLOSED after the end, DATE_CANCELLED, TOO_MANY_COMPANIONS, IDEMPOTENCY_KEY_REUSED and
 * those of texts.
 */
export async function enterCaller(ctx: Context, input: CallerInput): Promise<AttendanceRow> {
  const { slotId, idempotencyKey, name, companions = 0 } = input;
  await findOrganisedSlot(ctx, slotId);
  return inTurn(ctx, slotId, () =>
    write(ctx, async (tx) => {
      const claim = await claimKey(tx, idempotencyKey, { slotId, name, companions });
      if (claim.isReplay) return requireAttendance(tx, claim.id);
      const slot = await lockSlot(tx, slotId);
      authorize(isListOpen(slot, tx.now()));
      const party = readParty({ answer: 'YES', companions, name }, slot.event.maxCompanions);
      const settled = settleAnswer(slot.seats, null, { answer: 'YES', companions: party.companions });
      if (settled === 'NOT_ENOUGH_SEATS') throw refusal('NOT_ENOUGH_SEATS', 'companions');
      await tx.em.execute(
        `insert into attendance (id, municipality_id, slot_id, name, answer, companions, entered_by_id, waiting_since,
           created_at, updated_at)
         values (?, ?, ?, ?, 'YES', ?, ?, case when ? then ${nextPlaceSql} end, now(), now())`,
        [
          claim.id,
          slot.municipalityId,
          slotId,
          party.name,
          party.companions,
          personId(tx.actor),
          settled.isWaiting,
          slotId,
        ],
      );
      await settleSeats(tx, slot, { ...slot.seats, taken: slot.seats.taken + settled.takes });
      await record(tx, callerEntered({ ...factsOf(slot), attendanceId: claim.id }));
      return requireAttendance(tx, claim.id);
    }),
  );
}

/**
 * Removes a caller; the seats go to the waiting list. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND. Refused: NOT_A_CALLER for
 * people who answered alone.
 */
export async function removeCaller(ctx: Context, attendanceId: string): Promise<SlotRow> {
  const { slot: known } = await findOrganisedAttendance(ctx, attendanceId);
  await inTurn(ctx, known.id, () =>
    write(ctx, async (tx) => {
      const slot = await lockSlot(tx, known.id);
      const removed: { held: number }[] = await tx.em.execute(
        `delete from attendance where id = ? and recipient_id is null
         returning case when answer = 'YES' and waiting_since is null then 1 + companions else 0 end as held`,
        [attendanceId],
      );
      const [caller] = removed;
      if (caller === undefined) throw refusal('NOT_A_CALLER', 'attendanceId');
      await settleSeats(tx, slot, { ...slot.seats, taken: slot.seats.taken - caller.held });
      await record(tx, callerRemoved({ ...factsOf(slot), attendanceId }));
    }),
  );
  return (await slotById(ctx, known.id)) ?? known;
}

async function findOrganisedAttendance(ctx: Context, id: string): Promise<{ readonly slot: SlotRow }> {
  if (ctx.actor.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED');
  const { slot } = await requireAttendance(ctx, id);
  return { slot: await findOrganisedSlot(ctx, slot.id) };
}

import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { announce, record, type Tx } from '../../kernel/events.ts';
import type { Bus } from '../../kernel/live/hint.ts';
import type { EventState, OccurrenceState, SlotKind } from '../calendar.entity.ts';
import { partyPromoted, seatsChanged } from './calendar.answer.events.ts';
import { type AnsweredDate, isCancelled, startOf } from './calendar.answer.rules.ts';
import { freeSeats, partiesThatFit, type Seats, type WaitingParty } from './calendar.seats.rules.ts';

/** Slot that the transaction has locked, with the facts of its date. */
export interface LockedSlot extends AnsweredDate {
  readonly id: string;
  readonly kind: SlotKind;
  readonly municipalityId: string;
  readonly eventId: string;
  readonly occurrenceId: string;
  readonly seats: Seats;
}

interface SlotColumns extends Pick<LockedSlot, 'kind' | 'municipalityId' | 'eventId' | 'occurrenceId'>, Seats {
  readonly eventState: EventState;
  readonly maxCompanions: number;
  readonly answersUntil: number | null;
  readonly state: OccurrenceState;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly slotStartsAt: number | null;
  readonly slotEndsAt: number | null;
}

/** Lets answers to the slot wait for each other; the next statement reads what the last of them has committed. */
const lockSql = 'select id from slot where id = ? for update';

const millisecondsSql = (column: string): string => `extract(epoch from ${column})::float8 * 1000`;

const slotSql = `
select s.kind, s.capacity, s.taken, s.municipality_id as "municipalityId", o.id as "occurrenceId", e.id as "eventId",
  e.state as "eventState", e.max_companions as "maxCompanions", ${millisecondsSql('e.answers_until')} as "answersUntil",
  o.state, ${millisecondsSql('o.starts_at')} as "startsAt", ${millisecondsSql('o.ends_at')} as "endsAt",
  ${millisecondsSql('s.starts_at')} as "slotStartsAt", ${millisecondsSql('s.ends_at')} as "slotEndsAt"
from slot s join occurrence o on o.id = s.occurrence_id join event e on e.id = o.event_id where s.id = ?`;

/** Locks a slot until the end of the transaction and reads it. Errors: NOT_FOUND. */
export async function lockSlot(tx: Tx, id: string): Promise<LockedSlot> {
  await tx.em.execute(lockSql, [id]);
  const [row]: SlotColumns[] = await tx.em.execute(slotSql, [id]);
  if (row === undefined) throw new DomainError('NOT_FOUND');
  const { kind, municipalityId, eventId, occurrenceId, capacity, taken, maxCompanions, state } = row;
  const answersUntil = momentOf(row.answersUntil);
  return {
    id,
    kind,
    municipalityId,
    eventId,
    occurrenceId,
    seats: { capacity, taken },
    event: { state: row.eventState, maxCompanions, answersUntil },
    occurrence: { state, startsAt: new Date(row.startsAt), endsAt: new Date(row.endsAt) },
    slot: { startsAt: momentOf(row.slotStartsAt), endsAt: momentOf(row.slotEndsAt) },
  };
}

function momentOf(milliseconds: number | null): Date | null {
  return milliseconds === null ? null : new Date(milliseconds);
}

/** Facts of events about a slot. */
export function factsOf({ municipalityId, eventId, occurrenceId, id }: LockedSlot) {
  return { municipalityId, eventId, occurrenceId, slotId: id };
}

/**
 * Stores how many seats are taken and how many there are, gives free seats to waiting parties in their order, and announces the
 * seats. Each promoted party is recorded. After the start, and for dates that do not take place, nobody is promoted.
 */
export async function settleSeats(tx: Tx, slot: LockedSlot, seats: Seats): Promise<void> {
  const isOver = isCancelled(slot) || tx.now() >= startOf(slot);
  const free = freeSeats(seats);
  const gained = freeSeats(seats) > freeSeats(slot.seats);
  const promoted = gained && free > 0 && !isOver ? partiesThatFit(free, await readWaiting(tx, slot.id)) : [];
  const taken = promoted.reduce((sum, { companions }) => sum + 1 + companions, seats.taken);
  if (taken !== slot.seats.taken || seats.capacity !== slot.seats.capacity)
    await tx.em.execute('update slot set taken = ?, capacity = ? where id = ?', [taken, seats.capacity, slot.id]);
  if (promoted.length > 0) await promote(tx, slot, promoted);
  announce(tx, seatsChanged, slot);
}

function readWaiting({ em }: Tx, slotId: string): Promise<WaitingParty[]> {
  return em.execute(
    'select id, companions from attendance where slot_id = ? and waiting_since is not null order by waiting_since, id',
    [slotId],
  );
}

async function promote(tx: Tx, slot: LockedSlot, parties: readonly WaitingParty[]): Promise<void> {
  const rows: { id: string; promotions: number }[] = await tx.em.execute(
    `update attendance set waiting_since = null, promotions = promotions + 1, reminder_since = now(), updated_at = now()
     where id in (select value::uuid from json_array_elements_text(?::json)) returning id, promotions`,
    [JSON.stringify(parties.map(({ id }) => id))],
  );
  const counts = new Map(rows.map(({ id, promotions }) => [id, promotions]));
  // All at once, so that their messages are stored with one statement.
  const events = parties.map(({ id }) => {
    const promotions = counts.get(id) ?? 0;
    return record(tx, partyPromoted({ ...factsOf(slot), attendanceId: id, promotions }));
  });
  await Promise.all(events);
}

/** SQL of the end of the waiting list of a slot (`?`): later than everybody in it, whatever the clock does. */
export const nextPlaceSql = `greatest(clock_timestamp(),
  (select max(w.waiting_since) + interval '1 microsecond' from attendance w where w.slot_id = ?))`;

const queues = new WeakMap<Bus, Map<string, Promise<unknown>>>();

/**
 * Runs answers to one slot one after the other in this process, so that they do not keep all connections to the database while
 * they wait for the lock. Order and seats depend on the lock alone.
 */
export async function inTurn<T>({ bus }: Pick<Context, 'bus'>, slotId: string, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(bus) ?? new Map<string, Promise<unknown>>();
  queues.set(bus, queue);
  const own = (queue.get(slotId) ?? Promise.resolve()).then(work);
  const settled = own.then(
    () => undefined,
    () => undefined, // the caller gets the error from `own`
  );
  queue.set(slotId, settled);
  try {
    return await own;
  } finally {
    if (queue.get(slotId) === settled) queue.delete(slotId);
  }
}

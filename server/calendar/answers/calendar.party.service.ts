import { v7 } from 'uuid';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, Refusal, refusal } from '../../kernel/errors.ts';
import { record, type Tx } from '../../kernel/events.ts';
import type { AttendanceAnswer, AttendanceReminder, SlotRow } from '../calendar.slot.entity.ts';
import { attendanceConfirmed, attendanceWithdrawn } from './calendar.answer.events.ts';
import { areAnswersOpen, endOf, readParty, startOf } from './calendar.answer.rules.ts';
import { overlaps, type Party, seatsOf, type Settled, settleAnswer } from './calendar.seats.rules.ts';
import { factsOf, type LockedSlot, lockSlot, nextPlaceSql, settleSeats } from './calendar.seats.service.ts';

/** Answer of a party for a slot. */
export interface PartyAnswer {
  readonly answer: AttendanceAnswer;
  /** Absent: none. */
  readonly companions?: number | null | undefined;
  /** Name for the organisers; absent: that of the last answer in the town, or of the account. */
  readonly name?: string | null | undefined;
  /** Absent: as before. */
  readonly reminder?: AttendanceReminder | null | undefined;
}

/** Answer that a recipient wants to give. */
export interface Wish {
  /** Request of the answer, to which the events of the answer belong. */
  readonly ctx: Context;
  readonly recipientId: string;
  readonly input: PartyAnswer;
}

/** Result of an answer; `error`: why it was refused. */
export interface Outcome {
  readonly error?: Refusal | DomainError;
}

/**
 * Stores the answer of a recipient, who may read the event, under the lock of the slot; must run inside `inTurn`. Refused: as
 * answerSlot.
 */
export async function storePartyAnswer(tx: Tx, recipientId: string, slot: SlotRow, input: PartyAnswer): Promise<void> {
  if (slot.kind === 'SHIFT') await lockShifts(tx, slot.occurrence.id, recipientId);
  const [outcome] = await storeParties(tx, slot, [{ ctx: tx, recipientId, input }]);
  if (outcome?.error !== undefined) throw outcome.error;
}

/** Answer that is about to be stored. */
interface Decided {
  readonly wish: Wish;
  readonly before: OwnParty;
  readonly party: { readonly companions: number; readonly name: string | null };
  readonly settled: Settled;
}

/**
 * Stores answers of different recipients in their order, under the lock of the slot. Returns the outcomes of the first of them: an
 * answer that frees seats is the last one, because the waiting list comes before the answers that follow. Answers for shifts are
 * stored one by one.
 */
export async function storeParties(tx: Tx, { id }: SlotRow, wishes: readonly Wish[]): Promise<Outcome[]> {
  const slot = await lockSlot(tx, id);
  const known = await readOwn(tx, slot, wishes);
  const outcomes: Outcome[] = [];
  const decided: Decided[] = [];
  let { taken } = slot.seats;
  for (const [n, wish] of wishes.entries()) {
    const before = known[n] ?? { own: null, knownName: '' };
    const one = await decide(tx, { ...slot, seats: { ...slot.seats, taken } }, wish, before);
    outcomes.push(one instanceof Error ? { error: one } : {});
    if (one instanceof Error) continue;
    decided.push(one);
    taken += one.settled.takes;
    if (one.settled.takes < 0) break;
  }
  if (decided.length === 0) return outcomes;
  const ids = await storeAnswers(tx, slot, decided);
  // All at once, so that their messages are stored with one statement.
  const events = decided.map(async (one) => {
    const happened = seatEventOf(one);
    if (happened === undefined) return;
    const attendanceId = ids.get(one.wish.recipientId) ?? '';
    await record({ ...one.wish.ctx, em: tx.em, topics: tx.topics }, happened({ ...factsOf(slot), attendanceId }));
  });
  await Promise.all(events);
  await settleSeats(tx, slot, { ...slot.seats, taken });
  return outcomes;
}

/** Effect of an answer as long as `slot` has these seats, or the reason of its refusal. */
async function decide(
  tx: Tx,
  slot: LockedSlot,
  wish: Wish,
  before: OwnParty,
): Promise<Decided | Refusal | DomainError> {
  try {
    const { input, recipientId } = wish;
    authorize(areAnswersOpen(slot, tx.now()));
    const party = readParty(input, slot.event.maxCompanions);
    if (slot.kind === 'SHIFT' && input.answer === 'YES') await requireFreeTime(tx, slot, recipientId);
    const settled = settleAnswer(slot.seats, before.own, { answer: input.answer, companions: party.companions });
    if (settled === 'NOT_ENOUGH_SEATS') throw refusal('NOT_ENOUGH_SEATS', 'companions');
    return { wish, before, party, settled };
  } catch (error) {
    if (error instanceof Refusal || error instanceof DomainError) return error;
    throw error;
  }
}

/** Event to record: the party got seats by its answer, or gave up its seats; undefined: neither. */
function seatEventOf({ wish, before: { own }, settled }: Decided) {
  const hadSeats = seatsOf(own) > 0;
  const hasSeats = wish.input.answer === 'YES' && !settled.isWaiting;
  if (hadSeats === hasSeats) return undefined;
  return hasSeats ? attendanceConfirmed : attendanceWithdrawn;
}

interface StoredParty extends Party {
  readonly name: string;
  readonly reminder: AttendanceReminder;
}

interface OwnParty {
  /** Answer before; null: none. */
  readonly own: StoredParty | null;
  /** Name of the person's last answer in the town or, for staff, of the account; empty: none is known. */
  readonly knownName: string;
}

function readOwn({ em }: Tx, slot: LockedSlot, wishes: readonly Wish[]): Promise<OwnParty[]> {
  return em.execute(
    `select case when o.id is not null then json_build_object('answer', o.answer, 'companions', o.companions, 'name', o.name,
         'isWaiting', o.waiting_since is not null, 'reminder', o.reminder) end as own,
       coalesce((select a.name from attendance a
           where a.recipient_id = w.id and a.municipality_id = ? and a.name <> '' order by a.updated_at desc limit 1),
         p.display_name, '') as "knownName"
     from json_to_recordset(?::json) as w(n int, id uuid)
     left join attendance o on o.slot_id = ? and o.recipient_id = w.id left join person p on p.id = w.id
     order by w.n`,
    [slot.municipalityId, JSON.stringify(wishes.map(({ recipientId }, n) => ({ n, id: recipientId }))), slot.id],
  );
}

/**
 * Stores answers and returns their ids by recipient. A party that waits already keeps its place. A reminder counts from the moment
 * at which it was chosen or seats were taken.
 */
async function storeAnswers(
  { em }: Tx,
  slot: LockedSlot,
  decided: readonly Decided[],
): Promise<ReadonlyMap<string, string>> {
  const stored = decided.map(({ wish, before: { own, knownName }, party, settled }, n) => ({
    n,
    id: v7(),
    recipientId: wish.recipientId,
    name: party.name ?? own?.name ?? knownName,
    answer: wish.input.answer,
    companions: party.companions,
    reminder: wish.input.reminder ?? own?.reminder ?? 'NONE',
    isWaiting: settled.isWaiting,
  }));
  const rows: { id: string; recipientId: string }[] = await em.execute(
    `insert into attendance as a (id, municipality_id, slot_id, recipient_id, name, answer, companions, reminder,
       waiting_since, reminder_since, created_at, updated_at)
     select w.id, ?, ?, w."recipientId", w.name, w.answer, w.companions, w.reminder,
       case when w."isWaiting" then ${nextPlaceSql} + w.n * interval '1 microsecond' end, now(), now(), now()
     from json_to_recordset(?::json) as w(n int, id uuid, "recipientId" uuid, name text, answer text, companions int,
       reminder text, "isWaiting" boolean)
     on conflict (slot_id, recipient_id) do update set
       answer = excluded.answer, companions = excluded.companions, name = excluded.name,
       reminder = excluded.reminder, updated_at = now(),
       waiting_since = case when excluded.waiting_since is not null then coalesce(a.waiting_since, excluded.waiting_since) end,
       reminder_since = case when a.reminder = excluded.reminder and a.answer <> 'NO' and a.waiting_since is null
         then a.reminder_since else now() end,
       reminded_for = case when a.reminder = excluded.reminder then a.reminded_for end
     returning a.id, a.recipient_id as "recipientId"`,
    [slot.municipalityId, slot.id, slot.id, JSON.stringify(stored)],
  );
  return new Map(rows.map(({ id, recipientId }) => [recipientId, id]));
}

/** Lets answers of one person for shifts of one date wait for each other, because two shifts have two locks. */
async function lockShifts({ em }: Tx, occurrenceId: string, personId: string): Promise<void> {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`shifts:${occurrenceId}:${personId}`]);
}

/** Refused: SHIFTS_OVERLAP. */
async function requireFreeTime(tx: Tx, slot: LockedSlot, personId: string): Promise<void> {
  const rows: { startsAt: number; endsAt: number }[] = await tx.em.execute(
    `select extract(epoch from coalesce(s.starts_at, o.starts_at))::float8 * 1000 as "startsAt",
       extract(epoch from coalesce(s.ends_at, o.ends_at))::float8 * 1000 as "endsAt"
     from attendance a join slot s on s.id = a.slot_id join occurrence o on o.id = s.occurrence_id
     where a.recipient_id = ? and a.answer = 'YES' and s.kind = 'SHIFT' and s.occurrence_id = ? and s.id <> ?`,
    [personId, slot.occurrenceId, slot.id],
  );
  const wanted = { startsAt: startOf(slot), endsAt: endOf(slot) };
  const spans = rows.map(({ startsAt, endsAt }) => ({ startsAt: new Date(startsAt), endsAt: new Date(endsAt) }));
  if (spans.some((span) => overlaps(span, wanted))) throw refusal('SHIFTS_OVERLAP', 'slotId');
}

import { v7 } from 'uuid';
import { type Person, strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { type Tx, write } from '../../kernel/events.ts';
import type { SlotRow } from '../calendar.slot.entity.ts';
import type { AttendanceAnswer, AttendanceReminder } from '../calendar.slot.entity.ts';
import { findSlot } from '../calendar.reading.service.ts';
import { canAnswer, endOf, readParty, startOf } from './calendar.answer.rules.ts';
import { overlaps, type Party, settleAnswer } from './calendar.seats.rules.ts';
import { inTurn, type LockedSlot, lockSlot, nextPlaceSql, settleSeats } from './calendar.seats.service.ts';

/** Rate limit per person: 30 answers in 60 seconds. */
const answerRate = { name: 'answerEvent', points: 30, seconds: 60 } as const;

export interface AnswerInput {
  readonly slotId: string;
  readonly answer: AttendanceAnswer;
  /** Absent: none. */
  readonly companions?: number | null | undefined;
  /** Name for the organisers; absent: that of the last answer in the town, or of the account. */
  readonly name?: string | null | undefined;
  /** Absent: as before. */
  readonly reminder?: AttendanceReminder | null | undefined;
}

/**
 * Stores the answer of the actor for a slot; a later answer replaces it, so a repeated request changes nothing. Errors:
 * UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, the rate limit. Refused: ANSWERS_CLOSED, DATE_CANCELLED, NOT_ENOUGH_SEATS,
 * TOO_MANY_COMPANIONS, SHIFTS_OVERLAP and those of texts.
 */
export async function answerSlot(ctx: Context, input: AnswerInput): Promise<SlotRow> {
  const { actor } = ctx;
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  ctx.limits.charge(answerRate, actor.id);
  const slot = await findSlot(ctx, input.slotId);
  await inTurn(ctx, slot.id, () => write(ctx, (tx) => answerLocked(tx, actor, slot, input)));
  return slot;
}

async function answerLocked(tx: Tx, person: Person, { id, kind, occurrence }: SlotRow, input: AnswerInput) {
  if (kind === 'SHIFT') await lockShifts(tx, occurrence.id, person.id);
  const slot = await lockSlot(tx, id);
  authorize(canAnswer(person, slot, tx.now()));
  const party = readParty(input, slot.event.maxCompanions);
  if (kind === 'SHIFT' && input.answer === 'YES') await requireFreeTime(tx, slot, person.id);
  const before = await readOwn(tx, id, person.id);
  const settled = settleAnswer(slot.seats, before, { answer: input.answer, companions: party.companions });
  if (settled === 'NOT_ENOUGH_SEATS') throw refusal('NOT_ENOUGH_SEATS', 'companions');
  const name = party.name ?? (before === null ? await knownName(tx, slot.municipalityId, person.id) : before.name);
  await storeAnswer(tx, slot, person.id, { ...input, companions: party.companions, name, ...settled });
  await settleSeats(tx, slot, { ...slot.seats, taken: slot.seats.taken + settled.takes });
}

interface OwnParty extends Party {
  readonly name: string;
}

async function readOwn({ em }: Tx, slotId: string, recipientId: string): Promise<OwnParty | null> {
  const [row]: OwnParty[] = await em.execute(
    `select answer, companions, name, waiting_since is not null as "isWaiting"
     from attendance where slot_id = ? and recipient_id = ?`,
    [slotId, recipientId],
  );
  return row ?? null;
}

/** Name of the person's last answer in the town or, for staff, of the account; empty: none is known. */
async function knownName({ em }: Tx, municipalityId: string, personId: string): Promise<string> {
  const [row]: { name: string }[] = await em.execute(
    `select coalesce((select a.name from attendance a
         where a.recipient_id = ? and a.municipality_id = ? and a.name <> '' order by a.updated_at desc limit 1),
       p.display_name, '') as name
     from person p where p.id = ?`,
    [personId, municipalityId, personId],
  );
  return row?.name ?? '';
}

interface StoredAnswer extends Pick<AnswerInput, 'answer' | 'reminder'> {
  readonly companions: number;
  readonly name: string;
  readonly isWaiting: boolean;
}

/** A party that waits already keeps its place. A reminder counts from the moment at which it was chosen or seats were taken. */
async function storeAnswer({ em }: Tx, slot: LockedSlot, recipientId: string, stored: StoredAnswer): Promise<void> {
  const { answer, companions, name, reminder = null, isWaiting } = stored;
  await em.execute(
    `insert into attendance as a (id, municipality_id, slot_id, recipient_id, name, answer, companions, reminder,
       waiting_since, reminder_since, created_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, coalesce(?, 'NONE'), case when ? then ${nextPlaceSql} end, now(), now(), now())
     on conflict (slot_id, recipient_id) do update set
       answer = excluded.answer, companions = excluded.companions, name = excluded.name,
       reminder = coalesce(?, a.reminder), updated_at = now(),
       waiting_since = case when excluded.waiting_since is not null then coalesce(a.waiting_since, excluded.waiting_since) end,
       reminder_since = case when a.reminder = coalesce(?, a.reminder) and a.answer <> 'NO' and a.waiting_since is null
         then a.reminder_since else now() end,
       reminded_for = case when a.reminder = coalesce(?, a.reminder) then a.reminded_for end`,
    [
      v7(),
      slot.municipalityId,
      slot.id,
      recipientId,
      name,
      answer,
      companions,
      reminder,
      isWaiting,
      slot.id,
      reminder,
      reminder,
      reminder,
    ],
  );
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

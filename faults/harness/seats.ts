import { randomUUID } from 'node:crypto';
import { ask, askData, type Client, codesOf, type Data } from './http.ts';
import type { Postgres } from './postgres.ts';
import { uuidOf } from './polls.ts';

/** Slot of the only date of a published event. */
export interface SeatedSlot {
  readonly id: string;
  readonly uuid: string;
}

export interface Wish {
  readonly answer: 'YES' | 'NO' | 'MAYBE';
  readonly companions: number;
  /** When to remind; absent: never. */
  readonly reminder?: string;
}

const createEvent = `mutation($input: CreateEventInput!) { createEvent(input: $input) {
  event { nextOccurrence { slots { id } } } userErrors { code path } } }`;
const answerEvent = `mutation($input: AnswerEventInput!) { answerEvent(input: $input) { userErrors { code } } }`;
const setCapacity = `mutation($input: SetCapacityInput!) { setCapacity(input: $input) { userErrors { code } } }`;

/** Publishes an event of two hours, by default in a week, with so many seats and three companions at most. */
export async function openEvent(
  port: number,
  admin: Client,
  groupId: string,
  capacity: number,
  { title = 'Weinprobe im Ratskeller', startsAt = new Date(Date.now() + 7 * 86_400_000) } = {},
): Promise<SeatedSlot> {
  const input = {
    groupIds: [groupId],
    title,
    maxCompanions: 3,
    dates: { startsAt, endsAt: new Date(startsAt.getTime() + 7_200_000), isAllDay: false },
    slots: [{ kind: 'ATTENDANCE', capacity }],
    isDraft: false,
    idempotencyKey: randomUUID(),
  };
  const { createEvent: made }: Data = await askData(port, admin, createEvent, { input });
  if (made.userErrors.length > 0) throw new Error(JSON.stringify(made.userErrors));
  const { id } = made.event.nextOccurrence.slots[0];
  return { id, uuid: uuidOf(id) };
}

/** `stored`, the code of the refusal, or `unanswered` when the connection ended before the answer. */
export async function answerSlot(port: number, person: Client, { id }: SeatedSlot, wish: Wish): Promise<string> {
  try {
    const reply = await ask(port, person, answerEvent, { input: { slotId: id, ...wish } });
    return codesOf(reply)[0] ?? (reply.data?.answerEvent == null ? `HTTP ${reply.status}` : 'stored');
  } catch {
    return 'unanswered';
  }
}

export async function changeCapacity(port: number, admin: Client, { id }: SeatedSlot, capacity: number): Promise<void> {
  const { setCapacity: set }: Data = await askData(port, admin, setCapacity, { input: { slotId: id, capacity } });
  if (set.userErrors.length > 0) throw new Error(JSON.stringify(set.userErrors));
}

/** State of an answer after a transaction, in the order of the commits of its slot. */
export interface LoggedAnswer {
  readonly tx: string;
  readonly id: string;
  readonly answer: 'YES' | 'NO' | 'MAYBE';
  readonly companions: number;
  /** Place in the order of the waiting list; null: it does not wait. */
  readonly waiting: string | null;
  readonly promotions: number;
}

/** Seats at a commit. */
export interface LoggedSeats {
  readonly held: number;
  readonly taken: number;
  readonly capacity: number;
}

/**
 * Lets the database write down, at the commit of each transaction, every answer that it changed and the seats as they stand then.
 * The slot is locked until the commit, so the log has the order of the commits.
 */
export async function logSeats(postgres: Postgres, database: string): Promise<void> {
  await postgres.execute(
    database,
    `create table seat_log (n bigserial primary key, tx text, id uuid, answer text, companions int, waiting text,
       promotions int, held int, taken int, capacity int);
     create function log_seats() returns trigger language plpgsql as $$ begin
       insert into seat_log (tx, id, answer, companions, waiting, promotions, held, taken, capacity)
       select pg_current_xact_id()::text, new.id, new.answer, new.companions,
         case when new.waiting_since is not null then to_char(new.waiting_since at time zone 'UTC', 'YYYYMMDDHH24MISSUS') || new.id end,
         new.promotions,
         (select coalesce(sum(1 + a.companions), 0) from attendance a
          where a.slot_id = new.slot_id and a.answer = 'YES' and a.waiting_since is null), s.taken, s.capacity
       from slot s where s.id = new.slot_id;
       return null; end $$;
     create constraint trigger log_seats after insert or update on attendance
       deferrable initially deferred for each row execute function log_seats()`,
  );
}

export function readAnswers(postgres: Postgres, database: string): Promise<LoggedAnswer[]> {
  return postgres.rows(database, 'select tx, id, answer, companions, waiting, promotions from seat_log order by n');
}

export function readSeats(postgres: Postgres, database: string): Promise<LoggedSeats[]> {
  return postgres.rows(database, 'select held, taken, capacity from seat_log order by n');
}

import { canReadGroupSql } from '../../group/group.standing.service.ts';
import { personId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, deny, DomainError, type Verdict } from '../../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../../kernel/page.ts';
import { batchedRead, idsIn, idsParameterSql, rowById, rowsOf } from '../../kernel/rows.ts';
import type { EventRow, OccurrenceRow } from '../calendar.entity.ts';
import {
  audienceOf,
  eventOf,
  findSlot,
  occurrenceById,
  readOccurrences,
  slotById,
} from '../calendar.reading.service.ts';
import { Attendance, type AttendanceAnswer, type AttendanceRow, type SlotRow } from '../calendar.slot.entity.ts';
import { type AnsweredDate, areAnswersOpen, canAnswer, canOrganise } from './calendar.answer.rules.ts';

/** Answers by SQL. The caller checks access. */
export const readAttendances = rowsOf(Attendance);
/** Answer by id; one statement serves all answers of a request. The caller checks access. */
const attendanceById = rowById(readAttendances);

/** Date of a slot that the caller may read. Errors: NOT_FOUND. */
export async function dateOf(ctx: Context, { occurrence }: Pick<SlotRow, 'occurrence'>): Promise<OccurrenceRow> {
  const row = await occurrenceById(ctx, occurrence.id);
  if (row === null) throw new DomainError('NOT_FOUND');
  return row;
}

/** Whether the viewer organises the event of a date; see `canOrganise`. */
export async function mayOrganise(ctx: Context, { event }: Pick<OccurrenceRow, 'event'>): Promise<Verdict> {
  return canOrganise(ctx.actor, await audienceOf(ctx, event));
}

/** Slot whose event the actor organises. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND. */
export async function findOrganisedSlot(ctx: Context, id: string): Promise<SlotRow> {
  if (ctx.actor.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED');
  const slot = await findSlot(ctx, id);
  authorize(await mayOrganise(ctx, await dateOf(ctx, slot)));
  return slot;
}

/** Date of a slot with the facts that decide whether answers are accepted. Errors: NOT_FOUND. */
export async function answeredDateOf(
  ctx: Context,
  slot: SlotRow,
): Promise<AnsweredDate & { readonly event: EventRow }> {
  const occurrence = await dateOf(ctx, slot);
  return { event: await eventOf(ctx, occurrence), occurrence, slot };
}

/** Whether the viewer may answer for a slot that the viewer may read. */
export async function mayAnswer(ctx: Context, slot: SlotRow): Promise<Verdict> {
  return canAnswer(ctx.actor, await answeredDateOf(ctx, slot), ctx.now());
}

/** Whether people without an account may answer for a slot that the viewer may read: in OPEN groups, while answers are accepted. */
export async function takesMailAnswers(ctx: Context, slot: SlotRow): Promise<Verdict> {
  const date = await answeredDateOf(ctx, slot);
  const audience = await audienceOf(ctx, date.event);
  const isForAll = audience.some(({ group }) => group.joinPolicy === 'OPEN');
  return isForAll ? areAnswersOpen(date, ctx.now()) : deny('FORBIDDEN');
}

/** Answer by id. The caller checks access. Errors: NOT_FOUND. */
export async function requireAttendance(ctx: Context, id: string): Promise<AttendanceRow> {
  const found = await attendanceById(ctx, id);
  if (found === null) throw new DomainError('NOT_FOUND');
  return found;
}

/** Answer by id for the person who gave it and for organisers of a readable event. Errors: NOT_FOUND. */
export async function findAttendance(ctx: Context, id: string): Promise<AttendanceRow> {
  const found = await requireAttendance(ctx, id);
  const slot = await findSlot(ctx, found.slot.id);
  const isOwn = found.recipient != null && found.recipient.id === personId(ctx.actor);
  if (!isOwn && !(await mayOrganise(ctx, await dateOf(ctx, slot))).allow) throw new DomainError('NOT_FOUND');
  return found;
}

interface AskedOwn {
  readonly slotId: string;
  readonly personId: string;
}

const ownIn = batchedRead(async (reader, asked: readonly AskedOwn[]): Promise<(AttendanceRow | null)[]> => {
  const rows = await readAttendances(
    reader,
    `where (t.slot_id, t.recipient_id) in (
       select "slotId", "personId" from json_to_recordset(?::json) as a("slotId" uuid, "personId" uuid))`,
    [JSON.stringify(asked)],
  );
  return asked.map(
    (one) => rows.find(({ slot, recipient }) => slot.id === one.slotId && recipient?.id === one.personId) ?? null,
  );
});

/** Own answer of the viewer for a slot; null: none, or the viewer has no account. */
export async function findOwn(ctx: Context, slotId: string): Promise<AttendanceRow | null> {
  const person = personId(ctx.actor);
  return person === null ? null : ownIn(ctx, { slotId, personId: person });
}

/** Slot of an answer that the caller may read. Errors: NOT_FOUND. */
export async function slotOf(ctx: Context, { slot }: Pick<AttendanceRow, 'slot'>): Promise<SlotRow> {
  const row = await slotById(ctx, slot.id);
  if (row === null) throw new DomainError('NOT_FOUND');
  return row;
}

/** Numbers of answers of a slot, for everybody who may read the event. */
export interface AnswerNumbers {
  /** Parties with seats. */
  readonly yes: number;
  readonly maybe: number;
  /** Parties that wait for seats. */
  readonly waiting: number;
  /** Parties that have come. */
  readonly present: number;
}

const none: AnswerNumbers = { yes: 0, maybe: 0, waiting: 0, present: 0 };

/** Numbers of answers by the id of the slot; one statement serves all slots of a request. */
export const numbersOf = batchedRead(async ({ em }, slotIds: readonly string[]): Promise<AnswerNumbers[]> => {
  const rows: (AnswerNumbers & { slotId: string })[] = await em.execute(
    `select slot_id as "slotId", count(*) filter (where answer = 'YES' and waiting_since is null)::int as yes,
       count(*) filter (where answer = 'MAYBE')::int as maybe,
       count(*) filter (where waiting_since is not null)::int as waiting,
       count(*) filter (where checked_in_at is not null)::int as present
     from attendance where slot_id in (${idsParameterSql}) group by slot_id`,
    [idsIn(slotIds)],
  );
  const bySlot = new Map(rows.map(({ slotId, ...numbers }) => [slotId, numbers]));
  return slotIds.map((id) => bySlot.get(id) ?? none);
});

/** Place of a waiting party in the waiting list, from 1; null: it does not wait. */
export async function waitingPlaceOf(
  { em }: Context,
  { id, waitingSince }: Pick<AttendanceRow, 'id' | 'waitingSince'>,
): Promise<number | null> {
  if (waitingSince == null) return null;
  const [row]: { place: number }[] = await em.execute(
    `select count(*)::int as place from attendance w join attendance a on a.slot_id = w.slot_id
     where a.id = ? and (w.waiting_since, w.id) <= (a.waiting_since, a.id)`,
    [id],
  );
  return row === undefined || row.place === 0 ? null : row.place;
}

/** Part of a list of answers. */
export interface ListFilter {
  /** Absent: all answers. */
  readonly answers?: readonly AttendanceAnswer[] | null | undefined;
}

/** SQL over `t` of the place of an answer in the list: parties with seats, then those that wait, MAYBE and NO. */
const listOrderSql = `(case when t.answer = 'YES' and t.waiting_since is null then 0 when t.answer = 'YES' then 1
  when t.answer = 'MAYBE' then 2 else 3 end)`;

/**
 * Page of the answers of a slot for organisers: parties with seats in the order of their answers, then the waiting list in its
 * order, MAYBE and NO. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND.
 */
export async function listAttendances(
  ctx: Context,
  slotId: string,
  { answers }: ListFilter,
  page: PageArgs,
): Promise<Connection<AttendanceRow>> {
  await findOrganisedSlot(ctx, slotId);
  const kinds = [...new Set<string>(answers ?? ['YES', 'MAYBE', 'NO'])].toSorted();
  return readPage(ctx, page, {
    scope: `attendances:${slotId}:${kinds.join()}`,
    positionOf: (row): ListPlace => [rankOf(row), placeOf(row), row.id],
    load: (limit, position) => {
      const [rank, place, id] = position ?? [-1, 0, '00000000-0000-0000-0000-000000000000'];
      return readAttendances(
        ctx,
        `where t.slot_id = ? and t.answer in (select json_array_elements_text(?::json))
           and (${listOrderSql}, ${placeSql}, t.id) > (?, ?, ?)
         order by ${listOrderSql}, ${placeSql}, t.id limit ?`,
        [slotId, JSON.stringify(kinds), rank, place, id, limit],
      );
    },
  });
}

/** All answers of a slot in the order of the list. The caller checks access. */
export function readWholeList(ctx: Pick<Context, 'em'>, slotId: string): Promise<AttendanceRow[]> {
  return readAttendances(ctx, `where t.slot_id = ? order by ${listOrderSql}, ${placeSql}, t.id`, [slotId]);
}

type ListPlace = readonly [rank: number, place: number, id: string];

/** SQL over `t` of the milliseconds by which answers of equal rank are ordered. */
const placeSql = `floor(extract(epoch from coalesce(t.waiting_since, t.created_at)) * 1000)::float8`;

function placeOf({ waitingSince, createdAt }: AttendanceRow): number {
  return (waitingSince ?? createdAt).getTime();
}

function rankOf({ answer, waitingSince }: AttendanceRow): number {
  if (answer === 'YES') return waitingSince == null ? 0 : 1;
  return answer === 'MAYBE' ? 2 : 3;
}

/** Answer of a readable slot of kind ATTENDANCE of the date; null: none, or the viewer has no account. */
export const ownAnswerOf = async (ctx: Context, occurrenceId: string): Promise<AttendanceRow | null> => {
  const person = personId(ctx.actor);
  return person === null ? null : ownOn(ctx, { occurrenceId, personId: person });
};

const ownOn = batchedRead(
  async (reader, asked: readonly { readonly occurrenceId: string; readonly personId: string }[]) => {
    const found: { n: number; id: string }[] = await reader.em.execute(
      `select a.n, t.id from json_to_recordset(?::json) as a(n int, "occurrenceId" uuid, "personId" uuid)
       join slot s on s.occurrence_id = a."occurrenceId" and s.kind = 'ATTENDANCE'
       join attendance t on t.slot_id = s.id and t.recipient_id = a."personId"`,
      [JSON.stringify(asked.map((one, n) => ({ ...one, n })))],
    );
    const rows = await readAttendances(reader, `where t.id in (${idsParameterSql})`, [
      idsIn(found.map(({ id }) => id)),
    ]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const ids = new Map(found.map(({ n, id }) => [n, id]));
    return asked.map((_, n) => byId.get(ids.get(n) ?? '') ?? null);
  },
);

/**
 * Page of the dates for which a person has answered YES or MAYBE, or waits, and that have not ended, in the order of their start.
 * Dates of events that the person may no longer read are left out.
 */
export function listOwnDates(ctx: Context, person: string, page: PageArgs): Promise<Connection<OccurrenceRow>> {
  return readPage(ctx, page, {
    scope: `event-dates:${person}`,
    positionOf: ({ startsAt, id }: OccurrenceRow): readonly [number, string] => [startsAt.getTime(), id],
    load: (limit, position) => {
      const [at, id] = position ?? [0, '00000000-0000-0000-0000-000000000000'];
      return readOccurrences(
        ctx,
        `join event e on e.id = t.event_id join municipality m on m.id = t.municipality_id
         where t.ends_at > ? and (t.starts_at, t.id) > (?, ?) and e.state in ('PUBLISHED', 'CANCELLED')
           and 'CALENDAR' = any(m.modules)
           and t.id in (select s.occurrence_id from attendance a join slot s on s.id = a.slot_id
             where a.recipient_id = ? and a.answer <> 'NO')
           and exists (select from event_group x where x.event_id = e.id and ${canReadGroupSql('x.group_id', '?')})
         order by t.starts_at, t.id limit ?`,
        [ctx.now(), new Date(at), id, person, person, limit],
      );
    },
  });
}

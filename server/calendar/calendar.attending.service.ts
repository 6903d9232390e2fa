import type { Context } from '../kernel/context.ts';
import { batchedRead, idsIn, idsParameterSql } from '../kernel/rows.ts';
import type { OccurrenceRow } from './calendar.entity.ts';
import { readOccurrences, readSlotRows } from './calendar.reading.service.ts';
import type { SlotRow } from './calendar.slot.entity.ts';

/**
 * SQL condition: the date `o` changed materially, or was cancelled, with this sequence. A later change does not hide an earlier one,
 * whose message may still wait for the end of quiet hours.
 */
function concernsSql(sequence: string): string {
  return `(o.sequence = ${sequence} or ${hasEarlierSql('o', sequence)})`;
}

/** SQL condition: the date or slot of this alias stores what a change with this sequence replaced. */
function hasEarlierSql(alias: 'o' | 's', sequence: string): string {
  return `${alias}.earlier @> jsonb_build_array(jsonb_build_object('sequence', ${sequence}))`;
}

/**
 * SQL operand `any (…)`: ids of the event and of the events that were split off from it when its sequence was at least this one, also in
 * several steps; withdrawn ones are left out. A message that waits while a series is split thereby finds its dates.
 */
function seriesSql(event: string, sequence: string): string {
  return `any (array(
    with recursive series (id) as (
      select ${event}
      union
      select x.id from event x join series s on x.previous_event_id = s.id where x.previous_sequence >= ${sequence}
    )
    select e.id from series s join event e on e.id = s.id where e.state in ('PUBLISHED', 'CANCELLED')))`;
}

/** SQL over `m`: the date `o` belongs to the event of the message, or to one that was split off from it after the message. */
const ofSeriesSql = `o.event_id = ${seriesSql('m.subject_id', 'm.version')}`;

/**
 * SQL over the row `m` of a message: answers with YES, which may wait, or MAYBE for the dates and shifts that changed materially
 * with the sequence of the message; `o` is the date, `s` the slot, `t` the answer.
 */
const concernedSql = `occurrence o join slot s on s.occurrence_id = o.id join attendance t on t.slot_id = s.id
  where ${ofSeriesSql} and (${concernsSql('m.version')} or ${hasEarlierSql('s', 'm.version')})
    and t.answer in ('YES', 'MAYBE')`;

/** Recipients of a message about changed or cancelled dates; `isThat`: SQL condition over the date `o`. */
export function attendingSql(isThat: string): string {
  return `select distinct t.recipient_id, null::uuid as group_id
    from ${concernedSql} and t.recipient_id is not null and ${isThat}`;
}

/** SQL over `m`: start of the date or slot of this alias that the change behind the message replaced; null: none. */
function replacedStartSql(alias: 'o' | 's'): string {
  return `(select (x->>'startsAt')::timestamptz from jsonb_array_elements(${alias}.earlier) x
    where x->'sequence' = to_jsonb(m.version))`;
}

/** SQL over `m` and the delivery `d`: the earliest moment at which a concerned date of the recipient begins, or began before the change. */
export const earliestConcernedSql = `select min(least(o.starts_at, s.starts_at, ${replacedStartSql('o')},
  ${replacedStartSql('s')})) from ${concernedSql} and t.recipient_id = d.recipient_id`;

/** SQL over `m`: the moment after which nobody needs the message, because all concerned dates are over. */
export const latestConcernedSql = `select max(greatest(o.ends_at, o.moved_from, s.ends_at)) from occurrence o
  left join slot s on s.occurrence_id = o.id
  where ${ofSeriesSql} and (${concernsSql('m.version')} or ${hasEarlierSql('s', 'm.version')})`;

interface Concerned {
  readonly eventId: string;
  readonly sequence: number;
  readonly recipientId: string;
}

/** Dates that changed, or whose shifts changed, with this sequence and that the recipient answered with YES or MAYBE, in order. */
export const concernedDates = batchedRead(async (reader, asked: readonly Concerned[]): Promise<OccurrenceRow[][]> => {
  const rows = await readConcerned(
    reader,
    asked,
    'o.id',
    `${concernsSql('a.sequence')} or ${hasEarlierSql('s', 'a.sequence')}`,
  );
  const tail = `where t.id in (${idsParameterSql}) order by t.starts_at, t.id`;
  return rowsByAsked(asked, rows, await readOccurrences(reader, tail, [idsIn(rows.map(({ id }) => id))]));
});

/** Shifts whose times changed with this sequence and that the recipient answered with YES or MAYBE, in the order of their start. */
export const concernedShifts = batchedRead(async (reader, asked: readonly Concerned[]): Promise<SlotRow[][]> => {
  const rows = await readConcerned(reader, asked, 's.id', hasEarlierSql('s', 'a.sequence'));
  const tail = `where t.id in (${idsParameterSql}) order by t.starts_at, t.id`;
  return rowsByAsked(asked, rows, await readSlotRows(reader, tail, [idsIn(rows.map(({ id }) => id))]));
});

interface ConcernedId {
  /** Position of the question. */
  readonly n: number;
  readonly id: string;
}

/**
 * Ids of the dates or slots of each question. The slots that a change concerns are found once for all its recipients; `offset 0` lets
 * PostgreSQL use the index of the event, because it expects 100 events where there is mostly one.
 */
function readConcerned(
  { em }: Pick<Context, 'em'>,
  asked: readonly Concerned[],
  column: 'o.id' | 's.id',
  isThat: string,
): Promise<ConcernedId[]> {
  return em.execute(
    `with asked as materialized (
       select * from json_to_recordset(?::json) as a(n int, "eventId" uuid, sequence int, "recipientId" uuid)
     ), found as materialized (
       select a."eventId", a.sequence, f.id, f.slot_id
       from (select distinct "eventId", sequence from asked) a cross join lateral (
         select ${column}, s.id as slot_id from occurrence o join slot s on s.occurrence_id = o.id
         where o.event_id = ${seriesSql('a."eventId"', 'a.sequence')} and (${isThat}) offset 0
       ) f
     )
     select distinct a.n, f.id from asked a
     join found f on f."eventId" = a."eventId" and f.sequence = a.sequence
     join attendance t on t.slot_id = f.slot_id and t.recipient_id = a."recipientId" and t.answer in ('YES', 'MAYBE')`,
    [JSON.stringify(asked.map((one, n) => ({ ...one, n })))],
  );
}

/** Rows by the question that they answer. */
function rowsByAsked<Row extends { readonly id: string }>(
  asked: readonly Concerned[],
  found: readonly ConcernedId[],
  rows: readonly Row[],
): Row[][] {
  const byAsked = Map.groupBy(found, ({ n }) => n);
  return asked.map((_, n) => {
    const ids = new Set((byAsked.get(n) ?? []).map(({ id }) => id));
    return rows.filter(({ id }) => ids.has(id));
  });
}

/**
 * SELECT of (recipient_id, municipality_id, name) of the ties to towns by an answer to a date that is not over; `name` is the
 * title of the event.
 */
export const dateTiesSql = `
  select n.recipient_id, o.municipality_id, e.title::text as name from occurrence o join event e on e.id = o.event_id
  join slot s on s.occurrence_id = o.id join attendance n on n.slot_id = s.id
  where o.ends_at > now() and n.recipient_id is not null`;

import type { Context } from '../kernel/context.ts';
import { batchedRead, idsIn, idsParameterSql } from '../kernel/rows.ts';
import type { OccurrenceRow } from './calendar.entity.ts';
import { readOccurrences } from './calendar.reading.service.ts';

/**
 * SQL over the row `m` of a message: answers with YES, which may wait, or MAYBE for the dates that changed materially with the
 * sequence of the message; `o` is the date, `t` the answer.
 */
const concernedSql = `occurrence o join slot s on s.occurrence_id = o.id join attendance t on t.slot_id = s.id
  where o.event_id = m.subject_id and o.sequence = m.version and t.answer in ('YES', 'MAYBE')`;

/** Recipients of a message about changed or cancelled dates; `isThat`: SQL condition over the date `o`. */
export function attendingSql(isThat: string): string {
  return `select distinct t.recipient_id, null::uuid as group_id
    from event e, ${concernedSql} and t.recipient_id is not null and ${isThat}
      and e.id = m.subject_id and e.state in ('PUBLISHED', 'CANCELLED')`;
}

/** SQL over `m` and the delivery `d`: the earliest moment at which a concerned date of the recipient begins or began. */
export const earliestConcernedSql = `select min(least(o.starts_at, o.moved_from)) from ${concernedSql}
  and t.recipient_id = d.recipient_id`;

/** SQL over `m`: the moment after which nobody needs the message, because all concerned dates are over. */
export const latestConcernedSql = `select max(greatest(o.ends_at, o.moved_from)) from occurrence o
  where o.event_id = m.subject_id and o.sequence = m.version`;

interface Concerned {
  readonly eventId: string;
  readonly sequence: number;
  readonly recipientId: string;
}

/** Dates that changed with this sequence and that the recipient answered with YES or MAYBE, in the order of their start. */
export const concernedDates = batchedRead(
  async (reader: Pick<Context, 'em'>, asked: readonly Concerned[]): Promise<OccurrenceRow[][]> => {
    const rows: { n: number; id: string }[] = await reader.em.execute(
      `select distinct a.n, o.id from json_to_recordset(?::json) as a(n int, "eventId" uuid, sequence int, "recipientId" uuid)
       join occurrence o on o.event_id = a."eventId" and o.sequence = a.sequence
       join slot s on s.occurrence_id = o.id
       join attendance t on t.slot_id = s.id and t.recipient_id = a."recipientId" and t.answer in ('YES', 'MAYBE')`,
      [JSON.stringify(asked.map((one, n) => ({ ...one, n })))],
    );
    const tail = `where t.id in (${idsParameterSql}) order by t.starts_at, t.id`;
    const dates = await readOccurrences(reader, tail, [idsIn(rows.map(({ id }) => id))]);
    const byAsked = Map.groupBy(rows, ({ n }) => n);
    return asked.map((_, n) => {
      const ids = new Set((byAsked.get(n) ?? []).map(({ id }) => id));
      return dates.filter(({ id }) => ids.has(id));
    });
  },
);

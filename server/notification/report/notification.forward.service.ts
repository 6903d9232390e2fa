import { batchedRead, idsIn, idsParameterSql } from '../../kernel/rows.ts';
import { officesSql } from '../../recipient/recipient.service.ts';
import type { DeliveryState, FailureKind } from '../notification.entity.ts';
import { type FailureReason, reasonOf } from './notification.report.rules.ts';

/** State of the mail by which a move forwarded its issue. */
export interface ForwardMail {
  readonly state: DeliveryState;
  readonly reason: FailureReason | null;
}

interface ForwardRow {
  readonly subjectId: string;
  readonly state: DeliveryState;
  readonly failure: string | null;
  readonly failureKind: FailureKind | null;
}

/** Mail to another office about this subject; null: none was written. Many subjects are read with one statement. */
export const readForwardMail = batchedRead<string, ForwardMail | null>(async ({ em }, subjectIds) => {
  const rows: ForwardRow[] = await em.execute(
    `select m.subject_id as "subjectId", d.state, d.failure, d.failure_kind as "failureKind"
     from message m join delivery d on d.message_id = m.id join (${officesSql}) r on r.id = d.recipient_id
     where m.subject_id in (${idsParameterSql}) and d.channel = 'EMAIL'`,
    [idsIn(subjectIds)],
  );
  const bySubject = new Map(rows.map((row) => [row.subjectId, row]));
  return subjectIds.map((id) => {
    const row = bySubject.get(id);
    if (row === undefined) return null;
    const { state, failure, failureKind } = row;
    return { state, reason: failure === null ? null : reasonOf({ state, failure, failureKind }) };
  });
});

import type { Context } from '../../kernel/context.ts';
import type { Tx } from '../../kernel/events.ts';
import { idsParameterSql, rowsByOwner, rowsOf } from '../../kernel/rows.ts';
import type { IssueRow } from '../issue.entity.ts';
import { IssueConsent } from './issue.consent.entity.ts';

const consentsOf = rowsByOwner(rowsOf(IssueConsent), ({ issue }) => issue, `where t.issue_id in (${idsParameterSql})`);

/**
 * Whether the reporter agreed to forwarding contact details. An address without an account must be confirmed, because
 * anybody could have entered it.
 */
export async function hasAgreed(ctx: Context, { id, reporter, emailConfirmedAt }: Reachable): Promise<boolean> {
  const isReachable = reporter != null || emailConfirmedAt != null;
  return isReachable && (await consentsOf(ctx, id)).length > 0;
}
type Reachable = Pick<IssueRow, 'id' | 'reporter' | 'emailConfirmedAt'>;

export async function keepConsent(tx: Tx, issueId: string): Promise<void> {
  await tx.em.persist(tx.em.create(IssueConsent, { issue: issueId, at: tx.now() })).flush();
}

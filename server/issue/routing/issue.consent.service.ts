import type { Context } from '../../kernel/context.ts';
import type { Tx } from '../../kernel/events.ts';
import { listed, rowsByOwner, rowsOf } from '../../kernel/rows.ts';
import { IssueConsent } from './issue.consent.entity.ts';

const consentsOf = rowsByOwner(rowsOf(IssueConsent), ({ issue }) => issue, `where t.issue_id in (${listed})`);

/** Whether its reporter agreed to be reached by whoever outside looks after it. */
export async function hasAgreed(ctx: Context, issueId: string): Promise<boolean> {
  return (await consentsOf(ctx, issueId)).length > 0;
}

export async function keepConsent(tx: Tx, issueId: string): Promise<void> {
  await tx.em.persist(tx.em.create(IssueConsent, { issue: issueId, at: tx.now() })).flush();
}

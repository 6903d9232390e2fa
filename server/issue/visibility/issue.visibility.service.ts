import { LockMode } from '@mikro-orm/core';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { on, record, type Tx } from '../../kernel/events.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { Issue } from '../issue.entity.ts';
import { issueMoved, issueVisibilityChanged } from '../issue.events.ts';
import { seenAs } from '../issue.reading.service.ts';
import { decide, placed, requireRead } from '../issue.service.ts';
import { canSetVisibility, isPublishable } from '../issue.visibility.rules.ts';

/**
 * Makes an issue public, or hides it. `version`: state that the decision was made on; null: not compared. Refused:
 * FLAGGED, NEVER_PUBLIC (a complaint), NOT_PUBLISHABLE, CONFLICT.
 */
export function setIssueVisibility(
  ctx: Context,
  issueId: string,
  isPublic: boolean,
  version?: number | null,
): Promise<Issue> {
  return decide(ctx, { issueId }, async (tx) => {
    const issue = await tx.em.findOne(Issue, issueId, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    if (issue === null) throw new DomainError('NOT_FOUND');
    await requireModuleIn(tx, issue.municipality.id, 'ISSUES');
    authorize(canSetVisibility(tx.actor, placed(issue), isPublic), ['isPublic']);
    await requireRead(tx, issue, { version });
    if (issue.isPublic !== isPublic) await changeVisibility(tx, issue, isPublic);
    return seenAs(issue, 'staff');
  });
}

/** Hides a public issue that was withdrawn, or whose confirmation was taken back. */
export const hideUnpublishable = on(issueMoved, async (tx, { facts }) => {
  const issue = await tx.em.findOneOrFail(Issue, facts.issueId);
  if (issue.isPublic && !isPublishable(issue).allow) await changeVisibility(tx, issue, false);
});

/** Changes the visibility inside the given transaction, without authorization. */
export async function changeVisibility(tx: Tx, issue: Issue, isPublic: boolean): Promise<void> {
  issue.isPublic = isPublic;
  issue.publicSince = isPublic ? tx.now() : null;
  await tx.em.flush();
  const { id: issueId, municipality } = issue;
  await record(tx, issueVisibilityChanged({ issueId, municipalityId: municipality.id, isPublic }));
}

import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { on, record, type Tx } from '../../kernel/events.ts';
import { strangersCode, system } from '../../kernel/actor.ts';
import { Issue } from '../issue.entity.ts';
import { issueMoved } from '../issue.events.ts';
import { followersMoved } from './issue.follow.events.ts';
import { IssueMerge } from './issue.merge.entity.ts';
import { canMergeInto } from './issue.merge.rules.ts';
import { decide, lockIssue, moveNow, placed } from '../issue.service.ts';

export interface MergeIssueInput {
  readonly issueId: string;
  readonly parentId: string;
  readonly version: number;
  /** Public words to its reporter. */
  readonly message?: string | null;
  readonly tellReporter: boolean;
  readonly isUndoable: boolean;
}

/**
 * Says that a report is about what another one says: a move to DUPLICATE like any other, which may be taken back and
 * reopened. What is merged into a merged one goes where that went; what was merged into this one comes along.
 */
export function mergeIssue(ctx: Context, input: MergeIssueInput): Promise<Issue> {
  return decide(ctx, input, async (tx) => {
    await alone(tx, input.issueId);
    const { issue, standing } = await lockIssue(tx, input);
    if (!standing.isStaff) throw new DomainError(strangersCode(tx.actor));
    const child = { id: issue.id, ...placed(issue) };
    const chosen = await tx.em.findOne(Issue, input.parentId);
    const parent = chosen && (await rootOf(tx, chosen));
    authorize(canMergeInto(child, parent && { id: parent.id, ...placed(parent) }), ['parentId']);
    if (chosen === null || parent === null) throw new DomainError('NOT_FOUND');
    const moved = await moveNow(tx, { ...input, to: 'DUPLICATE', reason: parent.reference });
    await tx.em.upsert(IssueMerge, { issue: child.id, parent: parent.id, chosen: chosen.id });
    // The row waited for whoever was just moving what was chosen: perhaps that stands for itself since.
    const root = await rootOf(tx, chosen);
    await tx.em.nativeUpdate(IssueMerge, { issue: child.id }, { parent: root.id });
    await tx.em.nativeUpdate(IssueMerge, { parent: child.id }, { parent: root.id });
    await tellMoved(tx, root);
    return moved;
  });
}

/** Taken back or reopened it stands for itself again, and with it what had been merged into it. */
export const separateReopened = on(issueMoved, async (tx, { facts: { issueId, to } }) => {
  if (to === 'DUPLICATE') return;
  const merge = await tx.em.findOne(IssueMerge, issueId, { refresh: true });
  if (merge === null) return;
  const parent = await tx.em.findOneOrFail(Issue, merge.parent.id);
  await tx.em.nativeDelete(IssueMerge, { issue: issueId });
  await tx.em.execute(comeAlongSql, [issueId, issueId]);
  await tellMoved(tx, parent);
});

const comeAlongSql = `
with recursive below as (
  select issue_id from issue_merge where chosen_id = ?
  union select m.issue_id from issue_merge m join below b on m.chosen_id = b.issue_id
)
update issue_merge set parent_id = ? where issue_id in (select issue_id from below)`;

/** One merge of a town after the other: two at once could make a ring of two reports. Taken before any row. */
async function alone(tx: Tx, issueId: string): Promise<void> {
  await tx.em.execute(`select pg_advisory_xact_lock(hashtext('merge:' || municipality_id)) from issue where id = ?`, [
    issueId,
  ]);
}

async function rootOf(tx: Tx, chosen: Issue): Promise<Issue> {
  const merge = await tx.em.findOne(IssueMerge, chosen.id, { populate: ['parent'], refresh: true });
  return merge?.parent.getEntity() ?? chosen;
}

/** More or fewer people are concerned by the one that is worked on. */
async function tellMoved(tx: Tx, { id: issueId, municipality }: Issue): Promise<void> {
  await record({ ...tx, actor: system }, followersMoved({ issueId, municipalityId: municipality.id }));
}

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
  readonly lastComment?: number | null;
  /** Public message to the reporter. */
  readonly message?: string | null;
  readonly tellReporter: boolean;
  readonly isUndoable: boolean;
}

/**
 * Merges an issue into another one with a move to DUPLICATE, which can be taken back and reopened. If the parent was
 * merged itself, its parent is used; issues that were merged into this one move along.
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
    // The insert waited for a concurrent move of the chosen issue, which may have been separated since.
    const root = await rootOf(tx, chosen);
    await tx.em.nativeUpdate(IssueMerge, { issue: child.id }, { parent: root.id });
    await tx.em.nativeUpdate(IssueMerge, { parent: child.id }, { parent: root.id });
    await tellMoved(tx, root);
    return moved;
  });
}

/**
 * When a duplicate is reopened or its move is taken back, it is separated together with the issues that were merged
 * into it.
 */
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

/**
 * Serialises merges of a town with an advisory lock, taken before any row lock: two concurrent merges could form a
 * cycle.
 */
async function alone(tx: Tx, issueId: string): Promise<void> {
  await tx.em.execute(`select pg_advisory_xact_lock(hashtext('merge:' || municipality_id)) from issue where id = ?`, [
    issueId,
  ]);
}

async function rootOf(tx: Tx, chosen: Issue): Promise<Issue> {
  const merge = await tx.em.findOne(IssueMerge, chosen.id, { populate: ['parent'], refresh: true });
  return merge?.parent.getEntity() ?? chosen;
}

/** Records that the number of supporters of the parent changed. */
async function tellMoved(tx: Tx, { id: issueId, municipality }: Issue): Promise<void> {
  await record({ ...tx, actor: system }, followersMoved({ issueId, municipalityId: municipality.id }));
}

import type { Context } from '../../kernel/context.ts';
import { on, type Tx, write } from '../../kernel/events.ts';
import { enqueue, enqueueAgain } from '../../kernel/jobs.ts';
import { Issue } from '../issue.entity.ts';
import { issueMoved } from '../issue.events.ts';
import { settingsOf } from '../settings/issue.settings.service.ts';
import { forgetFollowers } from './issue.follow.events.ts';
import { addressesDueAt } from './issue.follow.retention.rules.ts';
import { IssueMerge } from './issue.merge.entity.ts';

on(issueMoved, async (tx, { facts: { issueId, municipalityId } }) => {
  const issue = await tx.em.findOneOrFail(Issue, issueId);
  const startAfter = addressesDueAt(issue, (await settingsOf(tx, municipalityId)).reopenDays);
  if (startAfter !== null) await enqueue(tx, forgetFollowers, { issueId }, { startAfter });
});

/**
 * What the job does: of a report that has ended for good, and of what was merged into it, nobody's address is left. The
 * rows stay, for they are counted. Followers of a merged report hear of the one that is worked on: its end is theirs.
 */
export function forgetAddresses(ctx: Context, { issueId }: { readonly issueId: string }): Promise<void> {
  return write(ctx, async (tx) => {
    const issue = await tx.em.findOne(Issue, issueId, { refresh: true });
    const root = issue && (await rootOf(tx, issue));
    const due = root && addressesDueAt(root, (await settingsOf(tx, root.municipality.id)).reopenDays);
    if (root === null || due === null) return; // opened again, its next end plans it anew
    if (tx.now() < due) return enqueueAgain(tx, forgetFollowers, { issueId }, due);
    await tx.em.execute(forgetSql, [root.id, root.id]);
  });
}

async function rootOf(tx: Tx, issue: Issue): Promise<Issue> {
  const merge = await tx.em.findOne(IssueMerge, issue.id, { populate: ['parent'], refresh: true });
  return merge === null ? issue : merge.parent.getEntity();
}

const forgetSql = `
update issue_follower set email = null
where email is not null
  and (issue_id = ? or issue_id in (select issue_id from issue_merge where parent_id = ?))`;

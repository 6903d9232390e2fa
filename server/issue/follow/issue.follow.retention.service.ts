import type { FilterQuery } from '@mikro-orm/core';
import type { Context } from '../../kernel/context.ts';
import { on, type Tx, write } from '../../kernel/events.ts';
import { enqueue, enqueueAgain } from '../../kernel/jobs.ts';
import { removeRecipients } from '../../recipient/recipient.address.service.ts';
import { Issue } from '../issue.entity.ts';
import { issueMoved } from '../issue.events.ts';
import { settingsOf } from '../issue.settings.service.ts';
import { IssueFollower } from './issue.follow.entity.ts';
import { forgetFollowers } from './issue.follow.events.ts';
import { addressDays, addressesDueAt } from './issue.follow.retention.rules.ts';
import { IssueMerge } from './issue.merge.entity.ts';

export const planForgettingOfFollowers = on(issueMoved, async (tx, { facts: { issueId } }) => {
  await planForgetting(tx, await tx.em.findOneOrFail(Issue, issueId));
});

/**
 * Plans the deletion of addresses after the end of an issue; an address confirmed later is kept for the same number of
 * days.
 */
export async function planForgetting(tx: Tx, issue: Issue): Promise<void> {
  const due = addressesDueAt(issue, (await settingsOf(tx, issue.municipality.id)).reopenDays);
  if (due === null) return;
  const startAfter = new Date(Math.max(due.getTime(), tx.now().getTime() + addressDays * 86_400_000));
  await enqueue(tx, forgetFollowers, { issueId: issue.id }, { startAfter });
}

/**
 * Deletes the addresses of followers of an issue that has ended for good, and of those merged into it. The rows stay,
 * because they are counted. Followers of a merged issue receive messages of its parent, so the end of the parent
 * applies.
 */
export function forgetAddresses(ctx: Context, { issueId }: { readonly issueId: string }): Promise<void> {
  return write(ctx, async (tx) => {
    const issue = await tx.em.findOne(Issue, issueId, { refresh: true });
    const root = issue && (await rootOf(tx, issue));
    const due = root && addressesDueAt(root, (await settingsOf(tx, root.municipality.id)).reopenDays);
    if (root === null || due === null) return; // the issue was reopened; its next end plans the job again
    if (tx.now() < due) return enqueueAgain(tx, forgetFollowers, { issueId }, due);
    const given = new Date(tx.now().getTime() - addressDays * 86_400_000); // later addresses have a job of their own
    for (const sql of [onceSql, forgetSql]) {
      const forgotten: { id: string }[] = await tx.em.execute(sql, [root.id, root.id, given]);
      await removeRecipients(
        tx,
        forgotten.map(({ id }) => id),
      );
    }
  });
}

/** Deletes followers with the recipients of their addresses, which have the same ids; returns their number. */
export async function deleteFollowers(tx: Tx, where: FilterQuery<IssueFollower>): Promise<number> {
  const ids = (await tx.em.find(IssueFollower, where, { refresh: true })).map(({ id }) => id);
  await removeRecipients(tx, ids);
  return tx.em.nativeDelete(IssueFollower, { id: { $in: ids } });
}

async function rootOf(tx: Tx, issue: Issue): Promise<Issue> {
  const merge = await tx.em.findOne(IssueMerge, issue.id, { populate: ['parent'], refresh: true });
  return merge === null ? issue : merge.parent.getEntity();
}

/** Deletes followers whose address also belongs to another counted row: without the address they would count twice. */
const onceSql = `
with about as (select ?::uuid as id union select issue_id from issue_merge where parent_id = ?)
delete from issue_follower f where f.email is not null and f.issue_id in (select id from about) and (
  exists (
    select from issue_follower o left join person p on p.id = o.person_id
    where o.issue_id in (select id from about) and o.confirmed_at is not null
      and (p.email = f.email or o.email = f.email and o.id < f.id))
  or exists (
    select from issue i left join person r on r.id = i.reporter_id
    where i.id in (select id from about) and coalesce(r.email, i.reporter_email) = f.email))
  and f.confirmed_at <= ?
returning f.id`;

const forgetSql = `
update issue_follower set email = null
where email is not null
  and (issue_id = ? or issue_id in (select issue_id from issue_merge where parent_id = ?))
  and confirmed_at <= ?
returning id`;

import { issueCommented } from '../issue/comment/issue.comment.events.ts';
import { Issue, IssueMove } from '../issue/issue.entity.ts';
import { issueMoved } from '../issue/issue.events.ts';
import { IssueFollower } from '../issue/follow/issue.follow.entity.ts';
import { followAsked } from '../issue/follow/issue.follow.events.ts';
import { isToldToFollowers } from '../issue/follow/issue.follow.rules.ts';
import { IssueMerge } from '../issue/follow/issue.merge.entity.ts';
import { system } from '../kernel/actor.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { on, type Tx, write } from '../kernel/events.ts';
import { defineQueue, enqueue, enqueueAll, handle } from '../kernel/jobs.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { closedSql } from './notification.audience.ts';
import { followedLetter, type FollowedNews, headOf, linkOf, oneClick } from './notification.follows.letters.ts';
import { renderMail } from './notification.mails.ts';
import { forgetNews, tellNews } from './notification.spread.service.ts';

/** Mails to addresses without an account; the payloads hold ids only. */
const followMail = defineQueue<{ readonly followerId: string }>('notification.followConfirm');
const followedNews = defineQueue<FollowedNews>('notification.followedNews');
const followedMail = defineQueue<FollowedNews & Addressee>('notification.followedMail');
/** A follower, or a merged report made without an account: one of the two. */
interface Addressee {
  readonly followerId: string | null;
  readonly reportId: string | null;
}

on(followAsked, (tx, { facts: { followerId } }) => enqueue(tx, followMail, { followerId }));

/** Whom a report concerns too is told like its reporter, once, in the words that everybody may read. */
on(issueMoved, async (tx, { facts: { issueId, municipalityId, version, tellReporter, tellAfter, takesBack } }) => {
  const news = { kind: 'ISSUE_FOLLOWED', municipalityId, subjectId: issueId } as const;
  if (takesBack !== undefined) return forgetNews(tx, { ...news, version: takesBack });
  const { status } = await tx.em.findOneOrFail(Issue, issueId);
  if (!tellReporter || !isToldToFollowers(status) || !(await concernsOthers(tx, issueId))) return;
  const options = tellAfter === undefined ? {} : { startAfter: new Date(tellAfter) };
  await tellNews(tx, { ...news, version }, options);
  await enqueue(tx, followedNews, { issueId, what: 'STEP', number: version }, options);
});

/** What the town hall says for everybody; its question to the reporter, and its notes, are not. */
on(issueCommented, async (tx, { facts: { issueId, municipalityId, number, by, reach, tellReporter } }) => {
  if (by !== 'STAFF' || reach !== 'PUBLIC' || !tellReporter || !(await concernsOthers(tx, issueId))) return;
  await tellNews(tx, { kind: 'ISSUE_FOLLOWED_ANSWERED', municipalityId, subjectId: issueId, version: number });
  await enqueue(tx, followedNews, { issueId, what: 'WORDS', number });
});

async function concernsOthers({ em }: Tx, issueId: string): Promise<boolean> {
  const followers = await em.count(IssueFollower, { issue: issueId, confirmedAt: { $ne: null } });
  return followers > 0 || (await em.count(IssueMerge, { parent: issueId })) > 0;
}

handle(followMail, async (services, { followerId }) => {
  const ctx = forkContext(services, system);
  const follower = await ctx.em.findOne(IssueFollower, followerId, { populate: ['issue.municipality'] });
  if (follower?.email == null || follower.confirmedAt != null) return;
  const issue = follower.issue.getEntity();
  const town = issue.municipality.getEntity();
  if (!town.modules.includes('ISSUES') || !issue.isPublic) return;
  await services.mail.send({
    to: { name: '', address: follower.email },
    messageId: `follow-confirm.${followerId}`,
    ...renderMail(
      ...(['followAsked', follower.locale] as const),
      { ...headOf(issue, town), link: linkOf(ctx, town, 'confirm', followerId) },
      town,
    ),
  });
});

/** One mail for an address: not to who reported it, nor to an account that is told by the same mail. */
handle(followedNews, (services, news) =>
  write(forkContext(services, system), async (tx) => {
    const all: Addressee[] = await tx.em.execute(addresseesSql, [
      news.what === 'STEP' ? news.number : null,
      news.issueId,
    ]);
    await enqueueAll(
      tx,
      followedMail,
      all.map((addressee) => ({ ...news, ...addressee })),
    );
  }),
);

const addresseesSql = `
with about as (
  select i.id, coalesce(r.email, i.reporter_email) as reporter, i.is_public, ${closedSql('mv.to')} as is_over
  from issue i left join issue_move mv on mv.issue_id = i.id and mv.version = ?
  left join person r on r.id = i.reporter_id where i.id = ?
),
reached as (
  select a.*, a.id as told from about a where a.is_public
  union all select a.*, g.issue_id from about a join issue_merge g on g.parent_id = a.id where a.is_public or a.is_over
),
addressee as (
  select f.id as "followerId", null::uuid as "reportId", f.email, a.reporter, f.issue_id <> a.id as is_merged
  from reached a join issue_follower f on f.issue_id = a.told where f.email is not null and f.confirmed_at is not null
  union all
  select null, c.id, c.reporter_email, a.reporter, true
  from reached a join issue c on c.id = a.told
  where c.id <> a.id and c.reporter_email is not null and c.email_confirmed_at is not null
)
select distinct on (email) "followerId", "reportId" from addressee v
where v.email is distinct from v.reporter and not exists (
  select from reached a join person p on p.email = v.email
  where p.id = (select reporter_id from issue c where c.id = a.told)
    or exists (select from issue_follower f where f.issue_id = a.told and f.person_id = p.id and f.by_mail))
order by email, is_merged, "followerId"`;

handle(followedMail, async (services, { followerId, reportId, ...news }) => {
  const ctx = forkContext(services, system);
  const to = await findAddressee(ctx, { followerId, reportId });
  if (to === null || !(await isStillReached(ctx, news, to.report))) return;
  const { key, values, follow } = await followedLetter(ctx, news, to, to.locale);
  const { isDemo } = await ctx.em.findOneOrFail(Municipality, to.report.municipality.id);
  const step = news.what === 'STEP' ? `${news.number}` : `words-${news.number}`;
  await services.mail.send({
    to: { name: '', address: to.address },
    messageId: `issue-followed.${news.issueId}.${step}.${followerId ?? reportId ?? ''}`,
    ...renderMail(key, to.locale, values, { isDemo, follow }),
    ...(follow !== undefined && { headers: oneClick(follow.end) }),
  });
});

/** Hidden, parted or taken back meanwhile, it is told to nobody; of what is hidden only its end, to who was merged into it. */
async function isStillReached({ em }: Context, { issueId, what, number }: FollowedNews, report: Issue) {
  const issue = await em.findOne(Issue, issueId, { populate: ['municipality'], refresh: true });
  if (issue?.municipality.getEntity().modules.includes('ISSUES') !== true) return false;
  const move = what === 'STEP' ? await em.findOne(IssueMove, { issue: issueId, version: number }) : null;
  if (what === 'STEP' ? move?.isTakenBack !== false : !issue.isPublic) return false;
  return report.id === issueId ? issue.isPublic : (await em.count(IssueMerge, { issue: report, parent: issueId })) > 0;
}

async function findAddressee({ em }: Context, { followerId, reportId }: Addressee) {
  const follower = followerId === null ? null : await em.findOne(IssueFollower, followerId, { populate: ['issue'] });
  const report = reportId === null ? follower?.issue.getEntity() : await em.findOne(Issue, reportId);
  const address = follower?.email ?? (reportId === null ? null : report?.reporterEmail);
  return report == null || address == null ? null : { follower, report, address, locale: (follower ?? report).locale };
}

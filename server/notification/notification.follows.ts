import type { Person } from '../identity/identity.entity.ts';
import { Issue, IssueMove } from '../issue/issue.entity.ts';
import { issueMoved } from '../issue/issue.events.ts';
import { IssueFollower } from '../issue/issue.follow.entity.ts';
import { followAsked } from '../issue/issue.follow.events.ts';
import { type FollowLink, followToken } from '../issue/issue.follow.links.service.ts';
import { isToldToFollowers } from '../issue/issue.follow.rules.ts';
import { isPublicAnswer, withoutContacts } from '../issue/issue.visibility.rules.ts';
import { system } from '../kernel/actor.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { on, write } from '../kernel/events.ts';
import { defineQueue, enqueue, enqueueAll, handle } from '../kernel/jobs.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { type MailFrame, type MailValues, renderMail, textsOf } from './notification.mails.ts';
import { forgetNews, tellNews } from './notification.spread.service.ts';

/** Mails to followers without an account; the payloads hold ids only. */
const followMail = defineQueue<{ readonly followerId: string }>('notification.followConfirm');
const followedSteps = defineQueue<StepFacts>('notification.followedSteps');
const followedMail = defineQueue<StepFacts & { readonly followerId: string }>('notification.followedMail');
interface StepFacts {
  readonly issueId: string;
  readonly version: number;
}

on(followAsked, (tx, { facts: { followerId } }) => enqueue(tx, followMail, { followerId }));

/** Whom a report concerns too is told like its reporter, once, in the words that everybody may read. */
on(issueMoved, async (tx, { facts: { issueId, municipalityId, version, tellReporter, tellAfter, takesBack } }) => {
  const news = { kind: 'ISSUE_FOLLOWED', municipalityId, subjectId: issueId } as const;
  if (takesBack !== undefined) return forgetNews(tx, { ...news, version: takesBack });
  const issue = await tx.em.findOneOrFail(Issue, issueId);
  if (!tellReporter || !issue.isPublic || !isToldToFollowers(issue.status)) return;
  if ((await tx.em.count(IssueFollower, { issue: issueId, confirmedAt: { $ne: null } })) === 0) return;
  const options = tellAfter === undefined ? {} : { startAfter: new Date(tellAfter) };
  await tellNews(tx, { ...news, version }, options);
  await enqueue(tx, followedSteps, { issueId, version }, options);
});

handle(followMail, async (services, { followerId }) => {
  const ctx = forkContext(services, system);
  const follower = await findFollower(ctx, followerId);
  if (follower?.email == null || follower.confirmedAt != null) return;
  const issue = follower.issue.getEntity();
  const town = issue.municipality.getEntity();
  if (!town.modules.includes('ISSUES') || !issue.isPublic) return;
  const values = { ...headOf(issue), link: linkOf(ctx, town, 'confirm', followerId) };
  await services.mail.send({
    to: { name: '', address: follower.email },
    messageId: `follow-confirm.${followerId}`,
    ...renderMail('followAsked', follower.locale, values, town),
  });
});

/** One mail for an address: not to who reported it, nor to an account that is told by the same mail. */
handle(followedSteps, (services, step) =>
  write(forkContext(services, system), async (tx) => {
    const rows: { followerId: string }[] = await tx.em.execute(addressesSql, [step.issueId]);
    await enqueueAll(
      tx,
      followedMail,
      rows.map(({ followerId }) => ({ ...step, followerId })),
    );
  }),
);

const addressesSql = `
select f.id as "followerId" from issue_follower f join issue i on i.id = f.issue_id
left join person r on r.id = i.reporter_id
where f.issue_id = ? and f.email is not null and f.confirmed_at is not null
  and f.email is distinct from coalesce(r.email, i.reporter_email)
  and not exists (select from issue_follower g join person p on p.id = g.person_id
                  where g.issue_id = f.issue_id and g.by_mail and p.email = f.email)`;

handle(followedMail, async (services, { issueId, version, followerId }) => {
  const ctx = forkContext(services, system);
  const follower = await findFollower(ctx, followerId);
  const move = await ctx.em.findOne(IssueMove, { issue: issueId, version });
  if (follower?.email == null || move === null || move.isTakenBack) return;
  const issue = follower.issue.getEntity();
  const town = issue.municipality.getEntity();
  if (!town.modules.includes('ISSUES') || !issue.isPublic) return;
  const follow = { reference: issue.reference, end: linkOf(ctx, town, 'end', followerId) };
  await services.mail.send({
    to: { name: '', address: follower.email },
    messageId: `issue-followed.${followerId}.${version}`,
    ...renderMail('followedMoved', follower.locale, followedValues(ctx, issue, move, follower.locale), {
      ...{ isDemo: town.isDemo, follow },
    }),
    headers: oneClick(follow.end),
  });
});

/** What a mail says to a follower about one step: nothing that the public page does not say. */
export function followedValues(ctx: Context, issue: Issue, move: IssueMove, locale: string): MailValues {
  const town = issue.municipality.getEntity();
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: town.timeZone });
  return {
    ...headOf(issue),
    status: textsOf(locale).status[move.to],
    message: isPublicAnswer(move) ? withoutContacts(move.message ?? '') : '',
    date: move.scheduledFor == null ? '' : day.format(move.scheduledFor),
    link: `${ctx.publicUrl(town.ags)}/${town.ags}/issues/${issue.reference}`,
  };
}

/** Under a mail to an account: how following ends. */
export async function followOf(
  ctx: Context,
  { town, issueId, person }: { readonly town: Municipality; readonly issueId: string; readonly person: Person },
): Promise<MailFrame['follow']> {
  const own = { issue: issueId, person: person.id };
  const follower = await ctx.em.findOne(IssueFollower, own, { populate: ['issue'] });
  if (follower === null) return undefined;
  return { reference: follower.issue.getEntity().reference, end: linkOf(ctx, town, 'end', follower.id) };
}

/** RFC 8058: the reader's mail program offers one button. */
export function oneClick(link: string): Readonly<Record<string, string>> {
  return { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

function linkOf(ctx: Context, { ags }: Municipality, link: FollowLink, followerId: string): string {
  return `${ctx.publicUrl(ags)}/${ags}/${link === 'confirm' ? 'follow' : 'unfollow'}/${followToken(ctx, link, followerId)}`;
}

function findFollower({ em }: Context, id: string): Promise<IssueFollower | null> {
  return em.findOne(IssueFollower, id, { populate: ['issue.municipality'] });
}

function headOf({ reference, address, municipality }: Issue): MailValues {
  return { reference, at: address ?? '', place: municipality.getEntity().name };
}

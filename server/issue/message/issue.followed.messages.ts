import { system } from '../../kernel/actor.ts';
import { type Context, forkContext } from '../../kernel/context.ts';
import { on, type Tx, write } from '../../kernel/events.ts';
import { enqueue, enqueueAll, handle } from '../../kernel/jobs.ts';
import { oneClick, renderMail } from '../../kernel/mail.render.ts';
import {
  defineMessage,
  enqueueMessage,
  type Letter,
  type MailContent,
  NoLongerWanted,
  type PushContent,
  recallMessage,
} from '../../kernel/message.ts';
import { defineQueue } from '../../kernel/queue.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { issueCommented } from '../issue.comment.events.ts';
import { IssueFollower } from '../follow/issue.follow.entity.ts';
import { followAsked } from '../follow/issue.follow.events.ts';
import { isSentToFollowers } from '../follow/issue.follow.rules.ts';
import { IssueMerge } from '../follow/issue.merge.entity.ts';
import { Issue, IssueMove } from '../issue.entity.ts';
import { issueMoved } from '../issue.events.ts';
import { followedLetter, type FollowedNews, headOf, linkOf, reachOf } from './issue.followed.letters.service.ts';
import { followedSteps, followedWords } from './issue.inbox.messages.ts';
import { issueMail } from './issue.message.texts.ts';
import { pushNaming } from './issue.push.texts.ts';
import { addresseesSql, followersSql, withoutMailsSql } from './issue.recipients.service.ts';

const common = { module: 'ISSUES', audience: followersSql, refused: withoutMailsSql, push: writePush };

const followedStep = defineMessage({
  ...common,
  kind: 'ISSUE_FOLLOWED',
  class: 'PERSONAL',
  interest: 'FOLLOWED_REPORTS',
  description: 'A report that the person follows was moved; `content` is the move.',
  inbox: followedSteps,
  mail: (ctx, letter) => writeMail(ctx, letter, 'STEP'),
});

const followedWordsMessage = defineMessage({
  ...common,
  kind: 'ISSUE_FOLLOWED_ANSWERED',
  class: 'PERSONAL',
  interest: 'FOLLOWED_REPORTS',
  description: 'The town hall commented publicly on a report that the person follows; `content` is the comment.',
  inbox: followedWords,
  mail: (ctx, letter) => writeMail(ctx, letter, 'WORDS'),
});

export const followedMessages = [followedStep, followedWordsMessage];

async function writeMail(ctx: Context, letter: Letter, what: FollowedNews['what']): Promise<MailContent> {
  const { subjectId, version } = letter.message;
  const reach = await reachOf(ctx, subjectId, letter.recipient.id);
  if (reach === null) throw new NoLongerWanted();
  return followedLetter(ctx, { issueId: subjectId, what, number: version ?? 0 }, reach, letter.recipient.locale);
}

/** A reporter whose report was merged into a hidden one reads the number of the own report, as in the mail. */
async function writePush(ctx: Context, letter: Letter): Promise<PushContent> {
  const { message, recipient } = letter;
  const reach = await reachOf(ctx, message.subjectId, recipient.id);
  if (reach === null) throw new NoLongerWanted();
  const { isPublic, reference } = await ctx.em.findOneOrFail(Issue, message.subjectId);
  const own = reach.report.reference;
  return pushNaming('followed', own, { page: isPublic ? reference : own, locale: recipient.locale });
}

/** Mails to addresses without an account; the payloads hold ids only. */
const followMail = defineQueue<{ readonly followerId: string }>('issue.followConfirmMail');
const followedNews = defineQueue<FollowedNews>('issue.followedNews');
const followedMail = defineQueue<FollowedNews & Addressee>('issue.followedMail');
/** A follower or a merged issue that was made without an account; exactly one id is set. */
interface Addressee {
  readonly followerId: string | null;
  readonly reportId: string | null;
}

export const followedListeners = [
  on(followAsked, (tx, { facts: { followerId } }) => enqueue(tx, followMail, { followerId })),
  /** Followers receive a message about each move that the reporter is notified of, with the public texts only. */
  on(issueMoved, async (tx, { facts }) => {
    const { issueId, municipalityId, version, tellReporter, tellAfter, takesBack } = facts;
    const about = { municipalityId, subjectId: issueId };
    if (takesBack !== undefined) return recallMessage(tx, followedStep, { ...about, version: takesBack });
    const { status } = await tx.em.findOneOrFail(Issue, issueId);
    if (!tellReporter || !isSentToFollowers(status) || !(await concernsOthers(tx, issueId))) return;
    const options = tellAfter === undefined ? {} : { startAfter: new Date(tellAfter) };
    await enqueueMessage(tx, followedStep, { ...about, version }, options);
    await enqueue(tx, followedNews, { issueId, what: 'STEP', number: version }, options);
  }),
  /** Followers receive public comments of staff only, neither questions to the reporter nor internal notes. */
  on(issueCommented, async (tx, { facts: { issueId, municipalityId, number, by, reach, tellReporter } }) => {
    if (by !== 'STAFF' || reach !== 'PUBLIC' || !tellReporter || !(await concernsOthers(tx, issueId))) return;
    await enqueueMessage(tx, followedWordsMessage, { municipalityId, subjectId: issueId, version: number });
    await enqueue(tx, followedNews, { issueId, what: 'WORDS', number });
  }),
];

async function concernsOthers({ em }: Tx, issueId: string): Promise<boolean> {
  const followers = await em.count(IssueFollower, { issue: issueId, confirmedAt: { $ne: null } });
  return followers > 0 || (await em.count(IssueMerge, { parent: issueId })) > 0;
}

const followMailJob = handle(followMail, async (services, { followerId }) => {
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
      issueMail('followAsked', follower.locale),
      follower.locale,
      { ...(await headOf(ctx, issue, town, follower.locale)), link: linkOf(ctx, town, 'confirm', followerId) },
      { isDemo: town.isDemo, sender: town },
    ),
  });
});

/**
 * Enqueues one mail per address, without the reporter's address and without addresses of accounts that receive the
 * message anyway.
 */
const followedNewsJob = handle(followedNews, (services, news) =>
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

const followedMailJob = handle(followedMail, async (services, { followerId, reportId, ...news }) => {
  const ctx = forkContext(services, system);
  const to = await findAddressee(ctx, { followerId, reportId });
  if (to === null || !(await isStillReached(ctx, news, to.report))) return;
  const { text, values, ending } = await followedLetter(ctx, news, to, to.locale);
  const town = await ctx.em.findOneOrFail(Municipality, to.report.municipality.id);
  const [end] = ending?.links ?? [];
  const step = news.what === 'STEP' ? `${news.number}` : `words-${news.number}`;
  await services.mail.send({
    to: { name: '', address: to.address },
    thread: news.issueId,
    messageId: `issue-followed.${news.issueId}.${step}.${followerId ?? reportId ?? ''}`,
    ...renderMail(text, to.locale, values, { isDemo: town.isDemo, sender: town, ending }),
    ...(end !== undefined && { headers: oneClick(end.link) }),
  });
});

/**
 * Whether the message is still to be sent: the module is on, the move was not taken back, and the issue is public or
 * the merged issue still belongs to it.
 */
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

export const followedJobs = [followMailJob, followedNewsJob, followedMailJob];

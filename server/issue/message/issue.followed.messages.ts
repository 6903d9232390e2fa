import type { Context } from '../../kernel/context.ts';
import { on, type Tx } from '../../kernel/events.ts';
import {
  defineMessage,
  enqueueMessage,
  type Letter,
  type MailContent,
  NoLongerWanted,
  type PushContent,
  recallMessage,
  smsLike,
} from '../../kernel/message.ts';
import { issueCommented } from '../issue.comment.events.ts';
import { IssueFollower } from '../follow/issue.follow.entity.ts';
import { followAsked } from '../follow/issue.follow.events.ts';
import { isSentToFollowers } from '../follow/issue.follow.rules.ts';
import { IssueMerge } from '../follow/issue.merge.entity.ts';
import { Issue } from '../issue.entity.ts';
import { issueMoved } from '../issue.events.ts';
import { followedLetter, type FollowedNews, headOf, linkOf, reachOf } from './issue.followed.letters.service.ts';
import { followedSteps, followedWords, notShown } from './issue.inbox.messages.ts';
import { issueMail } from './issue.message.texts.ts';
import { pushNaming } from './issue.push.texts.ts';
import { followersSql, unconfirmedFollowerSql, withoutMailsSql } from './issue.recipients.service.ts';

const common = {
  module: 'ISSUES',
  audience: followersSql,
  refused: withoutMailsSql,
  push: writePush,
  sms: smsLike(writePush),
};

export const followedStep = defineMessage({
  ...common,
  kind: 'ISSUE_FOLLOWED',
  class: 'PERSONAL',
  interest: 'FOLLOWED_REPORTS',
  description: 'A report that the person follows was moved; `content` is the move.',
  inbox: followedSteps,
  mail: (ctx, letter) => writeMail(ctx, letter, 'STEP'),
});

export const followedWordsMessage = defineMessage({
  ...common,
  kind: 'ISSUE_FOLLOWED_ANSWERED',
  class: 'PERSONAL',
  interest: 'FOLLOWED_REPORTS',
  description: 'The town hall commented publicly on a report that the person follows; `content` is the comment.',
  inbox: followedWords,
  mail: (ctx, letter) => writeMail(ctx, letter, 'WORDS'),
});

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

/** Message to an address that asked to follow a report, with the link by which the address is confirmed. */
export const followAskedMessage = defineMessage({
  kind: 'ISSUE_FOLLOW_ASKED',
  class: 'PERSONAL',
  interest: null,
  proves: true,
  description: 'Asks to confirm the address of somebody who wants to follow a report. Never in the inbox.',
  module: 'ISSUES',
  audience: unconfirmedFollowerSql,
  inbox: notShown,
  mail: async (ctx, { message: { subjectId }, recipient: { locale } }) => {
    const follower = await ctx.em.findOneOrFail(IssueFollower, subjectId, { populate: ['issue.municipality'] });
    const issue = follower.issue.getEntity();
    const town = issue.municipality.getEntity();
    const link = linkOf(ctx, town, 'confirm', subjectId);
    return { text: issueMail('followAsked', locale), values: { ...(await headOf(ctx, issue, town, locale)), link } };
  },
});

export const followedListeners = [
  on(followAsked, (tx, { facts: { municipalityId, followerId } }) =>
    enqueueMessage(tx, followAskedMessage, { municipalityId, subjectId: followerId }),
  ),
  /** Followers receive a message about each move that the reporter is notified of, with the public texts only. */
  on(issueMoved, async (tx, { facts }) => {
    const { issueId, municipalityId, version, tellReporter, tellAfter, takesBack } = facts;
    const about = { municipalityId, subjectId: issueId };
    if (takesBack !== undefined) return recallMessage(tx, followedStep, { ...about, version: takesBack });
    const { status } = await tx.em.findOneOrFail(Issue, issueId);
    if (!tellReporter || !isSentToFollowers(status) || !(await concernsOthers(tx, issueId))) return;
    const options = tellAfter === undefined ? {} : { startAfter: new Date(tellAfter) };
    await enqueueMessage(tx, followedStep, { ...about, version }, options);
  }),
  /** Followers receive public comments of staff only, neither questions to the reporter nor internal notes. */
  on(issueCommented, async (tx, { facts: { issueId, municipalityId, number, by, reach, tellReporter } }) => {
    if (by !== 'STAFF' || reach !== 'PUBLIC' || !tellReporter || !(await concernsOthers(tx, issueId))) return;
    await enqueueMessage(tx, followedWordsMessage, { municipalityId, subjectId: issueId, version: number });
  }),
];

async function concernsOthers({ em }: Tx, issueId: string): Promise<boolean> {
  const followers = await em.count(IssueFollower, { issue: issueId, confirmedAt: { $ne: null } });
  return followers > 0 || (await em.count(IssueMerge, { parent: issueId })) > 0;
}

import type { Context } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { MailError } from '../kernel/mail.ts';
import { Issue, IssueMove } from '../issue/issue.entity.ts';
import { readLocale, variantFor } from '../kernel/locale.ts';
import { Poll } from '../poll/poll.entity.ts';
import { PollOutcome } from '../poll/poll.outcome.entity.ts';
import { Post, PostRevision } from '../post/post.entity.ts';
import { commentLetter } from './notification.comments.ts';
import { defineChannel } from './notification.channels.ts';
import { type Letter, PermanentFailure } from './notification.delivery.service.ts';
import {
  type ClockKind,
  type FollowedKind,
  isClockKind,
  isFollowedKind,
  type MessageKind,
} from './notification.entity.ts';
import { ideaValues } from './notification.ideas.ts';
import { type FollowedLetter, followedLetter, oneClick, reachOf } from './notification.follows.letters.ts';
import { movedValues } from './notification.issues.ts';
import { type MailKey, type MailValues, renderMail } from './notification.mails.ts';
import { surveyLetter } from './notification.surveys.ts';
import { forgetStall, isPutOff, noteStall } from './notification.stalls.ts';
import { unsubscribeToken } from './notification.unsubscribe.service.ts';

/** Asked for by group; about own reports it always comes, as long as there is an account. */
defineChannel({ name: 'EMAIL', byGroups: false, byReports: true, send: sendEmail });

/** Words on a report are a question or an answer; what is followed depends on its reader: their mails decide. */
type PlainKind = Exclude<MessageKind, 'ISSUE_COMMENTED' | 'ISSUE_SURVEY' | FollowedKind | ClockKind>;
const keys: Readonly<Record<PlainKind, MailKey>> = {
  POST_PUBLISHED: 'postPublished',
  POST_REVISED: 'postRevised',
  POLL_CLOSED: 'pollClosed',
  POLL_CONFIRMED: 'pollConfirmed',
  POLL_OUTCOME: 'pollOutcome',
  POLL_REMINDER: 'pollReminder',
  ISSUE_MOVED: 'reportMoved',
  IDEA_REACHED: 'ideaReached',
  IDEA_MOVED: 'ideaMoved',
};

async function sendEmail(ctx: Context, letter: Letter): Promise<void> {
  const { id, town, recipient } = letter;
  if (isPutOff(recipient.email, ctx.now())) throw new MailError('DOMAIN_STALLED', false);
  const subscription = subscriptionOf(ctx, letter);
  const { key, values, follow } = await contentOf(ctx, letter);
  const frame = { isDemo: town.isDemo, ...(subscription && { subscription }), follow };
  const end = subscription?.unsubscribe ?? follow?.end;
  try {
    await ctx.mail.send({
      to: { name: '', address: recipient.email },
      messageId: id,
      ...renderMail(key, recipient.locale, values, frame),
      ...(end !== undefined && { headers: oneClick(end) }),
    });
    forgetStall(recipient.email);
  } catch (error) {
    if (error instanceof MailError && error.hasStalled) noteStall(recipient.email, ctx.now());
    throw error instanceof MailError && error.isPermanent ? new PermanentFailure(error.reason) : error;
  }
}

/** Where it ends: a group's mail can be ended by its reader, an answer to an own report cannot. */
function subscriptionOf(ctx: Context, { town, recipient, group }: Letter) {
  if (group === null) return undefined;
  const token = unsubscribeToken(ctx, { personId: recipient.id, groupId: group.id, channel: 'EMAIL' });
  return {
    group: group.name,
    unsubscribe: `${ctx.publicUrl(town.ags)}/unsubscribe/${token}`,
    preferences: `${ctx.publicUrl(town.ags)}/${town.ags}/me/notifications`,
  };
}

/** Which mail it is, what it says, and how what the reader follows ends. */
async function contentOf(ctx: Context, letter: Letter): Promise<Omit<FollowedLetter, 'follow'> & Ending> {
  const { kind, subjectId, version } = letter.message;
  if (isClockKind(kind)) throw new PermanentFailure('INBOX_ONLY');
  if (kind === 'ISSUE_COMMENTED') return commentLetter(ctx, subjectId, version ?? 0);
  if (kind === 'ISSUE_SURVEY') return surveyLetter(ctx, subjectId);
  if (!isFollowedKind(kind)) return { key: keys[kind], values: await valuesOf(ctx, letter, kind) };
  const reach = await reachOf(ctx, subjectId, letter.recipient.id);
  if (reach === null) throw new PermanentFailure('NO_LONGER_WANTED');
  const what = kind === 'ISSUE_FOLLOWED' ? 'STEP' : 'WORDS';
  return followedLetter(ctx, { issueId: subjectId, what, number: version ?? 0 }, reach, letter.recipient.locale);
}
type Ending = Partial<Pick<FollowedLetter, 'follow'>>;

/** Never a result of a poll: the mail only says where it stands, and there the rule of visibility decides. */
function valuesOf(ctx: Context, { message, town, group, recipient }: Letter, kind: PlainKind): Promise<MailValues> {
  const { subjectId, version } = message;
  const head = { place: town.name, group: group?.name ?? town.name };
  const linkTo = (page: string): string => `${ctx.publicUrl(town.ags)}/${town.ags}/${page}`;
  switch (kind) {
    case 'POST_PUBLISHED':
    case 'POST_REVISED':
      return postValues(ctx, subjectId, version ?? null, recipient.locale).then((values) => ({
        ...{ ...head, ...values, link: linkTo(`posts/${toGlobalId('Post', subjectId)}`) },
      }));
    case 'POLL_CLOSED':
    case 'POLL_CONFIRMED':
    case 'POLL_OUTCOME':
    case 'POLL_REMINDER':
      return pollValues(ctx, subjectId, town.timeZone, recipient.locale).then((values) => ({
        ...{ ...head, ...values, link: linkTo(`polls/${toGlobalId('Poll', subjectId)}`) },
      }));
    case 'IDEA_REACHED':
    case 'IDEA_MOVED':
      return ideaValues(ctx, subjectId, town.timeZone, recipient.locale).then((values) => ({
        ...{ ...head, ...values, link: linkTo(`ideas/${toGlobalId('Idea', subjectId)}`) },
      }));
    case 'ISSUE_MOVED':
      return reportValues(ctx, subjectId, version ?? 0, recipient.locale);
  }
}

async function pollValues({ em }: Context, pollId: string, timeZone: string, locale: string): Promise<MailValues> {
  const poll = await em.findOneOrFail(Poll, pollId);
  const outcome = await em.findOne(PollOutcome, pollId);
  const moment = new Intl.DateTimeFormat(readLocale(locale), { dateStyle: 'full', timeStyle: 'short', timeZone });
  return {
    title: (variantFor(poll.variants, locale) ?? poll).title,
    closes: moment.format(poll.closesAt),
    text: outcome === null ? '' : beginningOf(outcome.html),
    resolution: outcome?.resolutionUrl ?? '',
  };
}

async function reportValues(ctx: Context, issueId: string, version: number, locale: string): Promise<MailValues> {
  const issue = await ctx.em.findOneOrFail(Issue, issueId, { populate: ['municipality'] });
  const move = await ctx.em.findOneOrFail(IssueMove, { issue: issueId, version }, { populate: ['desk'] });
  return movedValues(ctx, issue, move, locale);
}

/** In the reader's language, if it says so. */
async function postValues(
  { em }: Context,
  postId: string,
  version: number | null,
  locale: string,
): Promise<MailValues> {
  const post = await em.findOneOrFail(Post, postId);
  const { title, html } = variantFor(post.variants, locale) ?? post;
  const revision = version === null ? null : await em.findOne(PostRevision, { post: postId, version: version - 1 });
  return { title, text: beginningOf(html), change: revision?.change ?? '' };
}

/** Long posts are read where they stand. */
const longestText = 700;

/** The words of sanitised html, cut where a word ends. */
function beginningOf(html: string): string {
  const text = html
    .replace(/<(br|\/p|\/li|\/h\d|\/tr|\/pre|\/blockquote)[^>]*>\s*/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_all, name: string) => entities[name] ?? '')
    .replace(/\n{2,}/g, '\n')
    .trim();
  return text.length <= longestText ? text : `${text.slice(0, longestText).replace(/\s+\S*$/, '')} …`;
}
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

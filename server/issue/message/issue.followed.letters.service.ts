import type { Context } from '../../kernel/context.ts';
import { pageUrl } from '../../kernel/links.ts';
import { dateLocale } from '../../kernel/locale.ts';
import { fillText } from '../../kernel/mail.render.ts';
import type { MailContent, MailEnding, MailValues } from '../../kernel/message.ts';
import type { Municipality } from '../../municipality/municipality.entity.ts';
import { IssueComment } from '../issue.comment.entity.ts';
import { IssueFollower } from '../follow/issue.follow.entity.ts';
import { type FollowLink, followToken } from '../follow/issue.follow.links.service.ts';
import { IssueMerge } from '../follow/issue.merge.entity.ts';
import { Issue, IssueMove } from '../issue.entity.ts';
import { isPublicAnswer, withoutContacts } from '../issue.visibility.rules.ts';
import { titleOf } from '../title/issue.title.service.ts';
import { issueMail, type IssueMailKey, issueTexts } from './issue.message.texts.ts';
import { statusIn } from './issue.status.service.ts';

/** A message about an issue for its followers, and for reporters and followers of issues that were merged into it. */
export interface FollowedNews {
  readonly issueId: string;
  /** STEP: a move; WORDS: a public comment. */
  readonly what: 'STEP' | 'WORDS';
  /** Version after the move, or number of the comment. */
  readonly number: number;
}
/** Keys of the mail texts: for a followed issue, and for the parent of a merged issue. */
const keys = {
  STEP: ['followedMoved', 'mergedMoved'],
  WORDS: ['followedAnswered', 'mergedAnswered'],
} as const satisfies Record<FollowedNews['what'], readonly IssueMailKey[]>;

/** Reason why a message reaches a person: the follower row, or the merged issue that the person reported. */
interface Reach {
  readonly follower: IssueFollower | null;
  readonly report: Issue;
}

/** Text of a mail with public content only; of a hidden issue it says only that the issue has ended. */
export async function followedLetter(
  ctx: Context,
  news: FollowedNews,
  { follower, report }: Reach,
  locale: string,
): Promise<MailContent> {
  const issue = await ctx.em.findOneOrFail(Issue, news.issueId, { populate: ['municipality'] });
  const town = issue.municipality.getEntity();
  const shown = issue.isPublic ? issue : report;
  const [own, merged] = keys[news.what];
  return {
    text: issueMail(report.id === issue.id ? own : merged, locale),
    values: {
      ...(await headOf(ctx, report, town, locale)),
      other: issue.isPublic ? issue.reference : '',
      ...(news.what === 'STEP'
        ? await stepValues(ctx, issue, news.number, locale)
        : await wordValues(ctx, issue, news)),
      link: pageUrl(ctx, town.ags, `issues/${shown.reference}`),
    },
    ending: follower === null ? undefined : endingOf(ctx, { town, report, follower }, locale),
  };
}

interface Following {
  readonly town: Municipality;
  readonly report: Issue;
  readonly follower: IssueFollower;
}

function endingOf(ctx: Context, { town, report, follower }: Following, locale: string): MailEnding {
  const { because, unfollow } = issueTexts(locale).ending;
  return {
    because: fillText(because, { reference: report.reference }),
    links: [{ text: unfollow, link: linkOf(ctx, town, 'end', follower.id) }],
  };
}

async function stepValues(ctx: Context, issue: Issue, version: number, locale: string): Promise<MailValues> {
  const move = await ctx.em.findOneOrFail(IssueMove, { issue, version });
  const { timeZone } = issue.municipality.getEntity();
  const day = new Intl.DateTimeFormat(dateLocale(locale), { dateStyle: 'full', timeZone });
  return {
    status: await statusIn(ctx, issue, move.to, locale),
    message: issue.isPublic && isPublicAnswer(move) ? withoutContacts(move.message ?? '') : '',
    date: move.scheduledFor == null ? '' : day.format(move.scheduledFor),
  };
}

/** Values of a public comment of staff; questions to the reporter and notes are excluded. */
async function wordValues({ em }: Context, issue: Issue, { number }: FollowedNews): Promise<MailValues> {
  const comment = await em.findOne(IssueComment, { issue, number, by: 'STAFF', reach: 'PUBLIC' });
  return { message: issue.isPublic && comment !== null ? withoutContacts(comment.text) : '' };
}

/**
 * Reason why messages reach a recipient: first as a follower of the issue, then as reporter or follower of an issue that
 * was merged into it. The id is that of an account, or of a follower or issue with an address. Null: none.
 */
export async function reachOf({ em }: Context, issueId: string, recipientId: string): Promise<Reach | null> {
  const isRecipient = { $or: [{ person: recipientId }, { id: recipientId }] };
  const own = await em.findOne(IssueFollower, { issue: issueId, ...isRecipient }, { populate: ['issue'] });
  if (own !== null) return { follower: own, report: own.issue.getEntity() };
  const merges = await em.find(IssueMerge, { parent: issueId }, { populate: ['issue'] });
  const reports = merges.map(({ issue }) => issue.getEntity());
  const made = reports.find(({ id, reporter }) => (reporter?.id ?? id) === recipientId);
  if (made !== undefined) return { follower: null, report: made };
  const among = { issue: { $in: reports.map(({ id }) => id) }, ...isRecipient };
  const follower = await em.findOne(IssueFollower, among, { populate: ['issue'] });
  return follower && { follower, report: follower.issue.getEntity() };
}

/** Values of every mail to followers, with public words only. */
export async function headOf(ctx: Context, issue: Issue, town: Municipality, locale: string): Promise<MailValues> {
  const { reference, address, category, title: said } = issue;
  const title = await titleOf(ctx, { title: said, address, category, seenBy: 'public' }, locale);
  return { reference, title, town: town.name };
}

export function linkOf(ctx: Context, { ags }: Municipality, link: FollowLink, followerId: string): string {
  const page = link === 'confirm' ? 'follow' : 'unfollow';
  return pageUrl(ctx, ags, `${page}/${followToken(ctx, link, followerId)}`);
}

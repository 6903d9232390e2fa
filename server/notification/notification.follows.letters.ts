import { Issue, IssueMove } from '../issue/issue.entity.ts';
import { IssueFollower } from '../issue/follow/issue.follow.entity.ts';
import { type FollowLink, followToken } from '../issue/follow/issue.follow.links.service.ts';
import { IssueMerge } from '../issue/follow/issue.merge.entity.ts';
import { isPublicAnswer, withoutContacts } from '../issue/visibility/issue.visibility.rules.ts';
import type { Context } from '../kernel/context.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { type MailFrame, type MailKey, type MailValues, textsOf } from './notification.mails.ts';

/** One step of a report, told to somebody who follows it, or who reported or follows what was merged into it. */
export interface FollowedStep {
  readonly issueId: string;
  readonly version: number;
}
export interface FollowedLetter {
  readonly key: MailKey;
  readonly values: MailValues;
  readonly follow: MailFrame['follow'];
}

/** By what it reaches somebody: their row as a follower, or the merged report that they made. */
interface Reach {
  readonly follower: IssueFollower | null;
  readonly report: Issue;
}

/** What a mail says about a step: nothing that the public page does not say, and of a hidden report its end alone. */
export async function followedLetter(
  ctx: Context,
  { issueId, version }: FollowedStep,
  { follower, report }: Reach,
  locale: string,
): Promise<FollowedLetter> {
  const issue = await ctx.em.findOneOrFail(Issue, issueId, { populate: ['municipality'] });
  const move = await ctx.em.findOneOrFail(IssueMove, { issue: issueId, version });
  const town = issue.municipality.getEntity();
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: town.timeZone });
  const shown = issue.isPublic ? issue : report;
  const isOwn = report.id === issueId;
  return {
    key: isOwn ? 'followedMoved' : 'mergedMoved',
    values: {
      ...headOf(report, town),
      other: issue.isPublic ? issue.reference : '',
      status: textsOf(locale).status[move.to],
      message: issue.isPublic && isPublicAnswer(move) ? withoutContacts(move.message ?? '') : '',
      date: move.scheduledFor == null ? '' : day.format(move.scheduledFor),
      link: `${ctx.publicUrl(town.ags)}/${town.ags}/issues/${shown.reference}`,
    },
    follow: follower === null ? undefined : { reference: report.reference, end: linkOf(ctx, town, 'end', follower.id) },
  };
}

/** How a step reaches a person: as a follower of it before all, then as who reported or follows what was merged into it. */
export async function reachOf({ em }: Context, issueId: string, person: string): Promise<Reach | null> {
  const own = await em.findOne(IssueFollower, { issue: issueId, person }, { populate: ['issue'] });
  if (own !== null) return { follower: own, report: own.issue.getEntity() };
  const merges = await em.find(IssueMerge, { parent: issueId }, { populate: ['issue'] });
  const reports = merges.map(({ issue }) => issue.getEntity());
  const made = reports.find(({ reporter }) => reporter?.id === person);
  if (made !== undefined) return { follower: null, report: made };
  const among = { issue: { $in: reports.map(({ id }) => id) }, person };
  const follower = await em.findOne(IssueFollower, among, { populate: ['issue'] });
  return follower && { follower, report: follower.issue.getEntity() };
}

export function headOf({ reference, address }: Issue, town: Municipality): MailValues {
  return { reference, at: address ?? '', place: town.name };
}

export function linkOf(ctx: Context, { ags }: Municipality, link: FollowLink, followerId: string): string {
  const page = link === 'confirm' ? 'follow' : 'unfollow';
  return `${ctx.publicUrl(ags)}/${ags}/${page}/${followToken(ctx, link, followerId)}`;
}

/** RFC 8058: the reader's mail program offers one button. */
export function oneClick(link: string): Readonly<Record<string, string>> {
  return { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { type Tx, write } from '../../kernel/events.ts';
import { handle } from '../../kernel/jobs.ts';
import { type MessageContribution, resumeMessage } from '../../kernel/message.ts';
import { defineQueue } from '../../kernel/queue.ts';
import { ensureOffice } from '../../recipient/recipient.address.service.ts';
import { IssueFollower } from '../follow/issue.follow.entity.ts';
import { Issue, IssueMove } from '../issue.entity.ts';
import { IssueForward } from '../routing/issue.reroute.entity.ts';
import { commentedMessage } from './issue.commented.messages.ts';
import { followAskedMessage, followedStep, followedWordsMessage } from './issue.followed.messages.ts';
import { forwardedMessage } from './issue.forward.messages.ts';
import { movedMessage, receivedMessage } from './issue.moved.messages.ts';
import { surveyMessage } from './issue.survey.messages.ts';

/*
 * Jobs that were queued before addresses without an account were recipients: each of them sent a mail itself. They become
 * messages, which are delivered once even if a job runs twice. Nothing is added to these queues any more.
 */

interface OfIssue {
  readonly issueId: string;
}
interface OfMove extends OfIssue {
  readonly version: number;
}
interface OfComment extends OfIssue {
  readonly number: number;
}
interface OfFollower {
  readonly followerId: string;
}
interface News extends OfComment {
  readonly what: 'STEP' | 'WORDS';
}
/** A follower or a merged issue with an address; exactly one id is set. */
interface Addressee {
  readonly followerId: string | null;
  readonly reportId: string | null;
}

const inTx =
  <Data extends object>(run: (tx: Tx, data: Data) => Promise<void>) =>
  (services: Parameters<typeof forkContext>[0], data: Data): Promise<void> =>
    write(forkContext(services, system), (tx) => run(tx, data));

export const earlierJobs = [
  handle(
    defineQueue<OfIssue>('issue.confirmMail'),
    inTx(async (tx, { issueId }) => resumeAbout(tx, receivedMessage, issueId)),
  ),
  handle(
    defineQueue<OfMove>('issue.movedMail'),
    inTx(async (tx, { issueId, version }) => {
      if (await stands(tx, issueId, version)) await resumeAbout(tx, movedMessage, issueId, version);
    }),
  ),
  handle(
    defineQueue<OfComment>('issue.commentMail'),
    inTx(async (tx, { issueId, number }) => resumeAbout(tx, commentedMessage, issueId, number)),
  ),
  handle(
    defineQueue<OfIssue>('issue.surveyMail'),
    inTx(async (tx, { issueId }) => resumeAbout(tx, surveyMessage, issueId)),
  ),
  handle(
    defineQueue<OfFollower>('issue.followConfirmMail'),
    inTx(async (tx, { followerId }) => {
      const follower = await tx.em.findOne(IssueFollower, followerId, { populate: ['issue'] });
      if (follower === null) return;
      const municipalityId = follower.issue.getEntity().municipality.id;
      await resumeMessage(tx, followAskedMessage, { municipalityId, subjectId: followerId });
    }),
  ),
  handle(
    defineQueue<News>('issue.followedNews'),
    inTx(async (tx, news) => resumeNews(tx, news)),
  ),
  handle(
    defineQueue<News & Addressee>('issue.followedMail'),
    inTx(async (tx, { followerId, reportId, ...news }) => resumeNews(tx, news, followerId ?? reportId ?? undefined)),
  ),
  handle(
    defineQueue<{ readonly moveId: string }>('issue.forwardMail'),
    inTx(async (tx, { moveId }) => {
      const forward = await tx.em.findOne(IssueForward, moveId, { populate: ['move.issue'] });
      if (forward === null) return;
      const municipalityId = forward.move.getEntity().issue.getEntity().municipality.id;
      const recipient = await ensureOffice(tx, municipalityId, forward.email);
      await tx.em.nativeUpdate(IssueForward, { move: moveId }, { recipient });
      await resumeMessage(tx, forwardedMessage, { municipalityId, subjectId: moveId });
    }),
  ),
];

async function resumeNews(tx: Tx, { issueId, what, number }: News, recipientId?: string): Promise<void> {
  if (what === 'WORDS') await resumeAbout(tx, followedWordsMessage, issueId, number, recipientId);
  else if (await stands(tx, issueId, number)) await resumeAbout(tx, followedStep, issueId, number, recipientId);
}

async function resumeAbout(
  tx: Tx,
  message: MessageContribution,
  issueId: string,
  version?: number,
  recipientId?: string,
): Promise<void> {
  const issue = await tx.em.findOneOrFail(Issue, issueId);
  const about = { municipalityId: issue.municipality.id, subjectId: issueId };
  await resumeMessage(tx, message, { ...about, ...(version !== undefined && { version }) }, recipientId);
}

/** Whether a move was not taken back, with which its messages were withdrawn. */
async function stands({ em }: Tx, issueId: string, version: number): Promise<boolean> {
  return (await em.count(IssueMove, { issue: issueId, version, isTakenBack: false })) > 0;
}

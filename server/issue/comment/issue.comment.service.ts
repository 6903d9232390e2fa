import { LockMode } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { actorId, personId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize } from '../../kernel/errors.ts';
import { on, record, type Tx } from '../../kernel/events.ts';
import { claimKey } from '../../kernel/idempotency.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { idsParameterSql, rowById, rowsByOwner, rowsOf } from '../../kernel/rows.ts';
import { type CommentReach, IssueComment, type IssueCommentRow, IssueThread } from '../issue.comment.entity.ts';
import { issueCommented } from '../issue.comment.events.ts';
import { canComment, canReadComment, isAnswer } from './issue.comment.rules.ts';
import { spendClaim } from '../issue.claims.service.ts';
import { Issue, type IssueRow } from '../issue.entity.ts';
import { issueMoved } from '../issue.events.ts';
import { mostListed, seenAs } from '../issue.reading.service.ts';
import { decide, findIssue, holdIssue, moveNow, requireRead } from '../issue.service.ts';

export interface CommentInput {
  readonly issueId: string;
  readonly reach: CommentReach;
  readonly text: string;
  readonly tellReporter: boolean;
  readonly claimCode?: string | null;
  /** Version and number of the newest comment that the author has read; null: not compared. */
  readonly version?: number | null;
  readonly lastComment?: number | null;
  readonly idempotencyKey: string;
}
export interface Commented {
  readonly issue: Issue;
  /** Null: the text answered a question of the town hall and was stored as a move. */
  readonly comment: IssueComment | null;
}

const commentRate = { name: 'comment', points: 120, seconds: 3600 };

/** Adds a comment to an issue. Refused: ONLY_PRIVATE, NEVER_PUBLIC, NOT_OPEN, TOO_SHORT, CONFLICT … */
export async function commentIssue(ctx: Context, input: CommentInput): Promise<Commented> {
  await spendClaim(ctx, input.claimCode);
  await ctx.limits.spend(commentRate, actorId(ctx.actor) ?? ctx.caller?.ip ?? '');
  return decide(ctx, input, async (tx) => {
    const { issue, standing } = await holdIssue(tx, input);
    authorize(canComment(standing, issue, input.reach), ['reach']);
    const text = checkText(input.text);
    seenAs(issue, standing.isStaff ? 'staff' : 'reporter');
    const claim = await claimKey(tx, input.idempotencyKey, input);
    if (claim.isReplay) return { issue, comment: await findReplayed(tx, claim.id, issue) };
    await requireRead(tx, issue, input);
    const { status, previousStatus, version } = issue;
    if (!standing.isStaff && status === 'WAITING_ON_REPORTER' && previousStatus != null) {
      const answer = { issueId: issue.id, to: previousStatus, version, message: text, tellReporter: false };
      return { issue: await moveNow(tx, { ...answer, claimCode: input.claimCode ?? null }), comment: null };
    }
    const by = standing.isStaff ? 'STAFF' : 'REPORTER';
    return { issue, comment: await persistComment(tx, issue, { ...input, id: claim.id, text, by }) };
  });
}

function checkText(text: string): string {
  const check = new InputCheck();
  const words = check.multiline(text, [1, 4000], 'text');
  check.done();
  return words;
}

async function findReplayed(tx: Tx, id: string, { seenBy }: Issue): Promise<IssueComment | null> {
  const comment = await tx.em.findOne(IssueComment, id);
  if (comment !== null) comment.seenBy = seenBy ?? null;
  return comment;
}

/** Adds an internal note of the system, without an author. */
export async function noteIssue(tx: Tx, issueId: string, text: string): Promise<void> {
  const issue = await tx.em.findOneOrFail(Issue, issueId, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  await persistComment(tx, issue, { id: v7(), by: 'SYSTEM', reach: 'INTERNAL', text, tellReporter: false });
}

type NewComment = Pick<CommentInput, 'reach' | 'text' | 'tellReporter'> & {
  readonly id: string;
  readonly by: 'STAFF' | 'REPORTER' | 'SYSTEM';
};

async function persistComment(tx: Tx, issue: Issue, { id, by, reach, text, tellReporter }: NewComment) {
  const thread = await threadOf(tx, issue.id);
  const { last: before } = thread;
  thread.last = before + 1;
  const comment = tx.em.create(IssueComment, {
    id,
    issue,
    number: thread.last,
    at: tx.now(),
    reach,
    by,
    text,
    desk: issue.desk ?? null,
    author: by === 'REPORTER' ? (issue.reporter ?? null) : personId(tx.actor),
    seenBy: issue.seenBy ?? null,
  });
  tx.em.persist(comment);
  count(thread, by === 'REPORTER' ? 'ASKED' : isAnswer(by, reach) ? 'ANSWERED' : 'NEITHER', tx.now());
  await tx.em.flush();
  const facts = { issueId: issue.id, municipalityId: issue.municipality.id, commentId: id, number: comment.number };
  await record(tx, issueCommented({ ...facts, by, reach, tellReporter: tellReporter && isAnswer(by, reach) }));
  return comment;
}

async function threadOf(tx: Tx, issueId: string): Promise<IssueThread> {
  const known = await tx.em.findOne(IssueThread, issueId);
  if (known !== null) return known;
  const made = tx.em.create(IssueThread, { issue: issueId, last: 0, unanswered: 0 });
  tx.em.persist(made);
  return made;
}

/**
 * A move of staff answers all messages of the reporter; a move of the reporter other than confirming or withdrawing
 * counts as a message.
 */
export const countUnanswered = on(issueMoved, async (tx, { facts: { issueId, by, to, takesBack } }) => {
  if (takesBack !== undefined) return recount(tx, issueId);
  const asks = by === 'REPORTER' && to !== 'SUBMITTED' && to !== 'WITHDRAWN';
  if (!asks && by !== 'STAFF') return;
  const known = await tx.em.findOne(IssueThread, issueId);
  if (known === null && !asks) return;
  count(known ?? (await threadOf(tx, issueId)), asks ? 'ASKED' : 'ANSWERED', tx.now());
  await tx.em.flush();
});

/** Counts again after a move was taken back: the move no longer answers anything. */
async function recount(tx: Tx, issueId: string): Promise<void> {
  const thread = await tx.em.findOne(IssueThread, issueId);
  if (thread === null) return;
  const rows: { count: number; since: string | null }[] = await tx.em.execute(waitingSql, [issueId, issueId]);
  for (const { count: unanswered, since } of rows) {
    Object.assign(thread, { unanswered, unansweredSince: since === null ? null : new Date(since) });
  }
  await tx.em.flush();
}

const waitingSql = `
with steps as (
  select m.at, m.by, m."to" not in ('SUBMITTED', 'WITHDRAWN') as asks, true as answers
  from issue_move m where m.issue_id = ? and not m.is_taken_back and m."from" is distinct from m."to"
), words as (
  select c.at, c.by, true as asks, c.reach <> 'INTERNAL' as answers from issue_comment c where c.issue_id = ?
), said as (select * from steps union all select * from words)
select count(*)::int as count, min(at) as since from said
where by = 'REPORTER' and asks
  and at > coalesce((select max(at) from said where by = 'STAFF' and answers), '-infinity')`;

function count(thread: IssueThread, what: 'ASKED' | 'ANSWERED' | 'NEITHER', now: Date): void {
  if (what === 'NEITHER') return;
  thread.unansweredSince = what === 'ASKED' ? (thread.unansweredSince ?? now) : null;
  thread.unanswered = what === 'ASKED' ? thread.unanswered + 1 : 0;
}

const readComments = rowsOf(IssueComment);
const commentById = rowById(readComments);
const commentsOf = rowsByOwner(
  readComments,
  ({ issue }) => issue,
  `where t.issue_id in (${idsParameterSql}) order by t.number`,
);
const threadsOf = rowsByOwner(rowsOf(IssueThread), ({ issue }) => issue, `where t.issue_id in (${idsParameterSql})`);

/** Comments of an issue that its audience may read, oldest first; at most `mostListed`, the newest. */
export async function listComments(
  ctx: Context,
  { id, seenBy }: Pick<IssueRow, 'id' | 'seenBy'>,
): Promise<IssueCommentRow[]> {
  const comments = await commentsOf(ctx, id);
  const read = comments.filter(({ reach }) => canReadComment(reach, seenBy));
  return read.slice(-mostListed).map((comment) => ({ ...comment, seenBy: seenBy ?? null }));
}

/** The comment, or null if it does not exist or the actor may not read it. NOT_FOUND if the issue is hidden. */
export async function findComment(ctx: Context, id: string): Promise<IssueCommentRow | null> {
  const comment = await commentById(ctx, id);
  if (comment === null) return null;
  const { seenBy = null } = await findIssue(ctx, comment.issue.id);
  return canReadComment(comment.reach, seenBy) ? { ...comment, seenBy } : null;
}

/** Number and start of the reporter's unanswered messages; null: none. */
export async function findUnanswered(ctx: Context, id: string): Promise<{ count: number; since: Date } | null> {
  const [thread] = await threadsOf(ctx, id);
  if (thread === undefined || thread.unanswered === 0) return null;
  return { count: thread.unanswered, since: thread.unansweredSince ?? ctx.now() };
}

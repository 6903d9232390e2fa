import { LockMode, ref } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { personId, strangersCode, withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, Refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { findDesk, requireModuleIn } from '../municipality/municipality.service.ts';
import { audienceOf, isDeputy, type IssueStanding, type Placed, standingTowards } from './issue.audience.rules.ts';
import { isClaimCode, spendClaim } from './issue.claims.service.ts';
import { IssueComment } from './issue.comment.entity.ts';
import { Issue, IssueMove, type IssueMoveRow, type IssueParty, type IssueRow } from './issue.entity.ts';
import { issueMoved } from './issue.events.ts';
import { workflowOf } from './issue.kind.rules.ts';
import { findLastMove, moveById, seenAs } from './issue.reading.service.ts';
import { DeskDeputy } from './issue.routing.entity.ts';
import {
  canAskReporter,
  canMoveIssue,
  checkMove,
  isReopening,
  type MoveInput,
  partyOf,
  statusAfterAnswer,
  undoSeconds,
} from './issue.rules.ts';
import { settingsOf } from './issue.settings.service.ts';
import { canSeeMove } from './issue.visibility.rules.ts';

export interface MoveIssueInput extends MoveInput {
  readonly issueId: string;
  /** Version that the decision was made on. */
  readonly version: number;
  /** Number of the newest comment that the decision was made on; null: comments are not compared. */
  readonly lastComment?: number | null;
  readonly isUndoable?: boolean;
  readonly claimCode?: string | null;
}

class MovedMeanwhile extends Error {}

/**
 * Moves an issue by the table of moves. Of two moves that were decided on the same version the second one is refused
 * with CONFLICT.
 */
export async function moveIssue(ctx: Context, input: MoveIssueInput): Promise<Issue> {
  await spendClaim(ctx, input.claimCode);
  return decide(ctx, input, (tx) => moveNow(tx, input));
}

/**
 * Runs `act` in a transaction; if the issue was moved meanwhile, it throws CONFLICT with the issue, its last move and,
 * if it is newer, its last comment.
 */
export async function decide<Result>(
  ctx: Context,
  { issueId, claimCode }: Pick<MoveIssueInput, 'issueId' | 'claimCode'>,
  act: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  try {
    return await write(ctx, act);
  } catch (error) {
    if (!(error instanceof MovedMeanwhile)) throw error;
    const issue = await findIssue(ctx, issueId, claimCode);
    const lastMove = await findLastMove(ctx, issue);
    const lastComment = await findNewerComment(ctx, issue, lastMove.at);
    const message = 'somebody moved it or wrote meanwhile';
    throw new Refusal({ code: 'CONFLICT', message, path: ['version'] }, { issue, lastMove, lastComment });
  }
}

/** The issue for the actor's audience. NOT_FOUND if the actor may not see it or the module is off. */
export async function findIssue(ctx: Context, id: string, claimCode?: string | null): Promise<Issue> {
  await spendClaim(ctx, claimCode);
  const issue = await ctx.em.findOne(Issue, id);
  if (issue === null) throw new DomainError('NOT_FOUND');
  return seen(ctx, issue, isClaimCode(ctx, issue, claimCode));
}

export async function findIssueByReference(
  ctx: Context,
  municipalityId: string,
  reference: string,
  claimCode?: string | null,
): Promise<Issue> {
  authorize(withinScope(ctx.actor, municipalityId, 'issues:read'));
  await spendClaim(ctx, claimCode);
  const wanted = { municipality: municipalityId, reference: reference.toUpperCase() };
  const issue = /^m-\d{1,9}$/i.test(reference) ? await ctx.em.findOne(Issue, wanted) : null;
  if (issue === null) throw new DomainError('NOT_FOUND');
  return seen(ctx, issue, isClaimCode(ctx, issue, claimCode));
}

/**
 * The move, or null if it does not exist or was taken back and the actor may not see it. NOT_FOUND if the issue is
 * hidden.
 */
export async function findMove(ctx: Context, id: string): Promise<IssueMoveRow | null> {
  const move = await moveById(ctx, id);
  if (move === null) return null;
  const { seenBy = null } = await findIssue(ctx, move.issue.id);
  return canSeeMove(move, seenBy) ? { ...move, seenBy } : null;
}

export function placed(issue: IssueRow): Placed {
  const { status, previousStatus, kind, isPublic, flag, municipality, desk, reporter } = issue;
  const deskId = desk?.id ?? null;
  return {
    status,
    kind,
    previousStatus: previousStatus ?? null,
    isPublic,
    flag: flag ?? null,
    municipalityId: municipality.id,
    deskId,
    reporterId: reporter?.id ?? null,
  };
}

/**
 * Adds a move to the history; the first move is the report. Moves of reporters carry the account of the report, or
 * none.
 */
export function persistMove(tx: Tx, issue: Issue, by: IssueParty, move: Partial<IssueMove>): IssueMove {
  const row = tx.em.create(IssueMove, {
    id: v7(),
    issue,
    version: issue.version,
    at: issue.updatedAt,
    to: issue.status,
    by,
    actor: by === 'REPORTER' ? (issue.reporter ?? null) : personId(tx.actor),
    partnerKeyId: tx.actor.kind === 'partner' ? tx.actor.keyId : null,
    desk: issue.desk ?? null,
    isReopening: false,
    isTakenBack: false,
    ...move,
  });
  tx.em.persist(row);
  return row;
}

/**
 * Locks the issue until the commit and requires the version, and the newest comment if given, that the decision was
 * made on.
 */
export async function lockIssue(
  tx: Tx,
  { version, lastComment, ...which }: Pick<MoveIssueInput, 'issueId' | 'version' | 'lastComment' | 'claimCode'>,
): Promise<Held> {
  const held = await holdIssue(tx, which);
  await requireRead(tx, held.issue, { version, lastComment });
  return held;
}

/** State of an issue that a decision was made on; null and undefined are not compared. */
export interface ReadState {
  readonly version?: number | null | undefined;
  readonly lastComment?: number | null | undefined;
}

/** Fails inside decide() with CONFLICT if the locked issue is newer than the state that the decision was made on. */
export async function requireRead(tx: Tx, issue: Issue, { version, lastComment }: ReadState): Promise<void> {
  if (version != null && issue.version !== version) throw new MovedMeanwhile();
  if (lastComment == null) return;
  const newer = { issue: issue.id, number: { $gt: lastComment }, reach: { $ne: 'INTERNAL' } } as const;
  if ((await tx.em.count(IssueComment, newer)) > 0) throw new MovedMeanwhile();
}

/**
 * Locks the issue until the commit, for its reporter and for staff who may read it. NOT_FOUND or the code for strangers
 * otherwise.
 */
export async function holdIssue(
  tx: Tx,
  { issueId, claimCode }: Pick<MoveIssueInput, 'issueId' | 'claimCode'>,
): Promise<Held> {
  const issue = await tx.em.findOne(Issue, issueId, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (issue === null) throw new DomainError('NOT_FOUND');
  const standing = standingTowards(tx.actor, placed(issue), isClaimCode(tx, issue, claimCode));
  if (!standing.isReporter && !standing.isStaff) throw new DomainError(strangersCode(tx.actor));
  await requireModuleIn(tx, issue.municipality.id, 'ISSUES');
  const isOfDesk = standing.isOfDesk || (standing.isStaff && (await standsInFor(tx, issue)));
  return { issue, standing: { ...standing, isOfDesk } };
}

/** Whether the actor stands in for the desk of the issue. Nobody stands in for complaints. */
export async function standsInFor(tx: Tx, { kind, desk, municipality }: Issue): Promise<boolean> {
  if (kind === 'COMPLAINT' || desk == null) return false;
  const deputy = await tx.em.findOne(DeskDeputy, { desk: desk.id });
  if (deputy === null) return false;
  const { deputyDesk, deputyPerson } = deputy;
  return isDeputy(tx.actor, municipality.id, { deskId: deputyDesk?.id ?? null, personId: deputyPerson?.id ?? null });
}
interface Held {
  readonly issue: Issue;
  readonly standing: IssueStanding;
}

/** Moves an issue inside the given transaction. */
export async function moveNow(tx: Tx, input: MoveIssueInput): Promise<Issue> {
  const { issue, standing } = await lockIssue(tx, input);
  const { reopenDays } = await settingsOf(tx, issue.municipality.id);
  authorize(canMoveIssue(standing, issue, input.to, tx.now(), reopenDays), ['to']);
  const party = partyOf(standing, issue, input.to);
  const was = placed(issue);
  checkMove({ ...was, canBeAsked: canAskReporter(issue) }, input, party, tx.now());
  if (input.deskId != null && party === 'STAFF' && (input.to === 'ASSIGNED' || input.to === 'TRIAGED')) {
    issue.desk = ref(await findDesk(tx, issue.municipality.id, input.deskId));
  }
  await persistMoved(tx, issue, was, input, tx.actor.kind === 'system' ? 'SYSTEM' : party);
  return seenAs(issue, standing.isStaff ? 'staff' : 'reporter');
}

async function persistMoved(
  tx: Tx,
  issue: Issue,
  { kind, deskId }: Placed,
  input: MoveIssueInput,
  by: IssueParty,
): Promise<void> {
  const { status: from } = issue;
  // Reopening a duplicate deletes its link to the parent, which undoing could not restore.
  const isUndoable = input.isUndoable === true && by === 'STAFF' && from !== 'DUPLICATE';
  const until = isUndoable ? tx.now().getTime() + undoSeconds * 1000 : null;
  const kept = from === 'WAITING_ON_REPORTER' ? await findBeforeQuestion(tx, issue) : null;
  issue.previousStatus = input.to === 'WAITING_ON_REPORTER' ? statusAfterAnswer(from) : null;
  issue.status = input.to;
  issue.version++;
  issue.updatedAt = tx.now();
  persistMove(tx, issue, by, {
    from,
    reason: trimmed(input.reason),
    message: trimmed(input.message),
    addressee: input.to === 'FORWARDED' ? (trimmed(input.addressee) ?? kept?.addressee ?? null) : null,
    scheduledFor: input.to === 'SCHEDULED' ? (input.scheduledFor ?? kept?.scheduledFor ?? null) : null,
    fixedBy: input.to === 'RESOLVED' && workflowOf(kind).isFixed ? (input.fixedBy ?? 'TOWN') : null,
    isReopening: isReopening(from, input.to),
    undoableUntil: until === null ? null : new Date(until),
  });
  await tx.em.flush();
  const facts = { issueId: issue.id, municipalityId: issue.municipality.id, version: issue.version, to: issue.status };
  const more = {
    ...(until !== null && { tellAfter: new Date(until).toISOString() }),
    ...(issue.desk?.id !== deskId && { was: { kind, deskId } }),
    ...(isReopening(from, input.to) && { isReopening: true }),
  };
  await record(tx, issueMoved({ ...facts, by, ...more, tellReporter: input.tellReporter && by !== 'REPORTER' }));
}

/** Last move before the question, whose date and addressee apply again after the answer. */
function findBeforeQuestion(tx: Tx, { id, previousStatus }: Issue): Promise<IssueMove | null> {
  const before = { issue: id, to: previousStatus ?? 'ASSIGNED', isTakenBack: false };
  return tx.em.findOne(IssueMove, before, { orderBy: { version: 'desc' } });
}

/** Newest comment that is no note, if it is newer than the given time; null: none. */
async function findNewerComment({ em }: Context, issue: Issue, after: Date): Promise<IssueComment | null> {
  const newer = { issue: issue.id, at: { $gt: after }, reach: { $ne: 'INTERNAL' } } as const;
  const comment = await em.findOne(IssueComment, newer, { orderBy: { number: 'desc' } });
  if (comment !== null) comment.seenBy = issue.seenBy ?? null;
  return comment;
}

async function seen(ctx: Context, issue: Issue, hasClaim: boolean): Promise<Issue> {
  authorize(withinScope(ctx.actor, issue.municipality.id, 'issues:read'));
  const audience = audienceOf(ctx.actor, placed(issue), hasClaim);
  if (audience === undefined) throw new DomainError('NOT_FOUND');
  await requireModuleIn(ctx, issue.municipality.id, 'ISSUES');
  return seenAs(issue, audience);
}

function trimmed(text: string | null | undefined): string | null {
  return text?.trim() || null;
}

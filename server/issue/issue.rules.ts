import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { IssueStanding } from './issue.audience.rules.ts';
import type { Fixer, Issue, IssueRow, IssueStage, IssueStatus } from './issue.entity.ts';
import { workflowOf } from './issue.kind.rules.ts';

/** Roles that the table of moves distinguishes. DESK: a clerk of the issue's desk, a deputy of the desk, or an admin. */
type Mover = 'REPORTER' | 'STAFF' | 'DESK';
type Need = 'REASON' | 'DESK' | 'DATE' | 'WORDS' | 'QUESTION' | 'ADDRESSEE';
interface Move {
  readonly to: IssueStatus;
  readonly by: readonly Mover[];
  readonly needs?: Need;
}

/** Default number of days after the end in which the reporter may reopen an issue. */
export const reopenDays = 30;

const closed = (by: Mover): readonly Move[] => [
  { to: 'DECLINED', by: [by], needs: 'REASON' },
  { to: 'NOT_RESPONSIBLE', by: [by], needs: 'REASON' },
  { to: 'DUPLICATE', by: [by], needs: 'REASON' },
];
const assigned: Move = { to: 'ASSIGNED', by: ['STAFF'], needs: 'DESK' };
const withdrawn: Move = { to: 'WITHDRAWN', by: ['REPORTER'] };
const reopened: Move = { to: 'ASSIGNED', by: ['REPORTER', 'STAFF'], needs: 'REASON' };
const asked = (by: Mover): Move => ({ to: 'WAITING_ON_REPORTER', by: [by], needs: 'QUESTION' });
const worked: readonly Move[] = [
  { to: 'RESOLVED', by: ['DESK'] },
  asked('DESK'),
  { to: 'FORWARDED', by: ['DESK'], needs: 'ADDRESSEE' },
];
const inProgress: Move = { to: 'IN_PROGRESS', by: ['DESK'] };
const scheduled: Move = { to: 'SCHEDULED', by: ['DESK'], needs: 'DATE' };
const declined: Move = { to: 'DECLINED', by: ['DESK'], needs: 'REASON' };

/** The table of moves; all other moves are refused. WAITING_ON_REPORTER returns to `statusAfterAnswer()`. */
const moves: Readonly<Record<IssueStatus, readonly Move[]>> = {
  SUBMITTED: [{ to: 'TRIAGED', by: ['STAFF'] }, assigned, asked('STAFF'), ...closed('STAFF'), withdrawn],
  TRIAGED: [assigned, asked('STAFF'), ...closed('STAFF'), withdrawn],
  ASSIGNED: [inProgress, scheduled, ...worked, { to: 'TRIAGED', by: ['DESK'] }, ...closed('DESK'), withdrawn],
  IN_PROGRESS: [scheduled, ...worked, declined, withdrawn],
  SCHEDULED: [inProgress, ...worked, declined, withdrawn],
  WAITING_ON_REPORTER: [withdrawn],
  FORWARDED: [
    { to: 'ASSIGNED', by: ['STAFF'] },
    { to: 'RESOLVED', by: ['STAFF'] },
    asked('STAFF'),
    { to: 'DECLINED', by: ['STAFF'], needs: 'REASON' },
    withdrawn,
  ],
  RESOLVED: [reopened],
  DECLINED: [reopened],
  NOT_RESPONSIBLE: [],
  DUPLICATE: [{ ...reopened, by: ['STAFF'] }],
  WITHDRAWN: [],
};

const stages: Readonly<Record<IssueStatus, IssueStage>> = {
  SUBMITTED: 'NEW',
  TRIAGED: 'REVIEWED',
  ASSIGNED: 'IN_PROGRESS',
  IN_PROGRESS: 'IN_PROGRESS',
  SCHEDULED: 'IN_PROGRESS',
  WAITING_ON_REPORTER: 'WAITING',
  FORWARDED: 'WAITING',
  RESOLVED: 'DONE',
  DECLINED: 'DONE',
  NOT_RESPONSIBLE: 'DONE',
  DUPLICATE: 'DONE',
  WITHDRAWN: 'DONE',
};

/**
 * Time from which the reporter can no longer reopen the issue; null while it is open. `days`: days in which reopening
 * is allowed.
 */
export function endedForGoodAt({ status, updatedAt }: Pick<Issue, 'status' | 'updatedAt'>, days: number): Date | null {
  if (stages[status] !== 'DONE') return null;
  const isFinal = !moves[status].some(({ by }) => by.includes('REPORTER'));
  return isFinal ? updatedAt : new Date(updatedAt.getTime() + days * 86_400_000);
}

/** Column of the board for a status. */
export function stageOf(status: IssueStatus): IssueStage {
  return stages[status];
}

/** Status to which a question leads back: a report that nobody had reviewed counts as reviewed once it is asked about. */
export function statusAfterAnswer(before: IssueStatus): IssueStatus {
  return before === 'SUBMITTED' ? 'TRIAGED' : before;
}

/** Whether the reporter can receive a question: by the account, or at a confirmed address. */
export function canAskReporter({ reporter, reporterEmail, emailConfirmedAt }: Contact): boolean {
  return reporter != null || (reporterEmail != null && emailConfirmedAt != null);
}
type Contact = Pick<IssueRow, 'reporter' | 'reporterEmail' | 'emailConfirmedAt'>;

type Moved = Pick<Issue, 'status' | 'previousStatus' | 'kind'>;
export interface MoveInput {
  readonly to: IssueStatus;
  readonly deskId?: string | null;
  readonly reason?: string | null;
  readonly message?: string | null;
  readonly scheduledFor?: Date | null;
  readonly addressee?: string | null;
  /** RESOLVED: who fixed it; TOWN if absent. */
  readonly fixedBy?: Fixer | null;
  /** Whether the reporter is notified; a question must be. */
  readonly tellReporter: boolean;
}

/**
 * Whether the table allows the move. ILLEGAL_MOVE: no such move; WRONG_DESK: only for the issue's desk; FORBIDDEN: only
 * for the other party; REOPEN_TOO_LATE: after `days` days.
 */
export function canMoveIssue(
  standing: IssueStanding,
  issue: Moved & { updatedAt: Date },
  to: IssueStatus,
  now: Date,
  days = reopenDays,
): Verdict {
  const move = movesFrom(issue).find((candidate) => candidate.to === to);
  if (move === undefined) return deny('ILLEGAL_MOVE');
  if (move.by.some((mover) => isMover(mover, standing))) {
    const isLate = now.getTime() - issue.updatedAt.getTime() > days * 86_400_000;
    return isReopening(issue.status, to) && !standing.isStaff && isLate ? deny('REOPEN_TOO_LATE') : allow;
  }
  return deny(standing.isStaff && move.by.includes('DESK') ? 'WRONG_DESK' : 'FORBIDDEN');
}

/**
 * Party as which the actor makes an allowed move: staff if the table allows it to the actor as staff, otherwise the
 * reporter, e.g. a clerk who withdraws an own issue.
 */
export function partyOf(standing: IssueStanding, issue: Moved, to: IssueStatus): 'STAFF' | 'REPORTER' {
  const movers = movesFrom(issue).find((move) => move.to === to)?.by ?? [];
  const isByStaff = movers.some((mover) => mover !== 'REPORTER' && isMover(mover, standing));
  return isByStaff ? 'STAFF' : 'REPORTER';
}

/**
 * Validates what a move requires. The current desk satisfies DESK, and the message of a reopening counts as its reason.
 * Throws one refusal that lists all faults.
 */
export function checkMove(
  issue: Moved & { deskId: string | null; canBeAsked: boolean },
  input: MoveInput,
  party: 'STAFF' | 'REPORTER',
  now: Date,
): void {
  const need = needOf(issue, input.to, party);
  const check = new InputCheck();
  for (const name of ['reason', 'message'] as const)
    if (input[name] != null) check.multiline(input[name], [0, 4000], name);
  if (input.addressee != null) check.text(input.addressee, [0, 200], 'addressee');
  const has = (text: string | null | undefined): boolean => (text ?? '').trim() !== '';
  const hasDesk = (input.deskId ?? issue.deskId) !== null;
  const hasReason = has(input.reason) || (isReopening(issue.status, input.to) && has(input.message));
  check.require(need !== 'REASON' || hasReason, 'REASON_REQUIRED', 'say why', 'reason');
  check.require(need !== 'DESK' || hasDesk, 'DESK_REQUIRED', 'say which desk', 'deskId');
  const isAhead = input.scheduledFor != null && input.scheduledFor > now;
  check.require(need !== 'DATE' || isAhead, 'DATE_REQUIRED', 'say when, in the future', 'scheduledFor');
  const needsWords = need === 'WORDS' || need === 'QUESTION';
  check.require(!needsWords || has(input.message), 'MESSAGE_REQUIRED', 'ask or answer', 'message');
  check.require(need !== 'QUESTION' || issue.canBeAsked, 'NOBODY_TO_ASK', 'no account, no confirmed address', 'to');
  check.require(need !== 'QUESTION' || input.tellReporter, 'QUESTION_UNTOLD', 'send the question', 'tellReporter');
  check.require(need !== 'ADDRESSEE' || has(input.addressee), 'ADDRESSEE_REQUIRED', 'say to whom', 'addressee');
  check.done();
}

/** Seconds in which a move can be taken back: ten on the screen, and two for the request. */
export const undoSeconds = 12;

/**
 * Whether the actor may take the last move back: only an own move, and only before the reporter is notified. Refused:
 * FORBIDDEN, UNDO_TOO_LATE.
 */
export function canUndoMove(actorId: string | null, last: UndoableMove, now: Date): Verdict {
  if (last.actor?.id !== actorId) return deny('FORBIDDEN');
  return last.undoableUntil != null && last.undoableUntil >= now ? allow : deny('UNDO_TOO_LATE');
}
type UndoableMove = { readonly actor?: { readonly id: string } | null; readonly undoableUntil?: Date | null };

/** Whether the move leads from a closed status to an open one. */
export function isReopening(from: IssueStatus, to: IssueStatus): boolean {
  return stageOf(from) === 'DONE' && stageOf(to) !== 'DONE';
}

/** Statuses for staff that require a clerk of the issue's desk, a deputy of the desk or an admin. */
export function deskTargets(issue: Moved): IssueStatus[] {
  return movesFrom(issue)
    .filter(({ by }) => by.includes('DESK') && !by.includes('STAFF'))
    .map(({ to }) => to);
}

/** Statuses that the table allows from here, for staff of the desk or for the reporter. */
export function targetsFor(issue: Moved, party: 'STAFF' | 'REPORTER'): IssueStatus[] {
  const movers: readonly Mover[] = party === 'STAFF' ? ['STAFF', 'DESK'] : ['REPORTER'];
  return movesFrom(issue)
    .filter(({ by }) => by.some((mover) => movers.includes(mover)))
    .map(({ to }) => to);
}

/**
 * Requirement of a move. The reporter's answer to a question requires a message; staff may continue without an answer.
 */
function needOf(issue: Moved, to: IssueStatus, party: 'STAFF' | 'REPORTER'): Need | undefined {
  const isAnswer = issue.status === 'WAITING_ON_REPORTER' && to === issue.previousStatus;
  if (isAnswer) return party === 'REPORTER' ? 'WORDS' : undefined;
  return movesFrom(issue).find((move) => move.to === to)?.needs;
}

/** Moves of the table, adapted to the kind of the issue. */
function movesFrom({ status, previousStatus, kind }: Moved): readonly Move[] {
  if (status === 'WAITING_ON_REPORTER') {
    return [{ to: previousStatus ?? 'ASSIGNED', by: ['REPORTER', 'STAFF'] }, ...moves[status]];
  }
  const { without, endsAtOnce, needsAnswer, reopens } = workflowOf(kind);
  const isEarly = status === 'SUBMITTED' || status === 'TRIAGED';
  const fitting = [...moves[status], ...(endsAtOnce && isEarly ? [atOnce] : [])];
  return fitting
    .filter(({ to }) => !without.includes(to))
    .map((move) => (!reopens && isReopening(status, move.to) ? { ...move, by: ['STAFF'] as const } : move))
    .map((move) => (move.to === 'RESOLVED' && needsAnswer ? { ...move, needs: 'WORDS' as const } : move));
}
const atOnce: Move = { to: 'RESOLVED', by: ['STAFF'] };

function isMover(mover: Mover, standing: IssueStanding): boolean {
  if (mover === 'REPORTER') return standing.isReporter;
  return mover === 'STAFF' ? standing.isStaff : standing.isOfDesk;
}

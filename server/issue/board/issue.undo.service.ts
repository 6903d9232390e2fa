import { LockMode } from '@mikro-orm/core';
import { isStaff, personId, strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { record, type Tx } from '../../kernel/events.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { Issue, IssueMove } from '../issue.entity.ts';
import { issueMoved } from '../issue.events.ts';
import { canUndoMove } from '../issue.rules.ts';
import { seenAs } from '../issue.reading.service.ts';
import { decide, lockIssue, persistMove, placed } from '../issue.service.ts';

export interface UndoMoveInput {
  readonly issueId: string;
  /** Version that the move created. */
  readonly version: number;
}

/** Takes back the actor's own last move before the reporter is notified. Refused: UNDO_TOO_LATE, CONFLICT. */
export function undoMove(ctx: Context, input: UndoMoveInput): Promise<Issue> {
  return decide(ctx, input, async (tx) => {
    const newest = { orderBy: { version: 'desc' as const }, limit: 2 };
    const issue = await tx.em.findOne(Issue, input.issueId, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    const [last, before] = await tx.em.find(IssueMove, { issue: input.issueId }, newest);
    if (issue === null || last === undefined) throw new DomainError('NOT_FOUND');
    // An own move can be taken back even if the actor may no longer see the issue, e.g. a complaint that was moved to a
    // wrong desk.
    const isOwn = last.version === input.version && last.actor?.id === personId(tx.actor);
    if (!isOwn || !isStaff(tx.actor, issue.municipality.id)) {
      const { standing } = await lockIssue(tx, input);
      if (!standing.isStaff) throw new DomainError(strangersCode(tx.actor));
    }
    await requireModuleIn(tx, issue.municipality.id, 'ISSUES');
    if (before === undefined) throw new DomainError('NOT_FOUND');
    authorize(canUndoMove(personId(tx.actor), last, tx.now()), ['version']);
    await persistUndone(tx, issue, last, before);
    return seenAs(issue, 'staff');
  });
}

/** Adds a move that restores status and desk from before the last move. */
async function persistUndone(tx: Tx, issue: Issue, last: IssueMove, before: IssueMove): Promise<void> {
  const { status: from } = issue;
  const { version: takesBack } = last;
  const { kind, deskId } = placed(issue);
  last.isTakenBack = true;
  issue.status = before.to;
  // A question allows only the move back to the status before the question, so that status is restored too.
  issue.previousStatus = before.to === 'WAITING_ON_REPORTER' ? last.to : null;
  issue.desk = before.desk ?? null;
  issue.version++;
  issue.updatedAt = tx.now();
  const { scheduledFor = null, addressee, fixedBy } = before;
  persistMove(tx, issue, 'STAFF', { from, scheduledFor, addressee, fixedBy, isTakenBack: true });
  await tx.em.flush();
  const facts = { issueId: issue.id, municipalityId: issue.municipality.id, version: issue.version, to: issue.status };
  await record(tx, issueMoved({ ...facts, by: 'STAFF', tellReporter: false, takesBack, was: { kind, deskId } }));
}

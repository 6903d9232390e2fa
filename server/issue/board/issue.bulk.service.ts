import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, Refusal, sentence, type UserError } from '../../kernel/errors.ts';
import type { UserErrorCode } from '../../kernel/names.ts';
import { canMoveMany } from '../issue.audience.rules.ts';
import type { Issue, IssueMoveRow } from '../issue.entity.ts';
import { moveIssue, type MoveIssueInput } from '../issue.service.ts';
import { undoMove, type UndoMoveInput } from './issue.undo.service.ts';

/** Maximum number of moves in one request. */
export const mostMoves = 50;

/** Result of one of several moves; a refusal contains the same data as that of a single move. */
export interface MoveOutcome {
  readonly issue?: Issue | null;
  readonly lastMove?: IssueMoveRow | null;
  readonly userErrors: readonly UserError[];
}

/** Executes the moves one after the other, each in its own transaction: a refused move does not stop the others. */
export function moveIssues(ctx: Context, moves: readonly MoveIssueInput[]): Promise<MoveOutcome[]> {
  return each(ctx, moves, (move) => moveIssue(ctx, move));
}

/** Takes back own last moves, each in its own transaction. */
export function undoMoves(ctx: Context, moves: readonly UndoMoveInput[]): Promise<MoveOutcome[]> {
  return each(ctx, moves, (move) => undoMove(ctx, move));
}

async function each<Move>(
  ctx: Context,
  moves: readonly Move[],
  act: (move: Move) => Promise<Issue>,
): Promise<MoveOutcome[]> {
  authorize(canMoveMany(ctx.actor));
  if (moves.length === 0 || moves.length > mostMoves) {
    throw new Refusal({ code: 'TOO_MANY_MOVES', message: `1 to ${mostMoves} moves`, path: ['moves'] });
  }
  const outcomes: (MoveOutcome | DomainError)[] = [];
  for (const move of moves) outcomes.push(await settle(() => act(move)));
  const [first] = outcomes;
  // If the actor may act on none of the issues, the whole request fails instead.
  if (first instanceof DomainError && outcomes.every((outcome) => outcome instanceof DomainError)) throw first;
  return outcomes.map((outcome) => (outcome instanceof DomainError ? refused(outcome) : outcome));
}

async function settle(act: () => Promise<Issue>): Promise<MoveOutcome | DomainError> {
  try {
    return { issue: await act(), userErrors: [] };
  } catch (error) {
    if (error instanceof DomainError && (error.code === 'FORBIDDEN' || error.code === 'NOT_FOUND')) return error;
    if (error instanceof Refusal) return { ...error.data, userErrors: error.userErrors };
    throw error;
  }
}

function refused(error: DomainError): MoveOutcome {
  const code: UserErrorCode = error.code === 'FORBIDDEN' ? 'FORBIDDEN' : 'NOT_FOUND';
  return { userErrors: [{ code, message: sentence(code), path: ['issueId'] }] };
}

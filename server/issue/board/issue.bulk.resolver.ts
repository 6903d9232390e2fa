import { Ctx, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { choiceOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { mostMoves, moveIssues, undoMoves } from './issue.bulk.service.ts';
import { IssuesPayloadType, MoveIssuesInputType, UndoMovesInputType } from './issue.bulk.types.ts';

const complexity = ({ childComplexity }: { childComplexity: number }): number => (mostMoves * childComplexity) / 3;

@Resolver()
export class IssueBulkResolver {
  @mutation(IssuesPayloadType, 'Move up to 50 reports at once (staff); each move succeeds or fails on its own.', {
    complexity,
  })
  moveIssues(
    @Input(() => MoveIssuesInputType) { moves }: MoveIssuesInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuesPayloadType> {
    const inputs = (): Parameters<typeof moveIssues>[1] =>
      moves.map(({ issueId, deskId, ...move }) => ({
        ...move,
        issueId: choiceOf('Issue', issueId),
        deskId: deskId == null ? null : choiceOf('Desk', deskId),
      }));
    return answer(async () => ({ results: await moveIssues(ctx, inputs()) }));
  }

  @mutation(
    IssuesPayloadType,
    "Take back up to 50 of one's own undoable moves within ten seconds (staff); each succeeds or fails on its own.",
    { complexity },
  )
  undoMoves(
    @Input(() => UndoMovesInputType) { moves }: UndoMovesInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuesPayloadType> {
    const inputs = (): Parameters<typeof undoMoves>[1] =>
      moves.map(({ issueId, version }) => ({ issueId: choiceOf('Issue', issueId), version }));
    return answer(async () => ({ results: await undoMoves(ctx, inputs()) }));
  }
}

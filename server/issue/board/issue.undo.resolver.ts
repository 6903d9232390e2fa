import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { answer } from '../../kernel/payload.ts';
import { IssuePayloadType } from '../issue.input.types.ts';
import { undoMove } from './issue.undo.service.ts';

@Resolver()
export class IssueUndoResolver {
  @Mutation(() => IssuePayloadType, {
    description: 'Take your own last move of a report back, for ten seconds. Refused: UNDO_TOO_LATE, CONFLICT.',
  })
  undoMove(
    @Arg('issueId', () => ID, { description: 'The report.' }) issueId: string,
    @Arg('version', () => Int, { description: 'The version that the move made.' }) version: number,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    return answer(async () => ({ issue: await undoMove(ctx, { issueId: idOf('Issue', issueId), version }) }));
  }
}

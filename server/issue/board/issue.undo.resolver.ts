import { Ctx, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { IssuePayloadType } from '../issue.input.types.ts';
import { UndoMoveInputType } from './issue.bulk.types.ts';
import { undoMove } from './issue.undo.service.ts';

@Resolver()
export class IssueUndoResolver {
  @mutation(IssuePayloadType, "Take back one's own last move of a report, within ten seconds.")
  undoMove(
    @Input(() => UndoMoveInputType) { issueId, version }: UndoMoveInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    return answer(async () => ({ issue: await undoMove(ctx, { issueId: idOf('Issue', issueId), version }) }));
  }
}

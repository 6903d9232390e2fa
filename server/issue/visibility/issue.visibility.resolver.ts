import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { deskById } from '../../municipality/municipality.service.ts';
import { DeskType } from '../../municipality/municipality.types.ts';
import type { IssueMoveRow, IssueRow } from '../issue.entity.ts';
import { IssuePayloadType } from '../issue.input.types.ts';
import { IssueMoveType, IssueType } from '../issue.types.ts';
import { concerns, isPublicAnswer, knowsDesk, wordsFor } from '../issue.visibility.rules.ts';
import { setIssueVisibility } from './issue.visibility.service.ts';
import { SetIssueVisibilityInputType } from './issue.visibility.types.ts';

@Resolver(() => IssueType)
export class IssueVisibilityResolver {
  @mutation(IssuePayloadType, 'Show a report to everybody, or no longer (staff of the town).')
  setIssueVisibility(
    @Input(() => SetIssueVisibilityInputType) { issueId, isPublic }: SetIssueVisibilityInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    return answer(async () => ({ issue: await setIssueVisibility(ctx, idOf('Issue', issueId), isPublic) }));
  }

  @FieldResolver(() => String, {
    description: "The reporter's words, plain text; to everybody and to partners without addresses and phone numbers.",
  })
  text(@Root() { seenBy, text }: IssueRow): string {
    return wordsFor(seenBy, text);
  }

  @FieldResolver(() => DeskType, { nullable: true, description: 'The desk that works on it; not told to everybody.' })
  desk(@Root() { seenBy, desk }: IssueRow, @Ctx() ctx: Context): Promise<DeskType | null> | null {
    return desk != null && knowsDesk(seenBy) ? deskById(ctx, desk.id) : null;
  }
}

/** What of a step is told depends on whose eyes the report was handed out for. */
@Resolver(() => IssueMoveType)
export class IssueStepResolver {
  @FieldResolver(() => DeskType, { nullable: true, description: 'The desk after this step; not told to everybody.' })
  desk(@Root() { seenBy, desk }: IssueMoveRow, @Ctx() ctx: Context): Promise<DeskType | null> | null {
    return desk != null && knowsDesk(seenBy) ? deskById(ctx, desk.id) : null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why; not told to everybody.' })
  reason(@Root() { seenBy, reason }: IssueMoveRow): string | null {
    return (concerns(seenBy) && reason) || null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Words: the answer, the question, or the reporter's own. To everybody only the town hall's answers.",
  })
  message(@Root() move: IssueMoveRow): string | null {
    const isTold = concerns(move.seenBy) || isPublicAnswer(move);
    return isTold && move.message != null ? wordsFor(move.seenBy, move.message) : null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'FORWARDED: to whom; not told to everybody.' })
  addressee(@Root() { seenBy, addressee }: IssueMoveRow): string | null {
    return (concerns(seenBy) && addressee) || null;
  }
}

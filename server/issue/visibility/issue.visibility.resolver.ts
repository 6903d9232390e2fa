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
import { concerns, isPublicAnswer, canSeeDesk, wordsFor } from '../issue.visibility.rules.ts';
import { setIssueVisibility } from './issue.visibility.service.ts';
import { SetIssueVisibilityInputType } from './issue.visibility.types.ts';

@Resolver(() => IssueType)
export class IssueVisibilityResolver {
  @mutation(IssuePayloadType, 'Make a report public, or no longer public (staff of the town).')
  setIssueVisibility(
    @Input(() => SetIssueVisibilityInputType) { issueId, isPublic, version }: SetIssueVisibilityInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    return answer(async () => ({ issue: await setIssueVisibility(ctx, idOf('Issue', issueId), isPublic, version) }));
  }

  @FieldResolver(() => String, {
    description:
      'Text of the reporter, plain text; for the public and for partners without addresses and phone numbers.',
  })
  text(@Root() { seenBy, text }: IssueRow): string {
    return wordsFor(seenBy, text);
  }

  @FieldResolver(() => Boolean, {
    description: 'True if the viewer sent this report, with an account or with its claim code; false for staff.',
  })
  viewerIsReporter(@Root() { seenBy }: IssueRow): boolean {
    return seenBy === 'reporter';
  }

  @FieldResolver(() => DeskType, { nullable: true, description: 'Desk that works on it; null for the public.' })
  desk(@Root() { seenBy, desk }: IssueRow, @Ctx() ctx: Context): Promise<DeskType | null> | null {
    return desk != null && canSeeDesk(seenBy) ? deskById(ctx, desk.id) : null;
  }
}

/** Field access depends on the audience for which the issue was read (`seenBy`). */
@Resolver(() => IssueMoveType)
export class IssueStepResolver {
  @FieldResolver(() => DeskType, { nullable: true, description: 'Desk after this move; null for the public.' })
  desk(@Root() { seenBy, desk }: IssueMoveRow, @Ctx() ctx: Context): Promise<DeskType | null> | null {
    return desk != null && canSeeDesk(seenBy) ? deskById(ctx, desk.id) : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Reason of the move; for the reporter and the town hall only.',
  })
  reason(@Root() { seenBy, reason }: IssueMoveRow): string | null {
    return (concerns(seenBy) && reason) || null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Message: an answer, a question, or a text of the reporter. The public sees answers of the town hall only.',
  })
  message(@Root() move: IssueMoveRow): string | null {
    const isTold = concerns(move.seenBy) || isPublicAnswer(move);
    return isTold && move.message != null ? wordsFor(move.seenBy, move.message) : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'FORWARDED: addressee; for the reporter and the town hall only.',
  })
  addressee(@Root() { seenBy, addressee }: IssueMoveRow): string | null {
    return (concerns(seenBy) && addressee) || null;
  }
}

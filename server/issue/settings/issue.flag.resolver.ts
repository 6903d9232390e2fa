import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { enumOf } from '../../kernel/enum.ts';
import { idOf } from '../../kernel/ids.ts';
import { answer } from '../../kernel/payload.ts';
import type { Fixer, IssueFlag, IssueMoveRow, IssueRow } from '../issue.entity.ts';
import { flagIssue, flagReason, unflagIssue } from './issue.flag.service.ts';
import { IssuePayloadType } from '../issue.input.types.ts';
import { findLastMove } from '../issue.reading.service.ts';
import { FixerEnum, IssueMoveType, IssueType } from '../issue.types.ts';
import { concerns } from '../visibility/issue.visibility.rules.ts';

export const IssueFlagEnum = enumOf<IssueFlag>('IssueFlag', 'Why the town hall set a report aside.', {
  SPAM: 'It is none.',
  HIDDEN: 'It is one, and nobody else is to read it.',
});

@Resolver(() => IssueType)
export class IssueFlagResolver {
  @Mutation(() => IssuePayloadType, {
    description:
      'Set a report aside: off the board, off all public pages (staff of the town). Its reporter still sees it, and is told so there. Refused: REASON_REQUIRED, NOT_OPEN.',
  })
  flagIssue(
    @Arg('issueId', () => ID, { description: 'The report.' }) issueId: string,
    @Arg('flag', () => IssueFlagEnum, { description: 'As what.' }) flag: IssueFlag,
    @Arg('reason', () => String, { description: 'Why, up to 1,000 characters; for the town hall.' }) reason: string,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    return answer(async () => ({ issue: await flagIssue(ctx, idOf('Issue', issueId), flag, reason) }));
  }

  @Mutation(() => IssuePayloadType, {
    description: 'Undo flagIssue: it stands where it had stood (staff of the town).',
  })
  unflagIssue(
    @Arg('issueId', () => ID, { description: 'The report.' }) issueId: string,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    return answer(async () => ({ issue: await unflagIssue(ctx, idOf('Issue', issueId)) }));
  }

  @FieldResolver(() => IssueFlagEnum, {
    nullable: true,
    description: 'The town hall set it aside; told to its reporter and the town hall.',
  })
  flag(@Root() { seenBy, flag }: IssueRow): IssueFlag | null {
    return concerns(seenBy) ? (flag ?? null) : null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why it was set aside; staff of the town only.' })
  flagReason(@Root() { id, seenBy, flag }: IssueRow, @Ctx() ctx: Context): Promise<string | null> | null {
    return seenBy === 'staff' && flag != null ? flagReason(ctx, id) : null;
  }

  @FieldResolver(() => FixerEnum, { nullable: true, description: 'RESOLVED, of a defect: who fixed it.' })
  async fixedBy(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<Fixer | null> {
    return issue.status === 'RESOLVED' ? ((await findLastMove(ctx, issue)).fixedBy ?? null) : null;
  }
}

@Resolver(() => IssueMoveType)
export class MoveFixerResolver {
  @FieldResolver(() => FixerEnum, { nullable: true, description: 'To RESOLVED, of a defect: who fixed it.' })
  fixedBy(@Root() { fixedBy }: IssueMoveRow): Fixer | null {
    return fixedBy ?? null;
  }
}

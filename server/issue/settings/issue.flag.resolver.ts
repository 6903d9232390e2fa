import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { Fixer, IssueFlag, IssueMoveRow, IssueRow } from '../issue.entity.ts';
import { IssuePayloadType } from '../issue.input.types.ts';
import { findLastMove } from '../issue.reading.service.ts';
import { FixerEnum, IssueMoveType, IssueType } from '../issue.types.ts';
import { concerns } from '../issue.visibility.rules.ts';
import { flagIssue, flagReason, unflagIssue } from './issue.flag.service.ts';
import { FlagIssueInputType, IssueFlagEnum, UnflagIssueInputType } from './issue.flag.types.ts';

@Resolver(() => IssueType)
export class IssueFlagResolver {
  @mutation(
    IssuePayloadType,
    'Set a report aside: it leaves the board and all public pages (staff of the town). Its reporter still sees it, with the flag.',
  )
  flagIssue(
    @Input(() => FlagIssueInputType) input: FlagIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    return answer(async () => ({ issue: await flagIssue(ctx, { ...input, issueId: idOf('Issue', input.issueId) }) }));
  }

  @mutation(
    IssuePayloadType,
    'Undo flagIssue: the report returns to the board and becomes public again if it was (staff of the town).',
  )
  unflagIssue(
    @Input(() => UnflagIssueInputType) { issueId, version }: UnflagIssueInputType,
    @Ctx() ctx: Context,
  ): Promise<IssuePayloadType> {
    return answer(async () => ({ issue: await unflagIssue(ctx, idOf('Issue', issueId), version) }));
  }

  @FieldResolver(() => IssueFlagEnum, {
    nullable: true,
    description: 'Why the town hall set it aside; for its reporter and the town hall, null for everybody else.',
  })
  flag(@Root() { seenBy, flag }: IssueRow): IssueFlag | null {
    return concerns(seenBy) ? (flag ?? null) : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Reason for setting it aside; for staff of the town only.',
  })
  flagReason(@Root() { id, seenBy, flag }: IssueRow, @Ctx() ctx: Context): Promise<string | null> | null {
    return seenBy === 'staff' && flag != null ? flagReason(ctx, id) : null;
  }

  @FieldResolver(() => FixerEnum, {
    nullable: true,
    description: 'RESOLVED, of a defect: who fixed it. Null otherwise.',
  })
  async fixedBy(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<Fixer | null> {
    return issue.status === 'RESOLVED' ? ((await findLastMove(ctx, issue)).fixedBy ?? null) : null;
  }
}

@Resolver(() => IssueMoveType)
export class MoveFixerResolver {
  @FieldResolver(() => FixerEnum, {
    nullable: true,
    description: 'Moves of a defect to RESOLVED: who fixed it. Null otherwise.',
  })
  fixedBy(@Root() { fixedBy }: IssueMoveRow): Fixer | null {
    return fixedBy ?? null;
  }
}

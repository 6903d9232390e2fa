import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { DateTime } from '../../kernel/scalars.ts';
import type { IssueCategoryRow } from '../issue.category.entity.ts';
import type { IssueRow } from '../issue.entity.ts';
import { IssueCategoryType, IssueType } from '../issue.types.ts';
import { type Hand, handsOf, stateOf, urgestOf } from './issue.clock.rules.ts';
import { clockOf } from './issue.clock.service.ts';
import {
  IssueClockType,
  type IssueDeadlineType,
  IssueTargetsPayloadType,
  IssueTargetsType,
  SetIssueTargetsInputType,
} from './issue.clock.types.ts';
import { firstAnswerBy } from './issue.pace.service.ts';
import { setIssueTargets, targetsOf } from './issue.target.service.ts';

@Resolver(() => IssueType)
export class IssueClockResolver {
  @FieldResolver(() => IssueClockType, {
    nullable: true,
    description: 'Deadlines of the report; for staff of the town only.',
  })
  async clock(@Root() { id, seenBy }: IssueRow, @Ctx() ctx: Context): Promise<IssueClockType | null> {
    const clock = seenBy === 'staff' ? await clockOf(ctx, id) : null;
    if (clock === null) return null;
    const shown = ({ soonAt, ...hand }: Hand): IssueDeadlineType => ({
      dueAt: hand.dueAt,
      dueSoonAt: soonAt,
      stoppedAt: hand.stoppedAt,
      state: stateOf(clock, { soonAt, ...hand }, ctx.now()),
    });
    const [firstResponse, resolution] = handsOf(clock);
    const hands = { firstResponse: shown(firstResponse), resolution: shown(resolution) };
    const state = urgestOf([hands.firstResponse.state, hands.resolution.state]);
    return { ...hands, isPaused: clock.pausedAt != null, state };
  }

  @FieldResolver(() => DateTime, {
    nullable: true,
    complexity: 20,
    description:
      'Time by which the town hall answers: by its own target in open time or, without a target, the estimate of `firstAnswerBy`. Null once it is answered.',
  })
  async expectedAnswerAt(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<Date | null> {
    const clock = await clockOf(ctx, issue.id);
    if (clock?.firstRespondedAt != null || clock?.withdrawnAt != null) return null;
    return clock?.firstResponseDueAt ?? firstAnswerBy(ctx, issue);
  }
}

@Resolver(() => IssueCategoryType)
export class IssueTargetsResolver {
  @FieldResolver(() => IssueTargetsType, { description: 'Deadlines of its reports.' })
  targets(@Root() category: IssueCategoryRow, @Ctx() ctx: Context): Promise<IssueTargetsType> {
    return targetsOf(ctx, category);
  }

  @mutation(
    IssueTargetsPayloadType,
    'Set the deadlines of a category (admins of the town); clocks that run already stay.',
  )
  setIssueTargets(
    @Input(() => SetIssueTargetsInputType) input: SetIssueTargetsInputType,
    @Ctx() ctx: Context,
  ): Promise<IssueTargetsPayloadType> {
    const { firstResponseMinutes = null, resolutionMinutes = null } = input;
    const targets = { firstResponseMinutes, resolutionMinutes };
    return answer(async () => ({
      category: await setIssueTargets(ctx, idOf('IssueCategory', input.categoryId), targets),
    }));
  }
}

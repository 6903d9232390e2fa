import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import { permission, PermissionType } from '../kernel/permission.ts';
import type { PollRow } from './poll.entity.ts';
import { PollPayloadType } from './poll.input.types.ts';
import { canPlanReminder } from './poll.reminder.rules.ts';
import { planReminder } from './poll.reminder.service.ts';
import { PlanReminderInputType } from './poll.reminder.types.ts';
import { PollType } from './poll.types.ts';

@Resolver(() => PollType)
export class PollReminderResolver {
  @mutation(
    PollPayloadType,
    'Plan, move or cancel the one reminder of a poll (editors and admins of the town). Recipients are electors who have not voted, or for SIGNED_IN members of the group who have not voted.',
  )
  planReminder(
    @Input(() => PlanReminderInputType)
    input: PlanReminderInputType,
    @Ctx() ctx: Context,
  ): Promise<PollPayloadType> {
    return answer(async () => ({ poll: await planReminder(ctx, { ...input, pollId: idOf('Poll', input.pollId) }) }));
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may plan or cancel the reminder now.' })
  viewerCanPlanReminder(@Root() poll: PollRow, @Ctx() ctx: Context): PermissionType {
    return permission(canPlanReminder(ctx.actor, poll, ctx.now()));
  }
}

import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import { permission, PermissionType } from '../kernel/permission.ts';
import type { PollRow } from './poll.entity.ts';
import { PollPayloadType } from './poll.input.types.ts';
import { canSetOutcome } from './poll.outcome.rules.ts';
import { outcomeOf, setOutcome } from './poll.outcome.service.ts';
import { PollOutcomeType, SetOutcomeInputType } from './poll.outcome.types.ts';
import { PollType } from './poll.types.ts';

@Resolver(() => PollType)
export class PollOutcomeResolver {
  @mutation(
    PollPayloadType,
    'Say what happens now that a poll has ended, or say it anew (editors and admins of the town). Who took part, or in a secret poll was handed a ballot, is told of the first.',
  )
  setOutcome(
    @Input(() => SetOutcomeInputType) input: SetOutcomeInputType,
    @Ctx() ctx: Context,
  ): Promise<PollPayloadType> {
    return answer(async () => ({ poll: await setOutcome(ctx, { ...input, pollId: idOf('Poll', input.pollId) }) }));
  }

  @FieldResolver(() => PollOutcomeType, {
    nullable: true,
    description: 'What happens now that it has ended; null: nothing was said yet.',
  })
  outcome(@Root() { id, closedAt }: PollRow, @Ctx() ctx: Context): Promise<PollOutcomeType | null> | null {
    return closedAt == null ? null : outcomeOf(ctx, id); // pages are full of polls that are open
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may say now what happens next.' })
  viewerCanSetOutcome(@Root() poll: PollRow, @Ctx() ctx: Context): PermissionType {
    return permission(canSetOutcome(ctx.actor, poll));
  }
}

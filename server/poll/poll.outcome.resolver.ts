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
    'Publish or change the text about what happens after a poll (editors and admins of the town). People who took part, or in a secret poll received a ballot, get a message about the first publication.',
  )
  setOutcome(
    @Input(() => SetOutcomeInputType) input: SetOutcomeInputType,
    @Ctx() ctx: Context,
  ): Promise<PollPayloadType> {
    return answer(async () => ({ poll: await setOutcome(ctx, { ...input, pollId: idOf('Poll', input.pollId) }) }));
  }

  @FieldResolver(() => PollOutcomeType, {
    nullable: true,
    description: 'Text about what happens after the poll; null: the poll is not closed, or nothing was published.',
  })
  outcome(@Root() { id, closedAt }: PollRow, @Ctx() ctx: Context): Promise<PollOutcomeType | null> | null {
    return closedAt == null ? null : outcomeOf(ctx, id); // saves the query: most listed polls are open
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may publish or change the outcome now.' })
  viewerCanSetOutcome(@Root() poll: PollRow, @Ctx() ctx: Context): PermissionType {
    return permission(canSetOutcome(ctx.actor, poll));
  }
}

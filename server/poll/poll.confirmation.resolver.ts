import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import { permission, PermissionType } from '../kernel/permission.ts';
import { confirmPoll } from './poll.confirmation.service.ts';
import type { PollRow } from './poll.entity.ts';
import { ConfirmPollInputType, PollPayloadType } from './poll.input.types.ts';
import { PollType } from './poll.types.ts';
import { canConfirmPoll } from './poll.visibility.rules.ts';

@Resolver(() => PollType)
export class PollConfirmationResolver {
  @mutation(
    PollPayloadType,
    'Confirm the counted result of a closed poll, which makes the result public (admins of the town).',
  )
  confirmPoll(
    @Input(() => ConfirmPollInputType) { pollId }: ConfirmPollInputType,
    @Ctx() ctx: Context,
  ): Promise<PollPayloadType> {
    return answer(async () => ({ poll: await confirmPoll(ctx, idOf('Poll', pollId)) }));
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may confirm the counted result now.' })
  viewerCanConfirm(@Root() poll: PollRow, @Ctx() ctx: Context): PermissionType {
    return permission(canConfirmPoll(ctx.actor, poll, ctx.now()));
  }
}

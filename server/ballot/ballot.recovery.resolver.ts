import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import { permission, PermissionType } from '../kernel/permission.ts';
import { Poll } from '../poll/poll.entity.ts';
import type { Booth } from './ballot.entity.ts';
import { canEnterRecoverySheet, canTakeRecoverySheet } from './ballot.recovery.rules.ts';
import { enterRecoverySheet, takeRecoverySheet } from './ballot.recovery.service.ts';
import {
  BoothType,
  EnterRecoverySheetInputType,
  EnterRecoverySheetPayloadType,
  TakeRecoverySheetInputType,
  TakeRecoverySheetPayloadType,
} from './ballot.types.ts';

@Resolver(() => BoothType)
export class RecoveryResolver {
  @mutation(
    TakeRecoverySheetPayloadType,
    'Take the recovery sheet of a secret poll, once and before it is counted (admins of the town). It is for a sealed envelope: with it and a copy of the database, the ballots can be read.',
  )
  takeRecoverySheet(
    @Input(() => TakeRecoverySheetInputType) { pollId }: TakeRecoverySheetInputType,
    @Ctx() ctx: Context,
  ): Promise<TakeRecoverySheetPayloadType> {
    return answer(async () => ({ pdf: (await takeRecoverySheet(ctx, idOf('Poll', pollId))).toString('base64') }));
  }

  @mutation(
    EnterRecoverySheetPayloadType,
    'Count a closed secret poll whose key is lost, with the words of its recovery sheet (admins of the town).',
  )
  enterRecoverySheet(
    @Input(() => EnterRecoverySheetInputType) { pollId, words }: EnterRecoverySheetInputType,
    @Ctx() ctx: Context,
  ): Promise<EnterRecoverySheetPayloadType> {
    return answer(async () => ({ poll: await enterRecoverySheet(ctx, idOf('Poll', pollId), words) }));
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer can take the recovery sheet now.' })
  async viewerCanTakeRecoverySheet(@Root() booth: Booth, @Ctx() ctx: Context): Promise<PermissionType> {
    const poll = await ctx.em.findOneOrFail(Poll, booth.pollId);
    return permission(canTakeRecoverySheet(ctx.actor, poll, booth, ctx.now()));
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer can enter the recovery sheet now.' })
  async viewerCanEnterRecoverySheet(@Root() booth: Booth, @Ctx() ctx: Context): Promise<PermissionType> {
    const poll = await ctx.em.findOneOrFail(Poll, booth.pollId);
    return permission(canEnterRecoverySheet(ctx.actor, poll, booth, ctx.now()));
  }
}

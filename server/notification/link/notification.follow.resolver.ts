import { Ctx, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { linkTokenOf } from '../../recipient/recipient.link.service.ts';
import { followOnDevice } from './notification.follow.device.service.ts';
import { confirmFollow, followByMail, type FollowWish } from './notification.follow.service.ts';
import {
  ConfirmFollowedGroupsInputType,
  FollowedGroupsPayloadType,
  FollowGroupsInputType,
  FollowGroupsOnDeviceInputType,
} from './notification.follow.types.ts';

@Resolver()
export class FollowGroupsResolver {
  @mutation(
    FollowedGroupsPayloadType,
    'Without an account: follow OPEN groups and streets by e-mail. A mail with a link asks the owner of the address; the answer is the same for all addresses.',
  )
  followGroups(
    @Input(() => FollowGroupsInputType) input: FollowGroupsInputType,
    @Ctx() ctx: Context,
  ): Promise<FollowedGroupsPayloadType> {
    return answer(async () => followByMail(ctx, { ...input, ...idsOf(input) }));
  }

  @mutation(
    FollowedGroupsPayloadType,
    'Confirm an address with the link in the mail. Repeating the call changes nothing.',
  )
  confirmFollowedGroups(
    @Input(() => ConfirmFollowedGroupsInputType) { token }: ConfirmFollowedGroupsInputType,
    @Ctx() ctx: Context,
  ): Promise<FollowedGroupsPayloadType> {
    return answer(async () => {
      const { recipientId, ...things } = await confirmFollow(ctx, token);
      return { ...things, token: recipientId === null ? null : await linkTokenOf(ctx, recipientId) };
    });
  }

  @mutation(
    FollowedGroupsPayloadType,
    'Without an account: let messages of OPEN groups and of streets come to the browser that sends the request. HTTP only.',
  )
  followGroupsOnDevice(
    @Input(() => FollowGroupsOnDeviceInputType) input: FollowGroupsOnDeviceInputType,
    @Ctx() ctx: Context,
  ): Promise<FollowedGroupsPayloadType> {
    return answer(async () => {
      const { recipientId, ...things } = await followOnDevice(ctx, { ...input, ...idsOf(input) });
      return { ...things, token: await linkTokenOf(ctx, recipientId) };
    });
  }
}

function idsOf({
  municipalityId,
  groupIds,
  streets,
}: FollowWish): Pick<FollowWish, 'municipalityId' | 'groupIds' | 'streets'> {
  return {
    municipalityId: idOf('Municipality', municipalityId),
    groupIds: groupIds.map((id) => choiceOf('Group', id)),
    streets: streets?.map(({ streetId, ...wish }) => ({ ...wish, streetId: choiceOf('Street', streetId) })),
  };
}

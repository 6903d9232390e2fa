import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { choiceOf, idOf } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import { addAddressByLink, confirmNumberByLink, requestNumberByLink } from './notification.address.service.ts';
import {
  endByLink,
  followStreetByLink,
  type MessageChoices,
  readChoices,
  removeContactByLink,
  renewDeviceByLink,
  renewLink,
  setAllStreetsFollowByLink,
  setModeByLink,
  setWasteReminderByLink,
  unfollowByLink,
  unfollowStreetByLink,
} from './notification.link.service.ts';
import {
  AddAddressByLinkInputType,
  AddAddressByLinkPayloadType,
  ConfirmNumberByLinkInputType,
  EndMessagesByLinkInputType,
  FollowStreetByLinkInputType,
  MessageChoicesPayloadType,
  MessageChoicesType,
  RemoveContactByLinkInputType,
  RenewDeviceByLinkInputType,
  RenewLinkInputType,
  RenewLinkPayloadType,
  RequestNumberByLinkInputType,
  RequestNumberByLinkPayloadType,
  SetAllStreetsFollowByLinkInputType,
  SetPreferenceByLinkInputType,
  SetWasteReminderByLinkInputType,
  UnfollowGroupByLinkInputType,
  UnfollowStreetByLinkInputType,
} from './notification.link.types.ts';

@Resolver()
export class LinkResolver {
  @Query(() => MessageChoicesType, {
    nullable: true,
    description:
      'Choices of a recipient without an account by the link of its mails. Errors: NOT_FOUND for links that are forged, revoked or of another town.',
  })
  messageChoices(
    @Arg('token', () => String, { description: 'Part of the link that follows #.' }) token: string,
    @Arg('municipalityId', () => ID, { description: 'The town of the link.' }) municipalityId: string,
    @Ctx() ctx: Context,
  ): Promise<MessageChoices> {
    return readChoices(ctx, token, idOf('Municipality', municipalityId));
  }

  @mutation(
    MessageChoicesPayloadType,
    'Set when messages of a followed group, or of the followed streets, come, by the link of a mail.',
  )
  setPreferenceByLink(
    @Input(() => SetPreferenceByLinkInputType)
    { token, groupId, interest = null, channel, mode }: SetPreferenceByLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<MessageChoicesPayloadType> {
    return answer(async () => {
      const choice = { groupId: groupId == null ? null : choiceOf('Group', groupId), interest, channel, mode };
      return { choices: await setModeByLink(ctx, token, choice) };
    });
  }

  @mutation(
    MessageChoicesPayloadType,
    'No longer follow a group, by the link of a mail. Repeating the call changes nothing.',
  )
  unfollowGroupByLink(
    @Input(() => UnfollowGroupByLinkInputType) { token, groupId }: UnfollowGroupByLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<MessageChoicesPayloadType> {
    return answer(async () => ({ choices: await unfollowByLink(ctx, token, choiceOf('Group', groupId)) }));
  }

  @mutation(
    MessageChoicesPayloadType,
    'Follow a street, to get messages of its disruptions, or change the house, by the link of a mail.',
  )
  followStreetByLink(
    @Input(() => FollowStreetByLinkInputType) { token, streetId, ...wish }: FollowStreetByLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<MessageChoicesPayloadType> {
    return answer(async () => {
      const choice = { streetId: choiceOf('Street', streetId), ...wish };
      return { choices: await followStreetByLink(ctx, token, choice) };
    });
  }

  @mutation(
    MessageChoicesPayloadType,
    'Choose whether to be reminded of the bins of a followed street, by the link of a mail.',
  )
  setWasteReminderByLink(
    @Input(() => SetWasteReminderByLinkInputType) { token, streetId, isOn }: SetWasteReminderByLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<MessageChoicesPayloadType> {
    return answer(async () => ({
      choices: await setWasteReminderByLink(ctx, token, choiceOf('Street', streetId), isOn),
    }));
  }

  @mutation(
    MessageChoicesPayloadType,
    'No longer follow a street, by the link of a mail. Repeating the call changes nothing.',
  )
  unfollowStreetByLink(
    @Input(() => UnfollowStreetByLinkInputType) { token, streetId }: UnfollowStreetByLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<MessageChoicesPayloadType> {
    return answer(async () => ({
      choices: await unfollowStreetByLink(ctx, token, choiceOf('Street', streetId)),
    }));
  }

  @mutation(
    MessageChoicesPayloadType,
    'Follow all streets of the town, to get messages of each disruption, or end it, by the link of a mail.',
  )
  setAllStreetsFollowByLink(
    @Input(() => SetAllStreetsFollowByLinkInputType) { token, isFollowing }: SetAllStreetsFollowByLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<MessageChoicesPayloadType> {
    return answer(async () => ({ choices: await setAllStreetsFollowByLink(ctx, token, isFollowing) }));
  }

  @mutation(
    AddAddressByLinkPayloadType,
    'Let messages come to another e-mail address, too, by the link of a mail. A mail asks the owner of the address; the answer is the same for all addresses.',
  )
  addAddressByLink(
    @Input(() => AddAddressByLinkInputType) { token, ...address }: AddAddressByLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<AddAddressByLinkPayloadType> {
    return answer(async () => ({ choices: await addAddressByLink(ctx, token, address) }));
  }

  @mutation(
    RequestNumberByLinkPayloadType,
    'Send a code to a mobile number that shall get messages, too, by the link of a mail; a confirmed number gets none.',
  )
  requestNumberByLink(
    @Input(() => RequestNumberByLinkInputType) { token, number }: RequestNumberByLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<RequestNumberByLinkPayloadType> {
    return answer(() => requestNumberByLink(ctx, token, number));
  }

  @mutation(MessageChoicesPayloadType, 'Confirm a mobile number by the code of the newest SMS, by the link of a mail.')
  confirmNumberByLink(
    @Input(() => ConfirmNumberByLinkInputType) { token, contactId, code }: ConfirmNumberByLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<MessageChoicesPayloadType> {
    return answer(async () => {
      const number = { contactId: idOf('Contact', contactId), code };
      return { choices: await confirmNumberByLink(ctx, token, number) };
    });
  }

  @mutation(MessageChoicesPayloadType, 'Delete an address, a number or a device, by the link of a mail.')
  removeContactByLink(
    @Input(() => RemoveContactByLinkInputType) { token, contactId }: RemoveContactByLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<MessageChoicesPayloadType> {
    return answer(async () => ({ choices: await removeContactByLink(ctx, token, choiceOf('Contact', contactId)) }));
  }

  @mutation(
    MessageChoicesPayloadType,
    'Store the new address of a browser that follows groups without an account, by its link. HTTP only.',
  )
  renewDeviceByLink(
    @Input(() => RenewDeviceByLinkInputType) { token, ...subscription }: RenewDeviceByLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<MessageChoicesPayloadType> {
    return answer(async () => ({ choices: await renewDeviceByLink(ctx, token, subscription) }));
  }

  @mutation(
    RenewLinkPayloadType,
    'Make all links to these choices invalid, except those to unsubscribe, and get a new one.',
  )
  renewLink(
    @Input(() => RenewLinkInputType) { token }: RenewLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<RenewLinkPayloadType> {
    return answer(() => renewLink(ctx, token));
  }

  @mutation(
    MessageChoicesPayloadType,
    'End all messages to a recipient without an account, by the link of a mail: delete its addresses and devices.',
  )
  endMessagesByLink(
    @Input(() => EndMessagesByLinkInputType) { token }: EndMessagesByLinkInputType,
    @Ctx() ctx: Context,
  ): Promise<MessageChoicesPayloadType> {
    return answer(async () => ({ choices: await endByLink(ctx, token) }));
  }
}

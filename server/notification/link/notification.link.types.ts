import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import type { DeliveryMode } from '../../kernel/message.ts';
import type { Interest } from '../../kernel/names.ts';
import { PayloadType, proofDescription, ProvablePayloadType } from '../../kernel/payload.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import { FollowedStreetType, StreetChoiceInputType } from '../../street/street.types.ts';
import { ChannelEnum, DeliveryModeEnum, InterestEnum, PreferenceType } from '../notification.types.ts';

const linkDescription = 'Part of the link that follows #.';

@ObjectType('MessageContact', {
  description: 'Address or device that messages of a recipient without an account reach.',
})
export class MessageContactType {
  @field(() => ID, 'Id of the contact, for removeContactByLink.')
  declare contactId: string;

  @field(() => ChannelEnum, 'The channel.')
  declare channel: string;

  @field(
    () => String,
    'Address or number of which only the ends are shown, such as "m…@t-online.de", or the name of the device.',
  )
  declare name: string;
}

@ObjectType('MessageChoices', {
  description: 'Messages that a recipient without an account gets, and its contacts; visible with its link.',
})
export class MessageChoicesType {
  @field(() => MunicipalityType, 'Town of the messages.')
  declare municipality: MunicipalityType;

  @field(() => [MessageContactType], 'Confirmed addresses, numbers and devices, the oldest first; at most 20.')
  declare contacts: readonly MessageContactType[];

  @field(
    () => [FollowedStreetType],
    'Streets that the recipient follows, by name; only the first digit of a house number is shown ("1…"). At most 50.',
  )
  declare streets: readonly FollowedStreetType[];

  @field(() => Boolean, 'Whether the recipient follows all streets of the town.')
  declare followsAllStreets: boolean;

  @field(
    () => [PreferenceType],
    'Choices for each followed group, for disruptions if streets are followed, and for bins if a reminder is chosen, by each channel of the contacts; the group of the whole town first. At most 400.',
  )
  declare preferences: readonly PreferenceType[];
}

@ObjectType()
export class MessageChoicesPayloadType extends PayloadType {
  @field(() => MessageChoicesType, 'The choices after the change; null: the call was refused.', { nullable: true })
  declare choices?: MessageChoicesType | null;
}

@ObjectType()
export class AddAddressByLinkPayloadType extends ProvablePayloadType {
  @field(() => MessageChoicesType, 'The choices, without the new address; null: the call was refused.', {
    nullable: true,
  })
  declare choices?: MessageChoicesType | null;
}

@ObjectType()
export class RequestNumberByLinkPayloadType extends MessageChoicesPayloadType {
  @field(() => MessageContactType, 'The number to which the code was sent; null: the call was refused.', {
    nullable: true,
  })
  declare contact?: MessageContactType | null;
}

@ObjectType()
export class RenewLinkPayloadType extends MessageChoicesPayloadType {
  @field(() => String, 'Token of the new link; null: the call was refused.', { nullable: true })
  declare token?: string | null;
}

@InputType('SetPreferenceByLinkInput', { description: 'Input of setPreferenceByLink.' })
export class SetPreferenceByLinkInputType {
  @Field(() => String, { description: linkDescription })
  declare token: string;

  @Field(() => ID, {
    nullable: true,
    description: 'A group that the recipient follows; null: the interest.',
  })
  declare groupId?: string | null;

  @field(() => InterestEnum, 'Without a group: DISRUPTIONS or WASTE of the followed streets; null: DISRUPTIONS.', {
    nullable: true,
  })
  declare interest?: Interest | null;

  @field(() => ChannelEnum, 'The channel.')
  declare channel: string;

  @field(() => DeliveryModeEnum, 'When messages shall come; DAILY and WEEKLY by e-mail only.')
  declare mode: DeliveryMode;
}

@InputType('UnfollowGroupByLinkInput', { description: 'Input of unfollowGroupByLink.' })
export class UnfollowGroupByLinkInputType {
  @Field(() => String, { description: linkDescription })
  declare token: string;

  @Field(() => ID, { description: 'The group.' })
  declare groupId: string;
}

@InputType('FollowStreetByLinkInput', { description: 'Input of followStreetByLink.' })
export class FollowStreetByLinkInputType extends StreetChoiceInputType {
  @Field(() => String, { description: linkDescription })
  declare token: string;
}

@InputType('SetWasteReminderByLinkInput', { description: 'Input of setWasteReminderByLink.' })
export class SetWasteReminderByLinkInputType {
  @Field(() => String, { description: linkDescription })
  declare token: string;

  @Field(() => ID, { description: 'A street that the recipient follows.' })
  declare streetId: string;

  @field(() => Boolean, 'Whether to remind of the bins of the address on the evening before.')
  declare isOn: boolean;
}

@InputType('UnfollowStreetByLinkInput', { description: 'Input of unfollowStreetByLink.' })
export class UnfollowStreetByLinkInputType {
  @Field(() => String, { description: linkDescription })
  declare token: string;

  @Field(() => ID, { description: 'The street.' })
  declare streetId: string;
}

@InputType('SetAllStreetsFollowByLinkInput', { description: 'Input of setAllStreetsFollowByLink.' })
export class SetAllStreetsFollowByLinkInputType {
  @Field(() => String, { description: linkDescription })
  declare token: string;

  @field(() => Boolean, 'True: follow all streets of the town; false: end it. Single streets stay followed.')
  declare isFollowing: boolean;
}

@InputType('AddAddressByLinkInput', { description: 'Input of addAddressByLink.' })
export class AddAddressByLinkInputType {
  @Field(() => String, { description: linkDescription })
  declare token: string;

  @field(() => String, 'E-mail address for the messages; its owner must confirm it with the link in a mail.')
  declare email: string;

  @field(() => String, proofDescription, { nullable: true })
  declare proof?: string | null;
}

@InputType('RequestNumberByLinkInput', { description: 'Input of requestNumberByLink.' })
export class RequestNumberByLinkInputType {
  @Field(() => String, { description: linkDescription })
  declare token: string;

  @field(() => String, 'Mobile number, at most 40 characters; without a country code a German one.')
  declare number: string;
}

@InputType('ConfirmNumberByLinkInput', { description: 'Input of confirmNumberByLink.' })
export class ConfirmNumberByLinkInputType {
  @Field(() => String, { description: linkDescription })
  declare token: string;

  @Field(() => ID, { description: 'The number: MessageContact.contactId.' })
  declare contactId: string;

  @field(() => String, 'The eight digits of the newest SMS.')
  declare code: string;
}

@InputType('RemoveContactByLinkInput', { description: 'Input of removeContactByLink.' })
export class RemoveContactByLinkInputType {
  @Field(() => String, { description: linkDescription })
  declare token: string;

  @Field(() => ID, { description: 'The contact: MessageContact.contactId.' })
  declare contactId: string;
}

@InputType('RenewDeviceByLinkInput', {
  description: "Input of renewDeviceByLink, with the parts of the browser's new PushSubscription.",
})
export class RenewDeviceByLinkInputType {
  @Field(() => String, { description: linkDescription })
  declare token: string;

  @field(() => String, 'Address at the push service, at most 1,000 characters.')
  declare endpoint: string;

  @field(() => String, 'Public key of the browser, base64url without padding.')
  declare p256dh: string;

  @field(() => String, 'Secret of the browser, base64url without padding.')
  declare auth: string;
}

@InputType('RenewLinkInput', { description: 'Input of renewLink.' })
export class RenewLinkInputType {
  @Field(() => String, { description: linkDescription })
  declare token: string;
}

@InputType('EndMessagesByLinkInput', { description: 'Input of endMessagesByLink.' })
export class EndMessagesByLinkInputType {
  @Field(() => String, { description: linkDescription })
  declare token: string;
}

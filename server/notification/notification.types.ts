import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { GroupType } from '../group/group.types.ts';
import { enumOf, openEnumOf, openUnionOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import type { DeliveryMode } from '../kernel/message.ts';
import type { Interest } from '../kernel/names.ts';
import { connectionOf } from '../kernel/page.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, StreamCursor } from '../kernel/scalars.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import type { DeliveryState } from './notification.entity.ts';

export const MessageKindEnum = openEnumOf('MessageKind', 'Kind of a message.');

export const ChannelEnum = openEnumOf('Channel', 'Channel by which messages reach a person; chosen for each interest.');

export const InterestEnum = openEnumOf('Interest', 'Kind of messages that a person can choose.');

export const DeliveryModeEnum = enumOf<DeliveryMode>('DeliveryMode', 'When messages leave by a channel.', {
  OFF: 'Never.',
  NOW: 'At once.',
  DAILY: 'Together, every evening.',
  WEEKLY: 'Together, every Friday.',
});

export const DeliveryStateEnum = enumOf<DeliveryState>('DeliveryState', 'State of a message to one contact.', {
  PENDING: 'Waits for its first or next try.',
  HELD: 'Waits for the end of quiet hours or for a digest.',
  SENDING: 'Is being sent.',
  SENT: 'The next server accepted it, which does not say that it arrived.',
  DELIVERED: 'A receipt says that it arrived.',
  FAILED: 'The message will not arrive.',
  CANCELLED:
    'The message was not sent, because the recipient no longer wants or may receive it, or because its time was over.',
  UNKNOWN: 'A receipt that the channel promises is missing.',
});

/** Name of the GraphQL type of an entity: both have the same name. */
const typeName = (value: object): string => value.constructor.name;

const InboxSubjectType = openUnionOf('InboxSubject', 'Object that a message is about.', typeName);

const InboxContentType = openUnionOf('InboxContent', 'Move, comment or earlier text that a message reports.', typeName);

@ObjectType('InboxItem', {
  implements: NodeType,
  description:
    "A message in the viewer's inbox. All recipients of a message see the same id with their own `readAt` and `group`.",
})
export class InboxItemType {
  declare id: string;

  @field(() => MessageKindEnum, 'Kind of the message.')
  declare kind: string;

  @field(() => DateTime, 'When the reported event happened.')
  declare at: Date;

  @field(() => DateTime, 'When the viewer opened the message; null: unread.', { nullable: true })
  declare readAt?: Date | null;

  @field(() => MunicipalityType, 'Town of the message.')
  declare municipality: MunicipalityType;

  @field(
    () => GroupType,
    'Group because of which the viewer received the message; null: an own issue, or a CLOSED group that the viewer has left.',
    {
      nullable: true,
    },
  )
  declare group?: GroupType | null;

  @Field(() => InboxSubjectType, {
    nullable: true,
    description: 'Object that the message is about; null: the viewer may not read it any more.',
  })
  declare subject: object | null;

  @Field(() => InboxContentType, {
    nullable: true,
    description:
      'Move, comment or earlier text, for kinds that report one; null: none, or the viewer may not read it any more.',
  })
  declare content: object | null;
}

export const InboxItemConnectionType = connectionOf(InboxItemType, 'InboxItem');

@ObjectType('InboxUpdate', { description: 'Changes in the inbox since the last message.' })
export class InboxUpdateType {
  @field(() => StreamCursor, 'Cursor of this message; pass it as `after` to continue without a gap.')
  declare cursor: string;
}

@ObjectType('Preference', { description: 'When messages of one interest reach the viewer by one channel.' })
export class PreferenceType {
  @field(() => InterestEnum, 'The interest.')
  declare interest: Interest;

  @field(() => GroupType, 'The group of the interest GROUP; null for all other interests.', { nullable: true })
  declare group?: GroupType | null;

  @field(() => ChannelEnum, 'The channel.')
  declare channel: string;

  @field(() => DeliveryModeEnum, 'The choice of the viewer, or what applies while the viewer has chosen nothing.')
  declare mode: DeliveryMode;
}

@InputType('SetPreferenceInput', { description: 'Input of setPreference.' })
export class SetPreferenceInputType {
  @field(() => InterestEnum, 'The interest.')
  declare interest: Interest;

  @field(() => ID, 'For the interest GROUP: a group of which the viewer is a member. Absent for all others.', {
    nullable: true,
  })
  declare groupId?: string | null;

  @field(() => ChannelEnum, 'The channel.')
  declare channel: string;

  @field(() => DeliveryModeEnum, 'When messages shall come; DAILY and WEEKLY by e-mail only.')
  declare mode: DeliveryMode;
}

@ObjectType()
export class SetPreferencePayloadType extends PayloadType {
  @field(() => PreferenceType, 'The choice after the change.', { nullable: true })
  declare preference?: PreferenceType | null;
}

@ObjectType()
export class MarkInboxReadPayloadType extends PayloadType {
  @field(() => Int, 'Number of unread messages.')
  declare unreadCount: number;
}

@ObjectType('UnsubscribeLink', {
  description: 'Interest whose mails the unsubscribe link of a mail would switch off.',
})
export class UnsubscribeLinkType {
  @field(() => InterestEnum, 'The interest whose mails the link switches off.')
  declare interest: Interest;

  @field(() => String, 'Name of the group of the interest GROUP; null for all other interests.', { nullable: true })
  declare groupName?: string | null;

  @field(() => MunicipalityType, 'The town of the group; null: the link is not about a group.', { nullable: true })
  declare municipality?: MunicipalityType | null;

  @field(() => Boolean, 'False: the mails are switched off already.')
  declare isOn: boolean;

  @field(() => Boolean, 'False: the recipient has no account, and chooses its messages by the links of its mails.')
  declare hasAccount: boolean;
}

@ObjectType()
export class UnsubscribePayloadType extends PayloadType {
  @field(() => InterestEnum, 'Interest whose mails are switched off now; null: the call was refused.', {
    nullable: true,
  })
  declare interest?: Interest | null;

  @field(() => String, 'Name of the group of the interest GROUP; null for all others, or if the call was refused.', {
    nullable: true,
  })
  declare groupName?: string | null;

  @field(() => Boolean, 'False: the mails were switched off before; null: the call was refused.', { nullable: true })
  declare wasOn?: boolean | null;
}

@InputType('MarkInboxReadInput', { description: 'Input of markInboxRead.' })
export class MarkInboxReadInputType {
  @Field(() => [ID], {
    nullable: true,
    description: 'Messages to mark, at most 100; without `ids` and `about` all messages.',
  })
  declare ids?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Global id of an object; marks all messages about it.' })
  declare about?: string | null;
}

@InputType('UnsubscribeInput', { description: 'Input of unsubscribe.' })
export class UnsubscribeInputType {
  @Field(() => String, { description: 'Last part of the link.' })
  declare token: string;
}

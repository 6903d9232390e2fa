import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { GroupType } from '../group/group.types.ts';
import { openEnumOf, openUnionOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { connectionOf } from '../kernel/page.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, StreamCursor } from '../kernel/scalars.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';

const MessageKindEnum = openEnumOf('MessageKind', 'What a message tells.');

const ChannelEnum = openEnumOf('Channel', 'A way to a person, chosen group by group.');

/** Entities and GraphQL types have the same names. */
const typeName = (value: object): string => value.constructor.name;

const InboxSubjectType = openUnionOf('InboxSubject', 'What a message is about.', typeName);

const InboxContentType = openUnionOf(
  'InboxContent',
  'The step, the words or the earlier text that a message reports.',
  typeName,
);

@ObjectType('InboxItem', {
  implements: NodeType,
  description:
    'A message in the inbox of whoever asks. All recipients know it by the same id, and each sees their own.',
})
export class InboxItemType {
  declare id: string;

  @field(() => MessageKindEnum, 'What it tells.')
  declare kind: string;

  @field(() => DateTime, 'When it happened.')
  declare at: Date;

  @field(() => DateTime, 'When it was opened; null: not yet.', { nullable: true })
  declare readAt?: Date | null;

  @field(() => MunicipalityType, 'The town it comes from.')
  declare municipality: MunicipalityType;

  @field(() => GroupType, 'The group by which it came; null: an own report, or a group left that is closed.', {
    nullable: true,
  })
  declare group?: GroupType | null;

  @Field(() => InboxSubjectType, {
    nullable: true,
    description: 'What it is about; null when it may not be read any more.',
  })
  declare subject: object | null;

  @Field(() => InboxContentType, {
    nullable: true,
    description: 'What the message reports, where its kind says so; null when that may not be read any more.',
  })
  declare content: object | null;
}

export const InboxItemConnectionType = connectionOf(InboxItemType, 'InboxItem');

@ObjectType('InboxUpdate', { description: 'What changed in the inbox since `after`.' })
export class InboxUpdateType {
  @field(() => StreamCursor, 'Give it as `after` to go on from here.')
  declare cursor: string;
}

@ObjectType('Preference', { description: 'Whether a group reaches the viewer by a channel.' })
export class PreferenceType {
  @field(() => GroupType, 'The group.')
  declare group: GroupType;

  @field(() => ChannelEnum, 'The channel.')
  declare channel: string;

  @field(() => Boolean, 'It is used.')
  declare isOn: boolean;
}

@InputType('SetPreferenceInput', { description: 'Switch a channel on or off for one group.' })
export class SetPreferenceInputType {
  @field(() => ID, 'A group the viewer belongs to.')
  declare groupId: string;

  @field(() => ChannelEnum, 'The channel.')
  declare channel: string;

  @field(() => Boolean, 'Whether it is used from now on.')
  declare isOn: boolean;
}

@ObjectType()
export class SetPreferencePayloadType extends PayloadType {
  @field(() => PreferenceType, 'What holds now. At most ten.', { nullable: true })
  declare preference?: PreferenceType | null;
}

@ObjectType()
export class MarkInboxReadPayloadType extends PayloadType {
  @field(() => Int, 'How many messages are not opened yet.')
  declare unreadCount: number;
}

@ObjectType('UnsubscribeLink', { description: 'What the link under a mail would end.' })
export class UnsubscribeLinkType {
  @field(() => String, 'Name of the group whose mails it is about.')
  declare groupName: string;

  @field(() => MunicipalityType, 'The town of the group.')
  declare municipality: MunicipalityType;

  @field(() => Boolean, 'False: they are switched off already.')
  declare isOn: boolean;
}

@ObjectType()
export class UnsubscribePayloadType extends PayloadType {
  @field(() => String, 'Name of the group whose mails end.', { nullable: true })
  declare groupName?: string | null;

  @field(() => Boolean, 'False: they had been switched off before.', { nullable: true })
  declare wasOn?: boolean | null;
}

@InputType('MarkInboxReadInput', { description: 'Input of markInboxRead.' })
export class MarkInboxReadInputType {
  @Field(() => [ID], { nullable: true, description: 'These, at most 100; without ids and `about` all.' })
  declare ids?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Everything about this post, poll or report.' })
  declare about?: string | null;
}

@InputType('UnsubscribeInput', { description: 'Input of unsubscribe.' })
export class UnsubscribeInputType {
  @Field(() => String, { description: 'The last part of the link.' })
  declare token: string;
}

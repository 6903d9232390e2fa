import { createUnionType, ID, InputType, Int, ObjectType } from 'type-graphql';
import { GroupType } from '../group/group.types.ts';
import { IdeaType } from '../idea/idea.types.ts';
import { IssueCommentType } from '../issue/comment/issue.comment.types.ts';
import { IssueMoveType, IssueType } from '../issue/issue.types.ts';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { connectionOf } from '../kernel/page.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, StreamCursor } from '../kernel/scalars.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { PollType } from '../poll/poll.types.ts';
import { PostType } from '../post/post.types.ts';
import type { MessageKind } from './notification.entity.ts';
import type { ChosenChannel } from './notification.rules.ts';

export const MessageKindEnum = enumOf('MessageKind', 'What a message tells.', {
  POST_PUBLISHED: 'A group says something new.',
  POST_REVISED: 'A post was changed.',
  POLL_CLOSED: 'A poll the person took part in has ended.',
  POLL_CONFIRMED: 'Its counted result, which waited for that, is confirmed and shown.',
  POLL_OUTCOME: 'The town hall said what happens after a poll the person took part in.',
  POLL_REMINDER: 'A poll ends soon in which the person has not voted.',
  IDEA_REACHED: 'An idea the person wrote or supports has the supporters it needs.',
  IDEA_MOVED: 'An idea the person wrote or supports has come a step further.',
  ISSUE_MOVED: 'An own report has come a step further.',
  ISSUE_ANSWER_DUE_SOON: "Staff: a report of the person's desk should be answered soon.",
  ISSUE_ANSWER_OVERDUE: 'Staff: a report was not answered in time.',
  ISSUE_DUE_SOON: "Staff: a report of the person's desk should be settled soon.",
  ISSUE_OVERDUE: 'Staff: a report was not settled in time.',
  ISSUE_COMMENTED: 'The town hall said something about an own report.',
  ISSUE_SURVEY: 'Is what the person reported fixed?',
  ISSUE_FOLLOWED: 'A report that the person follows has come a step further.',
  ISSUE_FOLLOWED_ANSWERED: 'The town hall said something for everybody about a report that the person follows.',
});

export const ChannelEnum = enumOf('Channel', 'A way to a person, chosen group by group.', {
  INBOX: 'In the app.',
  EMAIL: "To the account's address.",
});

export const InboxSubjectType = createUnionType({
  name: 'InboxSubject',
  description: 'What a message is about.',
  types: () => [PostType, PollType, IssueType, IdeaType] as const,
  resolveType: (subject: object) => subject.constructor.name,
});

@ObjectType('InboxItem', { description: 'A message in the inbox of whoever asks.' })
export class InboxItemType {
  @field(() => ID, 'Stable id.')
  declare id: string;

  @field(() => MessageKindEnum, 'What it tells.')
  declare kind: MessageKind;

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

  @field(() => String, 'POST_REVISED: what is different.', { nullable: true })
  declare change?: string | null;

  @field(() => IssueMoveType, 'ISSUE_MOVED, ISSUE_FOLLOWED: the step.', { nullable: true })
  declare move?: IssueMoveType | null;

  @field(() => IssueCommentType, 'ISSUE_COMMENTED, ISSUE_FOLLOWED_ANSWERED: the words.', { nullable: true })
  declare comment?: IssueCommentType | null;
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
  declare channel: ChosenChannel;

  @field(() => Boolean, 'It is used.')
  declare isOn: boolean;
}

@InputType('SetPreferenceInput', { description: 'Switch a channel on or off for one group.' })
export class SetPreferenceInputType {
  @field(() => ID, 'A group the viewer belongs to.')
  declare groupId: string;

  @field(() => ChannelEnum, 'The channel.')
  declare channel: ChosenChannel;

  @field(() => Boolean, 'Whether it is used from now on.')
  declare isOn: boolean;
}

@ObjectType('SetPreferencePayload', { description: 'Answer of setPreference. Refused: NOT_A_MEMBER.' })
export class SetPreferencePayloadType extends PayloadType {
  @field(() => PreferenceType, 'What holds now.', { nullable: true })
  declare preference?: PreferenceType | null;
}

@ObjectType('MarkInboxReadPayload', { description: 'Answer of markInboxRead.' })
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

@ObjectType('UnsubscribePayload', { description: 'Answer of unsubscribe. Refused: UNKNOWN_LINK.' })
export class UnsubscribePayloadType extends PayloadType {
  @field(() => String, 'Name of the group whose mails end.', { nullable: true })
  declare groupName?: string | null;

  @field(() => Boolean, 'False: they had been switched off before.', { nullable: true })
  declare wasOn?: boolean | null;
}

import { Field, ID, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { DateTime, StreamCursor } from '../kernel/scalars.ts';
import { PointType } from '../municipality/municipality.types.ts';
import type { IssueKind } from './issue.category.entity.ts';
import type { IssueParty, IssueStatus } from './issue.entity.ts';

export const IssueKindEnum = enumOf('IssueKind', 'What a report is.', {
  DEFECT: 'Something is broken or dirty.',
  COMPLAINT: 'Somebody is not content with how they were treated; never public.',
  PRAISE: 'Thanks.',
  CRITICISM: 'Something should be otherwise.',
  SUGGESTION: 'An idea.',
  QUESTION: 'A question to the town hall.',
});

export const IssueStageEnum = enumOf('IssueStage', "A column of the board: the status' group.", {
  NEW: 'Nobody has looked at it.',
  REVIEWED: 'Looked at, not yet at a desk.',
  IN_PROGRESS: 'A desk works on it.',
  WAITING: 'Somebody else must act.',
  DONE: 'Ended.',
});

export const IssueStatusEnum = enumOf('IssueStatus', 'Where a report stands.', {
  UNCONFIRMED: 'Reported without an account, not confirmed: not on the board.',
  SUBMITTED: 'Arrived.',
  TRIAGED: 'Looked at.',
  ASSIGNED: 'At a desk.',
  IN_PROGRESS: 'Being worked on.',
  SCHEDULED: 'Planned for a day.',
  WAITING_ON_REPORTER: 'The reporter was asked something.',
  FORWARDED: 'Given to somebody outside the town hall.',
  RESOLVED: 'Done.',
  DECLINED: 'Will not be done, with a reason.',
  NOT_RESPONSIBLE: "Not the town's matter, with a reason.",
  DUPLICATE: 'Reported before.',
  WITHDRAWN: 'Taken back by the reporter.',
});

export const IssuePartyEnum = enumOf('IssueParty', 'Who moved a report.', {
  REPORTER: 'Whoever reported it.',
  STAFF: 'The town hall.',
  PARTNER: 'A partner system.',
  SYSTEM: 'The clock.',
});

export const FixerEnum = enumOf('Fixer', 'Who fixed what was broken.', {
  TOWN: 'The town.',
  OTHER_AUTHORITY: 'Somebody else who is in charge.',
  REPORTER: 'Whoever reported it, or a neighbour.',
  NOBODY: 'It was gone already.',
});

@ObjectType('IssueCategory', { implements: NodeType, description: 'What a report is about; decides the desk.' })
export class IssueCategoryType {
  declare id: string;

  @field(() => String, 'Name as citizens read it.')
  declare name: string;

  @field(() => IssueKindEnum, 'The kind of its reports.')
  declare kind: IssueKind;

  @field(() => Boolean, 'For barriers of these very pages: what keeps people from using them.')
  declare isForBarriers: boolean;
}

@ObjectType('IssuePlace', { description: 'Where it is.' })
export class IssuePlaceType {
  @field(() => PointType, 'The point on the map.')
  declare point: PointType;

  @field(() => String, 'In words.', { nullable: true })
  declare address?: string | null;
}

@ObjectType('IssueMove', {
  implements: NodeType,
  description: 'One step of a report; the first is the report itself.',
})
export class IssueMoveType {
  declare id: string;

  @field(() => DateTime, 'When.')
  declare at: Date;

  @field(() => IssueStatusEnum, 'Status before; null for the report itself.', { nullable: true })
  declare from?: IssueStatus | null;

  @field(() => IssueStatusEnum, 'Status after.')
  declare to: IssueStatus;

  @field(() => IssuePartyEnum, 'Who moved it.')
  declare by: IssueParty;

  @field(() => DateTime, 'SCHEDULED: for when.', { nullable: true })
  declare scheduledFor?: Date | null;

  @field(() => Boolean, 'It led out of an ended status.')
  declare isReopening: boolean;

  @field(() => Boolean, 'Taken back at once, or the step that took it back; only staff of the town see these.')
  declare isTakenBack: boolean;
}

@ObjectType('Issue', {
  implements: NodeType,
  description:
    'A report; seen by its reporter, by staff of its town, by its partners, and by everybody once it is public.',
})
export class IssueType {
  declare id: string;

  @field(() => String, 'Number within the town, e.g. M-2031.')
  declare reference: string;

  @field(() => IssueKindEnum, 'What it is.')
  declare kind: IssueKind;

  @field(() => IssueStatusEnum, 'Where it stands.')
  declare status: IssueStatus;

  @field(() => DateTime, 'When it was reported.')
  declare createdAt: Date;

  @field(() => DateTime, 'When it was last moved.')
  declare updatedAt: Date;

  @field(() => Boolean, 'The town hall shows it to everybody, without saying who reported it.')
  declare isPublic: boolean;

  @field(() => Int, 'Counts moves; give it with the next one.')
  declare version: number;
}

export const IssueConnectionType = countedConnectionOf(IssueType, 'Issue');

@ObjectType('IssueBoardUpdate', { description: 'What changed on a board since the last message.' })
export class IssueBoardUpdateType {
  @field(() => [IssueType], 'Issues that came or changed, in the order of their last change. At most 200.')
  declare entries: IssueType[];

  @Field(() => [ID], { description: 'Issues that left the board. At most 200.' })
  declare removedIds: string[];

  @field(() => Boolean, 'Forget what you have: `entries` is the newest page, not the changes.')
  declare reset: boolean;

  @field(() => StreamCursor, 'Where you stand now: give it as `after` to miss nothing.')
  declare cursor: string;
}

@ObjectType('IssueUpdate', { description: 'A report as it is now.' })
export class IssueUpdateType {
  @field(() => IssueType, 'The report.')
  declare issue: IssueType;

  @field(() => StreamCursor, 'Position of this state.')
  declare cursor: string;
}

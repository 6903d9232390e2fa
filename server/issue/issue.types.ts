import { Field, ID, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { DateTime, StreamCursor } from '../kernel/scalars.ts';
import { PointType } from '../municipality/municipality.types.ts';
import type { IssueKind } from './issue.category.entity.ts';
import type { IssueParty, IssueStatus } from './issue.entity.ts';

export const IssueKindEnum = enumOf('IssueKind', 'Kind of a report.', {
  DEFECT: 'Something is broken or dirty.',
  COMPLAINT: 'Somebody is not satisfied with how they were treated; never public.',
  PRAISE: 'Thanks and praise.',
  CRITICISM: 'Something should be different.',
  SUGGESTION: 'An idea.',
  QUESTION: 'A question to the town hall.',
});

export const IssueStageEnum = enumOf('IssueStage', 'A column of the board: a group of statuses.', {
  NEW: 'The town hall has not looked at it.',
  REVIEWED: 'Reviewed, but not assigned to a desk yet.',
  IN_PROGRESS: 'A desk works on it.',
  WAITING: 'Somebody outside the town hall must act.',
  DONE: 'Closed.',
});

export const IssueStatusEnum = enumOf('IssueStatus', 'Status of a report.', {
  SUBMITTED: 'Arrived at the town hall.',
  TRIAGED: 'Reviewed by the town hall.',
  ASSIGNED: 'Assigned to a desk.',
  IN_PROGRESS: 'Work has begun.',
  SCHEDULED: 'Planned for a date.',
  WAITING_ON_REPORTER: 'The reporter was asked a question.',
  FORWARDED: 'Forwarded to somebody outside the town hall.',
  RESOLVED: 'Done: the work has ended, or the question is answered.',
  DECLINED: 'Declined with a reason.',
  NOT_RESPONSIBLE: 'The town is not responsible; with a reason.',
  DUPLICATE: 'Merged into an earlier report.',
  WITHDRAWN: 'Withdrawn by the reporter.',
});

export const IssuePartyEnum = enumOf('IssueParty', 'Party that moved a report.', {
  REPORTER: 'The person who reported it.',
  STAFF: 'The town hall.',
  PARTNER: "A partner's program.",
  SYSTEM: 'The server, without a person.',
});

export const FixerEnum = enumOf('Fixer', 'Body or person that fixed a defect.', {
  TOWN: 'The town.',
  OTHER_AUTHORITY: 'Another authority that is responsible.',
  REPORTER: 'The reporter, or a neighbour.',
  NOBODY: 'The defect was gone already.',
});

@ObjectType('IssueCategoryVariant', { description: 'Name of a category in another language or in Leichte Sprache.' })
export class IssueCategoryVariantType {
  @field(() => String, 'Language: en, or de-x-leicht for Leichte Sprache.')
  declare locale: string;

  @field(() => String, 'Name as citizens read it.')
  declare name: string;
}

@ObjectType('IssueCategory', { implements: NodeType, description: 'Category of a report; decides the desk.' })
export class IssueCategoryType {
  declare id: string;

  @field(() => String, 'German name as citizens read it.')
  declare name: string;

  @field(() => IssueKindEnum, 'Kind of its reports.')
  declare kind: IssueKind;

  @field(() => Boolean, "Whether its reports are about barriers of the product's own pages.")
  declare isForBarriers: boolean;
}

@ObjectType('IssuePlace', { description: 'Place of a report.' })
export class IssuePlaceType {
  @field(() => PointType, 'The point on the map.')
  declare point: PointType;

  @field(() => String, 'The place in words; null: none was given.', { nullable: true })
  declare address?: string | null;
}

@ObjectType('IssueMove', {
  implements: NodeType,
  description: 'A move in the history of a report; the first one is the report itself.',
})
export class IssueMoveType {
  declare id: string;

  @field(() => DateTime, 'Time of the move.')
  declare at: Date;

  @field(() => IssueStatusEnum, 'Status before; null for the report itself.', { nullable: true })
  declare from?: IssueStatus | null;

  @field(() => IssueStatusEnum, 'Status after.')
  declare to: IssueStatus;

  @field(() => IssuePartyEnum, 'Party that moved it.')
  declare by: IssueParty;

  @field(() => DateTime, 'SCHEDULED: planned time. Null for other moves.', { nullable: true })
  declare scheduledFor?: Date | null;

  @field(() => Boolean, 'Whether it reopened a closed report.')
  declare isReopening: boolean;

  @field(() => Boolean, 'Whether it was taken back, or took a move back; only staff of the town see such moves.')
  declare isTakenBack: boolean;
}

@ObjectType('Issue', {
  implements: NodeType,
  description:
    'A report; visible to its reporter, to staff of its town, to partners of the town, and to everybody if it is public.',
})
export class IssueType {
  declare id: string;

  @field(() => String, 'Number within the town, e.g. M-2031.')
  declare reference: string;

  @field(() => IssueKindEnum, 'Kind of the report.')
  declare kind: IssueKind;

  @field(() => IssueStatusEnum, 'Status of the report.')
  declare status: IssueStatus;

  @field(() => DateTime, 'Time of the report.')
  declare createdAt: Date;

  @field(() => DateTime, 'Time of the last move.')
  declare updatedAt: Date;

  @field(() => Boolean, 'Whether everybody may see it; the reporter is never named.')
  declare isPublic: boolean;

  @field(() => Int, 'Number of moves and changes of title and assignee so far; pass it with the next step.')
  declare version: number;
}

export const IssueConnectionType = countedConnectionOf(IssueType, 'Issue');

@ObjectType('IssueBoardUpdate', { description: 'Changes of a board since the previous message.' })
export class IssueBoardUpdateType {
  @field(
    () => [IssueType],
    'Reports that came to the board or changed, in the order of their last change. At most 200.',
  )
  declare entries: IssueType[];

  @Field(() => [ID], { description: 'Ids of reports that left the board. At most 200.' })
  declare removedIds: string[];

  @field(() => Boolean, 'True: discard all known reports, because `entries` is the newest page instead of the changes.')
  declare reset: boolean;

  @field(() => StreamCursor, 'Position of this message: pass it as `after` to miss no change.')
  declare cursor: string;
}

@ObjectType('IssueUpdate', { description: 'Current state of a report.' })
export class IssueUpdateType {
  @field(() => IssueType, 'The report.')
  declare issue: IssueType;

  @field(() => StreamCursor, 'Position of this state.')
  declare cursor: string;
}

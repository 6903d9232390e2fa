import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { PayloadType, proofDescription, ProvablePayloadType } from '../kernel/payload.ts';
import { DateTime, UUID } from '../kernel/scalars.ts';
import { PointInputType } from '../municipality/municipality.types.ts';
import type { IssueKind } from './issue.category.entity.ts';
import type { Fixer, IssueStatus } from './issue.entity.ts';
import { FixerEnum, IssueKindEnum, IssueMoveType, IssueStatusEnum, IssueType } from './issue.types.ts';

@InputType('IssueAnswerInput', { description: 'An answer to a question of the category.' })
export class IssueAnswerInputType {
  @Field(() => ID, { description: 'The question.' })
  declare questionId: string;

  @field(() => String, 'Plain text; for a CHOICE one of the choices.')
  declare value: string;
}

@InputType('ReportIssueInput', { description: 'A new report.' })
export class ReportIssueInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => IssueKindEnum, 'Kind of the report; must be the kind of the category.')
  declare kind: IssueKind;

  @Field(() => ID, { description: 'Category of the report.' })
  declare categoryId: string;

  @field(() => PointInputType, 'The place; inside the town.')
  declare point: PointInputType;

  @field(() => String, 'The place in words, up to 200 characters.', { nullable: true })
  declare address?: string | null;

  @field(() => String, 'Plain text, 10 to 5,000 characters; with a photo it may be empty.')
  declare text: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'Up to five photos in the order of display: ids that `POST /upload/<ags>` returned to the viewer.',
  })
  declare photoIds?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'For photos that were sent without an account: the `proof` of each, in any order. At most 10.',
  })
  declare photoProofs?: string[] | null;

  @field(
    () => String,
    'Without a session: address for the confirmation link and for answers. Visible to the town hall.',
    {
      nullable: true,
    },
  )
  declare email?: string | null;

  @field(() => String, 'Language of mails: de (default) or en.', { nullable: true })
  declare locale?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether the contact of the reporter may be forwarded to the body outside the town hall that is responsible.',
  })
  declare sharesContact: boolean;

  @field(() => [IssueAnswerInputType], 'Answers to the questions of the category.', { nullable: true })
  declare answers?: IssueAnswerInputType[] | null;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;

  @field(
    () => String,
    "For keys: the id of the report in the sender's system, 1 to 100 characters, unique for each key.",
    {
      nullable: true,
    },
  )
  declare externalId?: string | null;

  @field(() => String, proofDescription, { nullable: true })
  declare proof?: string | null;
}

@InputType('ConfirmIssueInput', { description: 'Proof that the mail about a report arrived.' })
export class ConfirmIssueInputType {
  @field(() => String, 'Last part of the link in the mail.')
  declare token: string;
}

@InputType('MoveIssueInput', { description: 'A move; the table of moves decides whether it is possible.' })
export class MoveIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @field(() => IssueStatusEnum, 'Status to move to.')
  declare to: IssueStatus;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT.')
  declare version: number;

  @field(
    () => Int,
    'Staff: the number of the newest comment that the decision was made on, 0: none. A newer one that is no note is a CONFLICT. Null: not compared.',
    { nullable: true },
  )
  declare lastComment?: number | null;

  @Field(() => ID, { nullable: true, description: 'TRIAGED, ASSIGNED: desk that works on it from now on (staff).' })
  declare deskId?: string | null;

  @field(() => String, 'Reason; required for DECLINED, NOT_RESPONSIBLE, DUPLICATE and reopening.', { nullable: true })
  declare reason?: string | null;

  @field(
    () => String,
    'Message for everybody who sees the report, up to 4,000 characters; with WAITING_ON_REPORTER it is required, and visible to the reporter alone.',
    { nullable: true },
  )
  declare message?: string | null;

  @field(() => DateTime, 'SCHEDULED: planned time.', { nullable: true })
  declare scheduledFor?: Date | null;

  @field(() => String, 'FORWARDED: addressee, up to 200 characters.', { nullable: true })
  declare addressee?: string | null;

  @field(() => FixerEnum, 'RESOLVED, of a defect: who fixed it; TOWN if absent.', { nullable: true })
  declare fixedBy?: Fixer | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Notify the reporter; WAITING_ON_REPORTER requires it.',
  })
  declare tellReporter: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Staff: undoMove may take it back for ten seconds; the reporter is notified afterwards. Not possible when a duplicate is reopened.',
  })
  declare isUndoable: boolean;

  @field(() => String, 'Claim code of a report that was made without an account; its holder counts as the reporter.', {
    nullable: true,
  })
  declare claimCode?: string | null;
}

@ObjectType()
export class ReportIssuePayloadType extends ProvablePayloadType {
  @field(() => IssueType, 'The report.', { nullable: true })
  declare issue?: IssueType | null;

  @field(() => String, 'Claim code, only for reports without an account: the only access to the report. Keep it.', {
    nullable: true,
  })
  declare claimCode?: string | null;
}

@ObjectType()
export class IssuePayloadType extends PayloadType {
  @field(() => IssueType, 'The report after the move; after a CONFLICT with the changes of the other move.', {
    nullable: true,
  })
  declare issue?: IssueType | null;

  @field(() => IssueMoveType, 'CONFLICT: the move that was made meanwhile.', { nullable: true })
  declare lastMove?: IssueMoveType | null;
}

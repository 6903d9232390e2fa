import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, UUID } from '../kernel/scalars.ts';
import type { IssueKind } from './issue.category.entity.ts';
import type { Fixer, IssueStatus } from './issue.entity.ts';
import { FixerEnum, IssueKindEnum, IssueMoveType, IssueStatusEnum, IssueType } from './issue.types.ts';

@InputType('IssueAnswerInput', { description: 'An answer to a question of the category.' })
export class IssueAnswerInputType {
  @Field(() => ID, { description: 'The question.' })
  declare questionId: string;

  @field(() => String, 'Plain text; of a CHOICE the choice itself.')
  declare value: string;
}

@InputType('PointInput', { description: 'A place on earth, WGS 84.' })
export class PointInputType {
  @field(() => Float, 'Latitude in degrees.')
  declare lat: number;

  @field(() => Float, 'Longitude in degrees.')
  declare lon: number;
}

@InputType('ReportIssueInput', { description: 'A new report.' })
export class ReportIssueInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => IssueKindEnum, 'What it is; must be the kind of the category.')
  declare kind: IssueKind;

  @Field(() => ID, { description: 'What it is about.' })
  declare categoryId: string;

  @field(() => PointInputType, 'Where it is; inside the town.')
  declare point: PointInputType;

  @field(() => String, 'Where it is in words, up to 200 characters.', { nullable: true })
  declare address?: string | null;

  @field(() => String, 'Plain text, 10 to 5,000 characters; with a photo it may be empty.')
  declare text: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'Up to five photos: ids that `POST /upload/<ags>` answered to you, in the order they are shown.',
  })
  declare photoIds?: string[] | null;

  @field(() => String, 'Signed out: address for the confirming link and answers. Seen by the town hall.', {
    nullable: true,
  })
  declare email?: string | null;

  @field(() => String, 'Language of mails: de (default) or en.', { nullable: true })
  declare locale?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whoever outside the town hall looks after it may be told how to reach the reporter.',
  })
  declare sharesContact: boolean;

  @field(() => [IssueAnswerInputType], 'To the questions of the category.', { nullable: true })
  declare answers?: IssueAnswerInputType[] | null;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;

  @field(() => String, "For keys: the sender's own id of it, 1 to 100 characters, once for each key.", {
    nullable: true,
  })
  declare externalId?: string | null;
}

@InputType('ConfirmIssueInput', { description: 'Either the token of the mail, or the issue with its claim code.' })
export class ConfirmIssueInputType {
  @field(() => String, 'The last part of the link.', { nullable: true })
  declare token?: string | null;

  @Field(() => ID, { nullable: true, description: 'The report.' })
  declare issueId?: string | null;

  @field(() => String, 'Its claim code.', { nullable: true })
  declare claimCode?: string | null;
}

@InputType('MoveIssueInput', { description: 'A move; the table of moves decides whether it is possible.' })
export class MoveIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @field(() => IssueStatusEnum, 'Status to move to.')
  declare to: IssueStatus;

  @field(() => Int, 'The version the decision was made on; an older one is a CONFLICT.')
  declare version: number;

  @Field(() => ID, { nullable: true, description: 'TRIAGED, ASSIGNED: desk that works on it from now on (staff).' })
  declare deskId?: string | null;

  @field(() => String, 'Why; required to decline, to send away and to reopen.', { nullable: true })
  declare reason?: string | null;

  @field(
    () => String,
    'Words for everybody who sees the report, up to 4,000 characters; the question that WAITING_ON_REPORTER requires is for the reporter alone.',
    { nullable: true },
  )
  declare message?: string | null;

  @field(() => DateTime, 'SCHEDULED: for when.', { nullable: true })
  declare scheduledFor?: Date | null;

  @field(() => String, 'FORWARDED: to whom, up to 200 characters.', { nullable: true })
  declare addressee?: string | null;

  @field(() => FixerEnum, 'RESOLVED, of a defect: who fixed it; TOWN if nothing is said.', { nullable: true })
  declare fixedBy?: Fixer | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Mail the reporter about it.' })
  declare tellReporter: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Staff: undoMove may take it back for ten seconds; the reporter is told afterwards. Not of a duplicate that is opened again.',
  })
  declare isUndoable: boolean;

  @field(() => String, 'Makes whoever reported without an account the reporter.', { nullable: true })
  declare claimCode?: string | null;
}

@ObjectType()
export class ReportIssuePayloadType extends PayloadType {
  @field(() => IssueType, 'The report.', { nullable: true })
  declare issue?: IssueType | null;

  @field(() => String, 'Only for reports without an account: the way back to it. Keep it.', { nullable: true })
  declare claimCode?: string | null;
}

@ObjectType()
export class IssuePayloadType extends PayloadType {
  @field(() => IssueType, 'The report as it is now; after a CONFLICT as the other one left it.', { nullable: true })
  declare issue?: IssueType | null;

  @field(() => IssueMoveType, 'CONFLICT: the move that came first.', { nullable: true })
  declare lastMove?: IssueMoveType | null;
}

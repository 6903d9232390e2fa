import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';

@ObjectType('IssueReroute', { description: 'Reason of a change of desk or category; for staff of the town only.' })
export class IssueRerouteType {
  @field(() => String, 'Reason, for the town hall only.')
  declare reason: string;
}

@InputType('RerouteIssueInput', { description: 'Input of rerouteIssue.' })
export class RerouteIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @Field(() => ID, {
    nullable: true,
    description: 'New desk; null: the desk that routing selects for the category and the place.',
  })
  declare deskId?: string | null;

  @Field(() => ID, { nullable: true, description: 'New category; null: unchanged.' })
  declare categoryId?: string | null;

  @field(() => String, 'Reason for the town hall only, up to 1,000 characters.')
  declare reason: string;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT.')
  declare version: number;

  @field(
    () => Int,
    'Staff: the number of the newest comment that the decision was made on, 0: none. A newer one that is no note is a CONFLICT. Null: not compared.',
    { nullable: true },
  )
  declare lastComment?: number | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Notify the reporter of the new desk.' })
  declare tellReporter: boolean;
}

@InputType('ForwardIssueInput', { description: 'Input of forwardIssue.' })
export class ForwardIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT.')
  declare version: number;

  @field(
    () => Int,
    'Staff: the number of the newest comment that the decision was made on, 0: none. A newer one that is no note is a CONFLICT. Null: not compared.',
    { nullable: true },
  )
  declare lastComment?: number | null;

  @field(() => String, 'Name of the addressee, up to 200 characters; visible to the reporter.')
  declare addressee: string;

  @field(() => String, 'E-mail address of the addressee.')
  declare email: string;

  @field(() => String, 'Additional text for the addressee, up to 2,000 characters.', { nullable: true })
  declare note?: string | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether the mail contains links to the photos, valid for 30 days.',
  })
  declare withPhotos: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether the mail contains the reporter's address; only if the reporter agreed to it.",
  })
  declare withContact: boolean;

  @Field(() => Boolean, { defaultValue: true, description: 'Notify the reporter.' })
  declare tellReporter: boolean;
}

import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';

@ObjectType('IssueReroute', { description: 'Why a report went to another desk; staff of the town only.' })
export class IssueRerouteType {
  @field(() => String, 'Why, for the town hall.')
  declare reason: string;
}

@InputType('RerouteIssueInput', { description: 'Where a report belongs, or what it really is about.' })
export class RerouteIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @Field(() => ID, { nullable: true, description: 'The desk; null: where its category and place say it goes.' })
  declare deskId?: string | null;

  @Field(() => ID, { nullable: true, description: 'What it really is about; null: as before.' })
  declare categoryId?: string | null;

  @field(() => String, 'Why, for the town hall, up to 1,000 characters.')
  declare reason: string;

  @field(() => Int, 'The version the decision was made on; an older one is a CONFLICT.')
  declare version: number;

  @Field(() => Boolean, { defaultValue: true, description: 'Tell the reporter at which desk it lies now.' })
  declare tellReporter: boolean;
}

@InputType('ForwardIssueInput', { description: 'A report that somebody outside the town hall looks after.' })
export class ForwardIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @field(() => Int, 'The version the decision was made on; an older one is a CONFLICT.')
  declare version: number;

  @field(() => String, 'Who that is, in words, up to 200 characters; the reporter is told.')
  declare addressee: string;

  @field(() => String, 'Where the mail goes.')
  declare email: string;

  @field(() => String, 'What you say besides, up to 2,000 characters.', { nullable: true })
  declare note?: string | null;

  @Field(() => Boolean, { defaultValue: true, description: 'With links to the photos, good for 30 days.' })
  declare withPhotos: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "With the reporter's address; only if they agreed when they reported.",
  })
  declare withContact: boolean;

  @Field(() => Boolean, { defaultValue: true, description: 'Mail the reporter about it.' })
  declare tellReporter: boolean;
}

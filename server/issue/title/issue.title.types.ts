import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { DateTime } from '../../kernel/scalars.ts';

@ObjectType('IssueTitleVariant', { description: 'Title of a report in another language or in Leichte Sprache.' })
export class IssueTitleVariantType {
  @field(() => String, 'Language: en, or de-x-leicht for Leichte Sprache.')
  declare locale: string;

  @field(() => String, 'Title in this language.')
  declare title: string;
}

@ObjectType('IssueTitleChange', { description: 'A change of the title of a report by staff.' })
export class IssueTitleChangeType {
  @field(() => DateTime, 'Time of the change.')
  declare at: Date;

  @field(() => String, 'New title; null: staff removed their title.', { nullable: true })
  declare title?: string | null;
}

@InputType('SetIssueTitleInput', { description: 'Input of setIssueTitle.' })
export class SetIssueTitleInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @field(() => String, 'New title, 3 to 120 characters; null or empty: category and place.', { nullable: true })
  declare title?: string | null;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT.')
  declare version: number;
}

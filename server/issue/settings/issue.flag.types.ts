import { Field, ID, InputType, Int } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import type { IssueFlag } from '../issue.entity.ts';

export const IssueFlagEnum = enumOf<IssueFlag>('IssueFlag', 'Reason for which the town hall set a report aside.', {
  SPAM: 'No real report.',
  HIDDEN: 'A real report that others must not read.',
});

@InputType('FlagIssueInput', { description: 'Input of flagIssue.' })
export class FlagIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @Field(() => IssueFlagEnum, { description: 'The reason as a category.' })
  declare flag: IssueFlag;

  @Field(() => String, { description: 'The reason in words, up to 1,000 characters; for the town hall only.' })
  declare reason: string;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT. Null: not compared.', {
    nullable: true,
  })
  declare version?: number | null;
}

@InputType('UnflagIssueInput', { description: 'Input of unflagIssue.' })
export class UnflagIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT. Null: not compared.', {
    nullable: true,
  })
  declare version?: number | null;
}

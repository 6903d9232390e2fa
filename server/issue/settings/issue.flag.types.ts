import { Field, ID, InputType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import type { IssueFlag } from '../issue.entity.ts';

export const IssueFlagEnum = enumOf<IssueFlag>('IssueFlag', 'Why the town hall set a report aside.', {
  SPAM: 'It is none.',
  HIDDEN: 'It is one, and nobody else is to read it.',
});

@InputType('FlagIssueInput', { description: 'Input of flagIssue.' })
export class FlagIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @Field(() => IssueFlagEnum, { description: 'As what.' })
  declare flag: IssueFlag;

  @Field(() => String, { description: 'Why, up to 1,000 characters; for the town hall.' })
  declare reason: string;
}

@InputType('UnflagIssueInput', { description: 'Input of unflagIssue.' })
export class UnflagIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;
}

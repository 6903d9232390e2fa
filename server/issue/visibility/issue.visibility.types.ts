import { Field, ID, InputType } from 'type-graphql';

@InputType('SetIssueVisibilityInput', { description: 'Input of setIssueVisibility.' })
export class SetIssueVisibilityInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @Field(() => Boolean, { description: 'Whether everybody may see it.' })
  declare isPublic: boolean;
}

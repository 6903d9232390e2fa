import { Field, ID, InputType, Int } from 'type-graphql';
import { field } from '../../kernel/field.ts';

@InputType('SetIssueVisibilityInput', { description: 'Input of setIssueVisibility.' })
export class SetIssueVisibilityInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @Field(() => Boolean, { description: 'Whether everybody may see it.' })
  declare isPublic: boolean;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT. Null: not compared.', {
    nullable: true,
  })
  declare version?: number | null;
}

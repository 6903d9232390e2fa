import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime } from '../../kernel/scalars.ts';
import { IssueType } from '../issue.types.ts';

@ObjectType('IssueAssignee', {
  description: 'A member of staff to whom a report is or can be assigned; for staff of the town only.',
})
export class IssueAssigneeType {
  @Field(() => ID, { description: 'Id for assignIssue: the same that `viewer` has for this person.' })
  declare assigneeId: string;

  @Field(() => String, { nullable: true, description: 'Function or name that colleagues see; null: none was given.' })
  declare name: string | null;
}

@ObjectType('IssueAssignment', { description: 'A change of the assignee of a report; for staff of the town only.' })
export class IssueAssignmentType {
  @field(() => DateTime, 'Time of the change.')
  declare at: Date;

  @field(() => Int, 'The version that the change made.')
  declare version: number;
}

@InputType('AssignIssueInput', { description: 'Input of assignIssue.' })
export class AssignIssueInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'The new assignee (IssueAssignee.assigneeId), who must be a member of the desk that has the report; null: nobody.',
  })
  declare assigneeId?: string | null;

  @field(() => Int, 'The version that the decision was made on; an older one is a CONFLICT.')
  declare version: number;
}

@ObjectType()
export class AssignIssuePayloadType extends PayloadType {
  @field(() => IssueType, 'The report with its assignee; after a CONFLICT with the change that was made meanwhile.', {
    nullable: true,
  })
  declare issue?: IssueType | null;
}

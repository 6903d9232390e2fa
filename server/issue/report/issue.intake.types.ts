import { Field, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { ReportIssueInputType } from '../issue.input.types.ts';
import type { IntakeChannel } from './issue.intake.entity.ts';

const IntakeChannelEnum = enumOf<IntakeChannel>('IntakeChannel', 'Channel of a report that the town hall recorded.', {
  PHONE: 'By phone.',
  COUNTER: 'At the counter.',
  LETTER: 'By letter.',
});

@InputType('TakeIssueInput', {
  description:
    'A report that the town hall records for somebody else; `email` is the address of that person, if there is one.',
})
export class TakeIssueInputType extends ReportIssueInputType {
  @field(() => IntakeChannelEnum, 'Channel of the report.')
  declare channel: IntakeChannel;
}

@ObjectType('IssueIntake', { description: 'How the town hall recorded a report for somebody.' })
export class IssueIntakeType {
  @field(() => IntakeChannelEnum, 'Channel of the report.')
  declare channel: IntakeChannel;

  @Field(() => String, { nullable: true, description: 'Name of the member of staff who recorded it; null: unknown.' })
  declare takenBy?: string | null;
}

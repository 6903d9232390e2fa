import { Field, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { ReportIssueInputType } from '../issue.input.types.ts';
import type { IntakeChannel } from './issue.intake.entity.ts';

const IntakeChannelEnum = enumOf<IntakeChannel>('IntakeChannel', 'How somebody reported who was not at a screen.', {
  PHONE: 'Called.',
  COUNTER: 'Stood at the counter.',
  LETTER: 'Wrote a letter.',
});

@InputType('TakeIssueInput', {
  description: 'A report that the town hall writes down for somebody else; `email` is theirs, if they have one.',
})
export class TakeIssueInputType extends ReportIssueInputType {
  @field(() => IntakeChannelEnum, 'How it came in.')
  declare channel: IntakeChannel;
}

@ObjectType('IssueIntake', { description: 'The town hall wrote a report down for somebody.' })
export class IssueIntakeType {
  @field(() => IntakeChannelEnum, 'How it came in.')
  declare channel: IntakeChannel;

  @Field(() => String, { nullable: true, description: 'Who wrote it down.' })
  declare takenBy?: string | null;
}

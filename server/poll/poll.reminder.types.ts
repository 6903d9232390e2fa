import { Field, ID, InputType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { DateTime } from '../kernel/scalars.ts';

@InputType('PlanReminderInput', { description: 'The one reminder of a poll to those who have not voted.' })
export class PlanReminderInputType {
  @Field(() => ID, { description: 'The poll.' })
  declare pollId: string;

  @field(() => Boolean, 'False: it is taken back.')
  declare isOn: boolean;

  @field(() => DateTime, 'When it is sent, between opening and close; a day before the close if absent.', {
    nullable: true,
  })
  declare at?: Date | null;
}

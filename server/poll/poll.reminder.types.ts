import { Field, ID, InputType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { DateTime } from '../kernel/scalars.ts';

@InputType('PlanReminderInput', { description: 'The one reminder of a poll to people who have not voted.' })
export class PlanReminderInputType {
  @Field(() => ID, { description: 'The poll.' })
  declare pollId: string;

  @field(() => Boolean, 'True: plan or move the reminder. False: cancel the reminder.')
  declare isOn: boolean;

  @field(() => DateTime, 'When the reminder is sent, between opening and close; 24 hours before the close if absent.', {
    nullable: true,
  })
  declare at?: Date | null;
}

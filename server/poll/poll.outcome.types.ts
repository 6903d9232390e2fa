import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { DateTime } from '../kernel/scalars.ts';

@ObjectType('PollOutcome', { description: 'What happens now that a poll has ended, in the words of the town hall.' })
export class PollOutcomeType {
  @field(() => String, 'Markdown as it was written, for whoever changes it.')
  declare body: string;

  @field(() => String, 'Rendered and sanitised HTML: may be shown as it is.')
  declare html: string;

  @field(() => String, 'How it begins, up to 280 characters of plain text.')
  declare excerpt: string;

  @field(() => String, "Address of the council's resolution: https.", { nullable: true })
  declare resolutionUrl?: string | null;

  @field(() => DateTime, 'When it was first told.')
  declare givenAt: Date;

  @field(() => DateTime, 'When it was last changed; null: never.', { nullable: true })
  declare revisedAt?: Date | null;
}

@InputType('SetOutcomeInput', { description: 'What happens now that a poll has ended.' })
export class SetOutcomeInputType {
  @Field(() => ID, { description: 'The poll; its result may be seen by everybody.' })
  declare pollId: string;

  @field(() => String, 'Markdown, 10 to 5,000 characters.')
  declare body: string;

  @field(() => String, "Address of the council's resolution, beginning with https://.", { nullable: true })
  declare resolutionUrl?: string | null;
}

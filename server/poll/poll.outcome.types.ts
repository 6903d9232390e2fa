import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { DateTime } from '../kernel/scalars.ts';

@ObjectType('PollOutcome', { description: 'Text of the town hall about what happens after a poll.' })
export class PollOutcomeType {
  @field(() => String, 'Source text in Markdown, for editing.')
  declare body: string;

  @field(() => String, 'Rendered and sanitised HTML, safe to insert into a page.')
  declare html: string;

  @field(() => String, 'Beginning of the text, up to 280 characters of plain text.')
  declare excerpt: string;

  @field(() => String, "Address of the council's resolution, beginning with https://; null: none.", { nullable: true })
  declare resolutionUrl?: string | null;

  @field(() => DateTime, 'When the text was first published.')
  declare givenAt: Date;

  @field(() => DateTime, 'When the text was last changed; null: never.', { nullable: true })
  declare revisedAt?: Date | null;
}

@InputType('SetOutcomeInput', { description: 'Text about what happens after a poll.' })
export class SetOutcomeInputType {
  @Field(() => ID, { description: 'A closed poll whose result is public.' })
  declare pollId: string;

  @field(() => String, 'Markdown, 10 to 5,000 characters.')
  declare body: string;

  @field(() => String, "Address of the council's resolution, beginning with https://.", { nullable: true })
  declare resolutionUrl?: string | null;
}

import { InputType, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';

@ObjectType('QuestionVariant', { description: 'A question of a poll in another language.' })
export class QuestionVariantType {
  @field(() => String, 'The question.')
  declare text: string;

  @field(() => [String], 'The answers in the order of the ballot. At most 50.')
  declare options: readonly string[];
}

@ObjectType('PollVariant', { description: 'What a poll says in another language, or in Leichte Sprache.' })
export class PollVariantType {
  @field(() => String, 'Its language: en, or de-x-leicht for Leichte Sprache.')
  declare locale: string;

  @field(() => String, 'What it is about.')
  declare title: string;

  @field(() => String, 'Background in plain text.', { nullable: true })
  declare description?: string | null;

  @field(() => [QuestionVariantType], 'Its questions in the order of the ballot. At most 20.')
  declare questions: readonly QuestionVariantType[];
}

@InputType('QuestionVariantInput', { description: 'A question of a poll in another language.' })
export class QuestionVariantInputType {
  @field(() => String, 'The question, 3 to 300 characters.')
  declare text: string;

  @field(() => [String], 'As many answers as the question has, in the same order.')
  declare options: string[];
}

@InputType('PollVariantInput', { description: 'A poll in another language, or in Leichte Sprache.' })
export class PollVariantInputType {
  @field(() => String, 'Its language: en, or de-x-leicht for Leichte Sprache; each once.')
  declare locale: string;

  @field(() => String, 'What it is about, 5 to 200 characters.')
  declare title: string;

  @field(() => String, 'Background in plain text, up to 5,000 characters.', { nullable: true })
  declare description?: string | null;

  @field(() => [QuestionVariantInputType], 'As many questions as the poll has, in the same order.')
  declare questions: QuestionVariantInputType[];
}

import { InputType, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';

@ObjectType('QuestionVariant', { description: 'A question of a poll in another language.' })
export class QuestionVariantType {
  @field(() => String, 'The question.')
  declare text: string;

  @field(() => [String], 'Options in the order of the ballot. At most 50.')
  declare options: readonly string[];
}

@ObjectType('PollVariant', { description: 'Texts of a poll in another language or in Leichte Sprache.' })
export class PollVariantType {
  @field(() => String, 'Language: en, or de-x-leicht for Leichte Sprache.')
  declare locale: string;

  @field(() => String, 'Title of the poll.')
  declare title: string;

  @field(() => String, 'Background in plain text.', { nullable: true })
  declare description?: string | null;

  @field(() => [QuestionVariantType], 'Questions in the order of the ballot. At most 20.')
  declare questions: readonly QuestionVariantType[];
}

@InputType('QuestionVariantInput', { description: 'A question of a poll in another language.' })
export class QuestionVariantInputType {
  @field(() => String, 'The question, 3 to 300 characters.')
  declare text: string;

  @field(() => [String], 'Translations of all options of the question, in the same order.')
  declare options: string[];
}

@InputType('PollVariantInput', { description: 'Texts of a poll in another language or in Leichte Sprache.' })
export class PollVariantInputType {
  @field(() => String, 'Language: en, or de-x-leicht for Leichte Sprache. Only one variant per language.')
  declare locale: string;

  @field(() => String, 'Title of the poll, 5 to 200 characters.')
  declare title: string;

  @field(() => String, 'Background in plain text, up to 5,000 characters.', { nullable: true })
  declare description?: string | null;

  @field(() => [QuestionVariantInputType], 'Translations of all questions of the poll, in the same order.')
  declare questions: QuestionVariantInputType[];
}

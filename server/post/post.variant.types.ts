import { InputType, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';

@ObjectType('PostVariant', { description: 'What a post says in another language, or in Leichte Sprache.' })
export class PostVariantType {
  @field(() => String, 'Its language: en, or de-x-leicht for Leichte Sprache.')
  declare locale: string;

  @field(() => String, 'Headline, plain text.')
  declare title: string;

  @field(() => String, 'The text as it was written: Markdown. Not to be shown as HTML.')
  declare body: string;

  @field(() => String, 'The text as sanitised HTML.')
  declare html: string;

  @field(() => String, 'How the text begins, plain, up to 280 characters: for lists.')
  declare excerpt: string;
}

@InputType('PostVariantInput', { description: 'A post in another language, or in Leichte Sprache.' })
export class PostVariantInputType {
  @field(() => String, 'Its language: en, or de-x-leicht for Leichte Sprache; each once.')
  declare locale: string;

  @field(() => String, 'Headline, 3 to 200 characters.')
  declare title: string;

  @field(() => String, 'Text in Markdown, up to 20,000 characters.')
  declare body: string;
}

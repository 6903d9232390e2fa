import { InputType, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';

@ObjectType('PostVariant', { description: 'Title and text of a post in another language or in Leichte Sprache.' })
export class PostVariantType {
  @field(() => String, 'Language: en, or de-x-leicht for Leichte Sprache.')
  declare locale: string;

  @field(() => String, 'Headline, plain text.')
  declare title: string;

  @field(() => String, 'Source text in Markdown; must not be inserted into a page as HTML.')
  declare body: string;

  @field(() => String, 'Text as sanitised HTML.')
  declare html: string;

  @field(() => String, 'Beginning of the text, up to 280 characters of plain text.')
  declare excerpt: string;
}

@InputType('PostVariantInput', { description: 'Title and text of a post in another language or in Leichte Sprache.' })
export class PostVariantInputType {
  @field(() => String, 'Language: en, or de-x-leicht for Leichte Sprache. Only one variant per language.')
  declare locale: string;

  @field(() => String, 'Headline, 3 to 200 characters.')
  declare title: string;

  @field(() => String, 'Text in Markdown, up to 20,000 characters.')
  declare body: string;
}

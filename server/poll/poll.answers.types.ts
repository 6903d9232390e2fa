import { ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { connectionOf } from '../kernel/page.ts';

@ObjectType('TextAnswer', {
  description: 'Anonymous answer to a TEXT question; the link to its author was deleted at the close.',
})
export class TextAnswerType {
  @field(() => String, 'Plain text, up to 1,000 characters.')
  declare text: string;
}

export const TextAnswerConnectionType = connectionOf(TextAnswerType, 'TextAnswer');

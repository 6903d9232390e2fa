import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { NodeType } from '../../kernel/ids.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { UUID } from '../../kernel/scalars.ts';
import type { IssueStatus } from '../issue.entity.ts';
import { IssueStatusEnum } from '../issue.types.ts';

@ObjectType('IssueTemplateVariant', { description: 'A template in another language, or in Leichte Sprache.' })
export class TemplateVariantType {
  @field(() => String, 'Its language: en, or de-x-leicht for Leichte Sprache.')
  declare locale: string;

  @field(() => String, 'The words, with gaps.')
  declare text: string;
}

@ObjectType('IssueTemplate', {
  implements: NodeType,
  description: 'Words the town hall says again and again; for whoever works on reports there.',
})
export class IssueTemplateType {
  declare id: string;

  @field(() => String, 'As the town hall calls it.')
  declare name: string;

  @field(() => IssueStatusEnum, 'Only for this status; SUBMITTED: what a report that arrives is answered with.', {
    nullable: true,
  })
  declare status?: IssueStatus | null;

  @field(() => String, 'The words in German, with gaps: {{reference}}, {{category}}, {{place}}, {{desk}}, …')
  declare text: string;
}

@ObjectType('FilledTemplate', { description: "A template in the reporter's language, with its gaps filled." })
export class FilledTemplateType {
  @field(() => String, 'As the town hall calls it.')
  declare name: string;

  @field(() => String, 'Its language.')
  declare locale: string;

  @field(() => String, 'The words; to be read and changed before they are sent.')
  declare text: string;
}

@InputType('IssueTemplateVariantInput', { description: 'A template in another language.' })
class TemplateVariantInputType {
  @field(() => String, 'en, or de-x-leicht for Leichte Sprache; each once.')
  declare locale: string;

  @field(() => String, 'The words, 3 to 3,000 characters.')
  declare text: string;
}

@InputType({ description: 'What a template says, and when.' })
abstract class TemplateWordsInput {
  @field(() => String, 'As the town hall calls it, 2 to 80 characters; each name once.')
  declare name: string;

  @Field(() => ID, { nullable: true, description: 'Only for reports of this category.' })
  declare categoryId?: string | null;

  @field(() => IssueStatusEnum, 'Only for this status; SUBMITTED: the receipt.', { nullable: true })
  declare status?: IssueStatus | null;

  @field(
    () => String,
    'The words in German, 3 to 3,000 characters. Gaps: {{reference}}, {{category}}, {{place}}, {{desk}}, {{expected}}, {{town}}. A line whose gap is not known is left out.',
  )
  declare text: string;

  @Field(() => [TemplateVariantInputType], { nullable: true, description: 'The same in other languages. At most two.' })
  declare variants?: TemplateVariantInputType[] | null;
}

@InputType('CreateIssueTemplateInput', { description: 'A new template.' })
export class CreateTemplateInputType extends TemplateWordsInput {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@InputType('ReviseIssueTemplateInput', { description: 'What a template says from now on.' })
export class ReviseTemplateInputType extends TemplateWordsInput {
  @Field(() => ID, { description: 'The template.' })
  declare id: string;
}

@ObjectType()
export class TemplatePayloadType extends PayloadType {
  @field(() => IssueTemplateType, 'The template.', { nullable: true })
  declare issueTemplate?: IssueTemplateType | null;
}

@ObjectType()
export class RemoveTemplatePayloadType extends PayloadType {
  @Field(() => ID, { nullable: true, description: 'What there is no longer.' })
  declare removedId?: string | null;
}

@InputType('RemoveIssueTemplateInput', { description: 'Input of removeIssueTemplate.' })
export class RemoveIssueTemplateInputType {
  @Field(() => ID, { description: 'The template.' })
  declare id: string;
}

import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { NodeType } from '../../kernel/ids.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { UUID } from '../../kernel/scalars.ts';
import type { IssueStatus } from '../issue.entity.ts';
import { IssueStatusEnum } from '../issue.types.ts';

@ObjectType('IssueTemplateVariant', { description: 'A template in another language, or in Leichte Sprache.' })
export class TemplateVariantType {
  @field(() => String, 'Language: en, or de-x-leicht for Leichte Sprache.')
  declare locale: string;

  @field(() => String, 'Text with placeholders.')
  declare text: string;
}

@ObjectType('IssueTemplate', {
  implements: NodeType,
  description: 'A reusable text of the town hall; for its clerks and admins.',
})
export class IssueTemplateType {
  declare id: string;

  @field(() => String, 'Name that the town hall uses for the template.')
  declare name: string;

  @field(
    () => IssueStatusEnum,
    'Only for this status; SUBMITTED: the acknowledgement of a new report. Null: for every status.',
    {
      nullable: true,
    },
  )
  declare status?: IssueStatus | null;

  @field(() => String, 'German text with placeholders: {{reference}}, {{category}}, {{place}}, {{desk}}, …')
  declare text: string;
}

@ObjectType('FilledTemplate', { description: "A template in the reporter's language, with filled placeholders." })
export class FilledTemplateType {
  @field(() => String, 'Name that the town hall uses for the template.')
  declare name: string;

  @field(() => String, 'Language of the text.')
  declare locale: string;

  @field(() => String, 'Text to be reviewed before it is sent.')
  declare text: string;
}

@InputType('IssueTemplateVariantInput', { description: 'A template in another language.' })
class TemplateVariantInputType {
  @field(() => String, 'Language: en, or de-x-leicht for Leichte Sprache; each once.')
  declare locale: string;

  @field(() => String, 'Text with placeholders, 3 to 3,000 characters.')
  declare text: string;
}

@InputType({ description: 'Common fields of the inputs of templates.' })
abstract class TemplateWordsInput {
  @field(() => String, 'Name that the town hall uses for the template, 2 to 80 characters; unique in the town.')
  declare name: string;

  @Field(() => ID, { nullable: true, description: 'Only for reports of this category; null: for all.' })
  declare categoryId?: string | null;

  @field(
    () => IssueStatusEnum,
    'Only for this status; SUBMITTED: the acknowledgement of a new report. Null: for every status.',
    { nullable: true },
  )
  declare status?: IssueStatus | null;

  @field(
    () => String,
    'German text, 3 to 3,000 characters. Placeholders: {{reference}}, {{category}}, {{place}}, {{desk}}, {{expected}}, {{town}}. A line whose placeholder has no value is left out.',
  )
  declare text: string;

  @Field(() => [TemplateVariantInputType], { nullable: true, description: 'The text in other languages. At most two.' })
  declare variants?: TemplateVariantInputType[] | null;
}

@InputType('CreateIssueTemplateInput', { description: 'A new template.' })
export class CreateTemplateInputType extends TemplateWordsInput {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@InputType('ReviseIssueTemplateInput', { description: 'New text and conditions of a template.' })
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
  @Field(() => ID, { nullable: true, description: 'Id of the deleted template.' })
  declare removedId?: string | null;
}

@InputType('RemoveIssueTemplateInput', { description: 'Input of removeIssueTemplate.' })
export class RemoveIssueTemplateInputType {
  @Field(() => ID, { description: 'The template.' })
  declare id: string;
}

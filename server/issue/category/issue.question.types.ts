import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { NodeType } from '../../kernel/ids.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { IssueCategoryType } from '../issue.types.ts';
import type { IssueQuestionKind } from './issue.question.entity.ts';

const IssueQuestionKindEnum = enumOf('IssueQuestionKind', 'Type of the answer to a question.', {
  TEXT: 'Text of up to 500 characters.',
  CHOICE: 'One of the choices.',
  NUMBER: 'A number.',
});

@ObjectType('CategoryEmergencyVariant', {
  description: 'A safety notice in another language or in Leichte Sprache.',
})
export class CategoryEmergencyVariantType {
  @field(() => String, 'Language: en, or de-x-leicht for Leichte Sprache.')
  declare locale: string;

  @field(() => String, 'Plain text, written by the town.')
  declare text: string;
}

@ObjectType('IssueQuestionVariant', { description: 'A question in another language or in Leichte Sprache.' })
export class IssueQuestionVariantType {
  @field(() => String, 'Language: en, or de-x-leicht for Leichte Sprache.')
  declare locale: string;

  @field(() => String, 'The question.')
  declare label: string;

  @field(
    () => [String],
    'CHOICE: translations of all choices in the same order; an answer is one of the German choices. At most 20.',
  )
  declare choices: readonly string[];
}

@ObjectType('CategoryEmergency', {
  description: 'Safety notice before a report, for situations in which somebody may be in danger.',
})
export class CategoryEmergencyType {
  @field(() => String, 'German plain text, written by the town.')
  declare text: string;

  @field(() => String, "Telephone number of the town's own emergency service, in addition to 112 and 110.", {
    nullable: true,
  })
  declare phone?: string | null;
}

@ObjectType('IssueQuestion', {
  implements: NodeType,
  description: 'A question about reports of a category; answers refer to its id.',
})
export class IssueQuestionType {
  declare id: string;

  @field(() => String, 'The question in German.')
  declare label: string;

  @field(() => IssueQuestionKindEnum, 'Type of the answer.')
  declare kind: IssueQuestionKind;

  @field(() => [String], 'CHOICE: the possible answers in German. At most 20.')
  declare choices: readonly string[];

  @field(() => Boolean, 'Whether people must answer it; reports of partners may leave it out.')
  declare isRequired: boolean;

  @field(() => Boolean, 'Whether the answer is visible to everybody who sees the report.')
  declare isPublic: boolean;
}

@ObjectType('IssueAnswer', { description: 'An answer, with the question as it was asked.' })
export class IssueAnswerType {
  @field(() => String, 'The question.')
  declare label: string;

  @field(() => String, 'The answer; for the public and for partners without addresses and phone numbers.')
  declare value: string;

  @field(() => Boolean, 'Whether the answer is visible to everybody who sees the report.')
  declare isPublic: boolean;
}

@InputType('CategoryEmergencyVariantInput', {
  description: 'A safety notice in another language or in Leichte Sprache.',
})
class CategoryEmergencyVariantInputType {
  @field(() => String, 'Language: en, or de-x-leicht for Leichte Sprache; each once.')
  declare locale: string;

  @field(() => String, 'Plain text, 3 to 500 characters.')
  declare text: string;
}

@InputType('IssueQuestionVariantInput', { description: 'A question in another language or in Leichte Sprache.' })
class IssueQuestionVariantInputType {
  @field(() => String, 'Language: en, or de-x-leicht for Leichte Sprache; each once.')
  declare locale: string;

  @field(() => String, 'The question, 2 to 200 characters.')
  declare label: string;

  @Field(() => [String], {
    defaultValue: [],
    description: 'CHOICE: translations of all choices in the same order, each up to 100 characters.',
  })
  declare choices: string[];
}

@InputType('CategoryEmergencyInput', {
  description: 'Safety notice before a report, for situations in which somebody may be in danger.',
})
export class CategoryEmergencyInputType {
  @field(() => String, 'Plain text in German, 3 to 500 characters.')
  declare text: string;

  @Field(() => [CategoryEmergencyVariantInputType], {
    nullable: true,
    description: 'The text in other languages; null: none. At most two.',
  })
  declare variants?: CategoryEmergencyVariantInputType[] | null;

  @field(() => String, "Telephone number of the town's own emergency service.", { nullable: true })
  declare phone?: string | null;
}

@InputType('IssueQuestionInput', { description: 'A question about reports of a category.' })
export class IssueQuestionInputType {
  @field(() => String, 'The question in German, 2 to 200 characters.')
  declare label: string;

  @field(() => IssueQuestionKindEnum, 'Type of the answer.')
  declare kind: IssueQuestionKind;

  @Field(() => [String], {
    defaultValue: [],
    description: 'CHOICE: the possible answers in German, 2 to 20, each up to 100 characters.',
  })
  declare choices: string[];

  @Field(() => [IssueQuestionVariantInputType], {
    nullable: true,
    description: 'The question in other languages; null: none. At most two.',
  })
  declare variants?: IssueQuestionVariantInputType[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether people must answer it; reports of partners may leave it out.',
  })
  declare isRequired: boolean;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether the answer is visible to everybody who sees the report.',
  })
  declare isPublic: boolean;
}

@InputType('SetCategoryFormInput', {
  description: 'Questions, safety notice and distance of a category; they replace the previous ones.',
})
export class SetCategoryFormInputType {
  @Field(() => ID, { description: 'The category.' })
  declare categoryId: string;

  @field(
    () => Int,
    'Distance in metres, 0 to 2,000, within which open reports are offered before a new one is made; 0: never.',
  )
  declare nearMetres: number;

  @field(() => CategoryEmergencyInputType, 'Safety notice; null: none.', { nullable: true })
  declare emergency?: CategoryEmergencyInputType | null;

  @field(() => [IssueQuestionInputType], 'Questions in order. At most eight.')
  declare questions: IssueQuestionInputType[];
}

@ObjectType()
export class CategoryFormPayloadType extends PayloadType {
  @field(() => IssueCategoryType, 'The category as it is now.', { nullable: true })
  declare category?: IssueCategoryType | null;
}

import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { NodeType } from '../../kernel/ids.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { IssueCategoryType } from '../issue.types.ts';
import type { IssueQuestionKind } from './issue.question.entity.ts';

const IssueQuestionKindEnum = enumOf('IssueQuestionKind', 'How a question about a report is answered.', {
  TEXT: 'In words, up to 500 characters.',
  CHOICE: 'By one of the choices.',
  NUMBER: 'By a number.',
});

@ObjectType('CategoryEmergency', { description: 'What to say before a report, where somebody may be in danger.' })
export class CategoryEmergencyType {
  @field(() => String, 'Plain text of the town.')
  declare text: string;

  @field(() => String, "The town's own stand-by, beside 112 and 110.", { nullable: true })
  declare phone?: string | null;
}

@ObjectType('IssueQuestion', {
  implements: NodeType,
  description: 'What the town hall needs to know about reports of a category; an answer names its id.',
})
export class IssueQuestionType {
  declare id: string;

  @field(() => String, 'The question.')
  declare label: string;

  @field(() => IssueQuestionKindEnum, 'How it is answered.')
  declare kind: IssueQuestionKind;

  @field(() => [String], 'CHOICE: what to choose from. At most 20.')
  declare choices: readonly string[];

  @field(() => Boolean, 'A report by a person needs an answer.')
  declare isRequired: boolean;

  @field(() => Boolean, 'Everybody who sees the report sees the answer.')
  declare isPublic: boolean;
}

@ObjectType('IssueAnswer', { description: 'An answer, with the question as it was asked.' })
export class IssueAnswerType {
  @field(() => String, 'The question.')
  declare label: string;

  @field(() => String, 'The answer; to everybody and to partners without addresses and phone numbers.')
  declare value: string;

  @field(() => Boolean, 'Everybody who sees the report sees it.')
  declare isPublic: boolean;
}

@InputType('CategoryEmergencyInput', { description: 'What to say before a report, where somebody may be in danger.' })
export class CategoryEmergencyInputType {
  @field(() => String, 'Plain text, 3 to 500 characters.')
  declare text: string;

  @field(() => String, "The town's own stand-by.", { nullable: true })
  declare phone?: string | null;
}

@InputType('IssueQuestionInput', { description: 'A question about reports of a category.' })
export class IssueQuestionInputType {
  @field(() => String, '2 to 200 characters.')
  declare label: string;

  @field(() => IssueQuestionKindEnum, 'How it is answered.')
  declare kind: IssueQuestionKind;

  @Field(() => [String], { defaultValue: [], description: 'CHOICE: 2 to 20, each up to 100 characters.' })
  declare choices: string[];

  @Field(() => Boolean, { defaultValue: false, description: 'A report by a person needs an answer.' })
  declare isRequired: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Everybody who sees the report sees the answer.' })
  declare isPublic: boolean;
}

@InputType('SetCategoryFormInput', {
  description: 'All that a category adds to the form of a report; it replaces what was.',
})
export class SetCategoryFormInputType {
  @Field(() => ID, { description: 'The category.' })
  declare categoryId: string;

  @field(() => Int, 'So near another report is offered first, 0 (never) to 2,000 metres.')
  declare nearMetres: number;

  @field(() => CategoryEmergencyInputType, 'Null: nothing.', { nullable: true })
  declare emergency?: CategoryEmergencyInputType | null;

  @field(() => [IssueQuestionInputType], 'At most eight.')
  declare questions: IssueQuestionInputType[];
}

@ObjectType()
export class CategoryFormPayloadType extends PayloadType {
  @field(() => IssueCategoryType, 'The category as it is now.', { nullable: true })
  declare category?: IssueCategoryType | null;
}

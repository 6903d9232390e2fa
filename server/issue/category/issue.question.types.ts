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

@ObjectType('CategoryEmergency', {
  description: 'Safety notice before a report, for situations in which somebody may be in danger.',
})
export class CategoryEmergencyType {
  @field(() => String, 'Plain text, written by the town.')
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

  @field(() => String, 'The question.')
  declare label: string;

  @field(() => IssueQuestionKindEnum, 'Type of the answer.')
  declare kind: IssueQuestionKind;

  @field(() => [String], 'CHOICE: the possible answers. At most 20.')
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

@InputType('CategoryEmergencyInput', {
  description: 'Safety notice before a report, for situations in which somebody may be in danger.',
})
export class CategoryEmergencyInputType {
  @field(() => String, 'Plain text, 3 to 500 characters.')
  declare text: string;

  @field(() => String, "Telephone number of the town's own emergency service.", { nullable: true })
  declare phone?: string | null;
}

@InputType('IssueQuestionInput', { description: 'A question about reports of a category.' })
export class IssueQuestionInputType {
  @field(() => String, 'The question, 2 to 200 characters.')
  declare label: string;

  @field(() => IssueQuestionKindEnum, 'Type of the answer.')
  declare kind: IssueQuestionKind;

  @Field(() => [String], {
    defaultValue: [],
    description: 'CHOICE: the possible answers, 2 to 20, each up to 100 characters.',
  })
  declare choices: string[];

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

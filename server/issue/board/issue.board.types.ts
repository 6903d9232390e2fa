import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import type { IssueKind } from '../category/issue.category.entity.ts';
import type { IssueStage } from '../issue.entity.ts';
import { IssueKindEnum, IssueStageEnum } from '../issue.types.ts';

@InputType('IssueFilter', { description: 'What of a board is looked at: what fits all that is given.' })
export class IssueFilterType {
  @Field(() => ID, { nullable: true, description: 'Only of this desk.' })
  declare deskId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Only what no desk has yet.' })
  declare withoutDesk?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Only of this category.' })
  declare categoryId?: string | null;

  @Field(() => IssueKindEnum, { nullable: true, description: 'Only of this kind.' })
  declare kind?: IssueKind | null;

  @Field(() => String, { nullable: true, description: 'Only where the address has this in it, up to 200 characters.' })
  declare street?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Only at desks where the viewer works.' })
  declare mine?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Only what was ended and is open again.' })
  declare reopened?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'What the town hall set aside, instead of the board; its staff.',
  })
  declare flagged?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Only what should have been answered or settled by now.' })
  declare overdue?: boolean | null;
}

@ArgsType()
export class BoardArgs {
  @Field(() => [IssueStageEnum], { nullable: true, description: 'Only these columns.' })
  declare stages?: IssueStage[] | null;

  @Field(() => IssueFilterType, { nullable: true, description: 'Of them only this; absent: everything.' })
  declare filter?: IssueFilterType | null;
}

@ObjectType('IssueCount', { description: 'How many cards of a desk lie in a column of the board.' })
export class IssueCountType {
  @field(() => IssueStageEnum, 'The column.')
  declare stage: IssueStage;

  @Field(() => ID, { nullable: true, description: 'The desk; null: of no desk yet.' })
  declare deskId: string | null;

  @field(() => Int, 'So many.')
  declare count: number;
}

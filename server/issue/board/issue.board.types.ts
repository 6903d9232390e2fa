import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { StreamCursor } from '../../kernel/scalars.ts';
import type { IssueKind } from '../issue.category.entity.ts';
import type { IssueStage } from '../issue.entity.ts';
import type { IssueOrder } from './issue.board.order.ts';
import { IssueKindEnum, IssueStageEnum } from '../issue.types.ts';

const IssueOrderEnum = enumOf<IssueOrder>('IssueOrder', 'In which order cards lie.', {
  NEWEST: 'What was reported last comes first.',
  DUE: "What is due soonest comes first; what stands still or has no clock last. The clocks are staff's: for partners as NEWEST.",
});

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
class StagesArgs {
  @Field(() => [IssueStageEnum], { nullable: true, description: 'Only these columns.' })
  declare stages?: IssueStage[] | null;
}

@ArgsType()
export class ColumnArgs extends StagesArgs {
  @Field(() => IssueOrderEnum, { defaultValue: 'NEWEST', description: 'What comes first.' })
  declare order: IssueOrder;
}

@ArgsType()
export class BoardListArgs extends ColumnArgs {
  @Field(() => IssueFilterType, { nullable: true, description: 'Of them only this; absent: everything.' })
  declare filter?: IssueFilterType | null;
}

@ArgsType()
export class BoardArgs extends StagesArgs {
  @Field(() => IssueFilterType, { nullable: true, description: 'Of them only this; absent: everything.' })
  declare filter?: IssueFilterType | null;
}

@ObjectType('IssueBoard', { description: 'The board as it is when somebody opens it.' })
export class IssueBoardType {
  @field(() => StreamCursor, 'Older than all the rest: give it to `issueBoard` as `after` to miss nothing.')
  declare cursor: string;
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

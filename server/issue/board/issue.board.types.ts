import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { StreamCursor } from '../../kernel/scalars.ts';
import type { IssueKind } from '../issue.category.entity.ts';
import type { IssueStage } from '../issue.entity.ts';
import type { IssueOrder } from './issue.board.order.ts';
import { IssueKindEnum, IssueStageEnum } from '../issue.types.ts';

const IssueOrderEnum = enumOf<IssueOrder>('IssueOrder', 'Order of cards.', {
  NEWEST: 'Newest report first.',
  DUE: 'Earliest deadline first; reports without a running clock last. Partners get the order NEWEST, because clocks are internal to the town hall.',
});

@InputType('IssueFilter', {
  description: 'Conditions on the reports of a board; a report must meet all that are given.',
})
export class IssueFilterType {
  @Field(() => String, {
    nullable: true,
    description:
      "Search text, up to 200 characters: finds the report with this number (`M-2031`, `2031`), otherwise reports with all words in number, title, text, place, category, public answers or the reporter's address; at most eight words. Also finds reports that the town hall has set aside. Staff only.",
  })
  declare search?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only reports at this desk.' })
  declare deskId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only reports that no desk has received yet.' })
  declare withoutDesk?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Only reports of this category.' })
  declare categoryId?: string | null;

  @Field(() => IssueKindEnum, { nullable: true, description: 'Only reports of this kind.' })
  declare kind?: IssueKind | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only reports whose address contains this text, up to 200 characters.',
  })
  declare street?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: only reports that are assigned to the viewer, and unassigned ones at desks where the viewer works.',
  })
  declare mine?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only open reports that were closed before.' })
  declare reopened?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: only reports that the town hall has set aside (spam, hidden), which the board leaves out. Staff only.',
  })
  declare flagged?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only reports whose running clock has passed its deadline.',
  })
  declare overdue?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: only reports whose running clock ends today in the time zone of the municipality, or has passed its deadline. Staff only.',
  })
  declare dueToday?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: only reports that were made since the beginning of yesterday in the time zone of the municipality.',
  })
  declare sinceYesterday?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only reports whose reporter waits for an answer to a private message. Staff only.',
  })
  declare unanswered?: boolean | null;
}

@ArgsType()
class StagesArgs {
  @Field(() => [IssueStageEnum], { nullable: true, description: 'Only these columns; null: all.' })
  declare stages?: IssueStage[] | null;
}

@ArgsType()
export class ColumnArgs extends StagesArgs {
  @Field(() => IssueOrderEnum, { defaultValue: 'NEWEST', description: 'Order of the cards.' })
  declare order: IssueOrder;
}

@ArgsType()
export class BoardListArgs extends ColumnArgs {
  @Field(() => IssueFilterType, {
    nullable: true,
    description: 'Only cards that meet these conditions; absent: all cards.',
  })
  declare filter?: IssueFilterType | null;
}

@ArgsType()
export class BoardArgs extends StagesArgs {
  @Field(() => IssueFilterType, {
    nullable: true,
    description: 'Only cards that meet these conditions; absent: all cards.',
  })
  declare filter?: IssueFilterType | null;
}

@ObjectType('IssueBoard', { description: 'The board at the moment of opening.' })
export class IssueBoardType {
  @field(
    () => StreamCursor,
    'Cursor that was read before all other fields; pass it to `issueBoard` as `after` to miss no change.',
  )
  declare cursor: string;
}

@ObjectType('IssueCount', { description: 'Number of cards of a desk in a column of the board.' })
export class IssueCountType {
  @field(() => IssueStageEnum, 'The column.')
  declare stage: IssueStage;

  @Field(() => ID, { nullable: true, description: 'The desk; null for cards without a desk.' })
  declare deskId: string | null;

  @field(() => Int, 'Number of cards.')
  declare count: number;
}

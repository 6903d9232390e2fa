import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { IssuePayloadType, MoveIssueInputType } from '../issue.input.types.ts';

@InputType('MoveIssuesInput', { description: 'Several moves at once.' })
export class MoveIssuesInputType {
  @Field(() => [MoveIssueInputType], {
    description: 'At most 50, each with the version that its decision was made on.',
  })
  declare moves: MoveIssueInputType[];
}

@InputType('UndoMoveInput', { description: 'A move to take back.' })
export class UndoMoveInputType {
  @Field(() => ID, { description: 'The report.' })
  declare issueId: string;

  @field(() => Int, 'The version that the move made.')
  declare version: number;
}

@ObjectType('IssueMoveResult', { description: 'Result of one of several moves.' })
class IssueMoveResultType extends IssuePayloadType {}

@ObjectType()
export class IssuesPayloadType extends PayloadType {
  @Field(() => [IssueMoveResultType], {
    nullable: true,
    description:
      'Results in the order of the input: each like the payload of moveIssue, or FORBIDDEN or NOT_FOUND. At most 50.',
  })
  declare results?: IssueMoveResultType[] | null;
}

@InputType('UndoMovesInput', { description: 'Input of undoMoves.' })
export class UndoMovesInputType {
  @Field(() => [UndoMoveInputType], { description: 'The moves.' })
  declare moves: UndoMoveInputType[];
}

import { ID, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';

@ObjectType('Ballot', { description: "The viewer's own vote; kept until the poll closes." })
export class BallotType {
  /** Ids from which the resolver of `options` loads the options. */
  declare optionIds: readonly string[];
}

@ObjectType('OwnText', {
  description: "The viewer's own answer to a TEXT question; kept until the poll closes.",
})
export class OwnTextType {
  @field(() => ID, 'Global id of the question.')
  declare questionId: string;

  @field(() => String, 'Text of the answer.')
  declare text: string;
}

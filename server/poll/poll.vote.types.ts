import { ID, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';

@ObjectType('Ballot', { description: "The viewer's own vote; kept until the close so that it can be changed." })
export class BallotType {
  /** Read only if `options` are asked for. */
  declare optionIds: readonly string[];
}

@ObjectType('OwnText', {
  description: "The viewer's own answer in words; kept until the close so that it can be changed.",
})
export class OwnTextType {
  @field(() => ID, 'The question.')
  declare questionId: string;

  @field(() => String, 'The answer.')
  declare text: string;
}

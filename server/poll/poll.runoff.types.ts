import { ID, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import type { Tie } from './poll.runoff.entity.ts';

const TieEnum = enumOf('RunOffTie', 'How it was decided who leaves of several options with equally few votes.', {
  EARLIER_ROUND: 'Who had fewer votes in the last round in which they differed.',
  BALLOT_ORDER: 'They were equal in all rounds: who stands later on the ballot.',
});

@ObjectType('RunOffVotes', { description: 'What an option had in a round.' })
export class RunOffVotesType {
  @field(() => ID, 'Global id of the option.')
  declare optionId: string;

  @field(() => Int, 'Ballots whose first option still there it was.')
  declare votes: number;
}

@ObjectType('RunOffRound', { description: 'One round of a run-off.' })
export class RunOffRoundType {
  @field(() => [RunOffVotesType], 'The options still there, in the order of the ballot. At most 50.')
  declare votes: readonly RunOffVotesType[];

  @field(() => Int, 'Exhausted ballots: those that rank none of them.')
  declare exhausted: number;

  @field(() => [ID], 'Who left after it; several only where nobody voted for them. Empty: the last round. At most 50.')
  declare eliminatedIds: readonly string[];

  @field(() => TieEnum, 'How a tie for the last place was broken; null: there was none.', { nullable: true })
  declare tie: Tie | null;
}

@ObjectType('RunOff', {
  description:
    'How the rankings of a question were counted (instant run-off): the option with the fewest votes leaves and its ballots go on to their next one, until somebody has more than half.',
})
export class RunOffType {
  @field(() => Int, 'Ballots with a ranking for this question.')
  declare ballots: number;

  @field(() => [RunOffRoundType], 'The rounds, in order. At most 50.')
  declare rounds: readonly RunOffRoundType[];

  @field(() => ID, 'Global id of the option that won; null: nobody voted.', { nullable: true })
  declare winnerId: string | null;
}

import { ID, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import type { Tie } from './poll.runoff.entity.ts';

const TieEnum = enumOf(
  'RunOffTie',
  'Rule that decided which of several options with equally few votes was eliminated.',
  {
    EARLIER_ROUND: 'The option with fewer votes in the latest earlier round in which they differed was eliminated.',
    BALLOT_ORDER: 'The options were equal in all rounds: the one that stands later on the ballot was eliminated.',
  },
);

@ObjectType('RunOffVotes', { description: 'Votes of an option in one round.' })
export class RunOffVotesType {
  @field(() => ID, 'Global id of the option.')
  declare optionId: string;

  @field(() => Int, 'Number of ballots whose first remaining option this is.')
  declare votes: number;
}

@ObjectType('RunOffRound', { description: 'One round of a run-off.' })
export class RunOffRoundType {
  @field(
    () => [RunOffVotesType],
    'Votes of the options that were not eliminated before, in the order of the ballot. At most 50.',
  )
  declare votes: readonly RunOffVotesType[];

  @field(() => Int, 'Number of exhausted ballots, which rank none of these options.')
  declare exhausted: number;

  @field(
    () => [ID],
    'Global ids of the options eliminated after this round; several only if they had no votes. Empty in the last round. At most 50.',
  )
  declare eliminatedIds: readonly string[];

  @field(() => TieEnum, 'Rule that broke a tie for the last place; null: no tie.', { nullable: true })
  declare tie: Tie | null;
}

@ObjectType('RunOff', {
  description:
    'Result of an instant run-off: in every round the option with the fewest votes is eliminated and its ballots count for their next option, until an option has more than half of the votes.',
})
export class RunOffType {
  @field(() => Int, 'Number of ballots with a ranking for this question.')
  declare ballots: number;

  @field(() => [RunOffRoundType], 'The rounds, in order. At most 50.')
  declare rounds: readonly RunOffRoundType[];

  @field(() => ID, 'Global id of the option that won; null: no ballot ranks the question.', { nullable: true })
  declare winnerId: string | null;
}

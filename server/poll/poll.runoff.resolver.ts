import { FieldResolver, Resolver, Root } from 'type-graphql';
import { toGlobalId } from '../kernel/ids.ts';
import type { CountedQuestion } from './poll.counts.service.ts';
import { RunOffType } from './poll.runoff.types.ts';
import { QuestionTallyType } from './poll.results.types.ts';

@Resolver(() => QuestionTallyType)
export class QuestionRunOffResolver {
  @FieldResolver(() => RunOffType, {
    nullable: true,
    description:
      'RANKING: result of the instant run-off. Null before the close, while `options` count first choices, and for other kinds.',
    complexity: () => 1, // stored in the row of the question
  })
  runOff(@Root() { runOff }: CountedQuestion): RunOffType | null {
    if (runOff == null) return null;
    const { ballots, rounds, winnerId } = runOff;
    return {
      ballots,
      winnerId: winnerId === null ? null : optionId(winnerId),
      rounds: rounds.map(({ votes, exhausted, eliminated, tie }) => ({
        exhausted,
        tie,
        eliminatedIds: eliminated.map(optionId),
        votes: votes.map((one) => ({ optionId: optionId(one.id), votes: one.votes })),
      })),
    };
  }
}

function optionId(id: string): string {
  return toGlobalId('PollOption', id);
}

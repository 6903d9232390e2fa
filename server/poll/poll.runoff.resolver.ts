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
      'Result of the instant run-off of a RANKING. Null for other kinds, and before the close, when `options` contains only first choices.',
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

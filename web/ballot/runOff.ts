import type { RunOff } from '../poll/tally.ts';
import type { RunOffByPlace } from './recount.mjs';

/**
 * Converts a recounted run-off to the form of the poll's page, which names options by id. Here the position is the id.
 */
export function asRunOff(labels: readonly string[], { ballots, rounds, winner }: RunOffByPlace) {
  const runOff: RunOff = {
    ballots,
    winnerId: winner === null ? null : String(winner),
    rounds: rounds.map(({ votes, exhausted, eliminated, tie }) => ({
      votes: votes.flatMap((number, at) => (number === null ? [] : [{ optionId: String(at), votes: number }])),
      exhausted,
      tie,
      eliminatedIds: eliminated.map(String),
    })),
  };
  return { question: { options: labels.map((label, at) => ({ id: String(at), label })) }, runOff };
}

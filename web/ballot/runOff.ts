import type { RunOff } from '../poll/tally.ts';
import type { RunOffByPlace } from './recount.mjs';

/** What the recount found, as the poll's page shows it: there options have ids, here their place is one. */
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

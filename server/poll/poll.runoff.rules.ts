import type { OptionVotes, RunOff, RunOffRound } from './poll.runoff.entity.ts';

/**
 * Counts an instant run-off. In every round each ballot counts for its first option that is not eliminated. An option
 * with more than half of these votes wins; otherwise the option with the fewest votes is eliminated, and its ballots
 * count for their next option. A ballot without a remaining option is exhausted. The order of the ballots does not
 * matter.
 *
 * Options without votes are eliminated together. Of several options with equally few votes, the option is eliminated
 * that had fewer votes in the latest earlier round in which they differed; if they never differed, the one that stands
 * later on the ballot.
 */
export function countRunOff(optionIds: readonly string[], rankings: readonly Ranking[]): RunOff {
  const rounds: RunOffRound[] = [];
  let left = optionIds;
  for (;;) {
    const { votes, exhausted } = countRound(left, rankings);
    const counted = votes.reduce((sum, one) => sum + one.votes, 0);
    const winner = votes.find((one) => one.votes * 2 > counted);
    if (winner !== undefined || counted === 0) {
      rounds.push({ votes, exhausted, eliminated: [], tie: null });
      return { ballots: counted + exhausted, rounds, winnerId: winner?.id ?? null };
    }
    const last = findLast(votes, rounds);
    rounds.push({ votes, exhausted, ...last });
    left = left.filter((id) => !last.eliminated.includes(id));
  }
}

/** Number of ballots with the same ranking; `ranked` has ids of options, first choice first. */
export interface Ranking {
  readonly ranked: readonly string[];
  readonly count: number;
}

function countRound(left: readonly string[], rankings: readonly Ranking[]): Pick<RunOffRound, 'votes' | 'exhausted'> {
  const votes = new Map(left.map((id) => [id, 0]));
  let exhausted = 0;
  for (const { ranked, count } of rankings) {
    const first = ranked.find((id) => votes.has(id));
    if (first === undefined) exhausted += count;
    else votes.set(first, (votes.get(first) ?? 0) + count);
  }
  return { votes: [...votes].map(([id, count]) => ({ id, votes: count })), exhausted };
}

function findLast(
  votes: readonly OptionVotes[],
  earlier: readonly RunOffRound[],
): Pick<RunOffRound, 'eliminated' | 'tie'> {
  const fewest = Math.min(...votes.map((one) => one.votes));
  let tied = votes.filter((one) => one.votes === fewest).map(({ id }) => id);
  if (fewest === 0 || tied.length === 1) return { eliminated: tied, tie: null };
  for (const round of earlier.toReversed()) {
    tied = fewestOf(tied, round);
    if (tied.length === 1) return { eliminated: tied, tie: 'EARLIER_ROUND' };
  }
  return { eliminated: tied.slice(-1), tie: 'BALLOT_ORDER' };
}

function fewestOf(ids: readonly string[], { votes }: RunOffRound): string[] {
  const then = votes.filter(({ id }) => ids.includes(id));
  const fewest = Math.min(...then.map((one) => one.votes));
  return then.filter((one) => one.votes === fewest).map(({ id }) => id);
}

import { describe, expect, it } from 'vitest';
import type { RunOff } from './poll.runoff.entity.ts';
import { countRunOff, type Ranking } from './poll.runoff.rules.ts';

/** Counts a run-off of options named by single letters; `{ ab: 4 }` stands for four ballots that rank a before b. */
const count = (options: string, ballots: Record<string, number>): RunOff =>
  countRunOff(
    [...options],
    Object.entries(ballots).map(([ranked, n]) => ({ ranked: [...ranked], count: n })),
  );
const leave = ({ rounds }: RunOff): string[] => rounds.map(({ eliminated }) => eliminated.join(''));

describe('a run-off', () => {
  it('ends in the first round when somebody has more than half', () => {
    const { winnerId, rounds } = count('abc', { a: 6, bc: 3, cb: 2 });
    expect([winnerId, rounds.length]).toEqual(['a', 1]);
  });

  it('hands on the votes of who leaves: the first of round one may lose', () => {
    const runOff = count('abc', { abc: 4, bca: 3, cba: 2 });
    expect([runOff.winnerId, leave(runOff)]).toEqual(['b', ['c', '']]);
    expect(runOff.rounds[1]?.votes).toEqual([
      { id: 'a', votes: 4 },
      { id: 'b', votes: 5 },
    ]);
  });

  it('counts ballots that rank nobody any more as exhausted, and half of the others is enough', () => {
    const runOff = count('abc', { a: 4, b: 3, c: 3, cb: 1 });
    expect(runOff.rounds.map(({ exhausted }) => exhausted)).toEqual([0, 3, 7]);
    expect([runOff.ballots, leave(runOff)]).toEqual([11, ['b', 'c', '']]);
  });

  it('lets all without a vote leave together, which is no tie', () => {
    const { rounds } = count('abcde', { a: 2, b: 2, dab: 1 });
    expect(rounds[0]).toMatchObject({ eliminated: ['c', 'e'], tie: null });
  });

  it('breaks a tie by the round before', () => {
    const runOff = count('abcd', { a: 5, b: 4, c: 3, d: 1, dc: 1, cb: 0 });
    expect(runOff.rounds[1]).toMatchObject({ eliminated: ['c'], tie: 'EARLIER_ROUND' });
  });

  it('breaks a tie of always equal ones by the order of the ballot: the later one leaves', () => {
    const runOff = count('abc', { a: 2, b: 1, c: 1 });
    expect(runOff.rounds[0]).toMatchObject({ eliminated: ['c'], tie: 'BALLOT_ORDER' });
    expect(count('ab', { a: 3, b: 3 })).toMatchObject({ winnerId: 'a', rounds: [{ tie: 'BALLOT_ORDER' }, {}] });
  });

  it('has no winner without votes', () => {
    expect(count('abc', {})).toMatchObject({ winnerId: null, ballots: 0, rounds: [{ eliminated: [] }] });
  });
});

describe('any run-off', () => {
  const cases = Array.from({ length: 2000 }, (_, seed) => someVote(seed + 1));

  it('accounts for every ballot in every round, and loses at least one option in each but the last', () => {
    for (const { options, rankings } of cases) {
      const { ballots, rounds } = countRunOff(options, rankings);
      expect(ballots).toBe(rankings.reduce((sum, ranking) => sum + ranking.count, 0));
      rounds.forEach(({ votes, exhausted, eliminated }, i) => {
        expect(votes.reduce((sum, one) => sum + one.votes, exhausted)).toBe(ballots);
        expect(eliminated.length > 0).toBe(i < rounds.length - 1);
        const next = rounds[i + 1];
        if (next === undefined) return;
        expect(next.votes.map(({ id }) => id)).toEqual(
          votes.map(({ id }) => id).filter((id) => !eliminated.includes(id)),
        );
        expect(next.exhausted).toBeGreaterThanOrEqual(exhausted);
        for (const { id, votes: after } of next.votes)
          expect(after).toBeGreaterThanOrEqual(votes.find((one) => one.id === id)?.votes ?? 0);
      });
    }
  });

  it('is won by who is before everybody else in more than half of the ballots', () => {
    let decided = 0;
    for (const { options, rankings } of cases) {
      const { ballots, winnerId } = countRunOff(options, rankings);
      const firsts = (id: string): number =>
        rankings.filter(({ ranked }) => ranked[0] === id).reduce((sum, ranking) => sum + ranking.count, 0);
      const first = options.find((id) => firsts(id) * 2 > ballots);
      if (first === undefined) continue;
      expect(winnerId).toBe(first);
      decided++;
    }
    expect(decided).toBeGreaterThan(100);
  });

  it('does not depend on the order in which ballots are read, nor on how they are bundled', () => {
    for (const { options, rankings } of cases) {
      const single = rankings.flatMap(({ ranked, count: n }) =>
        Array.from({ length: n }, () => ({ ranked, count: 1 })),
      );
      expect(countRunOff(options, single.toReversed())).toEqual(countRunOff(options, rankings));
    }
  });

  it('has the winner that one has who lets them leave one by one', () => {
    for (const { options, rankings } of cases)
      expect(countRunOff(options, rankings).winnerId).toBe(oneByOne(options, rankings));
  });
});

/** Second, simple implementation of the run-off without optimisations; returns the winner or null. */
function oneByOne(options: readonly string[], rankings: readonly Ranking[]): string | null {
  const votesAmong = (left: readonly string[], id: string): number =>
    rankings.reduce((sum, { ranked, count: n }) => sum + (ranked.find((one) => left.includes(one)) === id ? n : 0), 0);
  const before: string[][] = [];
  let left = [...options];
  while (left.length > 1) {
    const rounds = [left, ...before.toReversed()];
    const isFewer = (a: string, b: string): boolean => {
      for (const round of rounds) {
        const x = votesAmong(round, a);
        const y = votesAmong(round, b);
        if (x !== y) return x < y;
      }
      return options.indexOf(a) > options.indexOf(b);
    };
    const last = left.reduce((worst, id) => (isFewer(id, worst) ? id : worst));
    before.push(left);
    left = left.filter((id) => id !== last);
  }
  return rankings.length === 0 ? null : (left[0] ?? null);
}

function someVote(seed: number): { options: string[]; rankings: Ranking[] } {
  let state = seed * 2654435761;
  const below = (n: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0;
    return (state >>> 8) % n;
  };
  const options = [...'abcdefg'].slice(0, 2 + below(6));
  const rankings = Array.from({ length: below(9) }, () => {
    const urn = [...options];
    const ranked = Array.from({ length: 1 + below(options.length) }, () => urn.splice(below(urn.length), 1)[0] ?? '');
    return { ranked, count: 1 + below(4) };
  });
  return { options, rankings };
}

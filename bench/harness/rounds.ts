import { median } from '../../faults/harness/scenario.ts';
import { say } from '../../faults/harness/report.ts';
import type { Goal, Row } from '../job.ts';

/** Figures of one turn of one contestant. */
export type Figures = Readonly<Record<string, number>>;
export type Rounds = readonly ReadonlyMap<string, Figures>[];

interface Told {
  readonly what: string;
  readonly unit: string;
  readonly goal?: Goal;
}

/** Share by which a figure may be worse than the baseline before the comparison reports it. */
export const tolerance = 0.03;

/**
 * Runs all rounds. Every contestant has one turn in each: A B C, C B A, A B C … Load by other processes affects all
 * contestants alike, and no contestant always has its turn before another.
 */
export async function interleave(
  job: string,
  names: readonly string[],
  rounds: number,
  turn: (name: string) => Promise<Figures>,
): Promise<Rounds> {
  const all: Map<string, Figures>[] = [];
  for (let round = 1; round <= rounds; round++) {
    const figures = new Map<string, Figures>();
    for (const name of round % 2 === 1 ? names : names.toReversed()) {
      const found = await turn(name);
      figures.set(name, found);
      say(`${job} ${round}/${rounds}  ${name.padEnd(12)} ${tell(found)}`);
    }
    all.push(figures);
  }
  return all;
}

/** Returns a function that runs the turn of the item with a given name. */
export function turnsOf<Item, Found>(
  items: ReadonlyMap<string, Item>,
  turn: (item: Item) => Promise<Found>,
): (name: string) => Promise<Found> {
  return (name) => {
    const item = items.get(name);
    if (item === undefined) throw new Error(`nobody is called ${name}`);
    return turn(item);
  };
}

/**
 * Compares `ours` with one peer: medians, and the median of the ratios inside the rounds. No row if the peer had no
 * turn.
 */
export function compare(rounds: Rounds, figure: string, peer: string, told: Told): Row[] {
  if (!rounds.every((round) => round.has(peer))) return [];
  const ours = valuesOf(rounds, 'ours', figure);
  const theirs = valuesOf(rounds, peer, figure);
  const ratios = ours.map((value, n) => value / (theirs[n] ?? NaN));
  const spread = { min: Math.min(...ratios), max: Math.max(...ratios) };
  return [{ ...told, peer, ours: median(ours), theirs: median(theirs), ratio: median(ratios), spread }];
}

/**
 * Compares `ours` with the baseline; no row if there is none. `turn` is the suffix of `ours` and `baseline` in the
 * names of the turns.
 */
export function compareBaseline(
  rounds: Rounds,
  figure: string,
  told: Omit<Told, 'goal'>,
  { turn = '', isMoreBetter = false }: { turn?: string; isMoreBetter?: boolean } = {},
): Row[] {
  const goal = isMoreBetter ? { atLeast: 1 - tolerance } : { atMost: 1 + tolerance };
  const rows = compare(rename(rounds, `ours${turn}`), figure, `baseline${turn}`, { ...told, goal });
  return rows.map((row) => ({ ...row, peer: 'baseline' }));
}

/** Row of a figure without a peer, judged by a limit of its own. */
export function alone(rounds: Rounds, figure: string, told: Told): Row {
  const ours = median(valuesOf(rounds, 'ours', figure));
  return { ...told, ours, ratio: ours };
}

/** Row of the worst value of all rounds, where a median would hide it. */
export function worst(rounds: Rounds, figure: string, told: Told): Row {
  const ours = Math.max(...valuesOf(rounds, 'ours', figure));
  return { ...told, ours, ratio: ours };
}

/** Returns the rounds with the contestant `name` in the place of `ours`. */
export function rename(rounds: Rounds, name: string): Rounds {
  return rounds.map((round) => new Map([...round, ['ours', round.get(name) ?? {}]]));
}

function valuesOf(rounds: Rounds, name: string, figure: string): number[] {
  return rounds.map((round) => round.get(name)?.[figure] ?? NaN);
}

function tell(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`)
    .join(' · ');
}

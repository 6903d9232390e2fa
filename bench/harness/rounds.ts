import { median } from '../../faults/harness/scenario.ts';
import { say } from '../../faults/harness/report.ts';
import type { Goal, Row } from '../job.ts';

/** The figures of one turn of one contestant. */
export type Figures = Readonly<Record<string, number>>;
export type Rounds = readonly ReadonlyMap<string, Figures>[];

/** A B C … A B C …: whatever else the machine does meets everybody alike. */
export async function interleave(
  job: string,
  names: readonly string[],
  rounds: number,
  turn: (name: string) => Promise<Figures>,
): Promise<Rounds> {
  const all: Map<string, Figures>[] = [];
  for (let round = 1; round <= rounds; round++) {
    const figures = new Map<string, Figures>();
    for (const name of names) {
      const found = await turn(name);
      figures.set(name, found);
      say(`${job} ${round}/${rounds}  ${name.padEnd(12)} ${tell(found)}`);
    }
    all.push(figures);
  }
  return all;
}

/** Ours against one peer: medians, and the median of the ratios inside the rounds. */
export function compare(
  rounds: Rounds,
  figure: string,
  peer: string,
  told: { what: string; unit: string; goal?: Goal },
): Row {
  const [ours, theirs] = [valuesOf(rounds, 'ours', figure), valuesOf(rounds, peer, figure)];
  const ratio = median(ours.map((value, n) => value / (theirs[n] ?? NaN)));
  return { ...told, peer, ours: median(ours), theirs: median(theirs), ratio };
}

/** A figure of ours alone, against a limit of its own. */
export function alone(rounds: Rounds, figure: string, told: { what: string; unit: string; goal?: Goal }): Row {
  const ours = median(valuesOf(rounds, 'ours', figure));
  return { ...told, ours, ratio: ours };
}

/** The worst of all rounds, where the middle would hide it. */
export function worst(rounds: Rounds, figure: string, told: { what: string; unit: string; goal?: Goal }): Row {
  const ours = Math.max(...valuesOf(rounds, 'ours', figure));
  return { ...told, ours, ratio: ours };
}

/** The same rounds with another contestant of ours as "ours". */
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

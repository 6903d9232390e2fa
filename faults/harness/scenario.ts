import type { Patch } from './build.ts';
import type { Stage } from './stage.ts';

export interface Findings {
  /** What was measured, printed in this order. */
  readonly figures: Readonly<Record<string, string | number>>;
  /** What must not be; empty: green. */
  readonly problems: readonly string[];
}

export interface Scenario {
  readonly name: string;
  /** What must hold, in one line. */
  readonly promise: string;
  /** `folder`: the built product to try, ours or the one with the planted defect. */
  attempt(stage: Stage, folder: string, isControl: boolean): Promise<Findings>;
  /**
   * It runs the sources and needs nothing of the stage but a folder: the product and the one with the planted defect are
   * judged at the same time, and neither is built.
   */
  readonly isApart?: boolean;
  /** A defect in the real source that the attempt must find: a suite that cannot turn red proves nothing. */
  readonly plant: { readonly title: string; readonly patches: readonly Patch[] };
}

/** Collects what must not be; `require` says what was expected instead. */
export class Problems {
  readonly #counts = new Map<string, number>();

  /** Equal problems once, with their number. */
  get list(): string[] {
    return [...this.#counts].map(([problem, count]) => (count === 1 ? problem : `${problem} (${count} times)`));
  }

  require(isFine: boolean, problem: string): void {
    if (!isFine) this.#counts.set(problem, (this.#counts.get(problem) ?? 0) + 1);
  }

  equal(name: string, actual: unknown, expected: unknown): void {
    this.require(actual === expected, `${name}: ${String(actual)} instead of ${String(expected)}`);
  }
}

/** Of an even number the mean of the middle two; 0 of none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, number) => sum + number, 0) / Math.max(1, middle.length);
}

export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** `count` of each code, most frequent first: "counted 180, POLL_NOT_OPEN 20". */
export function countWords(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([word, count]) => `${word} ${count}`).join(', ') || 'none';
}

import type { Patch } from './build.ts';
import type { Stage } from './stage.ts';

export interface Findings {
  /** What was measured, printed in this order. */
  readonly figures: Readonly<Record<string, string | number>>;
  /** What must not be; empty: green. */
  readonly problems: readonly string[];
}

export interface Judged {
  readonly findings: Findings;
  readonly seconds: number;
}

/** A defect in the real source that the scenario must find: a suite that cannot turn red proves nothing. */
export interface Control {
  readonly title: string;
  readonly patches: readonly Patch[];
}

interface ScenarioFacts {
  readonly name: string;
  /** What must hold, in one line. */
  readonly promise: string;
  readonly control: Control;
}

/** A scenario against started processes of the built product. */
export interface StagedScenario extends ScenarioFacts {
  /** `folder`: the built product to try, as it is or with the defect of the control. */
  attempt(stage: Stage, folder: string, isControl: boolean): Promise<Findings>;
  /** Why no other scenario may run at the same time; absent: one may. */
  readonly alone?: string;
}

/** A scenario that consists of files of tests, which run on the sources and need no stage. */
export interface SuiteScenario extends ScenarioFacts {
  /** Paths from the root of the repository. */
  readonly files: readonly string[];
  /** Each turns exactly one test red. Absent: the first test that any patch of the control turns red is enough. */
  readonly defects?: readonly Defect[];
}

export interface Defect {
  /** How the title of the test that must find it begins. */
  readonly title: string;
  readonly patch: Patch;
}

export type Scenario = StagedScenario | SuiteScenario;

export function isSuite(scenario: Scenario): scenario is SuiteScenario {
  return 'files' in scenario;
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

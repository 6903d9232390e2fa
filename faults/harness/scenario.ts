import type { Patch } from './build.ts';
import type { Stage } from './stage.ts';

export interface Findings {
  /** Measured values, printed in this order. */
  readonly figures: Readonly<Record<string, string | number>>;
  /** Violations of the promise; empty when the scenario is green. */
  readonly problems: readonly string[];
  /** Why this machine cannot run the scenario; absent: it ran. `scripts/skips.txt` names scenarios that may be skipped. */
  readonly skipped?: string;
}

export interface Judged {
  readonly findings: Findings;
  readonly seconds: number;
}

/** A defect in the real source that the scenario must find: a scenario that cannot turn red proves nothing. */
export interface Control {
  readonly title: string;
  readonly patches: readonly Patch[];
}

interface ScenarioFacts {
  readonly name: string;
  /** Property that must hold, in one line. */
  readonly promise: string;
  readonly control: Control;
}

/** A scenario against running processes of the built product. */
export interface StagedScenario extends ScenarioFacts {
  /** Runs the scenario. `folder` holds the built product, as it is or with the defect of the control. */
  attempt(stage: Stage, folder: string, isControl: boolean): Promise<Findings>;
  /** Reason why no other scenario may run at the same time; absent when others may. */
  readonly alone?: string;
}

/** A scenario of test files, which run on the sources and need no stage. */
export interface SuiteScenario extends ScenarioFacts {
  /** Paths from the root of the repository. */
  readonly files: readonly string[];
  /** Text in the names of the rows of a sweep that must find the defect of the control; absent: the control asks all rows. */
  readonly rows?: string;
  /**
   * Defects of which each turns exactly one test red. If absent, one red test for any patch of the control is enough.
   */
  readonly defects?: readonly Defect[];
}

export interface Defect {
  /** Start of the title of the test that must find the defect. */
  readonly title: string;
  readonly patch: Patch;
}

export type Scenario = StagedScenario | SuiteScenario;

export function isSuite(scenario: Scenario): scenario is SuiteScenario {
  return 'files' in scenario;
}

/** Collects violations; `require` takes a condition and the text of its violation. */
export class Problems {
  readonly #counts = new Map<string, number>();

  /** The problems; equal ones are listed once with their number. */
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

/** The median: of an even number of values the mean of the middle two, of none 0. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, number) => sum + number, 0) / Math.max(1, middle.length);
}

export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Counts equal words, most frequent first: "counted 180, POLL_NOT_OPEN 20". */
export function countWords(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([word, count]) => `${word} ${count}`).join(', ') || 'none';
}

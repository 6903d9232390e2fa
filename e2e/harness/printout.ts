import { say } from '../../faults/harness/report.ts';
import type { Figures, Scenario } from './scenario.ts';

export interface Verdict {
  readonly scenario: Scenario;
  readonly figures?: Figures;
  /** What the pages did that no page may do. */
  readonly problems: readonly string[];
  readonly error?: unknown;
  readonly seconds: number;
}

export function isGreen({ problems, error }: Verdict): boolean {
  return error === undefined && problems.length === 0;
}

export function printVerdict(verdict: Verdict): void {
  const { scenario, figures, problems, error, seconds } = verdict;
  say(`${word(verdict)} ${scenario.name} (${seconds.toFixed(1)} s)`);
  if (figures !== undefined) console.log(`          figures  ${figuresOf(figures)}`);
  for (const problem of problems) console.log(`          PROBLEM  ${problem}`);
  if (error !== undefined) console.log(`          ERROR    ${error instanceof Error ? error.stack : String(error)}`);
}

export function printTable(verdicts: readonly Verdict[]): void {
  const width = Math.max(...verdicts.map(({ scenario }) => scenario.name.length));
  console.log('\nscenario, what must hold, what was measured');
  for (const verdict of verdicts) {
    const { scenario, figures } = verdict;
    console.log(`${word(verdict)}  ${scenario.name.padEnd(width)}  ${scenario.promise}`);
    if (figures !== undefined) console.log(`       ${' '.repeat(width)}  ${figuresOf(figures)}`);
  }
}

function word(verdict: Verdict): string {
  return isGreen(verdict) ? 'green' : 'RED  ';
}

function figuresOf(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${value}`)
    .join(' · ');
}

import { appendFileSync } from 'node:fs';
import type { Findings, Judged, Scenario } from './scenario.ts';

export interface Verdict {
  readonly scenario: Scenario;
  /** Whether the control was chosen for this run. */
  readonly isControlled: boolean;
  own?: Judged;
  control?: Judged;
  /** Error that prevented the scenario or its control from running. */
  error?: unknown;
}

export function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);
}

/**
 * Appends the result of a proof, as a line of JSON, to the file that the variable RESULTS names; `npm run nightly` reads
 * it. Without the variable nothing is written.
 */
export function recordResult(name: string, isFine: boolean, figures: Findings['figures']): void {
  const { RESULTS } = process.env;
  if (RESULTS !== undefined) appendFileSync(RESULTS, `${JSON.stringify({ name, isFine, figures })}\n`);
}

/** Records a verdict with the number of problems in which the planted defect was found; a skipped scenario has none. */
export function recordVerdict(verdict: Verdict): void {
  const { scenario, own, control } = verdict;
  if (own?.findings.skipped !== undefined) return;
  const found = control && { 'found with the planted defect': control.findings.problems.length };
  recordResult(scenario.name, isGreen(verdict), { ...own?.findings.figures, ...found });
}

export function isGreen({ own, control, error, isControlled }: Verdict): boolean {
  if (error !== undefined || own === undefined || own.findings.problems.length > 0) return false;
  if (own.findings.skipped !== undefined) return true;
  return !isControlled || (control !== undefined && control.findings.problems.length > 0);
}

/** Prints one block per scenario: its figures, the control's figures and the problems. */
export function printVerdict(verdict: Verdict): void {
  const { scenario, own, control, error } = verdict;
  const times = [own && secondsOf(own), control && `control ${secondsOf(control)}`].filter(Boolean);
  say(`${isGreen(verdict) ? 'green' : 'RED  '} ${scenario.name} (${times.join(', ')})`);
  if (own?.findings.skipped !== undefined) console.log(`          SKIP ${scenario.name}: ${own.findings.skipped}`);
  if (own !== undefined) {
    console.log(`          figures  ${figuresOf(own)}`);
    for (const problem of own.findings.problems) console.log(`          PROBLEM  ${problem}`);
  }
  if (control !== undefined) {
    const { problems } = control.findings;
    console.log(`          control  ${scenario.control.title}`);
    console.log(`                   ${figuresOf(control)}`);
    for (const problem of problems.slice(0, 3)) console.log(`                   found: ${problem}`);
    if (problems.length === 0) console.log('          PROBLEM  the planted defect was not found');
  }
  if (error !== undefined) {
    const text = error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
    console.log(`          ERROR    ${text}`);
  }
}

/** Prints the last part of the log. */
export function printTable(verdicts: readonly Verdict[]): void {
  const width = Math.max(...verdicts.map(({ scenario }) => scenario.name.length));
  console.log('\nscenario, what must hold, verdict, verdict on the planted defect');
  for (const verdict of verdicts) {
    const { scenario, own, control, isControlled } = verdict;
    const name = scenario.name.padEnd(width);
    const planted = isControlled ? word(control) : 'left out';
    console.log(`${isGreen(verdict) ? 'green' : 'RED  '}  ${name}  ${word(own).padEnd(9)} planted: ${planted}`);
    console.log(`       ${' '.repeat(width)}  ${scenario.promise}`);
    if (own !== undefined) console.log(`       ${' '.repeat(width)}  ${figuresOf(own)}`);
  }
}

function word(judged: Judged | undefined): string {
  if (judged === undefined) return 'not run';
  const { problems, skipped } = judged.findings;
  if (skipped !== undefined) return 'skipped';
  return problems.length === 0 ? 'clean' : `${problems.length} wrong`;
}

function secondsOf({ seconds }: Judged): string {
  return `${seconds.toFixed(1)} s`;
}

function figuresOf({ findings: { figures } }: Judged): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Math.round(value * 10) / 10 : value}`)
    .join(' · ');
}

import type { Findings, Scenario } from './scenario.ts';

export interface Verdict {
  readonly scenario: Scenario;
  readonly findings?: Findings;
  readonly control?: Findings;
  /** The attempt or its control could not be carried out. */
  readonly error?: unknown;
  readonly seconds: number;
}

export function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);
}

export function isGreen({ findings, control, error }: Verdict): boolean {
  return error === undefined && findings?.problems.length === 0 && (control?.problems.length ?? 0) > 0;
}

/** One block per scenario: figures, the control's figures, and what was wrong. */
export function printVerdict(verdict: Verdict): void {
  const { scenario, findings, control, error } = verdict;
  say(`${isGreen(verdict) ? 'green' : 'RED  '} ${scenario.name} (${verdict.seconds.toFixed(1)} s)`);
  if (findings !== undefined) {
    console.log(`          figures  ${figuresOf(findings)}`);
    for (const problem of findings.problems) console.log(`          PROBLEM  ${problem}`);
  }
  if (control !== undefined) {
    console.log(`          control  ${scenario.plant.title}`);
    console.log(`                   ${figuresOf(control)}`);
    for (const problem of control.problems.slice(0, 3)) console.log(`                   found: ${problem}`);
    if (control.problems.length === 0) console.log('          PROBLEM  the planted defect was not found');
  }
  if (error !== undefined) {
    const text = error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
    console.log(`          ERROR    ${text}`);
  }
}

export function printTable(verdicts: readonly Verdict[]): void {
  const width = Math.max(...verdicts.map(({ scenario }) => scenario.name.length));
  console.log('\nscenario, what must hold, verdict, verdict on the planted defect');
  for (const verdict of verdicts) {
    const { scenario, findings, control } = verdict;
    const [name, own, planted] = [scenario.name.padEnd(width), word(findings), word(control)];
    console.log(`${isGreen(verdict) ? 'green' : 'RED  '}  ${name}  ${own.padEnd(9)} planted: ${planted}`);
    console.log(`       ${' '.repeat(width)}  ${scenario.promise}`);
    if (findings !== undefined) console.log(`       ${' '.repeat(width)}  ${figuresOf(findings)}`);
  }
}

function word(findings: Findings | undefined): string {
  if (findings === undefined) return 'not run';
  return findings.problems.length === 0 ? 'clean' : `${findings.problems.length} wrong`;
}

function figuresOf({ figures }: Findings): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Math.round(value * 10) / 10 : value}`)
    .join(' · ');
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isReached, type Goal, type Row } from '../job.ts';
import type { Machine } from './machine.ts';

export interface JobResult {
  readonly date: string;
  readonly seconds: number;
  readonly machine: Machine;
  readonly rows: readonly Row[];
}
type Results = Record<string, JobResult>;

const folder = join(import.meta.dirname, '..');

/** Stores the newest result of every job. Trials have files of their own, because their figures must not be quoted. */
export function keepResults(fresh: Readonly<Results>, isTrial: boolean): void {
  const name = join(folder, isTrial ? 'results.trial' : 'results');
  const known = existsSync(`${name}.json`) ? (JSON.parse(readFileSync(`${name}.json`, 'utf8')) as Results) : {};
  const all = { ...known, ...fresh };
  writeFileSync(`${name}.json`, `${JSON.stringify(all, (_key, value: unknown) => rounded(value), 2)}\n`);
  writeFileSync(`${name}.md`, page(all, isTrial));
}

function rounded(value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(5)) : value;
}

/** The table as text without the rows of the baseline, for the terminal and for the file. */
export function tableOf(results: Readonly<Results>): string {
  const head = ['job', 'what', 'unit', 'ours', 'peer', 'theirs', 'ratio', 'goal', 'reached'];
  const lines = Object.entries(results).flatMap(([job, { rows }]) =>
    rows.filter(({ peer }) => peer !== 'baseline').map((row) => [job, ...cellsOf(row)]),
  );
  return formatTable([head, ...lines]);
}

/** A Markdown table with aligned columns; the first row is the head. */
export function formatTable([head = [], ...lines]: readonly (readonly string[])[]): string {
  const widths = head.map((title, n) => Math.max(title.length, ...lines.map((line) => line[n]?.length ?? 0)));
  const format = (cells: readonly string[]): string =>
    `| ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`;
  return [format(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...lines.map(format)].join('\n');
}

function cellsOf(row: Row): string[] {
  const { what, unit, ours, peer = '–', theirs, ratio, goal } = row;
  const told =
    peer === '–' ? '–' : goal !== undefined && 'less' in goal ? `${figure(1 / ratio)} × less` : `${figure(ratio)} ×`;
  const reached = { true: 'yes', false: 'NO', undefined: '–' }[String(isReached(row)) as 'true'];
  return [
    what,
    unit,
    figure(ours),
    peer,
    theirs === undefined ? '–' : figure(theirs),
    told,
    tellGoal(goal, peer),
    reached,
  ];
}

function tellGoal(goal: Goal | undefined, peer: string): string {
  if (goal === undefined) return '–';
  if ('less' in goal) return `≥ ${goal.less} × less`;
  if ('atLeast' in goal) return `≥ ${goal.atLeast} ×`;
  return peer === '–' ? `≤ ${goal.atMost}` : `≤ ${goal.atMost} ×`;
}

/** The value with three significant digits; a dash when there is none. */
export function figure(value: number): string {
  return Number.isFinite(value) ? value.toLocaleString('en', { maximumSignificantDigits: 3 }) : '–';
}

function page(results: Results, isTrial: boolean): string {
  const dates = Object.entries(results).map(
    ([job, { date, seconds, machine }]) => `- ${job}: ${date}, ${Math.round(seconds)} s; ${machine.software}`,
  );
  const machines = [...new Set(Object.values(results).map(({ machine }) => machine.hardware))];
  const packages = [...new Set(Object.values(results).map(({ machine }) => machine.packages))];
  return [
    '# Measured against peers in the same run',
    '',
    `Written by \`npm run bench\`. Ratios are medians of the ratios inside interleaved rounds; “less” is theirs ÷ ours.`,
    ...(isTrial ? ['A trial: few sockets or few rounds, not to be quoted.'] : []),
    '',
    tableOf(results),
    '',
    ...machines,
    '',
    ...packages,
    '',
    ...dates,
    '',
  ].join('\n');
}

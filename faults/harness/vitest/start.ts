import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { applyPatch, type Patch } from '../build.ts';
import { atEnd } from '../ending.ts';
import { startProcess } from '../processes.ts';
import { becomesTrue } from '../waiting.ts';
import type { FileResult, SuiteOrder, SuiteRun } from './runs.ts';

/** Resolves to the result of a file as soon as the file ends; rejects when Vitest ends without it. */
export type ResultOf = (run: string, file: string) => Promise<FileResult>;

const root = resolve(import.meta.dirname, '../../..');
const maxMs = 40 * 60_000;

/** Starts one Vitest process for all runs; without runs no process starts. */
export function startSuites(runs: readonly SuiteRun[]): ResultOf {
  if (runs.length === 0) return (run) => Promise.reject(new Error(`${run} was not started`));
  assertFit(runs.flatMap(({ patches }) => patches));
  const folder = mkdtempSync(join(tmpdir(), 'faults-suites-'));
  atEnd(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const order: SuiteOrder = { runs, results: join(folder, 'results.jsonl'), cache: join(folder, 'modules') };
  const orderPath = join(folder, 'order.json');
  writeFileSync(orderPath, JSON.stringify(order));
  const { SECRECY_VOTERS, FULL } = process.env; // set by --long
  const vitest = startProcess({
    file: process.execPath,
    args: [join(import.meta.dirname, 'main.ts'), orderPath],
    cwd: root,
    env: { CI: 'true', NO_COLOR: '1', ...(SECRECY_VOTERS && { SECRECY_VOTERS }), ...(FULL && { FULL }) },
    isGroup: true,
  });

  return async (run, file) => {
    const find = (): FileResult | undefined =>
      readResults(order.results).find((result) => result.run === run && result.file === file);
    await becomesTrue(() => find() !== undefined || vitest.hasEnded(), maxMs, 200);
    const result = find();
    if (result === undefined) throw new Error(`${run}: no result of ${file}: ${vitest.output().slice(-2000)}`);
    return result;
  };
}

/** Throws if a patch does not fit, because Vitest would report it as a failed test. */
function assertFit(patches: readonly Patch[]): void {
  for (const patch of patches) applyPatch(readFileSync(join(root, patch.file), 'utf8'), patch);
}

function readResults(path: string): FileResult[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as FileResult);
}

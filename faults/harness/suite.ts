import type { Judged, SuiteScenario } from './scenario.ts';
import type { FileResult, SuiteRun } from './vitest/runs.ts';
import type { ResultOf } from './vitest/start.ts';

const product = 'product';

/** Run of the test files on the unpatched product: each file once, without those in `tested`. */
export function productRun(scenarios: readonly SuiteScenario[], tested: readonly FileResult[]): SuiteRun {
  const files = scenarios.flatMap((scenario) => scenario.files).filter((file) => knownOf(file, tested) === undefined);
  return { name: product, files: [...new Set(files)], patches: [], endsAtFirstFinding: false, rowChoice: 'all' };
}

/**
 * Runs of a control. In the short form one run has all defects; otherwise each run has one, because each may turn only
 * one test red.
 */
export function controlRuns({ name, files, control, rows, defects }: SuiteScenario, isShort: boolean): SuiteRun[] {
  const run: SuiteRun = {
    name: `control-${name}`,
    files,
    patches: control.patches,
    endsAtFirstFinding: defects === undefined,
    rowChoice: rows === undefined ? 'all' : { containing: rows },
  };
  if (defects === undefined || isShort) return [run];
  return defects.map(({ patch }, n) => ({ ...run, name: `${run.name}-${n}`, patches: [patch] }));
}

export async function judgeProduct(
  { files }: SuiteScenario,
  tested: readonly FileResult[],
  resultOf: ResultOf,
): Promise<Judged> {
  const results = await Promise.all(files.map((file) => knownOf(file, tested) ?? resultOf(product, file)));
  const tests = results.flatMap((result) => result.tests);
  const errors = results.flatMap((result) => result.errors);
  const failed = tests.filter(({ status }) => status !== 'passed').map(({ status, title }) => `${status}: ${title}`);
  const isKnown = results.every((result) => tested.includes(result));
  const cells = isKnown ? 'as tested before' : cellsIn(results);
  return {
    findings: {
      figures: { tests: tests.length, failed: failed.length, cells },
      problems: [...errors, ...failed, ...(tests.length === 0 ? ['no test ran'] : [])],
    },
    seconds: secondsOf(results),
  };
}

/** Throws when the tests could not run, or when a defect was not found by its own test. */
export async function judgeControl(scenario: SuiteScenario, isShort: boolean, resultOf: ResultOf): Promise<Judged> {
  const runs = controlRuns(scenario, isShort);
  const byRun = await Promise.all(
    runs.map(({ name }) => Promise.all(scenario.files.map((file) => resultOf(name, file)))),
  );
  const results = byRun.flat();
  const errors = results.flatMap((result) => result.errors);
  if (errors.length > 0) throw new Error(`the control could not be judged: ${errors.join('; ')}`);
  for (const [n, { title, patch }] of (scenario.defects ?? []).entries()) {
    const found = failedIn(isShort ? results : (byRun[n] ?? []));
    const isFound = found.some((one) => one.startsWith(title)) && (isShort || found.length === 1);
    if (!isFound) throw new Error(`${patch.file}: found by ${found.join('; ') || 'no test'} instead of "${title}"`);
  }
  const tests = results.flatMap((result) => result.tests).filter(({ status }) => status !== 'skipped');
  const failed = failedIn(results);
  return {
    findings: {
      figures: { tests: tests.length, failed: failed.length },
      problems: failed.map((title) => `failed: ${title}`),
    },
    seconds: secondsOf(results),
  };
}

/** Lines in which the suites print how much they checked. */
const counted =
  /^(?:tenant matrix|hidden results|closed group|secrecy, after the close|identity service|passkeys|words on reports|day|desk): (.+)$/m;

function cellsIn(results: readonly FileResult[]): string {
  const found = results.flatMap(({ output }) => counted.exec(output)?.[1] ?? []);
  return found.join('; ') || 'nothing counted';
}

function failedIn(results: readonly FileResult[]): string[] {
  const tests = results.flatMap((result) => result.tests);
  return tests.filter(({ status }) => status === 'failed').map(({ title }) => title);
}

function knownOf(file: string, tested: readonly FileResult[]): FileResult | undefined {
  return tested.find((result) => result.file.endsWith(`/${file}`));
}

function secondsOf(results: readonly FileResult[]): number {
  return results.reduce((sum, { seconds }) => sum + seconds, 0);
}

import { existsSync, readFileSync } from 'node:fs';
import type { TaskMeta } from 'vitest';
import { say } from './report.ts';
import type { FileResult } from './vitest/runs.ts';

interface JsonReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly (FileResult['tests'][number] & { readonly meta?: TaskMeta })[];
  }[];
}

/**
 * Reads Vitest's JSON report of this product, without the sweeps that left out rows. Paths in the report are absolute. A
 * run that was ended has left no report; its files are not known then.
 */
export function readTested(path: string): readonly FileResult[] {
  if (!existsSync(path)) {
    say(`no report ${path}: its test files run here`);
    return [];
  }
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as JsonReport;
  const whole = testResults.filter(({ assertionResults }) => !assertionResults.some(hasLeftOutRows));
  return whole.map(({ name, message, assertionResults }) => ({
    run: 'tested before',
    file: name,
    seconds: 0,
    errors: message === '' ? [] : [message],
    tests: assertionResults,
    output: '',
  }));
}

function hasLeftOutRows({ meta }: { readonly meta?: TaskMeta }): boolean {
  return (meta?.rowsLeftOut ?? 0) > 0;
}

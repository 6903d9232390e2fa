import { readFileSync } from 'node:fs';
import type { FileResult } from './vitest/runs.ts';

interface JsonReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: FileResult['tests'];
  }[];
}

/** Reads Vitest's JSON report of this product. Paths in the report are absolute. */
export function readTested(path: string): readonly FileResult[] {
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as JsonReport;
  return testResults.map(({ name, message, assertionResults }) => ({
    run: 'tested before',
    file: name,
    seconds: 0,
    errors: message === '' ? [] : [message],
    tests: assertionResults,
    output: '',
  }));
}

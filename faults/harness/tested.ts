import { readFileSync } from 'node:fs';

/** What became of one file of tests. */
export interface Tested {
  readonly name: string;
  readonly message: string;
  readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
}

/** vitest's JSON report. */
export function readTested(path: string): readonly Tested[] {
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as { readonly testResults: readonly Tested[] };
  return testResults;
}

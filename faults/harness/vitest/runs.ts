import type { RowChoice } from '../../../server/sweeps/sample.ts';
import type { Patch } from '../build.ts';

/** Test files that Vitest runs on the sources; with patches the run is (a part of) a control. */
export interface SuiteRun {
  /** Name of the Vitest project, unique in the process. */
  readonly name: string;
  /** Paths from the root of the repository. */
  readonly files: readonly string[];
  readonly patches: readonly Patch[];
  /** Whether the remaining tests of a file are skipped after the first failure. */
  readonly endsAtFirstFinding: boolean;
  /** Rows that the sweeps among the files ask. */
  readonly rowChoice: RowChoice;
}

/** Result of one test file in one run. */
export interface FileResult {
  readonly run: string;
  readonly file: string;
  readonly seconds: number;
  /** Errors outside of tests: the file could not be imported or a hook of the file failed. */
  readonly errors: readonly string[];
  readonly tests: readonly { readonly title: string; readonly status: string }[];
  /** Everything that the file printed. */
  readonly output: string;
}

/** The order that is handed to the Vitest process; `results` receives one JSON line per file of tests. */
export interface SuiteOrder {
  readonly runs: readonly SuiteRun[];
  readonly results: string;
  /** Folder of the transformed modules, which all runs share. */
  readonly cache: string;
}

import type { TestProject } from 'vitest/node';
import type { RowChoice } from './sample.ts';

/** Decides once per run which rows the sweeps ask. */
export function setup(project: TestProject): void {
  project.provide('rowChoice', choiceOf(process.env, project.vitest.config.sequence.seed));
}

/**
 * `ROWS=<text>`: rows whose names contain the text. PostgreSQL (`DATABASE_URL`) or `FULL=1`: all rows. Otherwise a part
 * that the seed of the run chooses.
 */
function choiceOf({ ROWS, DATABASE_URL, FULL }: NodeJS.ProcessEnv, seed: number): RowChoice {
  if (ROWS !== undefined) return { containing: ROWS };
  return DATABASE_URL !== undefined || FULL !== undefined ? 'all' : { seed };
}

import { createHash } from 'node:crypto';
import { beforeEach, inject } from 'vitest';

/** Rows that the sweeps ask: all, an eighth that the seed chooses, or those whose names contain a text in any case. */
export type RowChoice = 'all' | { readonly seed: number } | { readonly containing: string };

declare module 'vitest' {
  export interface ProvidedContext {
    rowChoice: RowChoice;
  }
  interface TaskMeta {
    /** Number of rows that a sweep left out; `faults --tested` accepts no result of a sweep that left out rows. */
    rowsLeftOut?: number;
  }
}

/** One of so many rows is asked. */
const share = 8;

/**
 * Returns the chosen rows in their order. A seed chooses by a hash of itself and the name of the row, so a new row
 * displaces at most one other. Throws if no row is chosen.
 */
export function chooseRows<Row>(rows: readonly Row[], nameOf: (row: Row) => string, choice: RowChoice): readonly Row[] {
  const chosen = rowsFor(rows, nameOf, choice);
  if (chosen.length === 0) throw new Error(`no row for ${JSON.stringify(choice)}: the sweep would prove nothing`);
  return chosen;
}

function rowsFor<Row>(rows: readonly Row[], nameOf: (row: Row) => string, choice: RowChoice): readonly Row[] {
  if (choice === 'all') return rows;
  if ('containing' in choice) {
    const text = choice.containing.toLowerCase();
    return rows.filter((row) => nameOf(row).toLowerCase().includes(text));
  }
  const hashed = rows.map((row) => ({ row, hash: hashOf(`${choice.seed} ${nameOf(row)}`) }));
  const hashes = hashed.map(({ hash }) => hash).toSorted();
  const last = hashes[Math.ceil(rows.length / share) - 1] ?? '';
  return hashed.filter(({ hash }) => hash <= last).map(({ row }) => row);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Returns the rows, or other `things`, that this test file asks in this run, and prints how many it leaves out; `rows`
 * itself if none. Call it once, outside of tests.
 */
export function sampleRows<Row>(rows: readonly Row[], nameOf: (row: Row) => string, things = 'rows'): readonly Row[] {
  const choice = inject('rowChoice');
  const asked = chooseRows(rows, nameOf, choice);
  if (choice === 'all') return asked;
  const rowsLeftOut = rows.length - asked.length;
  const reason = 'seed' in choice ? `seed ${choice.seed}` : `ROWS=${choice.containing}`;
  console.log(`sweep: ${rowsLeftOut} of ${rows.length} ${things} left out (${reason}); FULL=1 asks all`);
  beforeEach(({ task }) => {
    task.meta.rowsLeftOut = rowsLeftOut;
  });
  return asked;
}

/** Divides rows into parts of at most `size` rows, for example to give each part a town of its own. */
export function partsOf<Row>(rows: readonly Row[], size: number): (readonly Row[])[] {
  const count = Math.ceil(rows.length / size);
  return Array.from({ length: count }, (_, n) => rows.slice(n * size, (n + 1) * size));
}

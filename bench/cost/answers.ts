import type { Data } from '../../faults/harness/http.ts';
import type { Answer } from './client.ts';
import type { Path, Step } from './operation.ts';

/** A value of the field at the end of a path, below the entry `root` of the list that the first step returns. */
export interface Found {
  readonly root: number;
  readonly value: Data;
}

/** All values of the last field of a path that are not null. */
export function findValues(data: Data, path: Path, last: Step): Found[] {
  let found: Found[] = [{ root: 0, value: data }];
  for (const [n, { field }] of [...path, last].entries()) {
    found = found.flatMap(({ root, value }) => entriesOf(value?.[field.name], n === 0 ? undefined : root));
  }
  return found;
}

function entriesOf(value: Data, root: number | undefined): Found[] {
  if (value == null) return [];
  if (!Array.isArray(value)) return [{ root: root ?? 0, value }];
  return value.flatMap((entry, n) => entriesOf(entry, root ?? n));
}

/** Entries of the longest page of each step with the argument `first`, the last field included; 1 for other steps. */
export function findLengths(data: Data, path: Path, last: Step, root: number | undefined): number[] {
  const steps = [...path, last];
  return steps.map(({ args }, n) => {
    if (args.first === undefined) return 1;
    const pages = findValues(data, steps.slice(0, n), steps[n]!).filter(
      (page) => root === undefined || page.root === root,
    );
    return Math.max(1, ...pages.map(({ value }) => value.nodes?.length ?? value.edges?.length ?? 1));
  });
}

/** Entries of the first list for which the field was refused. */
export function failedRoots({ errors }: Answer): number[] {
  const paths = errors.map((error) => ('path' in error ? (error.path as readonly unknown[]) : []));
  return paths.flatMap(([, root]) => (typeof root === 'number' ? [root] : []));
}

/** Each object in an answer. */
export function* objectsIn(value: Data): Generator<Record<string, Data>> {
  if (Array.isArray(value)) for (const entry of value) yield* objectsIn(entry);
  else if (typeof value === 'object' && value !== null) {
    yield value as Record<string, Data>;
    for (const entry of Object.values(value as object)) yield* objectsIn(entry);
  }
}

/** Why a field could not be asked. */
export function reasonOf({ errors }: Answer): string {
  const [error] = errors;
  return error === undefined ? 'no answer' : String(error.extensions?.code ?? error.message);
}

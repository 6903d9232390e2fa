import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { say } from '../../faults/harness/report.ts';
import * as ownSql from './town.sql.ts';

export type TownSql = typeof ownSql;

/** A query of the web app, as text and as the hash by which the server knows the text. */
export interface Document {
  readonly query: string;
  readonly sha256Hash: string;
}

/** Builds a checkout with its own build script, unless the script reports that the build is current. */
export async function requireBuilt(checkout: string): Promise<void> {
  const script = join(checkout, 'scripts/build.mjs');
  if (!existsSync(script)) throw new Error(`${checkout} is no checkout of the product: it has no scripts/build.mjs`);
  const { isBuilt } = (await import(pathToFileURL(script).href)) as { isBuilt: () => boolean };
  if (isBuilt()) return;
  say(`the baseline is not built from its present sources: node ${script}`);
  execFileSync(process.execPath, [script], { cwd: checkout, stdio: 'inherit' });
}

/** Short hash of the commit, with `-dirty` if files differ from it, and the folder. */
export function describeCheckout(checkout: string): string {
  const commit = execFileSync('git', ['-C', checkout, 'describe', '--always', '--dirty'], { encoding: 'utf8' });
  return `${commit.trim()} in ${checkout}`;
}

/** SQL that fits the tables of a checkout. A checkout without such a file has the same tables as this one. */
export async function loadSql(checkout: string): Promise<TownSql> {
  const file = join(checkout, 'bench/harness/town.sql.ts');
  return existsSync(file) ? ((await import(pathToFileURL(file).href)) as TownSql) : ownSql;
}

/** Query of this name in the persisted documents of a checkout. */
export function readDocument(checkout: string, name: string): Document {
  const manifest = readFileSync(join(checkout, 'web/gql/persisted-documents.json'), 'utf8');
  const documents = Object.entries(JSON.parse(manifest) as Record<string, string>);
  const found = documents.find(([, text]) => new RegExp(`^query ${name}\\b`, 'm').test(text));
  if (found === undefined) throw new Error(`${checkout} has no document ${name}`);
  const [sha256Hash, query] = found;
  return { query, sha256Hash };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Migration } from '@mikro-orm/migrations';
import type { Planned } from './expand.ts';

/** Entry of index.ts. */
export interface Entry {
  readonly name: string;
  readonly class: new (...parameters: never[]) => Migration;
}

/**
 * Reads what the migrations in `folder` would do. Only statements of `addSql` are known: a migration that executes
 * statements itself fails here, because it has no connection.
 */
export async function planMigrations(folder: string, entries: readonly Entry[]): Promise<Planned[]> {
  const plans: Planned[] = [];
  for (const { name, class: Class } of entries) {
    const source = readFileSync(join(folder, `${name}.ts`), 'utf8');
    plans.push({ name, source, sql: /\bthis\.execute\(/.test(source) ? [] : await sqlOf(new Class()) });
  }
  return plans;
}

/** SQL texts that a migration adds. */
async function sqlOf(migration: Migration): Promise<string[]> {
  await migration.up();
  return migration.getQueries().map(String);
}

import type { SqlEntityManager } from '@mikro-orm/sql';
import product from '../../../package.json' with { type: 'json' };
import { ConfigError } from '../../kernel/config.ts';

/** Migration as this version of the product knows it. */
export interface KnownMigration {
  readonly name: string;
  /** Release from which on nothing needs what the migration removes; absent: it only adds. */
  readonly contract?: string;
}

/** Row of the table `migration`. */
export interface Applied {
  readonly name: string;
  /** SHA-256 of the file when it was applied; null: applied by 0.1.0. */
  readonly checksum: string | null;
  readonly contract: string | null;
}

/** Checksums of the migrations of this version by name. */
export type Checksums = Readonly<Record<string, string | undefined>>;

/** Migrations that the database has; empty before the first one. */
export async function readApplied(em: SqlEntityManager): Promise<Applied[]> {
  const [table] = await em.execute(`select to_regclass('migration') is not null as "exists"`);
  if (table?.exists !== true) return [];
  // The columns are read as JSON because a database of 0.1.0 lacks two of them.
  return em.execute(`select name, row->>'checksum' as checksum, row->>'contract' as contract
    from (select id, name, to_jsonb(m) as row from migration m) r order by id`);
}

/**
 * Reason why this version must not run on a database with these migrations; undefined: it may. Unknown migrations that
 * only add are no reason, because processes of the release before start again during an upgrade.
 */
export function findObstacle(
  applied: readonly Applied[],
  known: readonly KnownMigration[],
  checksums: Checksums,
  own: string = product.version,
): string | undefined {
  const names = new Set(known.map(({ name }) => name));
  const newer = applied.find(({ name, contract }) => !names.has(name) && !isFineWithout(name, contract, own));
  if (newer !== undefined) {
    const needed = newer.contract === null ? 'a newer version' : `version ${newer.contract} or newer`;
    return `its schema is newer than this version (${own}): the migration ${newer.name} has removed what it needs. Start ${needed}`;
  }
  const edited = applied.find(({ name, checksum }) => isEdited(checksum, checksums[name]));
  if (edited === undefined) return undefined;
  return `the migration ${edited.name} was edited after this database had applied it. Start the version that has applied it, or undo the edit`;
}

/** Whether a version works on a schema with this unknown migration. */
function isFineWithout(name: string, contract: string | null, own: string): boolean {
  if (!name.endsWith('Contract')) return true;
  return contract !== null && own.localeCompare(contract, 'en', { numeric: true }) >= 0;
}

function isEdited(recorded: string | null, checksum: string | undefined): boolean {
  return recorded !== null && checksum !== undefined && recorded !== checksum;
}

/** Throws ConfigError if this version must not run on the database. */
export function refuseObstacle(
  applied: readonly Applied[],
  known: readonly KnownMigration[],
  checksums: Checksums,
): void {
  const obstacle = findObstacle(applied, known, checksums);
  if (obstacle !== undefined) throw new ConfigError(obstacle);
}

/** Records checksum and contract of migrations that have none yet: new ones, and those that 0.1.0 applied. */
export async function recordApplied(
  em: SqlEntityManager,
  known: readonly KnownMigration[],
  checksums: Checksums,
): Promise<void> {
  const missing = new Set((await readApplied(em)).flatMap(({ name, checksum }) => (checksum === null ? [name] : [])));
  const rows = known
    .filter(({ name }) => missing.has(name) && checksums[name] !== undefined)
    .map(({ name, contract = null }) => ({ name, checksum: checksums[name], contract }));
  if (rows.length === 0) return;
  await em.execute(
    `update migration m set checksum = r.checksum, contract = r.contract
     from jsonb_to_recordset(?::jsonb) as r (name text, checksum text, contract text) where r.name = m.name`,
    [JSON.stringify(rows)],
  );
}

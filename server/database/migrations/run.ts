import { setTimeout as pause } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ConfigError } from '../../kernel/config.ts';
import { type DatabaseConfig, entityManager } from '../orm.ts';
import { type Checksums, type KnownMigration, readApplied, recordApplied, refuseObstacle } from './applied.ts';
import recorded from './checksums.json' with { type: 'json' };

/** Key of this product's migrations among the advisory locks of a database. */
const lockKey = 727_274;
/** Code of PostgreSQL for a lock that was not granted in time. */
const lockNotAvailable = '55P03';

/** How long migrations wait for tables that others have locked. */
export interface Patience {
  readonly tries: number;
  readonly pauseMs: number;
  /** How long a statement waits for a lock on a table; while it waits, all others wait behind it. */
  readonly lockTimeoutMs: number;
}

const usualPatience: Patience = { tries: 6, pauseMs: 2000, lockTimeoutMs: 5000 };

/**
 * Applies missing migrations; returns their names. On PostgreSQL several processes may call it at once. Throws
 * ConfigError if this version must not run on the database, or if a table stays locked by somebody else.
 */
export async function migrateDatabase(
  config: DatabaseConfig,
  orm: MikroORM,
  patience = usualPatience,
): Promise<string[]> {
  // PGlite has one connection: the transaction of the lock and the migrator would wait for each other.
  if (config.databaseUrl === undefined) return migrate(orm, entityManager(orm).fork());
  for (let left = patience.tries - 1; ; left--) {
    try {
      return await migrateUnderLock(orm, patience);
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (left === 0) throw new ConfigError(tableIsLocked(patience));
      await pause(patience.pauseMs);
    }
  }
}

function migrateUnderLock(orm: MikroORM, { lockTimeoutMs }: Patience): Promise<string[]> {
  return entityManager(orm)
    .fork()
    .transactional(async (em) => {
      await em.execute(`select pg_advisory_xact_lock(${lockKey})`);
      await em.execute(`set local lock_timeout = '${lockTimeoutMs}ms'`); // afterwards: other processes may migrate for longer
      return migrate(orm, em);
    });
}

/** Migrates on the connection of `em`, in its transaction if it has one. */
async function migrate(orm: MikroORM, em: SqlEntityManager): Promise<string[]> {
  const known: readonly KnownMigration[] = orm.config.get('migrations').migrationsList ?? [];
  const checksums: Checksums = recorded;
  refuseObstacle(await readApplied(em), known, checksums);
  const transaction = em.getTransactionContext();
  const applied = await orm.migrator.up(transaction === undefined ? {} : { transaction });
  await recordApplied(em, known, checksums);
  return applied.map(({ name }) => name);
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === lockNotAvailable;
}

function tableIsLocked({ tries, lockTimeoutMs }: Patience): string {
  return (
    `a migration waited ${tries} times for ${lockTimeoutMs / 1000} s for a table that another session has locked, and nothing was` +
    ` changed. End that session ("select pid, usename, application_name, xact_start from pg_stat_activity where` +
    ` state <> 'idle' order by xact_start") and start again`
  );
}

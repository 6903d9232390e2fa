import type { MikroORM } from '@mikro-orm/core';
import { type DatabaseConfig, entityManager } from '../orm.ts';

/** Names this product's migrations among the advisory locks of a database. */
const lockKey = 727_274;

/** Brings the database up to date; returns the names applied. Several processes may start at once (PostgreSQL). */
export async function migrateDatabase(config: DatabaseConfig, orm: MikroORM): Promise<string[]> {
  const migrator = orm.migrator;
  // PGlite has one connection: the lock's transaction would wait for the migrator and the migrator for the lock.
  if (config.databaseUrl === undefined) return (await migrator.up()).map(({ name }) => name);
  return entityManager(orm)
    .fork()
    .transactional(async (em) => {
      await em.execute(`select pg_advisory_xact_lock(${lockKey})`);
      return (await migrator.up({ transaction: em.getTransactionContext() })).map(({ name }) => name);
    });
}

import type { MikroORM } from '@mikro-orm/core';
import { type DatabaseConfig, entityManager } from '../orm.ts';

/** Key of this product's migrations among the advisory locks of a database. */
const lockKey = 727_274;

/** Applies missing migrations; returns their names. On PostgreSQL several processes may call it at once. */
export async function migrateDatabase(config: DatabaseConfig, orm: MikroORM): Promise<string[]> {
  const migrator = orm.migrator;
  // PGlite has one connection: the transaction of the lock and the migrator would wait for each other.
  if (config.databaseUrl === undefined) return (await migrator.up()).map(({ name }) => name);
  return entityManager(orm)
    .fork()
    .transactional(async (em) => {
      await em.execute(`select pg_advisory_xact_lock(${lockKey})`);
      return (await migrator.up({ transaction: em.getTransactionContext() })).map(({ name }) => name);
    });
}

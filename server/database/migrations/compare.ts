import { type SqlEntityManager, SqlSchemaGenerator } from '@mikro-orm/sql';
import { domains } from '../../domains.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { entityManager, openDatabase } from '../orm.ts';
import { migrateDatabase } from './run.ts';

const inMemory = { databaseUrl: undefined, dataDir: 'memory://' };

/** Runs `work` on an embedded database that contains only what all migrations made. */
export async function onMigratedDatabase<T>(work: (em: SqlEntityManager) => Promise<T>): Promise<T> {
  const orm = await openDatabase(inMemory, composeDomains(domains));
  try {
    await migrateDatabase(inMemory, orm);
    return await work(entityManager(orm));
  } finally {
    await orm.close(true);
  }
}

/** SQL that turns a migrated database into what the entities declare; empty if there is no difference. */
export async function findMissingSql(em: SqlEntityManager): Promise<string> {
  const { up } = await new SqlSchemaGenerator(em).getUpdateSchemaMigrationSQL({ wrap: false });
  return up.trim();
}

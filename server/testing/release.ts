import type { SqlEntityManager } from '@mikro-orm/sql';
import { readReleasedTown } from '../../scripts/releases.mjs';
import { entityManager, openDatabase } from '../database/orm.ts';
import { domains } from '../domains.ts';
import type { Config } from '../kernel/config.ts';
import { composeDomains } from '../kernel/domain.ts';
import { emptyDatabase } from './emptyDatabase.ts';

/**
 * Fills an empty database with the town of a release, as it was at its release: all times are moved by the age of the
 * dump, so that its polls are open and its jobs are due. Returns settings with this database: a new one on PostgreSQL if
 * DATABASE_URL is set, otherwise PGlite in `dataDir`.
 */
export async function loadRelease(version: string, dataDir: string): Promise<Config> {
  const { config, pgliteOptions } = await emptyDatabase(dataDir);
  const orm = await openDatabase(config, composeDomains(domains), pgliteOptions);
  try {
    const em = entityManager(orm).fork();
    await em.getConnection().executeDump(readReleasedTown(version));
    await moveTimes(em);
  } finally {
    await orm.close(true);
  }
  return config;
}

/** Moves all times by the age of the newest job. Partitions are changed through their table. */
async function moveTimes(em: SqlEntityManager): Promise<void> {
  const [age] = await em.execute(`select extract(epoch from now() - max(created_on))::int as seconds from jobs.job`);
  const tables: { name: string; changes: string }[] = await em.execute(
    `select format('%I.%I', table_schema, table_name) as name,
       string_agg(format('%1$I = %1$I + make_interval(secs => ${Number(age?.seconds)})', column_name), ', ') as changes
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_type = 'BASE TABLE' and data_type like 'timestamp%' and is_generated = 'NEVER'
       and not exists (select from pg_inherits where inhrelid = format('%I.%I', table_schema, table_name)::regclass)
       and table_schema in ('public', 'ballot_box', 'jobs') group by 1`,
  );
  for (const { name, changes } of tables) await em.execute(`update ${name} set ${changes}`);
}

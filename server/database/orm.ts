import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataloaderType, type MikroORM, type Options } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Config } from '../kernel/config.ts';
import type { Product } from '../kernel/domain.ts';
import { DomainEventRow } from '../kernel/events.entity.ts';
import { ExternalId } from '../kernel/externalId.ts';
import { IdempotencyKey } from '../kernel/idempotency.ts';
import { Installation } from '../kernel/installation.ts';
import { TopicLog, TopicVersion } from '../kernel/live/version.ts';
import { TrafficMinute } from '../kernel/traffic.entity.ts';
import { migrations } from './migrations/index.ts';
import { dropRowParsers } from './parsers.ts';
import { watchPanics } from './panic.ts';

/** Entities of the kernel, which belong to no domain. */
export const kernelEntities = [
  Installation,
  IdempotencyKey,
  ExternalId,
  DomainEventRow,
  TopicVersion,
  TopicLog,
  TrafficMinute,
];

/** Settings of every MikroORM of the product; `entities`: those of its domains. */
function ormOptions(entities: Product['entities']) {
  return {
    entities: [...kernelEntities, ...entities],
    dataloader: DataloaderType.NONE,
    extensions: [Migrator],
    logger: () => undefined, // the caller reports migrations; statements are printed with LOG_SQL=1 only
    migrations: { migrationsList: migrations, snapshot: false, tableName: 'migration' },
    // pg-boss creates and migrates its own tables; functions for defaults of columns are made by migrations
    schemaGenerator: { ignoreSchema: ['jobs'], ignoreRoutines: true },
  } satisfies Partial<Options>;
}

/** Prints statements with placeholders and their duration; parameters are never printed, because they hold personal data. */
const sqlLog = {
  debug: ['query' as const],
  colors: false,
  logger: (text: string) => {
    console.error(text);
  },
};

/** Where the database is, and whether its statements are printed. */
export type DatabaseConfig = Pick<Config, 'databaseUrl' | 'dataDir'> & Partial<Pick<Config, 'logsSql'>>;

/**
 * Opens PostgreSQL if configured, otherwise PGlite below the data folder (`memory://` stores nothing on disk).
 * `pgliteOptions` are passed to PGlite unchanged, for example a dump to start from.
 */
export async function openDatabase(
  config: DatabaseConfig,
  { entities }: Pick<Product, 'entities'>,
  pgliteOptions: object = {},
): Promise<MikroORM> {
  const options = { ...ormOptions(entities), ...(config.logsSql === true && sqlLog) };
  if (config.databaseUrl !== undefined) {
    const { MikroORM } = await import('@mikro-orm/postgresql');
    const orm = await MikroORM.init({
      ...options,
      clientUrl: config.databaseUrl,
      ensureDatabase: false,
      pool: { min: 0, max: 10 },
    });
    await orm.em.fork().execute('select 1'); // before the migrator, which would create a database for a mistyped name
    return orm as unknown as MikroORM;
  }
  const { MikroORM } = await import('@mikro-orm/pglite');
  const orm = await MikroORM.init({
    ...options,
    dbName: pgliteFolder(config.dataDir),
    driverOptions: () => pgliteOptions,
  });
  const client = await orm.em.getConnection().getNativeClient();
  if (client !== undefined) {
    watchPanics(client, endProcess);
    dropRowParsers(client);
  }
  return orm as unknown as MikroORM;
}

/** Ends the process at once: its lock is released by the next start, and what was acknowledged is in the data folder. */
function endProcess(): never {
  console.error('Ortsfunk ends: the embedded database cannot write its log. Start it again when the disk has space.');
  process.exit(1);
}

export function entityManager(orm: MikroORM): SqlEntityManager {
  return orm.em as SqlEntityManager;
}

function pgliteFolder(dataDir: string): string {
  if (dataDir.startsWith('memory:')) return dataDir;
  mkdirSync(dataDir, { recursive: true });
  return join(dataDir, 'pglite');
}

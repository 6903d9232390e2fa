import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { Config } from '../kernel/config.ts';
import { testConfig } from './config.ts';
import { databaseNamed, onServer, readDump } from './database.setup.ts';

interface EmptyDatabase {
  readonly config: Config;
  /** For the first `openDatabase`: a copy of an empty cluster starts faster than a new one. */
  readonly pgliteOptions: object;
}

/**
 * A new database without tables: on PostgreSQL if DATABASE_URL is set, where it is dropped at the end of the run,
 * otherwise PGlite in `dataDir`.
 */
export async function emptyDatabase(dataDir: string): Promise<EmptyDatabase> {
  const server = process.env.DATABASE_URL;
  const template = inject('template');
  if (server !== undefined && template !== undefined) {
    const name = `${template}_${randomUUID().slice(0, 8)}`;
    await onServer(server, `create database ${name}`);
    return { config: testConfig({ dataDir, databaseUrl: databaseNamed(server, name) }), pgliteOptions: {} };
  }
  const dump = inject('emptyDump');
  return {
    config: testConfig({ dataDir }),
    pgliteOptions: dump === undefined ? {} : { loadDataDir: readDump(dump) },
  };
}

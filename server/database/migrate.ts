import 'reflect-metadata';
import { domains } from '../domains.ts';
import { ConfigError, readConfig } from '../kernel/config.ts';
import { composeDomains } from '../kernel/domain.ts';
import { lockDataDir } from './lock.ts';
import { migrateDatabase } from './migrations/run.ts';
import { openDatabase } from './orm.ts';

/** `npm run migrate`: applies missing migrations, as every start of the server does. */
try {
  const names = await migrate();
  console.log(names.length === 0 ? 'the database is up to date' : `applied ${names.join(', ')}`);
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 2;
}

async function migrate(): Promise<string[]> {
  const config = readConfig();
  const release = lockDataDir(config);
  const orm = await openDatabase(config, composeDomains(domains));
  try {
    return await migrateDatabase(config, orm);
  } finally {
    await orm.close(true);
    release();
  }
}

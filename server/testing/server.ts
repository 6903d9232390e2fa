import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { inject } from 'vitest';
import { type App, type Role, startApp } from '../app.ts';
import { domains } from '../domains.ts';
import type { Config } from '../kernel/config.ts';
import { composeDomains, type Domain } from '../kernel/domain.ts';
import type { HttpTimeouts } from '../kernel/timeouts.ts';
import { createSchema } from '../schema.ts';
import { testConfig } from './config.ts';
import { type DatabaseCopy, databaseNamed, onServer, readDump } from './database.setup.ts';
import { requireDeclaredErrors, watchUserErrors } from './userErrors.ts';

export type TestServer = App & { readonly config: Config };

/**
 * Starts a server on its own database: PGlite in memory, or a new PostgreSQL database and Redis if DATABASE_URL and
 * REDIS_URL are set. With another server's `config`, both servers share a database like two processes. A server with
 * role `web` runs no jobs. `more`: test domains after those of the product. `timeouts`: times of its
 * HTTP server. `pages`: folder of a built web app. `copy`: initial state of its database, by default without rows.
 */
export async function startTestServer(
  overrides: Partial<Config> = {},
  role: Role = 'all',
  more: readonly Domain[] = [],
  timeouts: Partial<HttpTimeouts> = {},
  pages?: string,
  copy: DatabaseCopy = migrated(),
): Promise<TestServer> {
  const own = overrides.databaseUrl === undefined ? await freshDatabase(copy) : {};
  const redisUrl = process.env.REDIS_URL;
  const config = testConfig({ ...(redisUrl === undefined ? {} : { redisUrl }), ...own, ...overrides, port: 0 });
  const all = more.length === 0 ? domains : [...domains, ...more];
  watchUserErrors(await createSchema(composeDomains(all)));
  const app = await startApp(config, { role, domains: all, timeouts, pages, pgliteOptions: pgliteDump(config, copy) });
  return {
    ...app,
    config,
    async stop() {
      await app.stop();
      requireDeclaredErrors();
    },
  };
}

/** Whether several servers can share one database in this run. */
export const hasServers = process.env.DATABASE_URL !== undefined && process.env.REDIS_URL !== undefined;

function migrated(): DatabaseCopy {
  return { dump: inject('dump'), template: inject('template') };
}

async function freshDatabase({ template }: DatabaseCopy): Promise<Partial<Config>> {
  const server = process.env.DATABASE_URL;
  if (server === undefined || template === undefined) return {};
  const name = `${inject('template')}_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  await onServer(server, `create database ${name} template ${template}`);
  const databaseUrl = databaseNamed(server, name);
  await onServer(databaseUrl, `update installation set id = gen_random_uuid()`);
  return { databaseUrl };
}

/** Options of PGlite that make a new database from a dump, by default the migrated one; none for an existing database. */
export function pgliteDump(config: Config, { dump } = migrated()): object {
  const isNew = !existsSync(config.dataDir) || readdirSync(config.dataDir).length === 0;
  if (config.databaseUrl !== undefined || dump === undefined || !isNew) return {};
  return { loadDataDir: typeof dump === 'string' ? readDump(dump) : dump };
}

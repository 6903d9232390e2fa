import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProduct } from './build.ts';
import { atEnd } from './ending.ts';
import { type MailServer, startMailServer } from './mail.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { type OwnRedis, startRedis } from './redis.ts';

/** Own services of an installation and the built product, below one folder that is deleted at the end. */
export interface OwnServices {
  readonly root: string;
  readonly product: string;
  readonly postgres: Postgres;
  readonly redis: OwnRedis;
  readonly mail: MailServer;
  /** Settings of the services for the product. Each installation adds its own database. */
  readonly settings: { readonly REDIS_URL: string; readonly SMTP_URL: string };
}

/** Starts the services; PostgreSQL loads `library`, such as one that counts statements. */
export async function startServices(name: string, library?: string): Promise<OwnServices> {
  const root = mkdtempSync(join(tmpdir(), `${name}-`));
  chmodSync(root, 0o755); // PostgreSQL runs as another user and needs to read this folder
  atEnd(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const [product, postgres, redis, mail] = await Promise.all([
    buildProduct(join(root, 'product')),
    startPostgres(join(root, 'postgres'), library),
    startRedis(join(root, 'redis')),
    startMailServer(),
  ]);
  const settings = { REDIS_URL: redis.url, SMTP_URL: mail.url };
  return { root, product, postgres, redis, mail, settings };
}

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { dumpAll } from './dump.ts';
import type { TestServer } from './server.ts';

/** Places of the installation in which one of the texts stands, as "place: text"; empty: nowhere. */
export async function findTraces(app: TestServer, texts: readonly string[]): Promise<string[]> {
  const stored = [...(await readRows(app)), ...(await readRedis(app)), ...readFiles(app.config.dataDir)];
  const found = stored.flatMap(({ place, text }) =>
    texts.filter((one) => text.includes(one)).map((one) => `${place}: ${one}`),
  );
  return [...new Set(found)].toSorted();
}

interface Stored {
  readonly place: string;
  readonly text: string;
}

async function readRows({ services }: TestServer): Promise<Stored[]> {
  const rows = await dumpAll(services);
  return rows.map(({ table, row }) => ({ place: table, text: JSON.stringify(row) }));
}

/** Keys and values of this installation in Redis. */
async function readRedis({ config, services }: TestServer): Promise<Stored[]> {
  if (config.redisUrl === undefined) return [];
  const redis = new Redis(config.redisUrl);
  const [{ id } = { id: '' }]: { id: string }[] = await services.em.fork().execute('select id from installation');
  const keys = await redis.keys(`${id}:*`);
  const values = await Promise.all(keys.map((key) => readKey(redis, key)));
  redis.disconnect();
  return keys.map((key, i) => ({ place: 'Redis', text: `${key} ${values[i] ?? ''}` }));
}

async function readKey(redis: Redis, key: string): Promise<string> {
  if ((await redis.type(key)) === 'hash') return JSON.stringify(await redis.hgetall(key));
  return (await redis.get(key)) ?? '';
}

/** Names and contents of the files beside the database: photos and the list of erased people. */
function readFiles(dataDir: string): Stored[] {
  if (dataDir.startsWith('memory:')) return [];
  const files = readdirSync(dataDir, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => !file.startsWith('pglite') && statSync(join(dataDir, file)).isFile())
    .map((file) => ({ place: 'files', text: `${file} ${readFileSync(join(dataDir, file), 'latin1')}` }));
}

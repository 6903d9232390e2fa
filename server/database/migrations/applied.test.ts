import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Migration } from '@mikro-orm/migrations';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { domains } from '../../domains.ts';
import { type Config, ConfigError } from '../../kernel/config.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { startServices } from '../../services.ts';
import { hasServers, startTestServer } from '../../testing/server.ts';
import { entityManager, openDatabase } from '../orm.ts';
import { findObstacle, readApplied } from './applied.ts';
import recorded from './checksums.json' with { type: 'json' };
import { migrations } from './index.ts';
import { migrateDatabase } from './run.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'ortsfunk-applied-'));
let config: Config;

beforeAll(async () => {
  // A server of its own: it starts on a database of an earlier version.
  const app = await startTestServer({ dataDir });
  await app.stop();
  config = app.config;
});
afterAll(() => {
  rmSync(dataDir, { recursive: true });
});

async function inDatabase<T>(work: (em: SqlEntityManager) => Promise<T>, added: (typeof Migration)[] = []): Promise<T> {
  const orm = await openDatabase(config, composeDomains(domains));
  const list = added.map((migration) => ({ name: migration.name, class: migration as never }));
  orm.config.set('migrations', { ...orm.config.get('migrations'), migrationsList: [...migrations, ...list] });
  try {
    if (added.length > 0) await migrateDatabase(config, orm, { tries: 2, pauseMs: 0, lockTimeoutMs: 300 });
    return await work(entityManager(orm).fork());
  } finally {
    await orm.close(true);
  }
}

/** Starts all services, as the server does; returns the message of the refusal. */
async function start(): Promise<string> {
  try {
    const services = await startServices(config);
    await services.close();
    return 'started';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

const name = 'Migration99990101000000DropNames';
const add = (row: string) => inDatabase((em) => em.execute(`insert into migration (name, contract) values (${row})`));
const remove = (pattern: string) =>
  inDatabase((em) => em.execute(`delete from migration where name like ?`, [pattern]));

test('every applied migration has the checksum of its file', async () => {
  const applied = await inDatabase(readApplied);
  expect(applied.map((one) => [one.name, one.checksum])).toEqual(Object.entries(recorded));
});

test('a newer schema is refused at the start if it has removed what this version needs, and only then', async () => {
  await add(`'${name}', null`);
  await add(`'${name}Contract', '0.2.0'`);
  expect(await start()).toBe('started');
  await inDatabase((em) => em.execute(`update migration set contract = '9.3.0' where name like '%Contract'`));
  expect(await start()).toMatch(
    /schema is newer than this version .*DropNamesContract has removed.*version 9.3.0 or newer/,
  );
  await remove('Migration9999%');
  expect(await start()).toBe('started');
});

test('a migration that was edited after it was applied is refused at the start, before anything is changed', async () => {
  const [newest] = migrations.slice(-1);
  await inDatabase((em) =>
    em.execute(`update migration set checksum = 'of an edited file' where name = ?`, [newest?.name]),
  );
  const before = await inDatabase(readApplied);
  expect(await start()).toContain(`the migration ${newest?.name} was edited after this database had applied it`);
  expect(await inDatabase(readApplied)).toEqual(before);
  await inDatabase((em) => em.execute(`update migration set checksum = null where name = ?`, [newest?.name]));
  expect(await start()).toBe('started'); // and records the checksum again
  expect((await inDatabase(readApplied)).at(-1)?.checksum).toBe(Object.values(recorded).at(-1));
});

test.each([
  ['0.1.0', 'version 0.2.0 or newer'],
  ['0.1.9', 'version 0.2.0 or newer'],
  ['0.2.0', undefined],
  ['0.10.0', undefined],
])('version %s on a schema whose contraction version 0.2.0 does without', (own, expected) => {
  const applied = [{ name: `${name}Contract`, checksum: null, contract: '0.2.0' }];
  const obstacle = findObstacle(applied, [], {}, own);
  if (expected === undefined) expect(obstacle).toBeUndefined();
  else expect(obstacle).toContain(expected);
});

class AddNote extends Migration {
  override up(): void {
    this.addSql(`alter table "person" add "note" text null`);
  }
}

test.skipIf(!hasServers)(
  'a locked table lets migrations fail in time and change nothing; a later start applies them',
  async () => {
    await inDatabase((em) =>
      em.transactional(async (locked) => {
        await locked.execute('lock table person in access share mode');
        const started = performance.now();
        const refused = inDatabase(() => Promise.resolve(), [AddNote]);
        await expect(refused).rejects.toThrow(/waited 2 times for 0.3 s for a table that another session has locked/);
        expect(performance.now() - started).toBeLessThan(10_000);
      }),
    );
    const applied = (await inDatabase(readApplied, [AddNote])).map((one) => one.name);
    expect(applied.at(-1)).toBe('AddNote');
    await inDatabase((em) => em.execute('alter table person drop column note'));
    await remove('AddNote');
  },
);

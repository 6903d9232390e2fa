import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Migration } from '@mikro-orm/migrations';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { domains } from '../../domains.ts';
import type { Config } from '../../kernel/config.ts';
import { forkContext } from '../../kernel/context.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { startTestServer } from '../../testing/server.ts';
import { entityManager, openDatabase } from '../orm.ts';
import { bringToLife, seedTowns } from '../seed/seed.ts';
import { migrations } from './index.ts';
import { migrateDatabase } from './run.ts';

/** Town whose story fills the database. TOWN=07138073 uses the story of the whole demo. */
const ags = process.env.TOWN ?? '05382008';
const dataDir = mkdtempSync(join(tmpdir(), 'ortsfunk-upgrade-'));
let config: Config;

beforeAll(async () => {
  const app = await startTestServer({ dataDir });
  await seedTowns(forkContext(app.services, system));
  await bringToLife(app.services, ags, () => undefined);
  await app.stop();
  config = app.config;
}, 1_200_000);
afterAll(() => {
  rmSync(dataDir, { recursive: true });
});

class AddAndRename extends Migration {
  override up(): void {
    this.addSql(`alter table "post" add "reading_minutes" int not null default 1`);
    this.addSql(`alter table "person" rename column "display_name" to "public_name"`);
  }
}

/** Statements that the generator would write for a rename. */
class DropAndAdd extends Migration {
  override up(): void {
    this.addSql(`alter table "person" drop column "public_name"`);
    this.addSql(`alter table "person" add "public_name" varchar(255) null`);
  }
}

/** Opens the database like an installation with one more migration, migrates it and reads it. */
async function upgrade<T>(added: (typeof Migration)[], read: (em: SqlEntityManager) => Promise<T>): Promise<T> {
  const orm = await openDatabase(config, composeDomains(domains));
  const list = added.map((migration) => ({ name: migration.name, class: migration as never }));
  orm.config.set('migrations', { ...orm.config.get('migrations'), migrationsList: [...migrations, ...list] });
  try {
    await migrateDatabase(config, orm);
    return await read(entityManager(orm).fork());
  } finally {
    await orm.close(true);
  }
}

interface Table {
  /** Quoted name with its schema. */
  readonly name: string;
  /** Quoted names in the order of the table. */
  readonly columns: readonly string[];
}

/** All tables except the list of applied migrations. */
function listTables(em: SqlEntityManager): Promise<Table[]> {
  return em.execute(`
    select format('%I.%I', table_schema, table_name) as name,
      json_agg(format('%I', column_name) order by ordinal_position) as columns
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and table_schema in ('public', 'ballot_box') and table_name <> 'migration'
    group by table_schema, table_name order by 1`);
}

/** Number of rows and their checksum for each table, over these columns only. */
async function readRows(em: SqlEntityManager, tables: readonly Table[]): Promise<Map<string, object>> {
  const rows = new Map<string, object>();
  for (const { name, columns } of tables) {
    const [found = {}]: object[] = await em.execute(`
      select count(*)::int as count, md5(string_agg(row, '' order by row)) as checksum
      from (select md5(row(${columns.join(', ')})::text) as row from ${name}) r`);
    rows.set(name, found);
  }
  return rows;
}

test('a migration that adds a column and renames another loses nothing of a town; a drop in its place would', async () => {
  const { tables, before } = await upgrade([], async (em) => {
    const tables = await listTables(em);
    return { tables, before: await readRows(em, tables) };
  });
  const started = performance.now();
  const renamed = tables.map(({ name, columns }) => ({
    name,
    columns: columns.map((column) => (column === 'display_name' ? 'public_name' : column)),
  }));
  const { after, applied, minutes } = await upgrade([AddAndRename], async (em) => ({
    after: await readRows(em, renamed),
    applied: await em.execute('select name from migration order by id'),
    minutes: await em.execute('select distinct reading_minutes from post'),
  }));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);

  expect(after).toEqual(before);
  expect(applied.map(({ name }) => name)).toEqual([...migrations.map(({ name }) => name), 'AddAndRename']);
  expect(minutes).toEqual([{ reading_minutes: 1 }]);
  const counts = [...before.values()].map((found) => Number(Reflect.get(found, 'count')));
  const filled = counts.filter((count) => count > 0);
  expect(filled.length).toBeGreaterThan(30);
  const total = counts.reduce((sum, count) => sum + count, 0);
  console.log(`${ags}: ${total} rows in ${filled.length} of ${counts.length} tables agree, ${seconds} s`);

  const lost = await upgrade([AddAndRename, DropAndAdd], (em) => readRows(em, renamed));
  const differing = [...lost].filter(([name, found]) => JSON.stringify(found) !== JSON.stringify(after.get(name)));
  expect(differing.map(([name]) => name)).toEqual(['public.person']);
});

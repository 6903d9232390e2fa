import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PGlite } from '@electric-sql/pglite';
import type { MikroORM } from '@mikro-orm/core';
import type { Config } from '../../kernel/config.ts';
import type { Product } from '../../kernel/domain.ts';
import { startQueues, stopQueues } from '../../kernel/jobs.ts';
import { createLog } from '../../kernel/log.ts';
import { MachineHealth } from '../../kernel/machine.ts';
import { pendingMove } from '../../kernel/moved.ts';
import { lockDataDir } from '../lock.ts';
import { migrateDatabase } from '../migrations/run.ts';
import { entityManager } from '../orm.ts';
import { openForCommand } from './open.ts';
import { clientOf, streamOf } from './pglite.ts';
import { type Session, startSession } from './postgres.ts';
import { requireEmptyDatabase } from './restore.ts';

/* Moves an installation from the embedded database to PostgreSQL. */

export interface Moved {
  readonly tables: number;
  readonly rows: number;
}

/**
 * Copies all rows, waiting jobs included, into the empty database `to`, in one transaction; migrations make its tables,
 * because the embedded database is a newer PostgreSQL than most servers. Photos and keys stay in DATA_DIR. Afterwards
 * the embedded database has the name `pglite.moved`, so that nobody goes on with it.
 */
export async function moveToPostgres(config: Config, to: string, product: Product): Promise<Moved> {
  const target: Config = { ...config, databaseUrl: to };
  const release = lockDataDir(config);
  let source: MikroORM | undefined;
  let orm: MikroORM | undefined;
  try {
    orm = await openForCommand(target, product);
    await requireEmptyDatabase(entityManager(orm).fork());
    source = await openForCommand(config, product);
    await migrateDatabase(config, source);
    await makeQueues(config, source, product);
    await makeTables(orm);
    await makeQueues(target, orm, product);
    const moved = await copyAll(await clientOf(entityManager(source)), orm, to);
    await source.close(true);
    source = undefined;
    await rename(join(config.dataDir, 'pglite'), join(config.dataDir, 'pglite.moved'));
    return moved;
  } finally {
    await source?.close(true);
    await orm?.close(true);
    release();
  }
}

/** Applies all migrations. With the mark, which the same transaction sets, no server starts on the empty tables. */
async function makeTables(orm: MikroORM): Promise<void> {
  await entityManager(orm)
    .fork()
    .transactional(async (em) => {
      await orm.migrator.up({ transaction: em.getTransactionContext() });
      await em.execute('update public.installation set pending = ?', [pendingMove]);
    });
}

/** The job queue makes and migrates its own tables when it starts. */
async function makeQueues(config: Config, orm: MikroORM, registry: Product): Promise<void> {
  const log = createLog('error');
  const machine = new MachineHealth([], log);
  await stopQueues(await startQueues({ config, em: entityManager(orm), log, machine, registry }, false));
}

interface Table {
  /** Quoted name with its schema. */
  readonly name: string;
  /** Quoted names of the columns that are not generated. */
  readonly columns: string;
  readonly rows: number;
}

async function copyAll(from: PGlite, orm: MikroORM, to: string): Promise<Moved> {
  const tables = await listTables(from);
  const { drop, add } = await listForeignKeys(orm);
  const session = startSession(to);
  try {
    session.write(`set client_encoding to 'UTF8';\nbegin;\n${drop}`);
    session.write(`truncate ${tables.map(({ name }) => name).join(', ')};\n`);
    for (const table of tables) await copyTable(from, table, session);
    session.write(await sequencesOf(from));
    session.write(`${add}update public.installation set pending = null;\ncommit;\n`);
    await session.end();
  } catch (error) {
    throw (await session.abandon()) ?? error;
  }
  return { tables: tables.length, rows: tables.reduce((sum, { rows }) => sum + rows, 0) };
}

/**
 * All tables but the lists of migrations, which the target has already, and the statistics of the job queue, whose
 * partitions are named after days.
 */
async function listTables(from: PGlite): Promise<Table[]> {
  const { rows } = await from.query<{ name: string; columns: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name,
      string_agg(format('%I', a.attname), ', ' order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relkind = 'r' and n.nspname in ('public', 'ballot_box', 'jobs')
      and (n.nspname, c.relname) <> ('public', 'migration')
      and not (n.nspname = 'jobs' and c.relname ~ '^(version|instance|warning|bam|queue_stats)')
    group by n.nspname, c.relname order by 1`);
  const tables: Table[] = [];
  for (const { name, columns } of rows) {
    const counted = await from.query<{ n: number }>(`select count(*)::int as n from ${name}`);
    tables.push({ name, columns, rows: counted.rows[0]?.n ?? 0 });
  }
  return tables;
}

/** Copies the rows and makes the session fail if another number arrives. */
async function copyTable(from: PGlite, { name, columns, rows }: Table, session: Session): Promise<void> {
  const { blob } = await from.query(`copy ${name} (${columns}) to '/dev/blob'`);
  session.write(`copy ${name} (${columns}) from stdin;\n`);
  if (blob !== undefined) {
    await pipeline(streamOf(blob), session.input, { end: false });
  }
  session.write(`\\.\ndo $$ begin if (select count(*) from ${name}) <> ${rows} then
    raise exception '% did not arrive', '${name}'; end if; end $$;\n`);
}

/** Statements that drop all foreign keys of the target and that add them again, which checks all rows. */
async function listForeignKeys(orm: MikroORM): Promise<{ readonly drop: string; readonly add: string }> {
  const keys: { table: string; name: string; definition: string }[] = await entityManager(orm).fork().execute(`
    select format('%I.%I', n.nspname, c.relname) as table, format('%I', k.conname) as name,
      pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and k.conparentid = 0 and n.nspname in ('public', 'ballot_box', 'jobs')`);
  return {
    drop: keys.map(({ table, name }) => `alter table ${table} drop constraint ${name};\n`).join(''),
    add: keys
      .map(({ table, name, definition }) => `alter table ${table} add constraint ${name} ${definition};\n`)
      .join(''),
  };
}

/** Statements that let sequences continue where those of the embedded database are. */
async function sequencesOf(from: PGlite): Promise<string> {
  const { rows } = await from.query<{ name: string; value: string }>(`
    select format('%I.%I', schemaname, sequencename) as name, last_value as value from pg_sequences
    where last_value is not null and schemaname in ('public', 'ballot_box', 'jobs')`);
  return rows.map(({ name, value }) => `select setval('${name}', ${value});\n`).join('');
}

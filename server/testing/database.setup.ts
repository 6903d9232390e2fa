import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { MikroORM } from '@mikro-orm/postgresql';
import type { TestProject } from 'vitest/node';
import { entityManager } from '../database/orm.ts';
import { startServices } from '../services.ts';
import { testConfig } from './config.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Initial state of test servers: a file with a dump of PGlite, or a template database on PostgreSQL. */
    dump: string | undefined;
    template: string | undefined;
    /** File with a dump of PGlite without tables. */
    emptyDump: string | undefined;
  }
}

/** Initial state of a new database: a dump of PGlite or the file with it, or a template database on PostgreSQL. */
export interface DatabaseCopy {
  readonly dump: Blob | string | undefined;
  readonly template: string | undefined;
}

/** Migrates once for all test files of all projects; each file then gets a copy of the database. */
export async function setup({ vitest }: TestProject): Promise<void> {
  const root = vitest.getRootProject();
  const { dump, template } = root.getProvidedContext();
  if (dump !== undefined || template !== undefined) return;
  const databaseUrl = process.env.DATABASE_URL;
  cleanUp = await (databaseUrl === undefined ? dumpPglite(root) : makeTemplate(root, databaseUrl));
}

export async function teardown(): Promise<void> {
  await cleanUp?.();
}

let cleanUp: (() => Promise<void>) | undefined;

/**
 * Settings that keep the dump small, because every test server loads all of it: one short file of the write-ahead log,
 * no template databases. With the default 128 MB of shared buffers, PostgreSQL would spend a third of its start on
 * them.
 */
const initDbStartParams = ['--wal-segsize=1', '-c', 'wal_recycle=off', '-c', 'shared_buffers=16MB'];

async function dumpPglite(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-'));
  const writeDump = async (client: PGlite, name: string): Promise<string> => {
    const path = join(folder, name);
    const dump = await client.dumpDataDir('none');
    writeFileSync(path, Buffer.from(await dump.arrayBuffer()));
    return path;
  };

  const empty = await PGlite.create({ initDbStartParams });
  const emptyDump = await writeDump(empty, 'empty.tar');
  await empty.close();

  const services = await startServices(testConfig({}), { pgliteOptions: { loadDataDir: readDump(emptyDump) } });
  const client = (await services.em.getConnection().getNativeClient()) as PGlite;
  for (const template of ['template0', 'template1']) {
    await client.exec(`alter database ${template} is_template false`);
    await client.exec(`drop database ${template}`);
  }
  await client.exec('checkpoint');
  const dump = await writeDump(client, 'dump.tar');
  await services.close();
  project.provide('emptyDump', emptyDump);
  project.provide('dump', dump);
  return () => {
    rmSync(folder, { recursive: true });
    return Promise.resolve();
  };
}

async function makeTemplate(project: TestProject, databaseUrl: string): Promise<() => Promise<void>> {
  const template = `ortsfunk_test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  await onServer(databaseUrl, `create database ${template}`);
  const services = await startServices(testConfig({ databaseUrl: databaseNamed(databaseUrl, template) }));
  await services.close();
  project.provide('template', template);
  return async () => {
    const left = await onServer(databaseUrl, `select datname from pg_database where datname like '${template}%'`);
    for (const { datname } of left) await onServer(databaseUrl, `drop database ${datname} with (force)`);
  };
}

/** Reads a file with a dump, for PGlite's option `loadDataDir`. */
export function readDump(path: string): Blob {
  return new Blob([readFileSync(path)]);
}

/** Runs one statement outside any transaction. */
export async function onServer(databaseUrl: string, sql: string): Promise<{ datname: string }[]> {
  const orm = await MikroORM.init({ clientUrl: databaseUrl, entities: [], discovery: { warnWhenNoEntities: false } });
  const rows: { datname: string }[] = await entityManager(orm as never).execute(sql);
  await orm.close();
  return rows;
}

export function databaseNamed(databaseUrl: string, name: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

import { execFile } from 'node:child_process';
import { chmodSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { atEnd } from './ending.ts';
import { freePort } from './ports.ts';
import type { Settings } from './product.ts';

const run = promisify(execFile);

export interface Postgres {
  url(database: string): string;
  /** Runs one statement; returns its rows as objects. */
  rows<Row>(database: string, statement: string): Promise<Row[]>;
  /** Runs statements and ignores their results. */
  execute(database: string, statements: string): Promise<void>;
  /**
   * Creates a database, empty or as a copy of `template`, and returns its URL. Every copy is a separate installation.
   */
  create(name: string, template?: string): Promise<string>;
  restart(mode: 'fast' | 'immediate'): Promise<void>;
}

/**
 * Starts a PostgreSQL cluster in `folder` with fsync; `library` is loaded by it, `env` is added to its environment. As root
 * it runs as user postgres, because PostgreSQL refuses root.
 */
export async function startPostgres(folder: string, library = '', env: Settings = {}): Promise<Postgres> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
  const cluster = join(folder, 'cluster');
  const port = await freePort();
  await asPostgres('initdb', ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale', 'C.UTF-8']);
  const loaded = `-c shared_preload_libraries=${library}`;
  const settings = `-p ${port} -h 127.0.0.1 -k ${folder} -c max_connections=200 -c fsync=on ${loaded}`;
  const start = ['-D', cluster, '-l', join(folder, 'postgres.log'), '-o', settings, '-w', '-t', '30'];
  await asPostgres('pg_ctl', ['start', ...start], env);
  atEnd(async () => {
    await asPostgres('pg_ctl', ['stop', '-D', cluster, '-m', 'immediate', '-w']);
  });
  const url = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`;

  return {
    url,
    rows: async <Row>(database: string, statement: string) => {
      const text = await ask(url(database), `select coalesce(json_agg(t), '[]') from (${statement}) t`);
      return JSON.parse(text) as Row[];
    },
    execute: async (database, statements) => {
      await ask(url(database), statements);
    },
    create: async (name, template) => {
      await ask(url('postgres'), `create database ${name} ${template === undefined ? '' : `template ${template}`}`);
      // The id of the installation is the prefix of all Redis keys: with a new one the copy does not inherit used-up
      // limits.
      if (template !== undefined) await ask(url(name), 'update installation set id = gen_random_uuid()');
      return url(name);
    },
    restart: async (mode) => {
      await asPostgres('pg_ctl', ['restart', ...start, '-m', mode], env);
    },
  };
}

/** Copies a database into another cluster, as a separate installation; returns its URL. */
export async function copyDatabase(source: string, target: Postgres, name: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dump-'));
  try {
    const file = join(folder, 'dump.sql');
    await run(join(binaries(), 'pg_dump'), ['-d', source, '-f', file]);
    const url = await target.create(name);
    await run(join(binaries(), 'psql'), ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url, '-f', file]);
  } finally {
    rmSync(folder, { recursive: true });
  }
  await target.execute(name, 'update installation set id = gen_random_uuid()');
  return target.url(name);
}

/** psql reads the statements from its arguments and stops at the first error. */
async function ask(url: string, statements: string): Promise<string> {
  const args = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', statements];
  return (await run(join(binaries(), 'psql'), args, { maxBuffer: 64e6 })).stdout.trim();
}

async function asPostgres(tool: string, args: readonly string[], env: Settings = {}): Promise<void> {
  const file = join(binaries(), tool);
  const isRoot = process.getuid?.() === 0;
  const [command, all] = isRoot ? ['runuser', ['-u', 'postgres', '--', file, ...args]] : [file, [...args]];
  // pg_ctl passes the inherited streams to its server; waiting for them to close would wait until the server ends.
  await run(command, all, { cwd: '/', env: { ...process.env, ...env } });
}

/** Folder of the programs of the newest installed PostgreSQL. */
function binaries(): string {
  const found = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => versionOf(b) - versionOf(a))[0];
  if (found === undefined) throw new Error('PostgreSQL is not installed below /usr/lib/postgresql');
  return found;
}

function versionOf(path: string): number {
  return Number(/postgresql\/(\d+)/.exec(path)?.[1] ?? 0);
}

import { type ChildProcessWithoutNullStreams as Child, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { programEnvironment } from '../../kernel/config.ts';
import { BackupError } from './errors.ts';

/* Dumps and restores by the programs of PostgreSQL. */

type Program = 'pg_dump' | 'pg_restore' | 'psql';

/** Output of pg_dump. `done` rejects if the program failed, which the end of its output does not show. */
export interface Dump {
  readonly output: Readable;
  readonly done: Promise<void>;
}

/** Level of gzip: half the time of level 6, the default of pg_dump, for 8 % more bytes. */
const compression = '--compress=3';

/** Starts pg_dump in its custom format. Throws CLIENT_MISSING. */
export function startDump(databaseUrl: string): Dump {
  const child = start('pg_dump', ['--format=custom', compression, '--no-owner', '--no-privileges'], databaseUrl);
  child.stdin.end();
  return { output: child.stdout, done: endOf('pg_dump', child) };
}

/** Throws CLIENT_TOO_OLD if a program is older than the server: it may leave out what it does not know. */
export async function requireClient(em: SqlEntityManager): Promise<void> {
  const [row]: { version: string }[] = await em.execute("select current_setting('server_version_num') as version");
  const server = Math.floor(Number(row?.version) / 10_000);
  for (const program of ['pg_dump', 'pg_restore', 'psql'] as const) {
    const client = await majorVersion(program);
    if (client >= server) continue;
    const hint = `install postgresql-client-${server}`;
    throw new BackupError('CLIENT_TOO_OLD', `${program} ${client} is older than the server, ${server}: ${hint}`);
  }
}

async function majorVersion(program: Program): Promise<number> {
  const child = start(program, ['--version']);
  child.stdin.end();
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  await endOf(program, child);
  return Number(/(\d+)(\.\d+|devel|beta\d|rc\d)/.exec(text)?.[1] ?? 0);
}

/** Reads a dump to its end without a database. Throws CHANGED if the dump is damaged. */
export async function readDump(dump: Readable): Promise<void> {
  const child = start('pg_restore', ['--file=/dev/null']);
  child.stdout.resume();
  const [fed, ended] = await Promise.allSettled([feed(dump, child.stdin), endOf('pg_restore', child)]);
  if (fed.status === 'rejected') throw fed.reason;
  if (ended.status === 'rejected') throw new BackupError('CHANGED', 'pg_restore cannot read the dump', ended.reason);
}

/**
 * Restores a dump into an empty database, in one transaction. Whatever ends
 * early, a program, this process or the dump, leaves the database empty.
 */
export async function restoreDump(dump: Readable, databaseUrl: string): Promise<void> {
  const restore = start('pg_restore', ['--no-owner', '--no-privileges', '--no-comments', '--file=-']);
  const restored = endOf('pg_restore', restore);
  restored.catch(() => undefined); // awaited below, when its output has been read
  const session = startSession(databaseUrl);
  session.write('begin;\n');
  const script = async (): Promise<void> => {
    await pipeline(restore.stdout, withoutNewSettings, session.input, { end: false });
    await restored;
  };
  const [fed, written] = await Promise.allSettled([feed(dump, restore.stdin), script()]);
  if (fed.status === 'rejected' || written.status === 'rejected') {
    const reason = await session.abandon();
    restore.kill('SIGKILL');
    await restored.catch(() => undefined);
    if (reason !== undefined) throw asError(reason);
    for (const one of [fed, written]) if (one.status === 'rejected') throw asError(one.reason);
  }
  session.write('commit;\n');
  await session.end();
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

/** Session of psql that stops at the first error. */
export interface Session {
  readonly input: Writable;
  /** Adds statements, or the data of COPY. */
  write(text: string | Uint8Array): void;
  /** Ends the session after everything was executed. Throws DATABASE_FAILED with the error of psql. */
  end(): Promise<void>;
  /** Ends the session without its transaction; returns the error at which psql had ended before, if it had. */
  abandon(): Promise<unknown>;
}

export function startSession(databaseUrl: string): Session {
  const child = start('psql', ['-X', '-q', '-o', '/dev/null', '-v', 'ON_ERROR_STOP=1', '-f', '-'], databaseUrl);
  child.stdout.resume();
  child.stdin.on('error', () => undefined); // psql ended at an error, which `ended` reports
  const ended = endOf('psql', child);
  ended.catch(() => undefined);
  return {
    input: child.stdin,
    write: (text) => void child.stdin.write(text),
    end: async () => {
      child.stdin.end();
      await ended;
    },
    abandon: async () => {
      if (child.stdin.errored === null) child.kill('SIGKILL'); // the server rolls its transaction back
      const error: unknown = await ended.catch((reason: unknown) => reason);
      return child.signalCode === null ? error : undefined;
    },
  };
}

/** Leaves out a setting that pg_restore 17 and newer write, and that older servers do not know. */
async function* withoutNewSettings(script: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isStart = true;
  for await (const chunk of script) {
    yield isStart
      ? Buffer.from(chunk.toString('latin1').replace(/^SET transaction_timeout = 0;$/m, ''), 'latin1')
      : chunk;
    isStart = false;
  }
}

/** A program that ends early closes its input: its own error, not this one, says why. */
async function feed(dump: Readable, input: Writable): Promise<void> {
  await pipeline(dump, input).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EPIPE' && code !== 'ECONNRESET') throw error;
  });
}

/** Starts a program. The password is passed in its environment, because others can read arguments. */
function start(program: Program, args: readonly string[], databaseUrl?: string): Child {
  if (databaseUrl === undefined) return spawn(program, [...args], { stdio: 'pipe', env: programEnvironment() });
  const url = new URL(databaseUrl);
  const password = decodeURIComponent(url.password);
  url.password = '';
  const env = programEnvironment(password === '' ? {} : { PGPASSWORD: password });
  return spawn(program, [...args, `--dbname=${url.toString()}`], { stdio: 'pipe', env });
}

async function endOf(program: Program, child: Child): Promise<void> {
  let problem = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (problem = (problem + text).slice(-2000)));
  try {
    const [code, signal]: unknown[] = await once(child, 'close');
    if (code === 0) return;
    throw new BackupError('DATABASE_FAILED', `${program} failed (${String(signal ?? code)}): ${problem.trim()}`);
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError('CLIENT_MISSING', `${program} cannot be started: install the client of PostgreSQL`, error);
  }
}

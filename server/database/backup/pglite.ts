import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { createGunzip, createGzip, constants } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { BackupError } from './errors.ts';

export interface EmbeddedDump {
  readonly output: Readable;
  /** Milliseconds for which the database answered nobody. */
  readonly pauseMs: number;
}

/**
 * Dumps the embedded database of this process: `dumpDataDir` takes no lock of its own, and without the checkpoint the
 * start from the dump would be slow. The archive is compressed after the pause.
 */
export async function dumpEmbedded(em: SqlEntityManager): Promise<EmbeddedDump> {
  const client = await clientOf(em);
  await client.exec('checkpoint');
  let pauseMs = 0;
  const archive = await client.runExclusive(async () => {
    const started = performance.now();
    const file = await client.dumpDataDir('none');
    pauseMs = Math.round(performance.now() - started);
    return file;
  });
  const tar = streamOf(archive);
  const zip = createGzip({ level: constants.Z_BEST_SPEED });
  tar.on('error', (error) => zip.destroy(error));
  return { output: tar.pipe(zip), pauseMs };
}

/** Content of a file in memory; the types of streams in Node and in browsers are declared apart. */
export function streamOf(blob: Blob): Readable {
  return Readable.fromWeb(blob.stream() as ReadableStream);
}

/** PGlite of this process. */
export async function clientOf(em: SqlEntityManager): Promise<PGlite> {
  return (await em.getConnection().getNativeClient()) as PGlite;
}

/** Whether the data folder holds an embedded database. */
export function hasEmbedded(dataDir: string): boolean {
  return existsSync(join(dataDir, 'pglite', 'PG_VERSION'));
}

/** Starts a database in memory from the dump. Throws CHANGED if that is not possible. */
export async function readEmbeddedDump(dump: Readable): Promise<void> {
  const client = await load(dump, 'memory://');
  await client.close();
}

/** Makes the embedded database of `folder`, which does not exist yet, from the dump. */
export async function restoreEmbedded(dump: Readable, folder: string): Promise<void> {
  const client = await load(dump, folder);
  await client.exec('checkpoint');
  await client.close();
}

async function load(dump: Readable, folder: string): Promise<PGlite> {
  const zip = createGunzip();
  dump.on('error', (error) => zip.destroy(error));
  const parts: Buffer[] = [];
  for await (const part of dump.pipe(zip)) parts.push(part as Buffer);
  try {
    const client = await PGlite.create({ dataDir: folder, loadDataDir: new Blob(parts as Buffer<ArrayBuffer>[]) });
    await client.query('select id from installation');
    return client;
  } catch (error) {
    throw new BackupError('CHANGED', 'the embedded database does not start from the dump', error);
  }
}

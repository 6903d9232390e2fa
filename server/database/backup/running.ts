import { connect, createServer, type Socket } from 'node:net';
import { chmod, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Services } from '../../kernel/context.ts';
import { BackupError, backupErrors, type BackupErrorCode } from './errors.ts';
import { makeBackup } from './make.ts';
import type { Backup } from './manifest.ts';
import { readManifest } from './manifest.ts';

/**
 * Socket in DATA_DIR on which the process with the embedded database takes orders for backups: nobody else may copy it.
 * Every program that may write to DATA_DIR may connect.
 */
function socketOf(dataDir: string): string {
  const path = join(dataDir, 'backup.sock');
  const near = relative(process.cwd(), path); // names of sockets have 107 bytes at most
  return near.length < path.length ? near : path;
}

const answer = z.union([z.object({ folder: z.string() }), z.object({ code: z.string(), message: z.string() })]);

/** Listens for orders while this process runs on the embedded database; returns the function that ends it. */
export async function takeOrders(services: Services): Promise<() => Promise<void>> {
  const { config, log } = services;
  if (config.databaseUrl !== undefined || config.dataDir.startsWith('memory:')) return () => Promise.resolve();
  const path = socketOf(config.dataDir);
  await rm(path, { force: true }); // of a process that was killed; the lock of DATA_DIR is ours
  const server = createServer((socket) => void answerOrder(services, socket));
  await new Promise<void>((done) => {
    server.once('error', (error) => {
      log.warn({ error: error.message }, 'npm run backup cannot reach this process: stop it first');
      done();
    });
    server.listen(path, done);
  });
  if (server.listening) await chmod(path, 0o600);
  return () =>
    new Promise((done) => {
      if (!server.listening) return void done();
      server.close(() => void done());
    });
}

async function answerOrder(services: Services, socket: Socket): Promise<void> {
  socket.on('error', () => undefined); // who asked has gone; the backup is made in any case
  try {
    const { folder } = await makeBackup(services);
    socket.end(JSON.stringify({ folder }));
  } catch (error) {
    services.log.error({ error: String(error) }, 'the backup failed');
    const code = error instanceof BackupError ? error.code : 'DATABASE_FAILED';
    socket.end(JSON.stringify({ code, message: error instanceof Error ? error.message : String(error) }));
  }
}

/** Lets the running server make a backup. Throws its error, or SERVER_SILENT. */
export async function orderBackup(dataDir: string): Promise<Backup> {
  const socket = connect(socketOf(dataDir));
  const reply = await text(socket).catch((error: unknown) => {
    throw new BackupError('SERVER_SILENT', `the server on DATA_DIR ${dataDir} does not answer`, error);
  });
  const said = answer.safeParse(reply === '' ? undefined : JSON.parse(reply));
  if (!said.success) throw new BackupError('SERVER_SILENT', 'the server ended before the backup was complete');
  if ('folder' in said.data) return { folder: said.data.folder, manifest: await readManifest(said.data.folder) };
  const { code, message } = said.data;
  throw new BackupError(isBackupCode(code) ? code : 'DATABASE_FAILED', message);
}

function isBackupCode(code: string): code is BackupErrorCode {
  return Object.hasOwn(backupErrors, code);
}

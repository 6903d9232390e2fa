import { hash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Config } from '../../kernel/config.ts';
import { isFolder, sync, writeDurably, writeTextDurably } from './disk.ts';
import { encrypt } from './encryption.ts';
import { asBackupError, BackupError } from './errors.ts';
import { chooseKept } from './keeping.ts';
import {
  type Backup,
  backupName,
  listBackups,
  type Manifest,
  manifestFile,
  type PhotoList,
  photoListFile,
} from './manifest.ts';
import { addPhotos, photoFolder, readKnown, syncFolders } from './photos.ts';
import { dumpEmbedded } from './pglite.ts';
import { requireClient, startDump } from './postgres.ts';

/** Installation that is backed up; this process may read its database. */
export interface BackupSource {
  readonly config: Pick<Config, 'backupDir' | 'backupRecipients' | 'bucket' | 'databaseUrl' | 'dataDir'>;
  readonly em: SqlEntityManager;
  now(): Date;
}

export const unencrypted =
  'BACKUP_RECIPIENT is not set: whoever has this backup can read everything in it, and the secret of the installation';

/**
 * Makes a backup in BACKUP_DIR and removes those that are no longer kept. The folder gets its name when everything in
 * it has reached the disk: whatever interrupts this function leaves no backup, and the next call removes the remains.
 */
export async function makeBackup(source: BackupSource): Promise<Backup> {
  const root = await requireBackupDir(source.config);
  try {
    return await whileAlone(source, () => writeBackup(source, root));
  } catch (error) {
    throw asBackupError(error, `BACKUP_DIR ${root}`);
  }
}

/**
 * Absolute path of BACKUP_DIR. A folder below DATA_DIR is made; any other may be a volume that is not mounted, and must
 * exist. Throws BACKUP_DIR_MISSING.
 */
export async function requireBackupDir({ backupDir, dataDir }: BackupSource['config']): Promise<string> {
  if (backupDir === undefined) throw new BackupError('BACKUP_DIR_MISSING', 'BACKUP_DIR is not set');
  const path = resolve(backupDir);
  const isOurs = !dataDir.startsWith('memory:') && path.startsWith(`${resolve(dataDir)}/`);
  if (isOurs) await mkdir(path, { recursive: true, mode: 0o700 }).catch(throwAbout(`BACKUP_DIR ${path}`));
  if (await isFolder(path)) return path;
  throw new BackupError('BACKUP_DIR_MISSING', `the folder of BACKUP_DIR does not exist: ${backupDir}`);
}

function throwAbout(what: string): (error: unknown) => never {
  return (error) => {
    throw asBackupError(error, what);
  };
}

async function writeBackup(source: BackupSource, root: string): Promise<Backup> {
  const state = await readState(source);
  const unfinished = `.unfinished-${state.installationId}-`;
  await removeAll(root, (name) => name.startsWith(unfinished));
  const half = join(root, `${unfinished}${randomUUID()}`);
  try {
    await mkdir(half, { mode: 0o700 });
    const own = await listBackups(root, state.installationId);
    const manifest = await fill(half, source, state, own[0]);
    const folder = join(root, backupName(new Date(manifest.createdAt)));
    await rename(half, folder);
    await sync(root);
    await removeOld([{ folder, manifest }, ...own], () => join(root, `${unfinished}${randomUUID()}`));
    return { folder, manifest };
  } catch (error) {
    await rm(half, { recursive: true, force: true }).catch(() => undefined); // the next backup tries again
    throw error;
  }
}

type State = Pick<Manifest, 'createdAt' | 'installationId' | 'serverVersion' | 'migrations' | 'database'>;

async function readState({ em, config, now }: BackupSource): Promise<State> {
  const [row]: { id: string; version: string; migrations: string[] }[] = await em.fork().execute(
    `select id, current_setting('server_version') as version,
       (select coalesce(json_agg(name order by id), '[]') from migration) as migrations
     from installation`,
  );
  if (row === undefined) throw new BackupError('DATABASE_FAILED', 'the database holds no installation');
  const { id: installationId, version: serverVersion, migrations } = row;
  const database = config.databaseUrl === undefined ? 'pglite' : 'postgres';
  return { createdAt: now().toISOString(), installationId, serverVersion, migrations, database };
}

/**
 * Writes everything into the folder, the manifest last. Photos are added before and after the dump: those that the dump
 * names and that are deleted meanwhile are found before, those that arrive meanwhile are found after.
 */
async function fill(half: string, source: BackupSource, state: State, newest?: Backup): Promise<Manifest> {
  const { config } = source;
  const started = performance.now();
  const photos: PhotoList = {};
  const place = config.bucket !== undefined ? 'bucket' : config.dataDir.startsWith('memory:') ? 'none' : 'files';
  const known = place === 'files' ? await readKnown(newest) : undefined;
  const add = async (): Promise<void> => {
    if (place === 'files') await addPhotos(join(config.dataDir, photoFolder), join(half, photoFolder), photos, known);
  };
  await add();
  const { dump, pauseMs } = await writeDump(half, source);
  await add();
  const list = JSON.stringify(photos);
  await writeTextDurably(join(half, photoListFile), list);
  await syncFolders(join(half, photoFolder));
  const facts = Object.values(photos);
  const manifest: Manifest = {
    format: 1,
    ...state,
    recipients: [...config.backupRecipients],
    dump,
    photos: place,
    photoList: {
      bytes: Buffer.byteLength(list),
      sha256: hash('sha256', list),
      count: facts.length,
      totalBytes: facts.reduce((sum, { bytes }) => sum + bytes, 0),
    },
    pauseMs,
    durationMs: Math.round(performance.now() - started),
    warnings: config.backupRecipients.length === 0 ? [unencrypted] : [],
  };
  await writeTextDurably(join(half, manifestFile), JSON.stringify(manifest, null, 2));
  await sync(half);
  return manifest;
}

async function writeDump(half: string, { config, em }: BackupSource): Promise<Pick<Manifest, 'dump' | 'pauseMs'>> {
  const ending = config.backupRecipients.length === 0 ? '' : '.age';
  if (config.databaseUrl === undefined) {
    const { output, pauseMs } = await dumpEmbedded(em);
    const name = `database.tar.gz${ending}`;
    const facts = await writeDurably(join(half, name), await encrypt(output, config.backupRecipients));
    return { dump: { name, ...facts }, pauseMs };
  }
  await requireClient(em.fork());
  const { output, done } = startDump(config.databaseUrl);
  const name = `database.dump${ending}`;
  const written = encrypt(output, config.backupRecipients).then((stream) => writeDurably(join(half, name), stream));
  const [facts, ended] = await Promise.allSettled([written, done]);
  if (facts.status === 'rejected') throw facts.reason;
  if (ended.status === 'rejected') throw ended.reason;
  return { dump: { name, ...facts.value }, pauseMs: 0 };
}

/** A backup that is removed first gets a name from `nextName`, because half of it must not look like a backup. */
async function removeOld(own: readonly Backup[], nextName: () => string): Promise<void> {
  const times = new Map(own.map(({ folder, manifest }) => [new Date(manifest.createdAt), folder]));
  const kept = chooseKept([...times.keys()]);
  for (const [time, folder] of times) {
    if (kept.has(time)) continue;
    const half = nextName();
    await rename(folder, half);
    await rm(half, { recursive: true });
  }
}

async function removeAll(root: string, isChosen: (name: string) => boolean): Promise<void> {
  for (const name of (await readdir(root)).filter(isChosen)) await rm(join(root, name), { recursive: true });
}

/** Key of backups among the advisory locks of a database. */
const lockKey = 727_275;

let isRunning = false;

/** Runs `work` unless another backup of the installation is running: then it throws ALREADY_RUNNING. */
async function whileAlone<T>({ config, em }: BackupSource, work: () => Promise<T>): Promise<T> {
  if (isRunning) throw busy();
  isRunning = true;
  try {
    // The embedded database has one process, and one connection, which a transaction would keep from the backup.
    if (config.databaseUrl === undefined) return await work();
    return await em.fork().transactional(async (lock) => {
      await lock.execute('set local idle_in_transaction_session_timeout = 0');
      const [row]: { free: boolean }[] = await lock.execute(`select pg_try_advisory_xact_lock(${lockKey}) as free`);
      if (row?.free !== true) throw busy();
      return work();
    });
  } finally {
    isRunning = false;
  }
}

function busy(): BackupError {
  return new BackupError('ALREADY_RUNNING', 'another backup of this installation is being made');
}

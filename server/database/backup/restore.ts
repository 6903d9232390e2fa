import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Config } from '../../kernel/config.ts';
import { erasuresFile, erasuresName } from '../../kernel/erasures.ts';
import { sync, writeTextDurably } from './disk.ts';
import type { Identity } from './encryption.ts';
import { asBackupError, BackupError } from './errors.ts';
import { addErasures } from './erasures.ts';
import type { Manifest } from './manifest.ts';
import { restoreEmbedded } from './pglite.ts';
import { copyPhotos, photoFolder } from './photos.ts';
import { requireClient, restoreDump } from './postgres.ts';
import { unfinishedFile } from './unfinished.ts';
import { openDump, type Verified, verifyBackup } from './verify.ts';

/** Where a backup is restored to. */
export interface RestoreTarget {
  readonly config: Pick<Config, 'backupDir' | 'bucket' | 'databaseUrl' | 'dataDir'>;
  /** Names of the migrations that this version of the product knows. */
  readonly migrations: readonly string[];
  /** Connection to PostgreSQL; undefined: the embedded database. */
  readonly em: SqlEntityManager | undefined;
}

/**
 * Restores a backup into an empty database and an empty DATA_DIR. Everything is checked first; whatever interrupts the
 * rest leaves a file in DATA_DIR with which no server starts, and a PostgreSQL database that is empty or complete.
 */
export async function restoreBackup(folder: string, target: RestoreTarget, identity?: Identity): Promise<Verified> {
  const { config } = target;
  const backup = await verifyBackup(folder, identity);
  if (!backup.isDumpRead) await openDump(folder, backup.manifest, identity); // throws KEY_NEEDED
  requireFitting(backup.manifest, target);
  await requireEmptyDatabase(target.em);
  await prepareFolder(config);
  try {
    await fill(backup, target, identity);
  } catch (error) {
    await removeRemains(config.dataDir);
    throw asBackupError(error, `DATA_DIR ${config.dataDir}`);
  }
  // The database is complete, so an error from here on leaves everything, the marker included.
  await rm(unfinishedFile(config.dataDir));
  await sync(config.dataDir);
  return backup;
}

async function fill(backup: Verified, { config, em }: RestoreTarget, identity?: Identity): Promise<void> {
  const { folder, manifest, photos } = backup;
  const { dataDir } = config;
  await copyPhotos(join(folder, photoFolder), join(dataDir, photoFolder), photos);
  await addErasures(join(dirname(resolve(folder)), erasuresName), erasuresFile(config) ?? join(dataDir, erasuresName));
  const dump = await openDump(folder, manifest, identity);
  if (config.databaseUrl === undefined || em === undefined) {
    await restoreEmbedded(dump, join(dataDir, 'pglite'));
    await syncTree(join(dataDir, 'pglite'));
    await sync(dataDir);
  } else {
    await sync(dataDir);
    await restoreDump(dump, config.databaseUrl);
  }
}

/** Throws OTHER_DATABASE or SCHEMA_NEWER. */
function requireFitting(manifest: Manifest, { config, migrations }: RestoreTarget): void {
  const wanted = config.databaseUrl === undefined ? 'pglite' : 'postgres';
  const names = { pglite: 'the embedded database', postgres: 'PostgreSQL' };
  if (manifest.database !== wanted) {
    const hint = manifest.database === 'pglite' ? '; npm run move takes a restored one to PostgreSQL' : '';
    const text = `the backup is one of ${names[manifest.database]}, DATABASE_URL asks for ${names[wanted]}${hint}`;
    throw new BackupError('OTHER_DATABASE', text);
  }
  if (manifest.photos === 'files' && config.bucket !== undefined)
    throw new BackupError('OTHER_DATABASE', 'the photos of the backup are files: unset FILES_URL');
  const unknown = manifest.migrations.filter((name) => !migrations.includes(name));
  if (unknown.length === 0) return;
  throw new BackupError(
    'SCHEMA_NEWER',
    `the backup is of a newer version: this one does not know ${unknown.join(', ')}`,
  );
}

/** Throws NOT_EMPTY if the PostgreSQL database has a table. */
export async function requireEmptyDatabase(em: SqlEntityManager | undefined): Promise<void> {
  if (em === undefined) return;
  await requireClient(em);
  const [row]: { count: number }[] = await em.execute(
    `select count(*)::int as count from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
  );
  if (row?.count !== 0)
    throw new BackupError('NOT_EMPTY', `the database already has ${row?.count} tables: use an empty one`);
}

/** Makes DATA_DIR and marks it as unfinished. Throws NOT_EMPTY if it holds anything but the remains of a restore. */
async function prepareFolder({ dataDir, backupDir }: RestoreTarget['config']): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    const marker = basename(unfinishedFile(dataDir));
    const names = await readdir(dataDir);
    if (names.includes(marker)) return await removeRemains(dataDir, false);
    const allowed = ['keys', 'lost+found', erasuresName];
    if (backupDir !== undefined) allowed.push(relative(dataDir, backupDir).split('/')[0] ?? '');
    const others = names.filter((name) => !allowed.includes(name));
    if (others.length > 0)
      throw new BackupError('NOT_EMPTY', `DATA_DIR ${dataDir} already holds ${others.join(', ')}: use an empty folder`);
    await writeTextDurably(unfinishedFile(dataDir), 'A restore is under way, or was interrupted.\n');
    await sync(dataDir);
  } catch (error) {
    throw asBackupError(error, `DATA_DIR ${dataDir}`);
  }
}

/** Removes what a restore has made; the marker last. */
async function removeRemains(dataDir: string, withMarker = true): Promise<void> {
  for (const name of [photoFolder, 'pglite', 'pglite.pid'])
    await rm(join(dataDir, name), { recursive: true, force: true });
  if (withMarker) await rm(unfinishedFile(dataDir), { force: true });
}

/** PGlite does not wait for the disk when it unpacks a dump. */
async function syncTree(root: string): Promise<void> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  for (const entry of entries)
    if (entry.isFile() || entry.isDirectory()) await sync(join(entry.parentPath, entry.name));
  await sync(root);
}

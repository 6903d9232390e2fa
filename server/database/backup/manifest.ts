import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BackupError } from './errors.ts';

/** Size and SHA-256 of a file of a backup. */
const fileFacts = z.object({ bytes: z.number(), sha256: z.string() });
export type FileFacts = z.output<typeof fileFacts>;

/** Photos of a backup by their keys. */
const photoList = z.record(z.string(), fileFacts);
export type PhotoList = z.output<typeof photoList>;

/**
 * Content of a backup. The manifest is readable without a key and holds no secret; the secret of the installation
 * stands in the dump only.
 */
const manifest = z.object({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  installationId: z.string(),
  database: z.enum(['postgres', 'pglite']),
  /** Version of the database server, such as "17.6". */
  serverVersion: z.string(),
  /** Names of the migrations that were applied to the database. */
  migrations: z.array(z.string()),
  /** Public keys for which the dump is encrypted; empty: everybody can read it. */
  recipients: z.array(z.string()),
  dump: fileFacts.extend({ name: z.string() }),
  /** `bucket`: the photos are in a bucket, which its operator backs up; `none`: they exist only in the process. */
  photos: z.enum(['files', 'bucket', 'none']),
  photoList: fileFacts.extend({ count: z.number(), totalBytes: z.number() }),
  /** Milliseconds for which an embedded database answered nobody; 0 on PostgreSQL. */
  pauseMs: z.number(),
  /** Milliseconds from the begin of the backup to its manifest. */
  durationMs: z.number(),
  warnings: z.array(z.string()),
});
export type Manifest = z.output<typeof manifest>;

export const manifestFile = 'manifest.json';
export const photoListFile = 'photos.json';

/** Backup that is complete: its folder got its name when everything had been written. */
export interface Backup {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Name of the folder of a backup; names sort by time. */
export function backupName(createdAt: Date): string {
  return createdAt.toISOString().replaceAll(/[:.]/g, '-');
}

const namePattern = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/;

/** Complete backups in the folder, the newest first; of this installation only if its id is given. */
export async function listBackups(backupDir: string, installationId?: string): Promise<Backup[]> {
  const names = (await readdir(backupDir)).filter((name) => namePattern.test(name));
  const found: Backup[] = [];
  for (const name of names.toSorted().toReversed()) {
    const folder = join(backupDir, name);
    const read = await readManifest(folder).catch(ignoreIncomplete);
    if (read !== undefined) found.push({ folder, manifest: read });
  }
  return found.filter(({ manifest: { installationId: id } }) => installationId === undefined || id === installationId);
}

/** A folder that is no backup, or that is being removed, is not listed. */
function ignoreIncomplete(error: unknown): undefined {
  if (!(error instanceof BackupError)) throw error;
}

/** Throws INCOMPLETE if the folder holds no manifest of this format. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readText(folder, manifestFile);
  const result = manifest.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw new BackupError('INCOMPLETE', `${folder}: ${manifestFile} cannot be read`);
}

/** Throws CHANGED if the list is not the one that was written. */
export async function readPhotoList(folder: string, { photoList: facts }: Manifest): Promise<PhotoList> {
  const text = await readText(folder, photoListFile);
  if (hash('sha256', text) !== facts.sha256)
    throw new BackupError('CHANGED', `${folder}: ${photoListFile} was changed`);
  return photoList.parse(parseJson(text));
}

async function readText(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch {
    throw new BackupError('INCOMPLETE', `${folder} is no complete backup: ${name} is missing`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsent, isFolder, readFacts, sync, writeDurably } from './disk.ts';
import { BackupError } from './errors.ts';
import { type Backup, type PhotoList, readPhotoList } from './manifest.ts';

/** Folder of the photos in DATA_DIR and in a backup. */
export const photoFolder = 'files';

/** Photos of the newest backup: an unchanged photo is not read again. */
export interface Known {
  readonly folder: string;
  readonly photos: PhotoList;
}

export async function readKnown(newest: Backup | undefined): Promise<Known | undefined> {
  if (newest === undefined) return undefined;
  const photos = await readPhotoList(newest.folder, newest.manifest).catch(() => undefined); // then all are read again
  return photos && { folder: join(newest.folder, photoFolder), photos };
}

/**
 * Adds the photos of `from` that `to` lacks, as hard links or, on another file system, as copies. Photos are never
 * changed, only replaced, so a hard link keeps its content. A photo that disappears meanwhile is left out.
 */
export async function addPhotos(from: string, to: string, list: PhotoList, known?: Known): Promise<void> {
  for (const key of await listKeys(from)) {
    if (list[key] !== undefined) continue;
    const target = join(to, key.slice(0, 2), key);
    await mkdir(join(to, key.slice(0, 2)), { recursive: true, mode: 0o700 });
    if (!(await linkOrCopy(join(from, key.slice(0, 2), key), target))) continue;
    list[key] = (await knownFacts(known, key, target)) ?? (await readNew(target));
  }
}

async function readNew(path: string) {
  await sync(path); // the server does not wait for the disk when it stores a photo
  return readFacts(path);
}

/** Facts of the same file in the newest backup; undefined: another file, or none. */
async function knownFacts(known: Known | undefined, key: string, path: string) {
  const facts = known?.photos[key];
  if (known === undefined || facts === undefined) return undefined;
  const [before, now] = await Promise.all([stat(join(known.folder, key.slice(0, 2), key)), stat(path)]).catch(() => []);
  if (before === undefined || now === undefined) return undefined;
  return before.ino === now.ino && before.dev === now.dev && now.size === facts.bytes ? facts : undefined;
}

/** False: the file does not exist any more. */
async function linkOrCopy(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EXDEV' && code !== 'EPERM' && code !== 'EMLINK' && code !== 'ENOTSUP') throw error;
    await copyFile(from, to);
    return true;
  }
}

/** Ending of a file that the store is still writing; such a file is no photo yet. */
const half = /\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Keys of all files below the folder. */
async function listKeys(root: string): Promise<string[]> {
  if (!(await isFolder(root))) return [];
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !half.test(entry.name)).map(({ name }) => name);
}

/** Makes the folders of photos survive a power failure. */
export async function syncFolders(root: string): Promise<void> {
  if (!(await isFolder(root))) return;
  for (const entry of await readdir(root, { withFileTypes: true }))
    if (entry.isDirectory()) await sync(join(root, entry.name));
  await sync(root);
}

/** Compares every photo with the list. Throws FILE_MISSING or CHANGED. */
export async function checkPhotos(root: string, list: PhotoList): Promise<void> {
  for (const [key, { bytes, sha256 }] of Object.entries(list)) {
    const facts = await readFacts(join(root, key.slice(0, 2), key)).catch(nameMissing(key));
    if (facts.bytes !== bytes || facts.sha256 !== sha256)
      throw new BackupError('CHANGED', `the photo ${key} is not the one that was backed up`);
  }
}

/** Copies every photo of the list and compares what was read with the list. Throws FILE_MISSING or CHANGED. */
export async function copyPhotos(from: string, to: string, list: PhotoList): Promise<void> {
  for (const [key, { bytes, sha256 }] of Object.entries(list)) {
    const folder = join(to, key.slice(0, 2));
    await mkdir(folder, { recursive: true });
    const source = createReadStream(join(from, key.slice(0, 2), key));
    const facts = await writeDurably(join(folder, key), source).catch(nameMissing(key));
    if (facts.bytes !== bytes || facts.sha256 !== sha256)
      throw new BackupError('CHANGED', `the photo ${key} is not the one that was backed up`);
  }
  await syncFolders(to);
}

function nameMissing(key: string): (error: unknown) => never {
  return (error) => {
    if (isAbsent(error)) throw new BackupError('FILE_MISSING', `the photo ${key} is missing in the backup`);
    throw error;
  };
}

import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { isAbsent, readFacts } from './disk.ts';
import { decrypt, type Identity } from './encryption.ts';
import { BackupError } from './errors.ts';
import { type Manifest, type PhotoList, readManifest, readPhotoList } from './manifest.ts';
import { readEmbeddedDump } from './pglite.ts';
import { checkPhotos, photoFolder } from './photos.ts';
import { readDump } from './postgres.ts';

/** A backup whose files are those that were written. */
export interface Verified {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly photos: PhotoList;
  /** Whether the dump was read to its end too, which needs the key if it is encrypted. */
  readonly isDumpRead: boolean;
}

/**
 * Reads the whole backup. Throws INCOMPLETE, FILE_MISSING or CHANGED; with a key, or if the backup is not encrypted, the
 * dump is read too: WRONG_KEY.
 */
export async function verifyBackup(folder: string, identity?: Identity): Promise<Verified> {
  const manifest = await readManifest(folder);
  await checkDump(folder, manifest);
  const photos = await readPhotoList(folder, manifest);
  await checkPhotos(join(folder, photoFolder), photos);
  const isDumpRead = manifest.recipients.length === 0 || identity !== undefined;
  if (isDumpRead) {
    const read = manifest.database === 'postgres' ? readDump : readEmbeddedDump;
    await read(await openDump(folder, manifest, identity));
  }
  return { folder, manifest, photos, isDumpRead };
}

/** Throws FILE_MISSING or CHANGED unless the dump is the one that was written. */
async function checkDump(folder: string, { dump }: Manifest): Promise<void> {
  const facts = await readFacts(join(folder, dump.name)).catch((error: unknown) => {
    if (isAbsent(error)) throw new BackupError('FILE_MISSING', `${folder}: ${dump.name} is missing`);
    throw error;
  });
  if (facts.bytes < dump.bytes)
    throw new BackupError('CHANGED', `${folder}: ${dump.name} is cut: ${facts.bytes} of ${dump.bytes} bytes`);
  if (facts.bytes !== dump.bytes || facts.sha256 !== dump.sha256)
    throw new BackupError('CHANGED', `${folder}: ${dump.name} was changed`);
}

/** Opens the dump for reading. Throws KEY_NEEDED or WRONG_KEY. */
export async function openDump(folder: string, { dump, recipients }: Manifest, identity?: Identity): Promise<Readable> {
  if (recipients.length === 0) return createReadStream(join(folder, dump.name));
  if (identity === undefined)
    throw new BackupError('KEY_NEEDED', 'the backup is encrypted: --key names the file with the private key');
  return decrypt(createReadStream(join(folder, dump.name)), identity);
}

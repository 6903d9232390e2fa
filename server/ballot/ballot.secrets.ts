import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../kernel/config.ts';
import { refusal } from '../kernel/errors.ts';
import { slotSecretOf } from './ballot.encryption.rules.ts';

/**
 * Secrets of secret polls that are not closed yet. They never enter the database: who holds a copy of the database
 * cannot read the ballots.
 */
export interface BallotSecrets {
  /** Stores both secrets of a poll or, if a write fails, none. Refused: KEY_FOLDER_MISSING. */
  put(pollId: string, privateKey: Buffer): Promise<void>;
  /** Private key for decryption; undefined: it is lost or destroyed. Read only to count and for the recovery sheet. */
  privateKey(pollId: string): Promise<Buffer | undefined>;
  /** Secret for `slotOf`; undefined: it is lost or destroyed. */
  slotSecret(pollId: string): Promise<Buffer | undefined>;
  /** Destroys both secrets; destroying absent secrets is no error. */
  destroy(pollId: string): Promise<void>;
}

/** Secrets in the folder KEY_DIR; with `DATA_DIR=memory://` and no KEY_DIR they exist only in the process. */
export function secretsOf({ keyDir, dataDir }: Pick<Config, 'keyDir' | 'dataDir'>): BallotSecrets {
  return keyDir === undefined && dataDir.startsWith('memory:') ? inMemory : inFolder(keyDir, dataDir);
}

function inFolder(keyDir: string | undefined, dataDir: string): BallotSecrets {
  const folder = keyDir ?? join(dataDir, 'keys');
  const pathOf = (pollId: string, kind: 'key' | 'slot'): string => join(folder, `${pollId}.${kind}`);
  return {
    async put(pollId, privateKey) {
      // The default folder belongs to us. A folder that the operator names must exist: it may be a volume.
      if (keyDir === undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
      if (!(await isFolder(folder))) throw refusal('KEY_FOLDER_MISSING');
      try {
        await writeDurably(folder, pathOf(pollId, 'slot'), slotSecretOf(privateKey));
        await writeDurably(folder, pathOf(pollId, 'key'), privateKey);
      } catch (error) {
        await this.destroy(pollId);
        throw error;
      }
    },
    privateKey: (pollId) => readIfPresent(pathOf(pollId, 'key')),
    slotSecret: (pollId) => readIfPresent(pathOf(pollId, 'slot')),
    async destroy(pollId) {
      await rm(pathOf(pollId, 'key'), { force: true });
      await rm(pathOf(pollId, 'slot'), { force: true });
      if (await isFolder(folder)) await syncFolder(folder);
    },
  };
}

/** Writes a file that survives a power failure, readable by its owner only. Readers see the whole file or none. */
async function writeDurably(folder: string, path: string, bytes: Buffer): Promise<void> {
  const half = `${path}.half`;
  try {
    const file = await open(half, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(half, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

async function readIfPresent(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

const keysInMemory = new Map<string, Buffer>();

const inMemory: BallotSecrets = {
  put: (pollId, privateKey) => Promise.resolve(void keysInMemory.set(pollId, privateKey)),
  privateKey: (pollId) => Promise.resolve(keysInMemory.get(pollId)),
  slotSecret: (pollId) => {
    const key = keysInMemory.get(pollId);
    return Promise.resolve(key && slotSecretOf(key));
  },
  destroy: (pollId) => Promise.resolve(void keysInMemory.delete(pollId)),
};

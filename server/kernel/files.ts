import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Storage for files outside the database. The server makes the keys, never the sender of a file. */
export interface FileStore {
  /** Stores the file completely or not at all; replaces an earlier file of this key. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Undefined if there is no such file. */
  get(key: string): Promise<Buffer | undefined>;
  /** Removing an absent file is no error. */
  remove(key: string): Promise<void>;
}

/** Store in `<dataDir>/files`; for `memory://` the files exist only in the process. */
export function openFiles(dataDir: string): FileStore {
  return dataDir.startsWith('memory:') ? openMemory() : openFolder(join(dataDir, 'files'));
}

/** Store in a folder; the first two characters of a key are a subfolder, so that no folder becomes too large. */
function openFolder(root: string): FileStore {
  const pathOf = (key: string): string => join(root, key.slice(0, 2), key);
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      const half = `${path}.${randomUUID()}`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await writeFile(half, bytes, { mode: 0o600 });
        await rename(half, path); // concurrent readers see the whole file or none
      } catch (error) {
        await rm(half, { force: true });
        throw error;
      }
    },
    async get(key) {
      try {
        return await readFile(pathOf(key));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

function openMemory(): FileStore {
  const files = new Map<string, Buffer>();
  return {
    put: (key, bytes) => {
      files.set(key, Buffer.from(bytes));
      return Promise.resolve();
    },
    get: (key) => Promise.resolve(files.get(key)),
    remove: (key) => {
      files.delete(key);
      return Promise.resolve();
    },
  };
}

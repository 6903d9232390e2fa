import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where files are kept that do not belong into a database. Keys are made by us, never by whoever sends a file. */
export interface FileStore {
  /** Complete or not at all; what was there under this key is replaced. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Undefined: there is none. */
  get(key: string): Promise<Buffer | undefined>;
  /** Removing what is not there is fine. */
  remove(key: string): Promise<void>;
}

/** `<dataDir>/files`; `memory://` keeps nothing longer than the process. */
export function openFiles(dataDir: string): FileStore {
  return dataDir.startsWith('memory:') ? openMemory() : openFolder(join(dataDir, 'files'));
}

/** A key's first two characters are a folder: no folder grows without limit. */
function openFolder(root: string): FileStore {
  const pathOf = (key: string): string => join(root, key.slice(0, 2), key);
  return {
    async put(key, bytes) {
      const path = pathOf(key);
      const half = `${path}.${randomUUID()}`;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(half, bytes, { mode: 0o600 });
      await rename(half, path); // whoever reads meanwhile finds all of it or nothing
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

import * as idb from 'idb-keyval';

/**
 * Kinds of stored data: photos of a draft, answers for offline reading, waiting reports, and secret ballots. Ballots
 * stay after signing out, because nobody gets a second one.
 */
const kinds = ['photos', 'reads', 'outbox', 'papers'] as const;
const forgotten = kinds.filter((kind) => kind !== 'papers');
export type Kept = (typeof kinds)[number];

export function put(kind: Kept, key: string, value: unknown): Promise<void> {
  return idb.set(key, value, storeOf(kind));
}

export function get(kind: Kept, key: string): Promise<unknown> {
  return idb.get(key, storeOf(kind));
}

export function getAll(kind: Kept): Promise<unknown[]> {
  return idb.values(storeOf(kind));
}

/** Keys in ascending order. */
export async function keysOf(kind: Kept): Promise<readonly string[]> {
  return (await idb.keys(storeOf(kind))).map(String);
}

export function drop(kind: Kept, key: string): Promise<void> {
  return idb.del(key, storeOf(kind));
}

export async function clear(...chosen: readonly Kept[]): Promise<void> {
  for (const kind of chosen.length > 0 ? chosen : forgotten) await idb.clear(storeOf(kind));
}

/**
 * Opens a store of the one database that holds all kinds; idb-keyval would create a database per store. It is opened
 * for each use, so that no open connection of another tab blocks a newer version.
 */
function storeOf(kind: Kept): idb.UseStore {
  return async (mode, work) => {
    const opening = indexedDB.open('ortsfunk', 3);
    opening.onupgradeneeded = () => {
      const known = opening.result.objectStoreNames;
      for (const name of kinds) if (!known.contains(name)) opening.result.createObjectStore(name);
    };
    const database = await idb.promisifyRequest(opening);
    try {
      return await work(database.transaction(kind, mode).objectStore(kind));
    } finally {
      database.close();
    }
  };
}

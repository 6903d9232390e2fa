/**
 * What the device keeps: photos of a draft, answers to be read without a line, reports that wait for one, and secret
 * ballots, which stay when somebody signs out: there is no second one.
 */
const kinds = ['photos', 'reads', 'outbox', 'papers'] as const;
const forgotten = kinds.filter((kind) => kind !== 'papers');
export type Kept = (typeof kinds)[number];

export async function put(kind: Kept, key: string, value: unknown): Promise<void> {
  await within(kind, 'readwrite', (store) => store.put(value, key));
}

export function get(kind: Kept, key: string): Promise<unknown> {
  return within(kind, 'readonly', (store) => store.get(key));
}

export function getAll(kind: Kept): Promise<unknown[]> {
  return within(kind, 'readonly', (store) => store.getAll());
}

/** In their order. */
export async function keysOf(kind: Kept): Promise<readonly string[]> {
  return (await within(kind, 'readonly', (store) => store.getAllKeys())).map(String);
}

export async function drop(kind: Kept, key: string): Promise<void> {
  await within(kind, 'readwrite', (store) => store.delete(key));
}

export async function clear(...chosen: readonly Kept[]): Promise<void> {
  for (const kind of chosen.length > 0 ? chosen : forgotten) await within(kind, 'readwrite', (store) => store.clear());
}

async function within<T>(
  kind: Kept,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open('ortsfunk', 3);
  opening.onupgradeneeded = () => {
    const known = opening.result.objectStoreNames;
    for (const name of kinds) if (!known.contains(name)) opening.result.createObjectStore(name);
  };
  const database = await answerOf(opening);
  try {
    return await answerOf(work(database.transaction(kind, mode).objectStore(kind)));
  } finally {
    database.close();
  }
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error('storage'));
  });
}

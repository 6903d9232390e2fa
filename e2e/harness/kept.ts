import type { Page } from '@playwright/test';

/** Names of the answers that the device stores for offline reading. */
export function keptReads(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(${openAll})().then(({ reads }) => reads)`);
}

/** Data that the browser stores: of a person (database and storage), and the files of the service worker. */
export async function keptByBrowser(page: Page): Promise<{ personal: readonly string[]; files: readonly string[] }> {
  const stores: Record<string, string[]> = await page.evaluate(`(${openAll})()`);
  const texts: string[] = await page.evaluate(`Object.keys(localStorage).filter((key) => /mine\\.(?!of$)/.test(key))`);
  const files: string[] = await page.evaluate(`caches.keys()
    .then((names) => Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys()))))
    .then((all) => all.flat().map(({ url }) => new URL(url).pathname))`);
  const personal = Object.entries(stores).flatMap(([store, keys]) => keys.map((key) => `${store}: ${key}`));
  // Public answers about the town are not personal.
  const reads = await page.evaluate<boolean>(
    `(${openAll})(true).then((all) => /"email"|"viewerRoles":\\[\\{/.test(all))`,
  );
  return { personal: [...personal.filter((key) => reads || !key.startsWith('reads:')), ...texts], files };
}

const openAll = `async (asText = false) => {
  const database = await new Promise((done) => {
    const opening = indexedDB.open('ortsfunk');
    opening.onsuccess = () => done(opening.result);
  });
  const all = {};
  for (const name of database.objectStoreNames) {
    const store = database.transaction(name).objectStore(name);
    const asking = asText ? store.getAll() : store.getAllKeys();
    all[name] = await new Promise((done) => { asking.onsuccess = () => done(asking.result.map((one) => asText ? one : String(one))); });
  }
  database.close();
  return asText ? JSON.stringify(all) : all;
}`;

/** Stores of the browser profile that hold the text: `database`, `storage` or `caches`. */
export async function findTraces(page: Page, text: string): Promise<readonly string[]> {
  const stores: Record<string, string> = await page.evaluate(`(async () => ({
    database: await (${openAll})(true),
    storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    caches: await (${readCaches})(),
  }))()`);
  return Object.keys(stores).filter((name) => stores[name]?.includes(text) === true);
}

const readCaches = `async () => {
  const all = (await caches.keys()).map(async (name) => {
    const cache = await caches.open(name);
    const requests = await cache.keys();
    return Promise.all(requests.map(async (request) => request.url + (await (await cache.match(request)).text())));
  });
  return JSON.stringify(await Promise.all(all));
}`;

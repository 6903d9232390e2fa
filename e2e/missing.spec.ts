import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import missing from '../web/alert/missing/locales/de.json' with { type: 'json' };
import { approveWaiting } from './harness/alerts.ts';
import { noteFigures } from './harness/figures.ts';
import { test } from './harness/test.ts';
import { findBarriers, scrollsSideways } from './screens/axe.ts';

const { missing: words, errors } = missing;
const person = { name: 'Lieselotte Quandt', description: 'Narbe an der linken Hand' };
const needles = [...person.name.split(' '), person.description];

/** Photographs the page if the variable names a folder, and looks for barriers. */
async function assertGood(page: Page, name: string): Promise<void> {
  const folder = process.env['ALERT_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  assert.deepEqual(await findBarriers(page), [], name);
  assert.equal(await scrollsSideways(page), false, name);
}

/** Everything that this browser stores for the site: storage, IndexedDB, and addresses and contents of the caches. */
const storedHere = `(async () => {
  const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const body = await (await cache.match(request)).arrayBuffer();
      texts.push(request.url + new TextDecoder('latin1').decode(body));
    }
  }
  const asked = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  for (const { name } of await indexedDB.databases()) {
    const db = await asked(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      const rows = db.transaction(store).objectStore(store);
      texts.push(JSON.stringify([store, await asked(rows.getAllKeys()), await asked(rows.getAll())]));
    }
    db.close();
  }
  return texts.join('\\n');
})()`;

/** Texts that only the person has, among all that this browser stores. */
async function findStored(page: Page, photo: readonly string[]): Promise<string[]> {
  const stored = await page.evaluate<string>(storedHere);
  assert.ok(stored.length > 1000, 'the browser stores something');
  return [...needles, ...photo].filter((one) => stored.includes(one));
}

/** Bytes from the middle of the photo, as the search reads them. */
const pieceOf = (url: string): string => `fetch('${url}').then((answer) => answer.arrayBuffer())
  .then((all) => new TextDecoder('latin1').decode(all.slice(all.byteLength / 2, all.byteLength / 2 + 40)))`;

/** Whether the HTTP cache of the browser holds the address. */
const isCached = (url: string): string =>
  `fetch('${url}', { cache: 'only-if-cached', mode: 'same-origin' }).then(({ ok }) => ok, () => false)`;

async function fillComposer(page: Page): Promise<void> {
  await page.getByText('Vermisste Person', { exact: true }).click();
  const values = { PLACE: 'Haus Quandt', TIME: 'Sonntag, 14 Uhr', PHONE: '02224 18060', NUMBER: 'POL-2026-4711' };
  for (const [name, value] of Object.entries(values)) await page.locator(`input[name=${name}]`).fill(value);
  await page.locator('input[name=missingName]').fill(person.name);
  await page.locator('textarea[name=missingDescription]').fill(person.description);
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const size = { width: 600, height: 800, channels: 3, background: '#000', noise } as const;
  const buffer = await sharp({ create: size }).jpeg().toBuffer();
  await page.locator('input[name=missingPhoto]').setInputFiles({ name: 'bild.jpg', mimeType: 'image/jpeg', buffer });
  await page.getByRole('button', { name: words.removePhoto }).waitFor();
  await page.locator('input[name=placeName]').fill('Unkel');
}

const endNow = `mutation($id: ID!, $key: UUID!) {
  endIncident(input: { incidentId: $id, isFalseAlarm: false, idempotencyKey: $key }) { userErrors { code } } }`;

test('name and photo of a missing person stand on one page, and nowhere after the end', async ({ stage }) => {
  stage.guard.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|net::ERR|Failed to fetch|dynamically imported|NetworkError/);
  const { town } = stage;
  const warner = await stage.staff('warnung');
  const reader = await stage.open(`${town.path}/groups`, { hasWorker: true });
  await reader.evaluate('navigator.serviceWorker.ready.then(() => true)');
  const author = await stage.open(`${town.path}/warnings/new`, { as: warner });
  await fillComposer(author);
  await author.locator('button[type=submit]').click();
  await author.getByText(errors.NAME_IN_TEXT).waitFor();
  await assertGood(author, 'missing-refused');
  await author.locator('input[name=PLACE]').fill('Altstadt');
  await author.locator('button[type=submit]').click();
  await author.waitForURL(/\/warnings\/(?!new)[\w-]+$/);
  const page = new URL(author.url()).pathname;
  const id = page.split('/').at(-1) ?? '';
  await author.locator('[data-waiting]').waitFor();
  await assertGood(author, 'missing-waits');
  let ended = false;
  const end = async (): Promise<void> => {
    ended = true;
    await stage.ask(endNow, { id, key: crypto.randomUUID() }, warner);
  };
  try {
    await approveWaiting(stage, id);
    await reader.goto(new URL(page, town.origin).href);
    await assertGood(reader, 'missing-warning');
    assert.ok(!(await reader.content()).includes(person.name), 'the warning names nobody');
    await reader.locator('main [data-missing-link]').click();
    const photo = reader.getByAltText(`Foto von ${person.name}`);
    await photo.waitFor();
    await reader.waitForFunction('document.querySelector("[data-missing-person] img").naturalWidth > 0');
    await assertGood(reader, 'missing-person');
    const url = (await photo.getAttribute('src')) ?? '';
    const piece = await reader.evaluate<string>(pieceOf(url));
    const during = await findStored(reader, [piece, url]);
    assert.deepEqual(during, [], 'nothing is stored while the page shows it');

    const began = performance.now();
    await end();
    await reader.locator('[data-missing-gone]').waitFor();
    const gone = Math.round(performance.now() - began);
    assert.ok(gone < 60_000, `${gone} ms`);
    const content = await reader.content();
    assert.deepEqual(
      [...needles, url].filter((one) => content.includes(one)),
      [],
      'the open page drops it',
    );
    assert.deepEqual(await findStored(reader, [piece, url]), []);
    assert.equal(await reader.evaluate(isCached(url)), false, 'the cache of the browser has no photo');
    assert.equal((await fetch(new URL(url, town.origin))).status, 404);
    const headers = { accept: 'application/json' };
    const mails = await (await fetch(new URL('/mailbox', town.origin), { headers })).text();
    assert.deepEqual(
      needles.filter((one) => mails.includes(one)),
      [],
      'no mail, push or SMS',
    );
    await assertGood(reader, 'missing-gone');
    await reader.context().setOffline(true);
    await reader.reload();
    await reader.locator('main').waitFor();
    const offline = await reader.content();
    assert.deepEqual(
      needles.filter((one) => offline.includes(one)),
      [],
    );
    await reader.context().setOffline(false);

    // Control: a copy in a cache of the site is found.
    await reader.evaluate(
      `caches.open('planted').then((cache) => cache.put('/planted', new Response('${person.name}')))`,
    );
    assert.deepEqual(await findStored(reader, [piece, url]), person.name.split(' '));
    noteFigures({ 'end to gone on an open page': `${gone} ms`, 'stored copies': during.length, 'axe violations': 0 });
  } finally {
    if (!ended) await end();
  }
});

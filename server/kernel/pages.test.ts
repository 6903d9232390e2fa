import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pagesRouter, secureHeaders } from './pages.ts';

const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-pages-'));
const worker = 'maplibre-gl-worker-1.mjs';
const tiles = 'https://tiles.example';
let mapOrigins: string[] = [];
let http: Server;
let origin: string;

beforeAll(async () => {
  for (const name of ['index', 'explorer']) writeFileSync(join(folder, `${name}.html`), `<title>${name}</title>`);
  mkdirSync(join(folder, 'assets'));
  for (const name of [worker, 'app-1.js']) writeFileSync(join(folder, 'assets', name), '');
  http = createServer(
    express().use(
      secureHeaders,
      pagesRouter(() => Promise.resolve(mapOrigins), folder),
    ),
  );
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const address = http.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => {
  http.close();
  rmSync(folder, { recursive: true });
});

async function open(path: string): Promise<{ title: string | undefined; policy: string[] }> {
  const response = await fetch(origin + path, { headers: { accept: 'text/html' } });
  const title = /<title>(.+)<\/title>/.exec(await response.text())?.[1];
  return { title, policy: (response.headers.get('content-security-policy') ?? '').split('; ') };
}

test('every page routes by itself under the strict policy, the explorer is another page', async () => {
  const { policy: strict } = await open('/');
  expect(strict).toContain("style-src 'self'");
  for (const path of ['/', '/07138073', '/07138073/keys', '/explorer/more', '/explorers'])
    expect([path, await open(path)]).toEqual([path, { title: 'index', policy: strict }]);
  for (const path of ['/explorer', '/explorer/', '/explorer.html', '/explorer?key=1'])
    expect([path, (await open(path)).title]).toEqual([path, 'explorer']);
});

test('the explorer’s policy differs in nothing but styles', async () => {
  const [{ policy: strict }, { policy: loose }] = [await open('/'), await open('/explorer')];
  expect(loose.filter((rule) => !strict.includes(rule))).toEqual(["style-src 'self' 'unsafe-inline'"]);
  expect(strict.filter((rule) => !loose.includes(rule))).toEqual(["style-src 'self'"]);
});

test('pages and the map’s worker may ask the map hosts that are set, and nothing else may', async () => {
  const [{ policy: strict }] = [await open('/07138073')];
  mapOrigins = [tiles, 'https://maps.example:8443'];
  const hosts = ` ${mapOrigins.join(' ')}`;
  const loose = [`connect-src 'self'${hosts}`, `img-src 'self' data: blob:${hosts}`];
  for (const path of ['/', '/07138073/map', `/assets/${worker}`, `/assets/${worker}?for=x`]) {
    const { policy } = await open(path);
    expect([path, policy.filter((rule) => !strict.includes(rule))]).toEqual([path, loose]);
  }
  for (const path of ['/assets/app-1.js', '/explorer']) expect((await open(path)).policy.join()).not.toContain(tiles);
  mapOrigins = [];
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refuseNulls, secureHeaders } from './http.ts';
import { pagesRouter, plainErrors } from './pages.ts';

const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-pages-'));
const worker = 'maplibre-gl-worker-1.mjs';
const script = '// a script\n'.repeat(100);
const tiles = 'https://tiles.example';
let mapOrigins: string[] = [];
let http: Server;
let origin: string;

beforeAll(async () => {
  for (const name of ['index', 'explorer'])
    writeFileSync(join(folder, `${name}.html`), `<head><title>${name}</title></head>`);
  writeFileSync(
    join(folder, 'pages.json'),
    JSON.stringify(['/', '/:ags(\\d{8})', '/:ags(\\d{8})/polls/:id', '/sign-in/:token']),
  );
  mkdirSync(join(folder, 'assets'));
  for (const name of [worker, 'app-1.js']) writeFileSync(join(folder, 'assets', name), script);
  writeFileSync(join(folder, 'assets/app-1.js.br'), brotliCompressSync(script));
  writeFileSync(join(folder, 'assets/app-1.js.gz'), gzipSync(script));
  http = createServer(
    express().use(
      secureHeaders({ publicUrl: 'https://ortsfunk.example' }),
      refuseNulls,
      pagesRouter(
        {
          mapOrigins: () => Promise.resolve(mapOrigins),
          urlOf: (path) => `https://town.example${path}`,
          isDemo: false,
          head: (path) => Promise.resolve(`<!--${path}-->`),
        },
        folder,
      ),
      plainErrors,
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

test('what is no page is 404, and shows the page that says so', async () => {
  const open = (path: string): Promise<number> =>
    fetch(origin + path, { headers: { accept: 'text/html' } }).then(({ status }) => status);
  const pages = ['/', '/07138073', '/07138073/', '/07138073/polls/UG9sbA', '/sign-in/a-token', '/explorer'];
  const others = [
    '/robots.txt',
    '/openapi.json',
    '/.well-known/security.txt',
    '/metrics',
    '/0713807',
    '/07138073/poll',
    '/07138073/polls/a/b',
  ];
  for (const path of pages) expect([path, await open(path)]).toEqual([path, 200]);
  for (const path of others) expect([path, await open(path)]).toEqual([path, 404]);
});

test('a page’s head says what its path is about', async () => {
  const text = await (await fetch(`${origin}/07138073/polls?a=$&`, { headers: { accept: 'text/html' } })).text();
  expect(text).toBe('<head><title>index</title><!--/07138073/polls--></head>');
});

test('the explorer’s policy differs in nothing but styles', async () => {
  const { policy: strict } = await open('/');
  const { policy: loose } = await open('/explorer');
  expect(loose.filter((rule) => !strict.includes(rule))).toEqual(["style-src 'self' 'unsafe-inline'"]);
  expect(strict.filter((rule) => !loose.includes(rule))).toEqual(["style-src 'self'"]);
});

test('pages and the map’s worker may ask the map hosts that are set, and nothing else may', async () => {
  const { policy: strict } = await open('/07138073');
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

test('a script goes out in the fewest bytes that its reader understands', async () => {
  const load = async (encoding: string) => {
    const response = await fetch(`${origin}/assets/app-1.js`, { headers: { 'accept-encoding': encoding } });
    const { headers } = response;
    expect(await response.text()).toBe(script);
    expect(headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    return [headers.get('content-encoding'), Number(headers.get('content-length')) < script.length];
  };
  expect(await load('gzip, deflate, br')).toEqual(['br', true]);
  expect(await load('gzip')).toEqual(['gzip', true]);
  expect(await load('identity')).toEqual([null, false]);
  expect((await fetch(`${origin}/assets/none-1.js`)).status).toBe(404);
});

/** Status of the answer to a path that fetch() would change. */
function statusOf(path: string): Promise<number> {
  return new Promise((done, fail) => {
    const headers = { accept: 'text/html' };
    const { port } = new URL(origin);
    get({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    }).on('error', fail);
  });
}

test.each([
  ['%00', 400],
  ['app-1.js%00', 400],
  ['%zz', 400],
  ['%', 400],
  ['%e0%a4%a', 400],
  ['%ff', 400],
  ['%ed%a0%80', 400],
  ['%01', 404],
  ['%0d%0aSet-Cookie:%20a=b', 404],
  ['%c2%85', 404],
  ['..%2f..%2f..%2fetc%2fpasswd', 404],
  ['..%5c..%5c', 404],
  ['a'.repeat(4000), 404],
])('a file and a page at %s', async (part, status) => {
  const refusals = status === 404 ? [400, 403, 404] : [400];
  for (const path of [`/assets/${part}`, `/assets/maplibre-gl-worker${part}`, `/${part}`, `/07138073/polls/${part}/x`])
    expect([path, refusals.includes(await statusOf(path))]).toEqual([path, true]);
});

test('files, pages and errors carry the header that keeps browsers at https', async () => {
  for (const path of ['/', '/assets/app-1.js', '/assets/none.js', '/%00', '/%zz', '/explorer']) {
    const { headers } = await fetch(origin + path, { headers: { accept: 'text/html' } });
    expect([path, headers.get('strict-transport-security')]).toEqual([path, 'max-age=31536000']);
  }
});

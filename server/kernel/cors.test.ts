import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allowAnyOrigin } from './cors.ts';

let server: Server;
let origin: string;

beforeAll(async () => {
  const app = express();
  const access = { methods: ['GET', 'POST'], requestHeaders: ['Authorization'], responseHeaders: ['Link', 'ETag'] };
  app.use('/open', allowAnyOrigin(access));
  app.get(['/open/fine', '/closed'], (_request, response) => {
    response.vary('Accept-Language').send('fine');
  });
  app.get('/open/broken', () => {
    throw new Error('broken');
  });
  app.use((_error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
    response.status(500).end();
  });
  server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** Status, and the headers by which a browser decides what pages of other origins may do. */
async function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<unknown[]> {
  const init = { method, headers: { origin: 'https://elsewhere.example', ...headers } };
  const answer = await fetch(`${origin}${path}`, init);
  const permission = [...answer.headers].filter(([name]) => /^(access-control|cross-origin)-/.test(name));
  return [answer.status, Object.fromEntries(permission), answer.headers.get('vary')];
}
const permission = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Link, ETag',
  'cross-origin-resource-policy': 'cross-origin',
};
const cookie = 'session=abc';

test('every origin may read answers and errors, with a key too; none with cookies', async () => {
  expect(await ask('/open/fine')).toEqual([200, permission, 'Cookie, Accept-Language']);
  expect(await ask('/open/fine', { authorization: 'Bearer key' })).toEqual([
    200,
    permission,
    'Cookie, Accept-Language',
  ]);
  expect(await ask('/open/broken')).toEqual([500, permission, 'Cookie']);
  expect(await ask('/open/unknown')).toEqual([404, permission, 'Cookie']);
  expect(await ask('/open/fine', { cookie })).toEqual([200, {}, 'Cookie, Accept-Language']);
  expect(await ask('/open/broken', { cookie, authorization: 'Bearer key' })).toEqual([500, {}, 'Cookie']);
  expect(await ask('/closed')).toEqual([200, {}, 'Accept-Language']);
});

test('a preflight is answered with what may be sent', async () => {
  const wanted = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
  const preflight = {
    ...permission,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'Authorization',
    'access-control-max-age': '7200',
  };
  expect(await ask('/open/fine', wanted, 'OPTIONS')).toEqual([204, preflight, 'Cookie']);
  expect(await ask('/open/fine', { ...wanted, cookie }, 'OPTIONS')).toEqual([204, {}, 'Cookie']);
});

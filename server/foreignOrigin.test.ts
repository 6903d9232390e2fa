import { request } from 'node:http';
import { type Client, createClient } from 'graphql-ws';
import { expect } from 'vitest';
import WebSocket from 'ws';
import { givenPerson } from './testing/builders.ts';
import { type Data, watch } from './testing/client.ts';
import { givenKey } from './testing/keys.ts';
import { type TestServer } from './testing/server.ts';
import { test } from './testing/fixtures.ts';
let cookie: string;
let key: string;

test.beforeAll(async ({ app, town }) => {
  cookie = `session=${(await givenPerson(app, town)).token ?? ''}`;
  key = (await givenKey(app, town, ['posts:read'])).key;
});

test('it reads with a key or as nobody; with a cookie it is nobody, and is shown nothing', async ({ app }) => {
  const nobody = { viewer: null, partnerKey: null };
  expect(await ask(app, { origin: elsewhere })).toMatchObject({ allowed: '*', data: nobody });
  const withKey = { origin: elsewhere, authorization: `Bearer ${key}` };
  expect(await ask(app, withKey)).toMatchObject({
    allowed: '*',
    data: { viewer: null, partnerKey: { name: 'Lokalradio' } },
  });
  expect(await ask(app, { origin: elsewhere, cookie })).toMatchObject({ allowed: null, data: nobody });
  const own = { origin: `http://127.0.0.1:${app.port}`, cookie };
  expect(await ask(app, own)).toMatchObject({ allowed: null, data: { viewer: { id: expect.any(String) } } });
});

test('its preflight permits a key, no credentials, and the headers that tell of limits', async ({ app }) => {
  const asked = { origin: elsewhere, 'access-control-request-method': 'POST' };
  const { status, headers } = await ask(app, asked, 'OPTIONS');
  expect([status, headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  expect(headers.get('access-control-allow-headers')?.toLowerCase()).toContain('authorization');
  expect(headers.get('access-control-expose-headers')).toContain('RateLimit');
  expect(headers.has('access-control-allow-credentials')).toBe(false);
});

/** Sends a request with another host name, as a browser does; fetch() does not allow to set the header. */
function askByName(app: TestServer, host: string, origin: string): Promise<Data> {
  const options = { port: app.port, path: '/graphql', method: 'POST' };
  const headers = { host, origin, cookie, 'content-type': 'application/json' };
  return new Promise((done, fail) => {
    const sent = request({ ...options, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        done(JSON.parse(Buffer.concat(parts).toString()).data);
      });
    });
    sent.on('error', fail);
    sent.end(JSON.stringify({ query: whoAmI }));
  });
}

test('a page that was opened by another name of the machine is our own; one of a third host is not', async ({
  app,
}) => {
  const name = `rathaus.lan:${app.port}`;
  expect(await askByName(app, name, `http://${name}`)).toMatchObject({ viewer: { id: expect.any(String) } });
  for (const origin of [elsewhere, 'http://rathaus.lan', 'null'])
    expect([origin, await askByName(app, name, origin)]).toEqual([origin, { viewer: null, partnerKey: null }]);
});

/** Opens a socket as a browser does for a page of this origin. */
function connect(app: TestServer, origin: string, connectionParams: Record<string, string>): Client {
  class Socket extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols, { headers: { cookie }, origin });
    }
  }
  return createClient({ url: `ws://127.0.0.1:${app.port}/graphql`, webSocketImpl: Socket, connectionParams });
}

test('its socket is let in, and knows a key but no cookie', async ({ app }) => {
  const seen = [];
  for (const [origin, params] of [
    [elsewhere, {}],
    [elsewhere, { authorization: `Bearer ${key}` }],
    [`http://127.0.0.1:${app.port}`, {}],
  ] as const) {
    const client = connect(app, origin, params);
    const { data } = await watch(client, whoAmI).until(() => true);
    seen.push([data.viewer !== null, data.partnerKey !== null]);
    await client.dispose();
  }
  expect(seen).toEqual([
    [false, false],
    [false, true],
    [true, false],
  ]);
});

/* Pages of other origins in a visitor's browser, which may send the visitor's cookies. */

const elsewhere = 'https://gis.example';

const whoAmI = '{ viewer { id } partnerKey { name } }';

async function ask(app: TestServer, headers: Record<string, string>, method = 'POST') {
  const response = await fetch(`http://127.0.0.1:${app.port}/graphql`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: JSON.stringify({ query: whoAmI }) }),
  });
  const allowed = response.headers.get('access-control-allow-origin');
  const text = await response.text();
  return { status: response.status, allowed, headers: response.headers, data: text && JSON.parse(text).data };
}

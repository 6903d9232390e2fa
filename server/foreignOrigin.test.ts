import { request } from 'node:http';
import { type Client, createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { givenPerson, givenPlace, type Place } from './testing/builders.ts';
import { type Data, watch } from './testing/client.ts';
import { givenKey } from './testing/keys.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

/* Pages of other origins in a visitor's browser, which may send the visitor's cookies. */

const elsewhere = 'https://gis.example';
let app: TestServer;
let place: Place;
let cookie: string;
let key: string;

beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
  cookie = `session=${(await givenPerson(app, place)).token ?? ''}`;
  key = (await givenKey(app, place, ['posts:read'])).key;
});
afterAll(() => app.stop());

const whoAmI = '{ viewer { id } partnerKey { name } }';

async function ask(headers: Record<string, string>, method = 'POST') {
  const response = await fetch(`http://127.0.0.1:${app.port}/graphql`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'POST' && { body: JSON.stringify({ query: whoAmI }) }),
  });
  const allowed = response.headers.get('access-control-allow-origin');
  const text = await response.text();
  return { status: response.status, allowed, headers: response.headers, data: text && JSON.parse(text).data };
}

test('it reads with a key or as nobody; with a cookie it is nobody, and is shown nothing', async () => {
  const nobody = { viewer: null, partnerKey: null };
  expect(await ask({ origin: elsewhere })).toMatchObject({ allowed: '*', data: nobody });
  const withKey = { origin: elsewhere, authorization: `Bearer ${key}` };
  expect(await ask(withKey)).toMatchObject({
    allowed: '*',
    data: { viewer: null, partnerKey: { name: 'Lokalradio' } },
  });
  expect(await ask({ origin: elsewhere, cookie })).toMatchObject({ allowed: null, data: nobody });
  const own = { origin: `http://127.0.0.1:${app.port}`, cookie };
  expect(await ask(own)).toMatchObject({ allowed: null, data: { viewer: { id: expect.any(String) } } });
});

test('its preflight permits a key, no credentials, and the headers that tell of limits', async () => {
  const asked = { origin: elsewhere, 'access-control-request-method': 'POST' };
  const { status, headers } = await ask(asked, 'OPTIONS');
  expect([status, headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  expect(headers.get('access-control-allow-headers')?.toLowerCase()).toContain('authorization');
  expect(headers.get('access-control-expose-headers')).toContain('RateLimit');
  expect(headers.has('access-control-allow-credentials')).toBe(false);
});

/** Sends a request with another host name, as a browser does; fetch() does not allow to set the header. */
function askByName(host: string, origin: string): Promise<Data> {
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

test('a page that was opened by another name of the machine is our own; one of a third host is not', async () => {
  const name = `rathaus.lan:${app.port}`;
  expect(await askByName(name, `http://${name}`)).toMatchObject({ viewer: { id: expect.any(String) } });
  for (const origin of [elsewhere, 'http://rathaus.lan', 'null'])
    expect([origin, await askByName(name, origin)]).toEqual([origin, { viewer: null, partnerKey: null }]);
});

/** Opens a socket as a browser does for a page of this origin. */
function connect(origin: string, connectionParams: Record<string, string>): Client {
  class Socket extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols, { headers: { cookie }, origin });
    }
  }
  return createClient({ url: `ws://127.0.0.1:${app.port}/graphql`, webSocketImpl: Socket, connectionParams });
}

test('its socket is let in, and knows a key but no cookie', async () => {
  const seen = [];
  for (const [origin, params] of [
    [elsewhere, {}],
    [elsewhere, { authorization: `Bearer ${key}` }],
    [`http://127.0.0.1:${app.port}`, {}],
  ] as const) {
    const client = connect(origin, params);
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

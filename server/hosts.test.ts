import { get, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TownHost } from './kernel/config.network.ts';
import { givenPlace, type Place } from './testing/builders.ts';
import { ask } from './testing/client.ts';
import { type MailServer, startMailServer } from './testing/mail.ts';
import { upload } from './testing/photos.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

const townHosts: TownHost[] = [];
let app: TestServer;
let mail: MailServer;
/** Town with a host of its own. */
let unkel: Place;
/** Town at the common host. */
let linz: Place;

beforeAll(async () => {
  mail = await startMailServer();
  // A server of its own: it has host names of towns.
  app = await startTestServer({ smtpUrl: mail.url, townHosts });
  [unkel, linz] = [await givenPlace(app, 'Unkel'), await givenPlace(app, 'Linz')];
  townHosts.push({ host: 'unkel.example', ags: unkel.ags });
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

/** Target of the redirect of a page at this host; null: no redirect. */
function leads(host: string, path: string): Promise<string | null> {
  const headers = { host: `${host}:${app.port}`, accept: 'text/html' };
  return new Promise((done, fail) => {
    const sent = get({ host: '127.0.0.1', port: app.port, path, headers }, (response) => {
      response.resume();
      done(response.headers.location ?? null);
    });
    sent.on('error', fail);
  });
}

/** HTTP status of the upgrade of a socket from a page of this origin. */
function opens(origin: string): Promise<number | undefined> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    origin,
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-protocol': 'graphql-transport-ws',
  };
  return new Promise((done, fail) => {
    const sent = request({ host: '127.0.0.1', port: app.port, path: '/graphql', headers });
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      done(response.statusCode);
    });
    sent.on('response', (response) => {
      response.resume();
      done(response.statusCode);
    });
    sent.on('error', fail).end();
  });
}

test('a host of a town is that town, and each page has one address', async () => {
  const own = `http://unkel.example:${app.port}`;
  const common = `http://127.0.0.1:${app.port}`;
  expect(await leads('unkel.example', '/')).toBe(`/${unkel.ags}`);
  expect(await leads('UNKEL.example', '/')).toBe(`/${unkel.ags}`);
  expect(await leads('unkel.example', `/${unkel.ags}/polls`)).toBeNull();
  expect(await leads('127.0.0.1', `/${unkel.ags}/polls?a=1`)).toBe(`${own}/${unkel.ags}/polls?a=1`);
  expect(await leads('unkel.example', `/${linz.ags}`)).toBe(`${common}/${linz.ags}`);
  expect(await leads('unkel.example', '/?all=1')).toBe(`${common}/?all=1`);
  expect(await leads('127.0.0.1', '/')).toBeNull();
  expect(await leads('127.0.0.1', `/${linz.ags}`)).toBeNull();
});

test('a host that is not ours is no town, and nobody is sent away from it', async () => {
  for (const host of ['evil.example', 'unkel.example.evil.example', 'xunkel.example', '10.0.0.1']) {
    expect([host, await leads(host, '/'), await leads(host, `/${unkel.ags}`)]).toEqual([host, null, null]);
  }
  expect(await leads('127.0.0.1', '//evil.example/07138073')).toBeNull();
});

test('pages of our hosts may send photos; of any other host, port or scheme none; all may open sockets', async () => {
  const send = async (origin: string): Promise<number> => {
    const headers = { 'apollo-require-preflight': 'true', origin };
    return (await upload(app.port, {}, linz.ags, Buffer.from('none'), headers)).status;
  };
  for (const name of ['unkel.example', '127.0.0.1']) {
    const origin = `http://${name}:${app.port}`;
    expect([name, await opens(origin), await send(origin)]).toEqual([name, 101, 415]); // 415: admitted, no picture
  }
  const strangers = [
    ...['linz.example', 'evil.example', 'unkel.example.evil.example'].map((name) => `http://${name}:${app.port}`),
    'http://unkel.example',
    `https://unkel.example:${app.port}`,
    'null',
  ];
  for (const origin of strangers) expect([origin, await opens(origin), await send(origin)]).toEqual([origin, 101, 403]);
});

test('links in mails lead to the host of their town', async () => {
  const sign = `mutation($input: RequestSignInInput!) { requestSignIn(input: $input) { userErrors { code } } }`;
  const linkFor = async (email: string, ags: string): Promise<string | undefined> => {
    await ask(app.port, {}, sign, { input: { email, ags } });
    return /http\S+\/sign-in\//.exec((await mail.next(email)).text)?.[0];
  };
  expect(await linkFor('a@example.org', unkel.ags)).toBe(`http://unkel.example:${app.port}/sign-in/`);
  expect(await linkFor('b@example.org', linz.ags)).toBe(`http://127.0.0.1:${app.port}/sign-in/`);
});

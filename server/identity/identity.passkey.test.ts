import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { type Authenticator, givenPasskey, type Mistake, openAuthenticator } from '../testing/authenticator.ts';
import { type Browser, openBrowser } from '../testing/browser.ts';
import { givenPerson, givenPlace, type Place, type Somebody } from '../testing/builders.ts';
import type { Data } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { Passkey } from './identity.entity.ts';

let app: TestServer;
let place: Place;
let origin: string;
let browsers = 0;

beforeAll(async () => {
  const townHosts = [{ host: 'town.example', ags: '10000001' }];
  // A server of its own: it has host names of towns.
  app = await startTestServer({ trustProxy: 1, townHosts });
  place = await givenPlace(app);
  origin = `http://localhost:${app.port}`;
});
afterAll(() => app.stop());

function browserOf(person?: Somebody): Browser {
  const browser = openBrowser(app.port, `203.0.113.${++browsers}`);
  if (person !== undefined) browser.cookies.set('session', person.token);
  return browser;
}
async function outcome(browser: Browser, query: string, variables: object = {}): Promise<Data> {
  const { it }: Data = await browser.askData(query, variables);
  return it.userErrors[0]?.code ?? it;
}
const startAdding = async (browser: Browser): Promise<Data> =>
  outcome(browser, 'mutation { it: startPasskey { options userErrors { code } } }');
const add = async (browser: Browser, response: string, name = 'Telefon'): Promise<Data> =>
  outcome(
    browser,
    `mutation($input: AddPasskeyInput!) { it: addPasskey(input: $input) {
      viewer { passkeys { id name isSynced lastUsedAt } } userErrors { code } } }`,
    { input: { response, name } },
  );
const startSignIn = async (browser: Browser): Promise<string> =>
  (await outcome(browser, 'mutation { it: startPasskeySignIn { options userErrors { code } } }')).options;
const confirm = async (browser: Browser, response: string): Promise<Data> =>
  outcome(
    browser,
    `mutation($response: String!) { it: confirmPasskeySignIn(input: { response: $response }) {
      viewer { id assurance { level method } } userErrors { code } } }`,
    { response },
  );

async function signIn(device: Authenticator, mistake: Mistake = {}): Promise<Data> {
  const browser = browserOf();
  return confirm(browser, device.get(await startSignIn(browser), mistake));
}

test('a passkey is added, named, listed, signs in without an address, and is removed', async () => {
  const person = await givenPerson(app, place);
  const browser = browserOf(person);
  const device = openAuthenticator(origin);
  const { options } = await startAdding(browser);
  expect(JSON.parse(options)).toMatchObject({
    rp: { id: 'localhost' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  const { viewer } = await add(browser, device.create(options), '  Mein Telefon ');
  expect(viewer.passkeys).toEqual([
    { id: expect.any(String), name: 'Mein Telefon', isSynced: false, lastUsedAt: null },
  ]);

  const elsewhere = browserOf();
  const signedIn = await confirm(elsewhere, device.get(await startSignIn(elsewhere)));
  // A passkey proves possession of the account, not an identity.
  expect(signedIn.viewer).toEqual({
    id: toGlobalId('Viewer', person.personId),
    assurance: { level: 'BASIC', method: 'PASSKEY' },
  });
  const { viewer: known }: Data = await elsewhere.askData(
    '{ viewer { assurance { method } passkeys { id lastUsedAt } } }',
  );
  expect(known).toMatchObject({ assurance: { method: 'PASSKEY' }, passkeys: [{ lastUsedAt: expect.any(String) }] });

  const remove =
    'mutation($id: ID!) { it: removePasskey(input: { id: $id }) { viewer { passkeys { id } } userErrors { code } } }';
  const { id } = known.passkeys[0];
  expect(await outcome(browserOf(await givenPerson(app, place)), remove, { id })).toEqual({
    viewer: { passkeys: [] },
    userErrors: [],
  });
  expect((await signIn(device)).viewer.id).toBe(toGlobalId('Viewer', person.personId)); // a stranger removed nothing
  expect((await outcome(elsewhere, remove, { id })).viewer.passkeys).toEqual([]);
  expect(await signIn(device)).toBe('UNKNOWN_PASSKEY');
});

test('answers that are not genuine open nothing; the same ones, genuine, do', async () => {
  const device = await givenPasskey(app, await givenPerson(app, place));
  const mistakes: Record<string, Mistake> = {
    'another page': { origin: 'https://evil.example' },
    'another host': { rpId: 'evil.example' },
    'another challenge': { challenge: Buffer.alloc(32).toString('base64url') },
    'nobody verified': { isUnverified: true },
    'another key': { isForged: true },
    "another's handle": { userHandle: Buffer.alloc(16, 7).toString('base64url') },
  };
  let accepted = 0;
  for (const [name, mistake] of Object.entries(mistakes)) {
    const answer = await signIn(device, mistake);
    if (answer !== 'BAD_PASSKEY') accepted++;
    expect([name, answer]).toEqual([name, 'BAD_PASSKEY']);
  }
  expect((await signIn(device, { counter: 50 })).viewer).toBeTruthy();
  for (const counter of [50, 49]) expect(await signIn(device, { counter })).toBe('BAD_PASSKEY'); // a copy of the device
  for (const text of ['', 'x', '{}', 'null', '[]', '{"id":5}', 'x'.repeat(20_001)]) {
    const browser = browserOf();
    await startSignIn(browser);
    expect(await confirm(browser, text)).toMatch(/^(BAD|UNKNOWN)_PASSKEY$/);
  }
  console.log(`passkeys: ${Object.keys(mistakes).length + 9} forgeries, accepted ${accepted}`);
  expect((await signIn(device, { counter: 51 })).viewer).toBeTruthy();
});

test('a challenge works once, for five minutes, in its browser, for what it was asked', async () => {
  const person = await givenPerson(app, place);
  const device = await givenPasskey(app, person);
  const browser = browserOf();
  const thief = browserOf();
  const response = device.get(await startSignIn(browser));
  const cookie = browser.cookies.get('passkey') ?? '';
  await startSignIn(thief);
  expect(await confirm(thief, response)).toBe('BAD_PASSKEY');
  expect((await confirm(browser, response)).viewer).toBeTruthy();
  browser.cookies.set('passkey', cookie);
  expect(await confirm(browser, response)).toBe('PASSKEY_EXPIRED');

  const late = browserOf();
  const old = device.get(await startSignIn(late));
  await app.services.em.fork().execute(`update passkey_challenge set expires_at = now()`);
  expect(await confirm(late, old)).toBe('PASSKEY_EXPIRED');

  const adding = browserOf(person);
  const options = await startSignIn(adding);
  const mixed = openAuthenticator(origin).create(
    JSON.stringify({ ...JSON.parse(options), rp: { id: 'localhost' }, user: { id: '' } }),
  );
  expect(await add(adding, mixed)).toBe('PASSKEY_EXPIRED'); // asked for signing in
});

test('one passkey belongs to one account, and there are ten at most', async () => {
  const person = await givenPerson(app, place);
  const browser = browserOf(person);
  const device = openAuthenticator(origin);
  expect((await add(browser, device.create((await startAdding(browser)).options))).viewer).toBeTruthy();
  const other = browserOf(await givenPerson(app, place));
  expect(await add(other, device.create((await startAdding(other)).options))).toBe('BAD_PASSKEY');
  expect(await add(other, 'x', ' ')).toBe('TOO_SHORT');
  const em = app.services.em.fork();
  for (let i = 0; i < 9; i++) {
    const key = {
      id: crypto.randomUUID(),
      credentialId: crypto.randomUUID(),
      publicKey: '',
      counter: 0,
      isSynced: false,
    };
    em.persist(em.create(Passkey, { ...key, person: person.personId, name: 'x', createdAt: new Date() }));
  }
  await em.flush();
  expect(await startAdding(browser)).toBe('TOO_MANY_PASSKEYS');
});

test('hosts of towns are told to browsers; a socket cannot begin', async () => {
  const known = await fetch(`http://127.0.0.1:${app.port}/.well-known/webauthn`);
  expect(await known.json()).toEqual({ origins: [origin, `http://town.example:${app.port}`] });
  const socket = await browserOf().openSocket();
  const answer = await socket.ask('mutation { startPasskeySignIn { options } }');
  expect(answer[0]?.extensions?.code ?? answer.errors?.[0].extensions.code).toBe('HTTP_ONLY');
  socket.close();
});

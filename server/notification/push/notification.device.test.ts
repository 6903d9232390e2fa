import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSignInLink } from '../../identity/identity.service.ts';
import { anonymous } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { openBrowser } from '../../testing/browser.ts';
import { givenPeople, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { givenNews } from '../../testing/news.ts';
import { type PushService, startPushService } from '../../testing/push.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let push: PushService;
let app: TestServer;
let place: Place;
let anna: Somebody;
let bert: Somebody;

beforeAll(async () => {
  push = await startPushService();
  // A server of its own: devices may register at hosts of push services.
  app = await startTestServer({ outsideHosts: [push.host], pushHosts: ['127.0.0.1', '*.push.example', 'one.example'] });
  push.vapidKey = app.services.pushKeys.publicKey;
  place = await givenPlace(app);
});
beforeEach(async () => {
  [anna, bert] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
});
afterAll(async () => {
  await app.stop();
  push.stop();
});

const add = `mutation($input: AddDeviceInput!) { addDevice(input: $input) { contact { id } userErrors { code path } } }`;
const listed = '{ viewer { contacts { id channel label isThisBrowser } } }';
const remove = `mutation($input: RemoveDeviceInput!) { removeDevice(input: $input) { contacts { channel } userErrors { code } } }`;
const confirm = `mutation($input: ConfirmSignInInput!) { confirmSignIn(input: $input) { userErrors { code } } }`;

function browserOf({ token }: Somebody) {
  const browser = openBrowser(app.port);
  browser.cookies.set('session', token);
  return browser;
}

async function addTo(browser: ReturnType<typeof browserOf>, more: object = {}): Promise<Data> {
  const input = { ...push.subscribe(), label: 'Firefox, Android', ...more };
  return (await browser.askData(add, { input })).addDevice;
}

const devicesIn = (contacts: Data[]): Data[] => contacts.filter(({ channel }) => channel === 'PUSH');
const devicesOf = async (who: Somebody): Promise<Data[]> =>
  devicesIn((await askData(app.port, who, listed)).viewer.contacts);

async function signIn(browser: ReturnType<typeof browserOf>, { personId }: Somebody): Promise<void> {
  const ctx = forkContext(app.services, anonymous);
  const link = await createSignInLink(ctx, `${personId}@example.org`, 1, place.ags);
  const token = new URL(link).pathname.split('/').at(-1);
  const { confirmSignIn } = await browser.askData(confirm, { input: { token } });
  expect(confirmSignIn.userErrors).toEqual([]);
}

test('signing out takes the device off the account, and nothing comes to it any more', async () => {
  const browser = browserOf(anna);
  const subscription = push.subscribe();
  await addTo(browser, subscription);
  const elsewhere = browserOf(anna);
  const kept = push.subscribe();
  await addTo(elsewhere, kept);
  await browser.askData('mutation { signOut { userErrors { code } } }');
  const left = (await elsewhere.askData(listed)).viewer;
  expect(left).toBeNull(); // both browsers had the same session
  await givenNews(app, place, [place.groupId]);
  expect(await push.take(kept)).toHaveLength(1);
  expect(await push.take(subscription, 0)).toEqual([]);
});

test('signing in as somebody else takes the device off the account, even after the session has ended', async () => {
  for (const hasEnded of [false, true]) {
    const [owner, next] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
    const browser = browserOf(owner);
    await addTo(browser);
    if (hasEnded) {
      browser.cookies.delete('session');
      await app.services.em.fork().execute('delete from session where person_id = ?', [owner.personId]);
    }
    const count = async (who: Somebody): Promise<Data> => {
      const [row]: Data[] = await app.services.em
        .fork()
        .execute(`select count(*)::int as n from contact where channel = 'PUSH' and recipient_id = ?`, [who.personId]);
      return row.n;
    };
    expect(await count(owner)).toBe(1);
    await signIn(browser, next);
    expect([await count(owner), await count(next)]).toEqual([0, 0]);
  }
});

test('signing in again in the same browser keeps the device of the person', async () => {
  const browser = browserOf(anna);
  await addTo(browser);
  browser.cookies.delete('session');
  await signIn(browser, anna);
  expect(devicesIn((await browser.askData(listed)).viewer.contacts)).toMatchObject([{ isThisBrowser: true }]);
});

test('a browser has one device: a new subscription, or another account, replaces it', async () => {
  const browser = browserOf(anna);
  const subscription = push.subscribe();
  const first = await addTo(browser, subscription);
  const again = await addTo(browser, { ...subscription, label: 'Neuer Name' });
  expect(again.contact.id).toBe(first.contact.id);
  await addTo(browser, { label: null }); // as the service worker does when the browser renews its subscription
  expect(await devicesOf(anna)).toMatchObject([{ label: 'Neuer Name' }]);
  const shared = push.subscribe();
  await addTo(browserOf(anna), shared);
  expect(await devicesOf(anna)).toHaveLength(2);
  await addTo(browserOf(bert), shared);
  expect([(await devicesOf(anna)).length, (await devicesOf(bert)).length]).toEqual([1, 1]);
});

test('devices belong to their owner', async () => {
  const { contact } = await addTo(browserOf(anna));
  await askData(app.port, bert, remove, { input: { id: contact.id } });
  expect(await devicesOf(anna)).toHaveLength(1);
  const { removeDevice } = await askData(app.port, anna, remove, { input: { id: contact.id } });
  expect(removeDevice).toEqual({ contacts: [{ channel: 'INBOX' }, { channel: 'EMAIL' }], userErrors: [] });
});

test('forbidden addresses and broken keys are refused, each with its code', async () => {
  const browser = browserOf(anna);
  const { host } = push;
  const [, port = ''] = host.split(':');
  const addresses = [
    'http://a.push.example/x',
    'https://push.example/x',
    'https://push.example.evil.example/x',
    'https://two.example/x',
    'https://127.0.0.1/x',
    `https://localhost:${port}/x`,
    `http://127.0.0.1:${Number(port) + 1}/x`,
    'https://user:secret@one.example/x',
    `https://one.example/${'x'.repeat(1000)}`,
    'nonsense',
    '',
  ];
  for (const endpoint of addresses) {
    const { userErrors } = await addTo(browser, { endpoint });
    expect([endpoint, userErrors]).toEqual([endpoint, [{ code: 'BAD_ENDPOINT', path: ['endpoint'] }]]);
  }
  const offCurve = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString('base64url');
  for (const keys of [{ p256dh: offCurve }, { p256dh: 'AA' }, { auth: 'AA' }, { auth: '!'.repeat(22) }]) {
    expect((await addTo(browser, keys)).userErrors).toEqual([{ code: 'BAD_KEY', path: ['p256dh'] }]);
  }
  for (const label of [' ', null])
    expect((await addTo(browser, { label })).userErrors).toMatchObject([{ code: 'TOO_SHORT' }]);
  expect(await devicesOf(anna)).toEqual([]);
  // Control: allowed hosts are accepted.
  for (const endpoint of ['https://a.push.example/x', 'https://one.example/x'])
    expect((await addTo(browser, { endpoint })).userErrors).toEqual([]);
});

test('an account has at most 20 devices', async () => {
  for (let n = 0; n < 20; n++) expect((await addTo(browserOf(anna))).userErrors).toEqual([]);
  expect((await addTo(browserOf(anna))).userErrors).toMatchObject([{ code: 'TOO_MANY_DEVICES' }]);
});

test('the public key is the same for everybody and at every start', async () => {
  const { data } = await ask(app.port, {}, '{ pushKey }');
  expect(data.pushKey).toBe(app.services.pushKeys.publicKey);
  expect(Buffer.from(data.pushKey, 'base64url')).toHaveLength(65);
});

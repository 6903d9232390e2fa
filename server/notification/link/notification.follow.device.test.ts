import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSignInLink } from '../../identity/identity.service.ts';
import { anonymous } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import type { Browser } from '../../testing/browser.ts';
import { givenPeople, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, type Data } from '../../testing/client.ts';
import { visitor } from '../../testing/followers.ts';
import { givenGroup, type GivenGroup } from '../../testing/groups.ts';
import { settleMessages } from '../../testing/inbox.ts';
import { givenNews } from '../../testing/news.ts';
import { type PushService, startPushService } from '../../testing/push.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { givenStreet } from '../../testing/streets.ts';

let push: PushService;
let app: TestServer;
let place: Place;
let choir: GivenGroup;
beforeAll(async () => {
  push = await startPushService();
  // A server of its own: devices may register at hosts of push services.
  app = await startTestServer({ outsideHosts: [push.host], pushHosts: ['127.0.0.1'], trustProxy: 1 });
  push.vapidKey = app.services.pushKeys.publicKey;
  place = await givenPlace(app);
  choir = await givenGroup(app, place, { name: 'Chor', joinPolicy: 'OPEN' });
});
afterAll(async () => {
  await app.stop();
  push.stop();
});

const follow = `mutation($input: FollowGroupsOnDeviceInput!) { followGroupsOnDevice(input: $input) {
  groups { name } token userErrors { code path } } }`;
const add = `mutation($input: AddDeviceInput!) { addDevice(input: $input) { contact { id } userErrors { code } } }`;
const choices = `query($token: String!, $id: ID!) { messageChoices(token: $token, municipalityId: $id) {
  contacts { channel name } preferences { group { name } channel mode } } }`;
const confirm = `mutation($input: ConfirmSignInInput!) { confirmSignIn(input: $input) { userErrors { code } } }`;

interface Device {
  readonly browser: Browser;
  readonly subscription: ReturnType<PushService['subscribe']>;
  /** Token of the link to the choices. */
  readonly token: string;
}

async function followOn(
  browser: Browser,
  subscription: object,
  groupIds: readonly string[],
  more: object = {},
): Promise<Data> {
  const input = {
    municipalityId: toGlobalId('Municipality', place.municipalityId),
    groupIds: groupIds.map((id) => toGlobalId('Group', id)),
    locale: 'de',
    label: 'Firefox, Android',
    ...subscription,
    ...more,
  };
  return (await browser.askData(follow, { input })).followGroupsOnDevice;
}

async function givenDevice(groupIds: readonly string[] = [choir.groupId]): Promise<Device> {
  const browser = visitor(app);
  const subscription = push.subscribe();
  const { token, userErrors } = await followOn(browser, subscription, groupIds);
  expect(userErrors).toEqual([]);
  await app.services.em.fork().execute('update recipient set quiet_to = quiet_from'); // the tests run at night, too
  return { browser, subscription, token };
}

async function readChoices(token: string): Promise<Data> {
  const id = toGlobalId('Municipality', place.municipalityId);
  return (await ask(app.port, {}, choices, { token, id })).data?.messageChoices;
}

async function signIn({ browser }: Device, { personId }: Somebody): Promise<void> {
  const link = await createSignInLink(forkContext(app.services, anonymous), `${personId}@example.org`, 1, place.ags);
  const token = new URL(link).pathname.split('/').at(-1);
  expect((await browser.askData(confirm, { input: { token } })).confirmSignIn.userErrors).toEqual([]);
}

/** Number of messages at a device, of all times, after a post in a group and all jobs. */
async function countAfter(groupId: string, { subscription }: Pick<Device, 'subscription'>): Promise<number> {
  await givenNews(app, place, [groupId]);
  await settleMessages(app);
  return (await push.take(subscription, 0)).length;
}

test('a device without an account gets the posts of the groups that it follows, and no others', async () => {
  const device = await givenDevice();
  expect(await countAfter(choir.groupId, device)).toBe(1);
  expect(await countAfter(place.groupId, device)).toBe(1);
  expect(await readChoices(device.token)).toEqual({
    contacts: [{ channel: 'PUSH', name: 'Firefox, Android' }],
    preferences: [{ group: { name: 'Chor' }, channel: 'PUSH', mode: 'NOW' }],
  });
});

test('the same browser follows more, and a new address takes the place of the old one', async () => {
  const { browser, token, subscription } = await givenDevice();
  const renewed = push.subscribe();
  const again = await followOn(browser, renewed, [place.groupId], { label: 'Neuer Name' });
  expect(again.token).toBe(token);
  expect(await readChoices(token)).toMatchObject({
    contacts: [{ name: 'Neuer Name' }],
    preferences: [{ group: { name: 'Musterstadt' } }, { group: { name: 'Chor' } }],
  });
  expect(await countAfter(choir.groupId, { subscription: renewed })).toBe(1);
  expect(await push.take(subscription, 0)).toEqual([]);
});

const renew = `mutation($input: RenewDeviceByLinkInput!) { renewDeviceByLink(input: $input) {
  choices { contacts { name } } userErrors { code } } }`;

test('a browser whose address changed keeps what it follows, and adds nothing', async () => {
  const { browser, token, subscription } = await givenDevice();
  const renewed = push.subscribe();
  const { renewDeviceByLink } = await browser.askData(renew, { input: { token, ...renewed } });
  expect(renewDeviceByLink).toEqual({ choices: { contacts: [{ name: 'Firefox, Android' }] }, userErrors: [] });
  expect(await countAfter(choir.groupId, { subscription: renewed })).toBe(1);
  expect(await push.take(subscription, 0)).toEqual([]);
  const bad = await browser.askData(renew, { input: { token, ...renewed, endpoint: 'https://evil.example/x' } });
  expect(bad.renewDeviceByLink.userErrors).toEqual([{ code: 'BAD_ENDPOINT' }]);
  const forged = await browser.askData(renew, { input: { token: `${token.slice(1)}A`, ...renewed } });
  expect(forged.renewDeviceByLink.userErrors).toEqual([{ code: 'UNKNOWN_LINK' }]);
});

test('signing in and out leaves what the device follows; the account can take the device over', async () => {
  const [anna] = (await givenPeople(app, place, 1, false)) as [Somebody];
  const device = await givenDevice();
  await signIn(device, anna);
  await device.browser.askData('mutation { signOut { userErrors { code } } }');
  expect(await countAfter(choir.groupId, device)).toBe(1);

  await signIn(device, anna);
  const input = { ...device.subscription, label: 'Telefon' };
  expect((await device.browser.askData(add, { input })).addDevice.userErrors).toEqual([]);
  expect(await readChoices(device.token)).toBeNull();
  const rows = await app.services.em
    .fork()
    .execute(
      `select r.person_id from contact k join recipient r on r.id = k.recipient_id where k.channel = 'PUSH' and k.label = 'Telefon'`,
    );
  expect(rows).toEqual([{ person_id: anna.personId }]);
  await device.browser.askData('mutation { signOut { userErrors { code } } }');
  expect(await countAfter(choir.groupId, device)).toBe(1); // nothing more
});

test('a device that its push service no longer knows ends, with what it follows', async () => {
  const device = await givenDevice();
  const { pathname } = new URL(device.subscription.endpoint);
  push.answerOf = (path) => ({ status: path === pathname ? 410 : 201 });
  await givenNews(app, place, [choir.groupId], 'Weg');
  await expect.poll(() => readChoices(device.token), { timeout: 20_000 }).toBeNull();
  const rows = await app.services.em
    .fork()
    .execute(
      `select 1 from group_follow f where not exists (select from contact k where k.recipient_id = f.recipient_id)`,
    );
  expect(rows).toEqual([]);
});

test('bad input is refused with its code, and a signed-in person uses the account', async () => {
  const browser = visitor(app);
  const cases: [object, readonly string[], string][] = [
    [{ endpoint: 'https://evil.example/x' }, [choir.groupId], 'BAD_ENDPOINT'],
    [{ auth: 'AA' }, [choir.groupId], 'BAD_KEY'],
    [{ label: ' ' }, [choir.groupId], 'TOO_SHORT'],
    [{}, [], 'NO_GROUP'],
  ];
  for (const [more, groupIds, code] of cases)
    expect((await followOn(browser, push.subscribe(), groupIds, more)).userErrors).toMatchObject([{ code }]);
  const device = await givenDevice();
  const [anna] = (await givenPeople(app, place, 1)) as [Somebody];
  await signIn(device, anna);
  const input = {
    municipalityId: toGlobalId('Municipality', place.municipalityId),
    groupIds: [choir.id],
    locale: 'de',
    label: 'x',
  };
  const refused = await device.browser.ask(follow, { input: { ...input, ...push.subscribe() } });
  expect(refused.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});

test('a device follows a street and all others, whose disruptions then come by push alone', async () => {
  const street = await givenStreet(app, place, { name: 'Rheinweg' });
  const streets = [{ streetId: street.id, houseNumber: '5b' }];
  const followed = await followOn(visitor(app), push.subscribe(), [], { streets, allStreets: true });
  expect(followed).toMatchObject({ groups: [], userErrors: [] });
  const read = `query($token: String!, $id: ID!) { messageChoices(token: $token, municipalityId: $id) {
    followsAllStreets streets { houseNumber street { name } } preferences { interest channel mode } } }`;
  const id = toGlobalId('Municipality', place.municipalityId);
  const { data } = await ask(app.port, {}, read, { token: followed.token, id });
  expect(data.messageChoices).toEqual({
    followsAllStreets: true,
    streets: [{ houseNumber: '5…', street: { name: 'Rheinweg' } }],
    preferences: [{ interest: 'DISRUPTIONS', channel: 'PUSH', mode: 'NOW' }],
  });
});

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { type Browser, openBrowser } from '../../testing/browser.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import type { Data } from '../../testing/client.ts';
import { comment } from '../../testing/comments.ts';
import { givenIssue } from '../../testing/issues.ts';
import { endPauses, givenGroupOf, givenNews } from '../../testing/news.ts';
import { startOutside } from '../../testing/outside.ts';
import { type PushService, startPushService, type TestSubscription } from '../../testing/push.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let push: PushService;
let app: TestServer;
let place: Place;

beforeAll(async () => {
  push = await startPushService();
  // A server of its own: it has a short time-out for deliveries.
  app = await startTestServer({ outsideHosts: [push.host], deliveryTimeoutMs: 1500 });
  push.vapidKey = app.services.pushKeys.publicKey;
  place = await givenPlace(app);
});
afterEach(async () => {
  push.vapidKey = app.services.pushKeys.publicKey;
  push.answerOf = () => ({ status: 201 });
  await endPauses(app);
});
afterAll(async () => {
  await app.stop();
  push.stop();
});

const add = `mutation($input: AddDeviceInput!) { addDevice(input: $input) {
  contact { id label isThisBrowser testState lastUsedAt } userErrors { code path } } }`;
const sendTest = `mutation($input: SendTestMessageInput!) { sendTestMessage(input: $input) {
  contact { testState } userErrors { code } } }`;
const devices = '{ viewer { contacts { id label isThisBrowser testState testFailure lastUsedAt } } }';

interface Phone {
  readonly browser: Browser;
  readonly subscription: TestSubscription;
  readonly id: string;
}

function browserOf({ token }: Somebody): Browser {
  const browser = openBrowser(app.port);
  browser.cookies.set('session', token);
  return browser;
}

async function givenPhone(who: Somebody, browser = browserOf(who)): Promise<Phone> {
  const subscription = push.subscribe();
  const { addDevice } = await browser.askData(add, { input: { ...subscription, label: 'Telefon' } });
  expect(addDevice.userErrors).toEqual([]);
  return { browser, subscription, id: addDevice.contact.id };
}

async function sendTestTo({ browser, id }: Phone): Promise<void> {
  const municipalityId = toGlobalId('Municipality', place.municipalityId);
  const sent = await browser.askData(sendTest, { input: { contactId: id, municipalityId } });
  expect(sent.sendTestMessage.userErrors).toEqual([]);
}

async function shownOf({ browser, id }: Phone): Promise<Data> {
  const { viewer } = await browser.askData(devices);
  return viewer.contacts.find((device: Data) => device.id === id);
}

/** Waits until the test message has this state, and after a failed try this reason. */
async function expectTest(phone: Phone, testState: string, testFailure: string | null): Promise<void> {
  await expect.poll(() => shownOf(phone), { timeout: 20_000 }).toMatchObject({ testState, testFailure });
}

const contactOf = async ({ id }: Phone): Promise<Data> => {
  const uuid = Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';
  const [row] = await app.services.em.fork().execute('select * from contact where id = ?', [uuid]);
  return row;
};

test('a test message arrives encrypted and signed, and its device says so', async () => {
  const [anna, bert] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const phone = await givenPhone(anna);
  const other = await givenPhone(anna);
  const strangers = await givenPhone(bert);
  expect(await shownOf(phone)).toMatchObject({ isThisBrowser: true, testState: null, lastUsedAt: null });
  await sendTestTo(phone);
  await expectTest(phone, 'SENT', null);
  const [{ message, headers, size } = expect.fail()] = await push.take(phone.subscription);
  expect(message).toEqual({
    web_push: 8030,
    notification: {
      title: 'Testnachricht',
      body: 'Dieses Gerät bekommt Ihre Mitteilungen.',
      navigate: `${app.services.publicUrl(place.ags)}/${place.ags}/me/notifications`,
      tag: headers.topic,
      lang: 'de',
      silent: false,
    },
    app_badge: 0,
  });
  expect(headers).toMatchObject({
    'content-type': 'application/notification+json',
    'content-encoding': 'aes128gcm',
    urgency: 'normal',
    topic: expect.stringMatching(/^[\w-]{32}$/),
  });
  expect(Number(headers.ttl)).toBeGreaterThan(3 * 86_400 - 60);
  expect(Number(headers.ttl)).toBeLessThanOrEqual(3 * 86_400);
  expect(size).toBeLessThan(4096);
  expect(await shownOf(phone)).toMatchObject({ lastUsedAt: expect.any(String) });
  // Control: nobody else's device and no other device of the person got it.
  expect([...(await push.take(other.subscription, 0)), ...(await push.take(strangers.subscription, 0))]).toEqual([]);
});

test('the database holds neither the address nor the private key in the clear', async () => {
  const phone = await givenPhone(await givenPerson(app, place));
  const stored = JSON.stringify(await contactOf(phone));
  expect(stored).not.toContain(phone.subscription.endpoint);
  expect(stored).not.toContain(phone.subscription.auth);
  const installation = await app.services.em.fork().execute('select * from installation');
  expect(JSON.stringify(installation)).not.toContain(app.services.pushKeys.privateKey);
});

test('one signature serves for an hour, and no message is encrypted as another one', async () => {
  const phones = await Promise.all((await givenPeople(app, place, 2)).map((who) => givenPhone(who)));
  for (const phone of [...phones, ...phones]) await sendTestTo(phone);
  const messages = (await Promise.all(phones.map(({ subscription }) => push.take(subscription, 2)))).flat();
  expect(new Set(messages.map(({ headers }) => headers.authorization)).size).toBe(1);
  expect(new Set(messages.map(({ secrets }) => secrets)).size).toBe(4);
});

test('Control: a service that knows another key refuses the signature', async () => {
  const phone = await givenPhone(await givenPerson(app, place));
  push.vapidKey = push.subscribe().p256dh;
  await sendTestTo(phone);
  await expectTest(phone, 'PENDING', 'HTTP_401');
  expect(await contactOf(phone)).toMatchObject({ refusals: 1, last_used_at: null });
});

test('lock screens: a report names its reference only, a closed group only the title', async () => {
  const anna = await givenPerson(app, place);
  const phone = await givenPhone(anna);
  const clerk = await givenStaff(app, place, 'CLERK');
  const issue = await givenIssue(app, place, anna);
  await comment(app, clerk, issue.id, 'PRIVATE', { text: 'Bitte kommen Sie vorbei.' });
  const [report = expect.fail()] = await push.take(phone.subscription);
  expect(report.message.notification).toMatchObject({
    title: `Meldung ${issue.reference}`,
    body: 'Es gibt etwas Neues zu Ihrer Meldung.',
    navigate: `${app.services.publicUrl(place.ags)}/${place.ags}/issues/${issue.reference}`,
  });
  expect(report.message.app_badge).toBe(1);
  expect(report.headers.urgency).toBe('normal');

  const kita = await givenGroupOf(app, place, [anna], { name: 'Kita Am Rhein' });
  await givenNews(app, place, [kita], 'Läuse in der Bärengruppe');
  const [, inside = expect.fail()] = await push.take(phone.subscription, 2);
  expect(inside.message.notification).toMatchObject({ title: 'Kita Am Rhein', body: 'Läuse in der Bärengruppe' });
  expect(inside.headers.urgency).toBe('low');
  expect(Number(inside.headers.ttl)).toBeLessThanOrEqual(86_400);

  await givenNews(app, place, [place.groupId], 'Neuer Zaun');
  const [, , open = expect.fail()] = await push.take(phone.subscription, 3);
  expect(open.message.notification).toMatchObject({ body: 'Wir bauen & feiern.', silent: true });
  expect(open.message.notification.title).toContain('Neuer Zaun');
  expect(new Set([report, inside, open].map(({ headers }) => headers.topic)).size).toBe(3);
});

test('404 and 410 end the contact; 413 is our own fault and ends the delivery', async () => {
  for (const status of [404, 410]) {
    const phone = await givenPhone(await givenPerson(app, place));
    push.answerOf = () => ({ status });
    await sendTestTo(phone);
    await expect.poll(() => shownOf(phone), { timeout: 20_000 }).toBeUndefined();
    expect(await contactOf(phone)).toBeUndefined();
  }
  const phone = await givenPhone(await givenPerson(app, place));
  push.answerOf = () => ({ status: 413 });
  await sendTestTo(phone);
  await expectTest(phone, 'FAILED', 'HTTP_413');
  const [row]: Data[] = await app.services.em
    .fork()
    .execute(`select failure_kind from delivery where failure = 'HTTP_413'`);
  expect(row.failure_kind).toBe('TECHNICAL');
});

test('a service that asks for a pause gets nothing for any device until then', async () => {
  const first = await givenPhone(await givenPerson(app, place));
  const second = await givenPhone(await givenPerson(app, place));
  push.answerOf = () => ({ status: 429, headers: { 'retry-after': '3' } });
  await sendTestTo(first);
  await expectTest(first, 'PENDING', 'HTTP_429');
  const askedAt = performance.now();
  push.answerOf = () => ({ status: 201 });
  await sendTestTo(second);
  await expectTest(second, 'PENDING', 'HOST_PAUSES');
  expect(await push.take(second.subscription, 0)).toEqual([]);
  await expectTest(second, 'SENT', null);
  await expectTest(first, 'SENT', null);
  expect(performance.now() - askedAt).toBeGreaterThan(1500);
});

test('400, 401 and 403 end a contact only after three days and five tries', async () => {
  const phone = await givenPhone(await givenPerson(app, place));
  push.answerOf = () => ({ status: 403 });
  await sendTestTo(phone);
  await expectTest(phone, 'PENDING', 'HTTP_403');
  const em = app.services.em.fork();
  const { id } = await contactOf(phone);
  const refuse = async (refusals: number, days: number): Promise<void> => {
    await em.execute('update contact set refusals = ?, refused_since = now() - make_interval(days => ?) where id = ?', [
      refusals,
      days,
      id,
    ]);
    const before = (await push.take(phone.subscription, 0)).length;
    await sendTestTo(phone);
    await push.take(phone.subscription, before + 1);
    const counted = async (): Promise<unknown> => (await contactOf(phone))?.refusals;
    await expect.poll(counted, { timeout: 20_000 }).not.toBe(refusals);
  };
  await refuse(10, 2);
  await refuse(3, 9);
  push.answerOf = () => ({ status: 201 });
  await sendTestTo(phone);
  await expectTest(phone, 'SENT', null);
  expect(await contactOf(phone)).toMatchObject({ refusals: 0, refused_since: null });
  push.answerOf = () => ({ status: 400 });
  await refuse(4, 4);
  await expect.poll(() => contactOf(phone)).toBeUndefined();
});

test('a redirect is not followed', async () => {
  const elsewhere = await startOutside({});
  const phone = await givenPhone(await givenPerson(app, place));
  push.answerOf = () => ({ status: 307, headers: { location: `http://${elsewhere.host}/` } });
  await sendTestTo(phone);
  await expectTest(phone, 'PENDING', 'HTTP_307');
  expect(elsewhere.asked).toEqual([]);
  elsewhere.stop();
});

test('a time-out counts against the host and never against the device', async () => {
  const phone = await givenPhone(await givenPerson(app, place));
  push.answerOf = () => ({ status: Infinity });
  await sendTestTo(phone);
  await expectTest(phone, 'PENDING', 'TIMEOUT');
  expect(await contactOf(phone)).toMatchObject({ refusals: 0, refused_since: null });
  const next = await givenPhone(await givenPerson(app, place));
  await sendTestTo(next);
  await expectTest(next, 'PENDING', 'HOST_PAUSES');
});

test('nothing is sent after its lifetime', async () => {
  const late = await givenPhone(await givenPerson(app, place));
  const other = await givenPhone(await givenPerson(app, place));
  push.answerOf = () => ({ status: 403 });
  await sendTestTo(late);
  await expectTest(late, 'PENDING', 'HTTP_403');
  push.answerOf = () => ({ status: 201 });
  const { id } = await contactOf(late);
  const em = app.services.em.fork();
  await em.execute(`update message set at = now() - interval '73 hours' where subject_id = ?`, [id]);
  await em.execute('update delivery set due_at = now() where contact_id = ?', [id]);
  await sendTestTo(other); // its job takes everything of the lane that is due
  await expectTest(other, 'SENT', null);
  await expectTest(late, 'CANCELLED', 'EXPIRED');
  expect(await push.take(late.subscription, 0)).toHaveLength(1);
});

test('connections to a push service are kept', async () => {
  const phone = await givenPhone(await givenPerson(app, place));
  const before = push.connections.size;
  for (let n = 1; n <= 5; n++) {
    await sendTestTo(phone);
    await push.take(phone.subscription, n);
    await expectTest(phone, 'SENT', null);
  }
  expect(push.connections.size - before).toBeLessThanOrEqual(1);
});

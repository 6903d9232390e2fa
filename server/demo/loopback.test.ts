import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { lockText } from '../kernel/secrets.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { openBrowser } from '../testing/browser.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, connect, type Data, watch } from '../testing/client.ts';
import { testConfig } from '../testing/config.ts';
import { givenGroupOf } from '../testing/news.ts';
import { givenPost } from '../testing/posts.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { chooseSms, setSmsOf } from '../testing/sms.ts';
import { hashAddress } from '../recipient/recipient.service.ts';
import { holdPort } from './bounces.ts';
import { type Loopback, startLoopback } from './loopback.ts';

let loopback: Loopback;
let app: TestServer;
let place: Place;
let people: readonly Somebody[];
const dead = '+491713920099';
beforeAll(async () => {
  const { port, release } = await holdPort();
  await release();
  loopback = await startLoopback(testConfig({ mode: 'demo', bounceDomain: 'bounces.demo.example', bouncePort: port }));
  // A server of its own: it runs in demo mode with services on loopback.
  app = await startTestServer({ ...loopback.config, mode: 'demo' });
  place = await givenPlace(app);
  await app.services.em.fork().nativeUpdate(Municipality, place.municipalityId, { isDemo: true });
  people = await givenPeople(app, place, 4);
  for (const [n, { personId }] of people.entries()) {
    await givenContact(personId, 'PUSH', '{"endpoint":"http://127.0.0.1/0"}', `Handy ${n}`);
    await givenContact(personId, 'SMS', n === 3 ? dead : `+49171392000${n}`, '');
  }
  await loopback.connect(app.services);
  loopback.setPort(app.port);
  await setSmsOf(app, place, 'CHOSEN', 5000);
});
afterAll(async () => {
  await app.stop();
  loopback.stop();
});

async function givenContact(recipientId: string, channel: string, address: string, label: string): Promise<void> {
  const id = randomUUID();
  const values = [id, recipientId, channel, lockText(app.services.secret, id, address), hashAddress(app.services, id)];
  await app.services.em
    .fork()
    .execute(
      `insert into contact (id, recipient_id, channel, address, address_hash, label, verified_at) values (?, ?, ?, ?, ?, ?, now())`,
      [...values, label],
    );
}

const keptOf = async (channel: string): Promise<Data[]> =>
  (
    await fetch(`http://127.0.0.1:${app.port}/mailbox?channel=${channel}`, { headers: { accept: 'application/json' } })
  ).json() as Promise<Data[]>;

const live = `subscription($id: ID!) { delivery(messageId: $id) {
  reached channels { channel sent delivered failed unknown } cursor } }`;

test('a post reaches devices and numbers of the demo, its live report says so, and /mailbox shows it', async () => {
  const editor = await givenStaff(app, place, 'EDITOR');
  const groupId = await givenGroupOf(app, place, [editor, ...people], { joinPolicy: 'OPEN' });
  await chooseSms(app, people, 'GROUP', groupId);
  const { id } = await givenPost(app, place, editor, { groupIds: [toGlobalId('Group', groupId)] });
  const from = performance.now();
  const { newestDelivery } = await askData(
    app.port,
    editor,
    'query($id: ID!) { newestDelivery(subjectId: $id) { id } }',
    { id },
  );
  const stream = watch(connect(app.port, editor), live, { id: newestDelivery.id });
  const isReached = ({ data }: Data): boolean => data.delivery.reached === 4;
  await stream.until(isReached, 3000);
  console.log(`live report of 4 people: all reached ${(performance.now() - from).toFixed(0)} ms after the publication`);
  const isComplete = ({ data }: Data): boolean =>
    data.delivery.channels.some((one: Data) => one.channel === 'SMS' && one.delivered === 3 && one.failed === 1);
  const { data } = (await stream.until(isComplete, 20_000)) as Data;
  expect(data.delivery.channels).toContainEqual({ channel: 'PUSH', sent: 4, delivered: 0, failed: 0, unknown: 0 });

  const pushes = await keptOf('PUSH');
  expect(pushes.map(({ to }) => to.name).sort()).toEqual(['Handy 0', 'Handy 1', 'Handy 2', 'Handy 3']);
  expect(pushes[0]).toMatchObject({ subject: expect.stringMatching(/^\[Vorführung\] /), opens: expect.any(String) });
  expect((await keptOf('SMS')).map(({ to }) => to.address)).toContain(dead);
  const html = { headers: { accept: 'text/html', 'accept-language': 'de' } };
  const page = await (await fetch(`http://127.0.0.1:${app.port}/mailbox?channel=SMS`, html)).text();
  expect(page).toMatch(/<a href="\/mailbox\?channel=SMS" aria-current="page">SMS <span>4<\/span>/);
  expect(page).not.toMatch(/class="channel push"|<script|style=/);
});

test('a mail to an unknown address comes back, and the person reads so', async () => {
  const email = `unbekannt-${randomUUID()}@example.org`;
  const [who] = (await givenPeople(app, place, 1)) as [Somebody];
  const em = app.services.em.fork();
  await em.execute('update person set email = ? where id = ?', [email, who.personId]);
  await em.execute(`update contact set address_hash = ? where recipient_id = ? and channel = 'EMAIL'`, [
    hashAddress(app.services, email),
    who.personId,
  ]);
  const browser = openBrowser(app.port);
  browser.cookies.set('session', who.token);
  const bounces = async (): Promise<unknown> =>
    (await browser.askData('{ viewer { mailsBounce } }')).viewer.mailsBounce;
  expect(await bounces()).toBe(false);
  const { viewer } = await browser.askData('{ viewer { contacts { id channel } } }');
  const { id } = viewer.contacts.find(({ channel }: Data) => channel === 'EMAIL');
  const send = `mutation($id: ID!, $t: ID!) { sendTestMessage(input: { contactId: $id, municipalityId: $t }) { userErrors { code } } }`;
  await browser.askData(send, { id, t: toGlobalId('Municipality', place.municipalityId) });
  await expect.poll(bounces, { timeout: 20_000 }).toBe(true);
  await expect.poll(async () => (await keptOf('BOUNCE')).map(({ to }) => to.address)).toEqual([email]);
});

test('devices of real browsers keep their addresses when the demo starts again', async () => {
  const em = app.services.em.fork();
  const [{ id }]: Data[] = await em.execute(`select id from contact where label = 'Handy 0'`);
  await em.execute(`update contact set browser_hash = 'x' where id = ?`, [id]);
  const addresses = async (): Promise<Data[]> =>
    app.services.em.fork().execute(`select label, address_hash from contact where channel = 'PUSH' order by label`);
  const before = await addresses();
  const again = await startLoopback(testConfig({ mode: 'demo' }));
  await again.connect(app.services);
  const after = await addresses();
  expect(after.map(({ address_hash: hash }, n) => hash === before[n].address_hash)).toEqual([
    true,
    false,
    false,
    false,
  ]);
  again.stop();
  await em.execute('update contact set browser_hash = null where id = ?', [id]);
  await loopback.connect(app.services);
});

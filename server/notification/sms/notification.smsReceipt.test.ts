import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { givenPeople, givenPlace, type Place } from '../../testing/builders.ts';
import type { Data } from '../../testing/client.ts';
import { givenNews, isSettled } from '../../testing/news.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { chooseSms, givenNumber, setSmsOf, type SmsService, startSmsService } from '../../testing/sms.ts';
import { receiptPath } from './notification.smsReceipt.service.ts';

let sms: SmsService;
let app: TestServer;
let place: Place;
let number: string;

beforeAll(async () => {
  sms = await startSmsService();
  // A server of its own: it has an SMS gateway.
  app = await startTestServer({ outsideHosts: [sms.host], smsGateway: sms.seven, smsPrice: 800 });
  ({ place, number } = await givenReader());
});
afterEach(() => {
  sms.taken.length = 0;
});
afterAll(async () => {
  await app.stop();
  sms.stop();
});

/** A town whose only member reads the news by SMS, with the number. */
async function givenReader(): Promise<{ place: Place; number: string }> {
  const place = await givenPlace(app, 'Unkel');
  const [anna = expect.fail()] = await givenPeople(app, place, 1);
  await setSmsOf(app, place, 'CHOSEN', 100_000);
  await chooseSms(app, [anna], 'GROUP', place.groupId);
  const { number } = await givenNumber(app, anna);
  return { place, number };
}

/** Sends news; returns the id of their SMS at the gateway. */
async function sendNews(town = place): Promise<string> {
  const subject = await givenNews(app, town, [town.groupId]);
  await expect.poll(() => isSettled(app, subject), { timeout: 30_000 }).toBe(true);
  return sms.taken.at(-1)?.id ?? expect.fail();
}

async function report(body: unknown, path = receiptPath(app.services), type = 'application/json') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const url = `http://127.0.0.1:${app.port}${path}`;
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body: text });
  const { outcome }: Data = await response.json();
  return [response.status, outcome] as const;
}
const dlr = (msg_id: string, status: string) => ({
  webhook_event: 'dlr',
  webhook_timestamp: '',
  data: { msg_id, status },
});
const incoming = (text: string, sender = number) => ({
  webhook_event: 'sms_mo',
  data: { id: '1', sender, system: '491771783130', text, time: '1', message_type: 'SMS' },
});

async function stateOf(gatewayId: string): Promise<Data> {
  const [row] = await app.services.em.fork().execute(
    `select d.state, d.failure, d.failure_kind as kind from delivery d join sms s using (message_id, contact_id)
     where s.gateway_id = ?`,
    [gatewayId],
  );
  return row;
}
async function countOf(outcome: string): Promise<number> {
  const [row]: { n: number }[] = await app.services.em
    .fork()
    .execute(`select coalesce(sum(count), 0)::int as n from receipt_count where channel = 'SMS' and outcome = ?`, [
      outcome,
    ]);
  return row?.n ?? 0;
}

const failures = [
  ['NOTDELIVERED', 'PERMANENT'],
  ['REJECTED', 'PERMANENT'],
  ['EXPIRED', 'TEMPORARY'],
  ['FAILED', 'TECHNICAL'],
] as const;

test.each(failures)('%s: the delivery failed, %s', async (failure, kind) => {
  const id = await sendNews();
  expect(await report(dlr(id, failure))).toEqual([200, 'CHANGED']);
  expect(await stateOf(id)).toEqual({ state: 'FAILED', failure, kind });
});

test('what is under way stays SENT, until it is delivered', async () => {
  const id = await sendNews();
  for (const status of ['ACCEPTED', 'TRANSMITTED', 'BUFFERED']) {
    expect(await report(dlr(id, status))).toEqual([200, 'NOTED']);
    expect(await stateOf(id)).toEqual({ state: 'SENT', failure: null, kind: null });
  }
  expect(await report(dlr(id, 'DELIVERED'))).toEqual([200, 'CHANGED']);
  expect(await stateOf(id)).toEqual({ state: 'DELIVERED', failure: null, kind: null });
});

test('doubled and contradicting receipts are noted and change nothing, late ones still count', async () => {
  const id = await sendNews();
  await report(dlr(id, 'DELIVERED'));
  expect(await report(dlr(id, 'DELIVERED'))).toEqual([200, 'NOTED']);
  expect(await report(dlr(id, 'FAILED'))).toEqual([200, 'NOTED']);
  expect(await stateOf(id)).toMatchObject({ state: 'DELIVERED' });
  const late = await sendNews();
  await app.services.em
    .fork()
    .execute(
      `update delivery set state = 'UNKNOWN' where message_id = (select message_id from sms where gateway_id = ?)`,
      [late],
    );
  expect(await report(dlr(late, 'DELIVERED'))).toEqual([200, 'CHANGED']);
  expect(await stateOf(late)).toMatchObject({ state: 'DELIVERED' });
});

test('forged receipts are refused, unknown ids are counted', async () => {
  const id = await sendNews();
  const secret = receiptPath(app.services).split('/')[2] ?? '';
  const forged = (secret.startsWith('A') ? 'B' : 'A') + secret.slice(1);
  for (const wrong of [forged, 'x', secret.toLowerCase(), `${secret}0`])
    expect(await report(dlr(id, 'DELIVERED'), `/receipts/${wrong}/sms`)).toEqual([404, 'NOT_FOUND']);
  expect(await report(incoming('STOP'), `/receipts/${forged}/sms`)).toEqual([404, 'NOT_FOUND']);
  expect(await stateOf(id)).toMatchObject({ state: 'SENT' });
  const before = [await countOf('UNKNOWN_TOKEN'), await countOf('IGNORED')];
  expect(await report(dlr('unknown', 'DELIVERED'))).toEqual([200, 'UNKNOWN_TOKEN']);
  for (const odd of [{}, [], dlr(id, 'NEW_STATE'), dlr(id, 'constructor'), { data: { msg_id: id } }])
    expect(await report(odd)).toEqual([200, 'IGNORED']);
  expect([await countOf('UNKNOWN_TOKEN'), await countOf('IGNORED')]).toEqual([before[0]! + 1, before[1]! + 5]);
  expect((await report('{', undefined))[0]).toBe(400);
  expect((await report(JSON.stringify({ x: 'y'.repeat(30_000) })))[0]).toBe(413);
  expect(await stateOf(id)).toMatchObject({ state: 'SENT' });
  // Control: the same receipt with the right secret is believed.
  expect(await report(dlr(id, 'DELIVERED'))).toEqual([200, 'CHANGED']);
});

test('a receipt during the sending is refused, so that it comes again', async () => {
  const id = await sendNews();
  await app.services.em
    .fork()
    .execute(
      `update delivery set state = 'SENDING' where message_id = (select message_id from sms where gateway_id = ?)`,
      [id],
    );
  expect(await report(dlr(id, 'DELIVERED'))).toEqual([503, 'TOO_EARLY']);
});

test('a generic gateway reports as JSON or as a form, by its id or by our token', async () => {
  const generic = await startTestServer({ outsideHosts: [sms.host], smsGateway: sms.generic, smsPrice: 800 });
  const before = { app, place };
  app = generic;
  try {
    ({ place } = await givenReader());
    const form = 'application/x-www-form-urlencoded';
    const first = await sendNews();
    expect(await report(`uid=${first}&status=delivered`, receiptPath(app.services), form)).toEqual([200, 'CHANGED']);
    const second = await sendNews();
    expect(await report({ uid: sms.taken.at(-1)?.token, status: 'failed' })).toEqual([200, 'CHANGED']);
    expect(await stateOf(second)).toEqual({ state: 'FAILED', failure: 'failed', kind: 'PERMANENT' });
    expect(await report(incoming('STOP'))).toEqual([200, 'IGNORED']); // the form of seven.io
  } finally {
    ({ app, place } = before);
    await generic.stop();
  }
});

test('STOP ends SMS to the number, whatever its spelling; other words do not', async () => {
  const reader = await givenReader();
  for (const text of ['Danke', 'Bitte nicht stoppen', 'STOP das Hochwasser', 'Wochenende'])
    expect(await report(incoming(text, reader.number))).toEqual([200, 'IGNORED']);
  await sendNews(reader.place);
  const em = app.services.em.fork();
  for (const [n, text] of ['STOP', ' stopp ', 'E N D E', 'Stop.'].entries()) {
    const [other = expect.fail()] = await givenPeople(app, place, 1);
    const contact = await givenNumber(app, other);
    const sender = n % 2 === 0 ? contact.number : contact.number.slice(1);
    expect(await report(incoming(text, sender))).toEqual([200, 'STOPPED']);
    const [row]: Data[] = await em.execute(
      `select s.because from suppression s join contact k using (channel, address_hash) where k.id = ?`,
      [contact.id],
    );
    expect([text, row]).toEqual([text, { because: 'STOPPED' }]);
  }
  expect(await report(incoming('STOP', reader.number))).toEqual([200, 'STOPPED']);
  sms.taken.length = 0;
  const subject = await givenNews(app, reader.place, [reader.place.groupId]);
  await expect.poll(() => isSettled(app, subject), { timeout: 30_000 }).toBe(true);
  expect(sms.taken).toEqual([]);
});

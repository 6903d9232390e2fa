import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { defineDomain } from '../../kernel/domain.ts';
import { write } from '../../kernel/events.ts';
import { defineMessage, enqueueMessage, type Letter } from '../../kernel/message.ts';
import { hashAddress } from '../../recipient/recipient.service.ts';
import { endSuppression, suppressAddress } from '../../recipient/recipient.suppression.service.ts';
import { givenPerson, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { deliveriesOf, givenNews, isSettled } from '../../testing/news.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { defineChannel } from '../notification.channels.ts';
import { markMissing, type Receipt, takeReceipt } from './notification.receipt.service.ts';

const sent: Letter[] = [];
let isSending = Promise.resolve();

/** Channel whose server sends receipts. */
const pager = defineChannel({
  name: 'PLANTED',
  description: 'A pager.',
  slots: 2,
  promisesReceipts: true,
  render: () => Promise.resolve(null),
  send: async (_ctx, letter) => {
    sent.push(letter);
    await isSending;
  },
});
const proof = defineMessage({
  kind: 'PLANTED_PROOF',
  class: 'PERSONAL',
  interest: null,
  proves: true,
  module: null,
  description: 'Code for a pager.',
  audience: 'select m.subject_id as recipient_id, null::uuid as group_id',
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: 'NONE',
});

let app: TestServer;
let place: Place;
let anna: Somebody;
beforeAll(async () => {
  // A server of its own: it has a channel of the test.
  app = await startTestServer({}, 'all', [defineDomain({ name: 'planted', channels: [pager], messages: [proof] })]);
  place = await givenPlace(app);
  anna = await givenPerson(app, place);
  await em().execute(
    `insert into preference (id, recipient_id, interest, group_id, channel, mode) values (gen_random_uuid(), ?, 'GROUP', ?, 'PLANTED', 'NOW')`,
    [anna.personId, place.groupId],
  );
});
afterAll(() => app.stop());
beforeEach(async () => {
  await em().execute(`delete from contact where channel = 'PLANTED'`);
  sent.length = 0;
});

const em = () => app.services.em.fork();
const ctx = () => forkContext(app.services, system);
const hash = (number: string): string => hashAddress(app.services, number);

async function givenPager(number: string, isVerified = true): Promise<string> {
  const id = randomUUID();
  await em().execute(
    `insert into contact (id, recipient_id, channel, address_hash, verified_at) values (?, ?, 'PLANTED', ?, ?)`,
    [id, anna.personId, hash(number), isVerified ? new Date() : null],
  );
  return id;
}
async function settle(subjectId: string): Promise<void> {
  await expect.poll(() => isSettled(app, subjectId), { timeout: 15_000 }).toBe(true);
}
async function givenSent(): Promise<Letter> {
  await settle(await givenNews(app, place, [place.groupId]));
  const [letter] = sent.splice(0);
  if (letter === undefined) throw new Error('nothing was sent');
  return letter;
}
async function stateOf({ token }: Letter): Promise<unknown> {
  const [row] = await em().execute(
    `select state, failure, failure_kind as kind,
       (select count(*)::int from delivery_receipt r where r.delivery_message_id = d.message_id
          and r.delivery_contact_id = d.contact_id) as receipts
     from delivery d where token = ?`,
    [token],
  );
  return row;
}
const take = async (receipt: Pick<Receipt, 'token' | 'state'> & Partial<Receipt>) =>
  (await takeReceipt(ctx(), { channel: 'PLANTED', ...receipt })).outcome;
async function countOf(outcome: string): Promise<number> {
  const [row]: { n: number }[] = await em().execute(
    `select coalesce(sum(count), 0)::int as n from receipt_count where channel = 'PLANTED' and outcome = ?`,
    [outcome],
  );
  return row?.n ?? 0;
}

test('the first final receipt decides, later ones are notes', async () => {
  await givenPager('1');
  const letter = await givenSent();
  const { token } = letter;
  expect(token).toMatch(/^[a-z2-7]{16}$/);
  expect(await take({ token, state: 'NOTE', code: 'BUFFERED' })).toBe('NOTED');
  expect(await stateOf(letter)).toEqual({ state: 'SENT', failure: null, kind: null, receipts: 1 });
  expect(await take({ token, state: 'FAILED', code: '5.2.2' })).toBe('CHANGED');
  expect(await take({ token, state: 'FAILED', code: '5.2.2' })).toBe('NOTED');
  expect(await take({ token, state: 'DELIVERED' })).toBe('NOTED');
  expect(await stateOf(letter)).toEqual({ state: 'FAILED', failure: '5.2.2', kind: 'PERMANENT', receipts: 4 });
  for (let n = 0; n < 30; n++) await take({ token, state: 'DELIVERED' });
  expect(await stateOf(letter)).toMatchObject({ state: 'FAILED', receipts: 20 });
});

test('an unknown token, and one of another channel, are counted and change nothing', async () => {
  await givenPager('1');
  const letter = await givenSent();
  const before = await countOf('UNKNOWN_TOKEN');
  expect(await take({ token: 'a'.repeat(16), state: 'DELIVERED' })).toBe('UNKNOWN_TOKEN');
  const other = await takeReceipt(ctx(), { token: letter.token, channel: 'EMAIL', state: 'FAILED' });
  expect(other).toEqual({ outcome: 'UNKNOWN_TOKEN', delivery: null });
  expect(await countOf('UNKNOWN_TOKEN')).toBe(before + 1);
  expect(await stateOf(letter)).toMatchObject({ state: 'SENT', receipts: 0 });
});

test('a receipt that overtakes the answer of its server is asked to come again', async () => {
  await givenPager('1');
  const gate = Promise.withResolvers<undefined>();
  isSending = gate.promise.then(() => undefined);
  const post = await givenNews(app, place, [place.groupId]);
  await expect.poll(() => sent.length, { timeout: 15_000 }).toBe(1);
  const token = sent[0]?.token ?? '';
  expect(await take({ token, state: 'FAILED' })).toBe('TOO_EARLY');
  gate.resolve(undefined);
  await settle(post);
  expect(await take({ token, state: 'DELIVERED' })).toBe('CHANGED');
});

test('a promised receipt is missing after 72 hours, and may still come', async () => {
  await givenPager('1');
  const old = await givenSent();
  const young = await givenSent();
  await em().execute(`update delivery set sent_at = now() - interval '73 hours' where token = ?`, [old.token]);
  await markMissing(ctx(), 'PLANTED');
  expect([await stateOf(old), await stateOf(young)]).toMatchObject([{ state: 'UNKNOWN' }, { state: 'SENT' }]);
  expect(await take({ token: old.token, state: 'DELIVERED' })).toBe('CHANGED');
  const planned: { n: number }[] = await em().execute(
    `select count(*)::int as n from jobs.job where name = 'notification.missingReceipts' and data->>'channel' = 'PLANTED'
       and start_after > now() + interval '72 hours'`,
  );
  expect(planned[0]?.n).toBeGreaterThan(1);
});

test('a suppressed address gets nothing, also what was under way, until its owner verifies it', async () => {
  await givenPager('1');
  const contact = { channel: 'PLANTED', addressHash: hash('1') };
  const gate = Promise.withResolvers<undefined>();
  isSending = gate.promise.then(() => Promise.reject(new Error('later')));
  const underWay = await givenNews(app, place, [place.groupId]);
  await expect.poll(() => sent.length, { timeout: 15_000 }).toBe(1);
  await suppressAddress(ctx(), contact, 'BOUNCED');
  gate.resolve(undefined);
  await settle(underWay);
  isSending = Promise.resolve();
  const afterwards = await givenNews(app, place, [place.groupId]);
  await settle(afterwards);
  const pagers = async (id: string) => (await deliveriesOf(app, id)).filter(({ channel }) => channel === 'PLANTED');
  expect(await pagers(underWay)).toMatchObject([{ state: 'CANCELLED', attempts: 2 }]);
  expect(await pagers(afterwards)).toEqual([]);
  await endSuppression(ctx(), contact);
  expect(await givenSent()).toMatchObject({ recipient: { id: anna.personId } });
});

test('a contact that is not verified gets only the message that proves it; a verified one does not get this', async () => {
  const known = await givenPager('1');
  const unknown = await givenPager('2', false);
  const stopped = await givenPager('3');
  await suppressAddress(ctx(), { channel: 'PLANTED', addressHash: hash('3') }, 'STOPPED');
  await settle(await givenNews(app, place, [place.groupId]));
  expect(sent.splice(0).map(({ contactId }) => contactId)).toEqual([known]);
  const about = { municipalityId: place.municipalityId, subjectId: anna.personId };
  await write(ctx(), (tx) => enqueueMessage(tx, proof, about));
  await settle(anna.personId);
  expect(sent.map(({ contactId }) => contactId).sort()).toEqual([unknown, stopped].sort());
});

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { defineDomain } from '../kernel/domain.ts';
import { PermanentFailure } from '../kernel/message.ts';
import { givenPeople, givenPlace, type Place, type Somebody } from '../testing/builders.ts';
import { deliveriesOf, givenGroupOf, givenNews, isSettled } from '../testing/news.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { defineChannel } from './notification.channels.ts';

/** Requests that the test channel sent: an adapter to an HTTP endpoint, added without changing other files. */
const requests: string[] = [];
let answerOf = (_id: string): number => 204;
const door = createServer((request: IncomingMessage, response) => {
  const id = request.url?.slice(1) ?? '';
  requests.push(id);
  response.writeHead(answerOf(id)).end();
});
let address = '';

const pager = defineChannel({
  name: 'PLANTED',
  description: 'A pager.',
  slots: 2,
  render: () => Promise.resolve(null),
  send: async (_ctx, { id }) => {
    const { status } = await fetch(`${address}/${id}`, { method: 'POST', signal: AbortSignal.timeout(10_000) });
    if (status === 410) throw new PermanentFailure('HTTP 410');
    if (status >= 400) throw new Error(`HTTP ${status}`);
  },
});

let app: TestServer;
let place: Place;
let anna: Somebody;
let bert: Somebody;

beforeAll(async () => {
  await new Promise<void>((done) => door.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  // A server of its own: it has a channel of the test.
  app = await startTestServer({}, 'all', [defineDomain({ name: 'planted', channels: [pager] })]);
  place = await givenPlace(app);
  [anna, bert] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  for (const { personId } of [anna, bert]) await givePager(personId);
});
/** Gives the person a pager; its contact has the id of the person, so that the test knows it. */
async function givePager(personId: string): Promise<void> {
  const em = app.services.em.fork();
  await em.execute(`insert into contact (id, recipient_id, channel, verified_at) values (?, ?, 'PLANTED', now())`, [
    personId,
    personId,
  ]);
  await em.execute(
    `insert into preference (id, recipient_id, interest, group_id, channel, mode)
     select gen_random_uuid(), ?, 'GROUP', id, 'PLANTED', 'NOW' from "group"`,
    [personId],
  );
}

beforeEach(() => {
  requests.length = 0;
  answerOf = () => 204;
});
afterAll(async () => {
  await app.stop();
  door.close();
});

const pagers = async (subjectId: string) =>
  (await deliveriesOf(app, subjectId)).filter(({ channel }) => channel === 'PLANTED');
async function settled(subjectId: string) {
  await expect.poll(() => isSettled(app, subjectId), { timeout: 30_000 }).toBe(true);
  return pagers(subjectId);
}

test('a channel is an adapter: defined here, it gets what the others get', async () => {
  const told = await settled(await givenNews(app, place, [place.groupId]));
  expect(told.map(({ state, attempts }) => [state, attempts])).toEqual([
    ['SENT', 1],
    ['SENT', 1],
  ]);
  expect(requests.map((id) => id.split('.')[1]).sort()).toEqual([anna.personId, bert.personId].sort());
});

test('a door that is away is tried again under the same id, one that says never is not', async () => {
  const seen = new Set<string>();
  answerOf = (id) => {
    if (id.endsWith(bert.personId)) return 410;
    const isFirst = !seen.has(id);
    seen.add(id);
    return isFirst ? 503 : 204;
  };
  const told = await settled(await givenNews(app, place, [place.groupId]));
  expect(told.find(({ recipientId }) => recipientId === bert.personId)).toMatchObject({
    state: 'FAILED',
    failure: 'HTTP 410',
    attempts: 1,
  });
  expect(told.find(({ recipientId }) => recipientId === anna.personId)).toMatchObject({
    state: 'SENT',
    failure: null,
    attempts: 2,
  });
  expect([requests.length, new Set(requests).size]).toEqual([3, 2]);
});

test('who left, and a post that was withdrawn, stop what is still under way', async () => {
  const kita = await givenGroupOf(app, place, [anna, bert]);
  const em = app.services.em.fork();
  await em.execute(
    `insert into preference (id, recipient_id, interest, group_id, channel, mode)
     select gen_random_uuid(), person_id, 'GROUP', group_id, 'PLANTED', 'NOW' from membership where group_id = ?`,
    [kita],
  );
  answerOf = () => 503;
  const post = await givenNews(app, place, [kita]);
  const isTried = async (subjectId: string) => {
    const rows = await pagers(subjectId);
    return rows.length > 0 && rows.every(({ state, attempts }) => state === 'PENDING' && attempts > 0);
  };
  await expect.poll(() => isTried(post), { timeout: 15_000 }).toBe(true);
  answerOf = () => 204;
  await em.execute('delete from membership where group_id = ? and person_id = ?', [kita, anna.personId]);
  const told = await settled(post);
  expect(told.find(({ recipientId }) => recipientId === anna.personId)).toMatchObject({
    state: 'CANCELLED',
    failure: 'NO_LONGER_WANTED',
  });
  expect(told.find(({ recipientId }) => recipientId === bert.personId)).toMatchObject({ state: 'SENT' });

  answerOf = () => 503;
  const withdrawn = await givenNews(app, place, [kita]);
  await expect.poll(() => isTried(withdrawn), { timeout: 15_000 }).toBe(true);
  await em.execute(`update post set state = 'WITHDRAWN' where id = ?`, [withdrawn]);
  answerOf = () => 204;
  requests.length = 0;
  expect((await settled(withdrawn)).map(({ failure }) => failure)).toEqual(['NO_LONGER_WANTED']);
  expect(requests).toEqual([]);
});

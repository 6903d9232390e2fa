import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { defineDomain } from '../../kernel/domain.ts';
import { defineMessage } from '../../kernel/message.ts';
import { givenPeople, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { deliveriesOf, givenNews, isSettled } from '../../testing/news.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { defineChannel } from '../notification.channels.ts';
import { putBack } from './notification.claim.service.ts';
import { emergencySql } from './notification.emergency.service.ts';

/** Server to which the test channel sends; it answers when `answer` has resolved. */
const requests: string[] = [];
let answer = (): Promise<void> => Promise.resolve();
const door = createServer((request, response) => {
  requests.push(request.url ?? '');
  void answer().then(() => response.writeHead(204).end());
});
let address = '';

const pager = defineChannel({
  name: 'PLANTED',
  description: 'A pager.',
  slots: 2,
  render: () => Promise.resolve(null),
  send: async (_ctx, { id }) => {
    await fetch(`${address}/${id}`, { method: 'POST', signal: AbortSignal.timeout(10_000) });
  },
});

const alarm = defineMessage({
  kind: 'PLANTED_ALARM',
  description: 'An emergency.',
  class: 'EMERGENCY',
  interest: null,
  module: null,
  audience: 'select m.subject_id as recipient_id, null::uuid as group_id',
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: 'NONE',
});

let app: TestServer;
let place: Place;
let people: readonly Somebody[];

beforeAll(async () => {
  await new Promise<void>((done) => door.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  // A server of its own: it has a channel of the test.
  app = await startTestServer({}, 'all', [defineDomain({ name: 'planted', channels: [pager], messages: [alarm] })]);
  place = await givenPlace(app);
  people = await givenPeople(app, place, 6);
  for (const { personId } of people) {
    await run(`insert into contact (id, recipient_id, channel, verified_at) values (?, ?, 'PLANTED', now())`, [
      personId,
      personId,
    ]);
    await run(
      `insert into preference (id, recipient_id, interest, group_id, channel, mode)
       values (gen_random_uuid(), ?, 'GROUP', ?, 'PLANTED', 'NOW')`,
      [personId, place.groupId],
    );
  }
});
afterEach(async () => {
  answer = () => Promise.resolve();
  requests.length = 0;
  await run(`delete from message where kind = 'PLANTED_ALARM'`);
});
afterAll(async () => {
  await app.stop();
  door.close();
});

const run = (sql: string, values: readonly unknown[] = []): Promise<Record<string, string>[]> =>
  app.services.em.fork().execute(sql, [...values]);

/** An emergency delivery whose job has not begun yet; written so many minutes ago. */
async function givenWaiting(minutes = 0): Promise<void> {
  const [message] = await run(
    `insert into message (id, municipality_id, kind, subject_id, at)
     values (gen_random_uuid(), ?, 'PLANTED_ALARM', ?, now()) returning id`,
    [place.municipalityId, people[0]?.personId],
  );
  await run(
    `insert into delivery (message_id, contact_id, recipient_id, channel, lane, state, due_at)
     values (?, ?, ?, 'PLANTED', 'EMERGENCY', 'PENDING', now() - make_interval(mins => ?::int))`,
    [message?.id, people[0]?.personId, people[0]?.personId, minutes],
  );
}
/** Ends the emergency, and the waiting of the jobs that have put themselves off. */
async function setTried(): Promise<void> {
  await run(`update delivery set attempts = 1 where lane = 'EMERGENCY'`);
  await run(`update delivery set due_at = now() where state = 'PENDING' and due_at > now()`);
  await run(`update jobs.job set start_after = now() where state = 'created' and start_after > now()`);
}

const pagers = async (subjectId: string) =>
  (await deliveriesOf(app, subjectId)).flatMap(({ channel, state }) => (channel === 'PLANTED' ? [state] : []));
const isSent = async (subjectId: string): Promise<void> => {
  await expect.poll(() => isSettled(app, subjectId), { timeout: 20_000 }).toBe(true);
  expect(await pagers(subjectId)).toEqual(people.map(() => 'SENT'));
};

/** Waits until a job of the queue has put itself off. */
const isPutOff = (queue: string): Promise<void> =>
  expect
    .poll(() => run(`select from jobs.job where name = ? and state = 'created' and start_after > now()`, [queue]), {
      timeout: 10_000,
    })
    .toHaveLength(1);

test('while an emergency delivery waits, no news is fanned out; when it was tried, news follow', async () => {
  await givenWaiting();
  const post = await givenNews(app, place, [place.groupId]);
  await isPutOff('notification.spread');
  expect(await deliveriesOf(app, post)).toEqual([]);
  await setTried();
  await isSent(post);
});

test('an emergency delivery that waits for more than ten minutes stops nothing', async () => {
  await givenWaiting(11);
  await isSent(await givenNews(app, place, [place.groupId]));
});

test('an emergency delivery that its job could not start goes on waiting, and begins no new pause', async () => {
  await givenWaiting(11);
  await run(`update delivery set state = 'SENDING', attempts = 1 where lane = 'EMERGENCY'`);
  const [row] = await run(
    `select message_id as "messageId", contact_id as "contactId" from delivery where lane = 'EMERGENCY'`,
  );
  const { messageId = '', contactId = '' } = row ?? {};
  const untried = { messageId, contactId, attempts: 0, failure: null, failureKind: null, wait: 0 };
  await putBack(forkContext(app.services, system), 'PLANTED', 'EMERGENCY', [untried]);
  const old = await run(`select from delivery where lane = 'EMERGENCY' and due_at < now() - interval '10 minutes'`);
  expect(old).toHaveLength(1);
});

test('news that are being sent stop too: no delivery starts until the emergency delivery was tried', async () => {
  const waits = Promise.withResolvers<undefined>();
  answer = () => waits.promise;
  const post = await givenNews(app, place, [place.groupId]);
  await expect.poll(() => requests.length, { timeout: 10_000 }).toBe(2); // both slots are busy
  await pause(150); // the answer that no emergency waits is used for 100 ms
  await givenWaiting();
  waits.resolve(undefined);
  await isPutOff('notification.send.PLANTED');
  expect(requests).toHaveLength(2);
  expect((await pagers(post)).toSorted()).toEqual(['PENDING', 'PENDING', 'PENDING', 'PENDING', 'SENT', 'SENT']);
  await setTried();
  await isSent(post);
  expect(new Set(requests).size).toBe(6);
  expect(requests).toHaveLength(6);
});

test('control: without an emergency the same news are sent to the end at once', async () => {
  const waits = Promise.withResolvers<undefined>();
  answer = () => waits.promise;
  const post = await givenNews(app, place, [place.groupId]);
  await expect.poll(() => requests.length, { timeout: 10_000 }).toBe(2);
  waits.resolve(undefined);
  await isSent(post);
  expect(await run(`select from jobs.job where start_after > now()`)).toEqual([]);
});

/** Answer to the question while a job that fans out an emergency message waits, which was written so many minutes ago. */
async function asksWithUnspread(minutes: number): Promise<boolean | undefined> {
  const em = app.services.em.fork();
  await em.begin();
  try {
    await em.execute(
      `insert into jobs.job (name, data, created_on, start_after, policy)
       select name, '{}', now() - make_interval(mins => ?::int), now() - interval '11 minutes', policy
       from jobs.queue where name = 'notification.spread.EMERGENCY'`,
      [minutes],
    );
    const [row]: { waits: boolean }[] = await em.execute(emergencySql);
    return row?.waits;
  } finally {
    await em.rollback();
  }
}

test('an emergency message stops news before its first delivery is written, for at most ten minutes', async () => {
  expect(await asksWithUnspread(0)).toBe(true);
  expect(await asksWithUnspread(11)).toBe(false);
});

test('an index answers the question, however many news wait', async () => {
  const plan = await app.services.em.fork().transactional(async (em) => {
    const messages = `insert into message (id, municipality_id, kind, subject_id, at)
      select gen_random_uuid(), ?, 'PLANTED_ALARM', gen_random_uuid(), now() from generate_series(1, 500) returning id`;
    await em.execute(
      `with m as (${messages}) insert into delivery (message_id, contact_id, recipient_id, channel, lane, state)
       select m.id, k.id, k.recipient_id, 'NOBODY', 'BULK', 'PENDING' from m cross join contact k where k.channel = 'PLANTED'`,
      [place.municipalityId],
    );
    await em.execute('analyze delivery');
    return em.execute(`explain ${emergencySql}`);
  });
  expect(JSON.stringify(plan)).toContain('delivery_emergency_index');
});

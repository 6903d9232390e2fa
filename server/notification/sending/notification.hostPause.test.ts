import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPerson, givenPlace, type Place } from '../../testing/builders.ts';
import { endPauses, givenGroupOf, givenNews } from '../../testing/news.ts';
import { givenPhone, type Phone } from '../../testing/phones.ts';
import { type PushService, startPushService } from '../../testing/push.ts';
import { hasServers, startTestServer, type TestServer } from '../../testing/server.ts';
import { statementsOf } from '../../testing/statements.ts';
import { deferHost, deferredFor, resumeHost } from './notification.hostPause.service.ts';

/** Server without a worker: each test decides which process sends. */
let app: TestServer;
let push: PushService;
let place: Place;

beforeAll(async () => {
  push = await startPushService();
  // A server of its own: pauses of hosts count for all towns.
  app = await startTestServer({ outsideHosts: [push.host], compareMs: 3_600_000 }, 'web');
  push.vapidKey = app.services.pushKeys.publicKey;
  place = await givenPlace(app);
});
afterEach(async () => {
  push.answerOf = () => ({ status: 201 });
  await endPauses(app);
});
afterAll(async () => {
  await app.stop();
  push.stop();
});

const start = Date.now();
const at = (seconds: number) =>
  Object.assign(forkContext(app.services, system), { now: () => new Date(start + 1000 * seconds) });
const isDeferred = (host: string, ...seconds: readonly number[]): readonly boolean[] =>
  seconds.map((second) => deferredFor(at(second), host) > 0);
const rowsOf = (host: string) =>
  app.services.em.fork().execute('select pause_ms from host_pause where host = ?', [host]);

test('a host that keeps us waiting is deferred, each time longer, and no other host is', async () => {
  const host = 'tarpit.example';
  expect(isDeferred(host, 0)).toEqual([false]);
  await deferHost(at(0), host);
  expect(isDeferred(host, 29, 31)).toEqual([true, false]);
  expect(isDeferred('example.org', 1)).toEqual([false]);
  await deferHost(at(31), host);
  expect(isDeferred(host, 90, 92)).toEqual([true, false]);
  for (let n = 0; n < 20; n++) await deferHost(at(1000 * (n + 1)), host);
  expect(isDeferred(host, 20_000 + 959, 20_000 + 961)).toEqual([true, false]);
});

test('the first success after a pause forgets it; one whose request began before the pause does not', async () => {
  const host = 'push.example';
  await deferHost(at(0), host);
  await resumeHost(at(1), host);
  expect(isDeferred(host, 2)).toEqual([true]);
  await deferHost(at(31), host);
  await resumeHost(at(95), host);
  expect(await rowsOf(host)).toEqual([]);
  await deferHost(at(96), host);
  expect(isDeferred(host, 125, 127)).toEqual([true, false]);
});

test('a host gets the pause for which it asks, and its next failure a short one', async () => {
  const host = 'busy.example';
  await deferHost(at(0), host, 3_600_000);
  expect(isDeferred(host, 3599, 3601)).toEqual([true, false]);
  await deferHost(at(3601), host);
  expect(isDeferred(host, 3601 + 29, 3601 + 31)).toEqual([true, false]);
});

test('fifty requests that fail together store one pause; a host without a pause costs no statement', async () => {
  const fail = (askedMs?: number) => () =>
    Promise.all(Array.from({ length: 50 }, () => deferHost(at(0), 'down.example', askedMs)));
  expect(await statementsOf(app, fail())).toHaveLength(1);
  expect(await statementsOf(app, fail(90_000))).toHaveLength(1);
  expect(await statementsOf(app, () => resumeHost(at(0), 'example.org'))).toEqual([]);
});

test('a pause that nobody renewed for a day is forgotten', async () => {
  await deferHost(at(0), 'old.example');
  await deferHost(at(90_000), 'new.example');
  expect([await rowsOf('old.example'), await rowsOf('new.example')]).toEqual([[], [{ pause_ms: 30_000 }]]);
});

const sendTest = `mutation($input: SendTestMessageInput!) { sendTestMessage(input: $input) { userErrors { code } } }`;

async function sendTestTo({ browser, id }: Phone): Promise<void> {
  const municipalityId = toGlobalId('Municipality', place.municipalityId);
  const sent = await browser.askData(sendTest, { input: { contactId: id, municipalityId } });
  expect(sent.sendTestMessage.userErrors).toEqual([]);
}

/** Runs a job in the process of this server. */
async function runJob({ services }: TestServer, queue: string, data: object = { claim: v7() }): Promise<void> {
  await services.registry.jobs.get(queue)?.run(services, data as never);
}

/** Data of the newest job that fans a message out. */
async function messagesOf(): Promise<object> {
  const [row]: { data: object }[] = await app.services.em
    .fork()
    .execute(`select data from jobs.job where name = 'notification.spread' order by created_on desc limit 1`);
  return row?.data ?? expect.fail('no message was enqueued');
}

const failureOf = async ({ id }: Phone): Promise<unknown> => {
  const contactId = Buffer.from(id, 'base64url').toString().split(':')[1];
  const [row] = await app.services.em
    .fork()
    .execute('select state, failure from delivery where contact_id = ? order by message_id desc', [contactId]);
  return row;
};

test.skipIf(!hasServers)('a host that one process defers is not asked by another process', async () => {
  const other = await startTestServer({ ...app.config, port: 0 }, 'web');
  const phones = [
    await givenPhone(app, push, await givenPerson(app, place)),
    await givenPhone(app, push, await givenPerson(app, place)),
  ] as const;
  push.answerOf = () => ({ status: 429, headers: { 'retry-after': '600' } });
  await sendTestTo(phones[0]);
  await runJob(app, 'notification.send.PUSH.PERSONAL');
  expect(await failureOf(phones[0])).toEqual({ state: 'PENDING', failure: 'HTTP_429' });
  push.answerOf = () => ({ status: 201 });
  await sendTestTo(phones[1]);
  await runJob(other, 'notification.send.PUSH.PERSONAL');
  expect(await failureOf(phones[1])).toEqual({ state: 'PENDING', failure: 'HOST_PAUSES' });
  expect(await push.take(phones[1].subscription, 0)).toEqual([]);

  // Control: without the shared row the other process asks the host.
  await endPauses(app);
  await app.services.em.fork().execute(`update delivery set due_at = now() where state = 'PENDING'`);
  await runJob(other, 'notification.send.PUSH.PERSONAL');
  expect(await failureOf(phones[1])).toEqual({ state: 'SENT', failure: null });
  await other.stop();
});

test('pauses are read by statements that run anyway, however many deliveries a job has', async () => {
  const people = await givenPeople(app, place, 30);
  for (const person of people) await givenPhone(app, push, person);
  const pushedTo = async (count: number) => {
    const groupId = await givenGroupOf(app, place, people.slice(0, count));
    await givenNews(app, place, [groupId]);
    await runJob(app, 'notification.spread', await messagesOf());
    const before = push.pushed.length;
    const sent = await statementsOf(app, () => runJob(app, 'notification.send.PUSH'));
    expect(push.pushed.length - before).toBe(count);
    return sent.filter((sql) => sql.includes('host_pause'));
  };
  for (const sql of [...(await pushedTo(1)), ...(await pushedTo(30))]) expect(sql).toContain('delivery');
  expect(await pushedTo(1)).not.toEqual([]);
});

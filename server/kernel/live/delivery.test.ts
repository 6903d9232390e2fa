import { randomUUID } from 'node:crypto';
import { afterAll, expect } from 'vitest';
import { startHub } from '../../testing/hub.ts';
import { type Answer, watch } from '../../testing/client.ts';
import { statementsOf } from '../../testing/statements.ts';
import { test } from '../../testing/fixtures.ts';

let hub: Awaited<ReturnType<typeof startHub>>;
test.beforeAll(async ({ app }) => {
  hub = await startHub(app);
});
afterAll(async () => {
  await hub.stop();
});

test('a hundred watchers, one change: one read, one execution, and no statement asks for versions', async ({ app }) => {
  const id = randomUUID();
  const clients = Array.from({ length: 20 }, () => hub.connect().client);
  const watches = clients.flatMap((client) => Array.from({ length: 5 }, () => watch(client, state, { id })));
  await Promise.all(watches.map((one) => one.until(has(0))));
  const reads = hub.reads.length;
  const executions = hub.multicast.stats.executions;
  const change = await statementsOf(app, async () => {
    await hub.change(1, id);
    await Promise.all(watches.map((one) => one.until(has(1))));
  });
  expect([hub.reads.length - reads, hub.multicast.stats.executions - executions]).toEqual([1, 1]);
  expect(change.filter((sql) => /from topic_version/.test(sql))).toEqual([]);
  await Promise.all(clients.map((client) => client.dispose()));
  await expect.poll(() => hub.multicast.groups().length).toBe(0);
});

test('equal variables share, in whichever order they are named; unequal ones do not', async () => {
  const id = randomUUID();
  const { client } = hub.connect();
  const given = [{ id, size: 1 }, { size: 1, id }, { id, size: 2 }, { id }];
  const watches = given.map((variables) => watch(client, state, variables));
  const texts = await Promise.all(watches.map((one) => one.until(has(0))));
  expect(texts.map((one) => told(one).text)).toEqual(['€', '€', '€€', '']);
  expect(hub.multicast.groups().map(({ subscribers }) => subscribers.size)).toEqual([2, 1, 1]);
  await client.dispose();
});

test('many that come at once cost one or two statements for their versions', async ({ app }) => {
  const ids = Array.from({ length: 50 }, () => randomUUID());
  const { client } = hub.connect();
  await watch(client, '{ none }').ended;
  const sent = await statementsOf(app, async () => {
    await Promise.all(ids.map((id) => watch(client, state, { id }).until(has(0))));
  });
  expect(sent.filter((sql) => /from topic_version/.test(sql)).length).toBeLessThanOrEqual(5);
  await client.dispose();
});

test('eight subscriptions that change together leave in one write, whole, whatever their ids and sizes', async () => {
  const ids = Array.from({ length: 8 }, () => randomUUID());
  const names = ['1', 'a"\\', 'übermorgen', '日本', '😀', 'x'.repeat(36), 'y'.repeat(300), '\n'];
  const sizes = [0, 1, 20, 21, 41, 1000, 21_840, 30_000]; // three bytes each: around 125 bytes and 64 KiB
  const { client } = hub.connect({ generateID: () => names[n++]! });
  let n = 0;
  const before = new Set(hub.sockets);
  const watches = ids.map((id, i) => watch(client, state, { id, size: sizes[i] }));
  await Promise.all(watches.map((one) => one.until(has(0))));
  const [socket] = [...hub.sockets].filter((one) => !before.has(one));
  const writes: number[] = [];
  const { write } = socket!;
  for (let round = 1; round <= 10; round++) {
    let count = 0;
    socket!.write = ((...args: Parameters<typeof write>) => {
      count++;
      return write.apply(socket, args);
    }) as typeof write;
    await hub.change(round, ...ids);
    const last = await Promise.all(watches.map((one) => one.until(has(round))));
    expect(last.map((one) => told(one).text.length)).toEqual(sizes);
    writes.push(count);
  }
  expect(writes.sort()[5]).toBe(1);
  for (const one of watches) expect(one.messages.map((message) => told(message).n)).toEqual([...Array(11).keys()]);
  await client.dispose();
});

test('a read that failed is made good by the next comparison, and so is a database that was restored from a backup', async ({
  app,
}) => {
  const id = randomUUID();
  const { client } = hub.connect();
  const one = watch(client, state, { id });
  await one.until(has(0));
  hub.failing.add(id);
  await hub.change(1, id);
  await expect.poll(() => hub.failing.size).toBe(0);
  expect(one.messages.length).toBe(1);
  await hub.multicast.compare();
  await one.until(has(1));
  for (const n of [2, 3]) await hub.change(n, id);
  await one.until(has(3));
  await app.services.em.fork().execute('update topic_version set version = 2 where topic = ?', [`hubState:${id}`]);
  await hub.multicast.compare();
  await expect.poll(() => told(one.messages.at(-1)!).n).toBe(2);
  await client.dispose();
});

const state = `subscription($id: ID, $size: Int) { hubState(id: $id, size: $size) { n text cursor } }`;
const told = ({ data }: Answer) => data?.hubState;
const has = (n: number) => (message: Answer) => told(message)?.n === n;

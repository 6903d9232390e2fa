import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect } from 'vitest';
import { type Answer, watch } from '../../testing/client.ts';
import { startHub } from '../../testing/hub.ts';
import { type TestServer } from '../../testing/server.ts';
import { writers } from '../../testing/writers.ts';
import { system } from '../actor.ts';
import { forkContext } from '../context.ts';
import { write } from '../events.ts';
import { accessChanged } from './principal.ts';
import { test } from '../../testing/fixtures.ts';

let hub: Awaited<ReturnType<typeof startHub>>;

describe.each(writers)('$name', ({ open }) => {
  test.beforeAll(async ({ app }) => {
    hub = await startHub(app, open);
  });
  afterAll(() => hub.stop());

  test('a reader that stops for thousands of events gets the last state; nobody else notices, nothing piles up', async ({
    app,
  }) => {
    const id = randomUUID();
    const events = 3000;
    const slow = hub.connect();
    const quick = hub.connect();
    const [stuck, lively] = [slow, quick].map(({ client }) => watch(client, state, { id, size }));
    await Promise.all([stuck!.until(has(0)), lively!.until(has(0))]);
    slow.sockets[0]!.pause();
    await storm(app, `hubState:${id}`, events);
    await lively!.until(has(events));
    const held = [...hub.sockets].map(({ writableLength }) => writableLength);
    expect(Math.max(...held)).toBeGreaterThan(0); // the kernel accepts no more
    expect(Math.max(...held)).toBeLessThan(2 * 3 * size);
    const sent = hub.multicast.stats.messages;
    slow.sockets[0]!.resume();
    await stuck!.until(has(events));
    expect(hub.multicast.stats.messages - sent).toBe(1);
    for (const one of [stuck!, lively!]) expect(numbersOf(one)).toEqual(numbersOf(one).sort((a, b) => a - b));
    expect(stuck!.messages.length).toBeLessThan(lively!.messages.length);
    await Promise.all([slow.client.dispose(), quick.client.dispose()]);
  });

  test('a list tells every entry once and in order, across spells in which its reader is stuck', async ({ app }) => {
    const id = randomUUID();
    const { client, sockets } = hub.connect();
    const ballast = watch(client, state, { id: `${id} ballast`, size });
    const entries = watch(client, list, { id });
    await Promise.all([ballast.until(has(0)), entries.until(has(0))]);
    let n = 0;
    let version = 0;
    /** Fills the socket until it is stuck, repeatedly, because the kernel may accept more after a while. */
    const jam = async (): Promise<void> => {
      while (!isSomebodyStuck()) await storm(app, `hubState:${id} ballast`, (version += 100), version - 99);
    };
    for (const spell of [1, 2]) {
      sockets[0]!.pause();
      while (n < spell * 60) {
        await jam();
        await hub.change(++n, id);
      }
      const before = entries.messages.length;
      sockets[0]!.resume();
      await entries.until(has(n));
      expect(entries.messages.length).toBeLessThan(before + 15); // the hints of the last changes may be on their way
      for (const end = n + 5; n < end;) await hub.change(++n, id);
      await entries.until(has(n));
    }
    expect(entries.messages.flatMap((message) => told(message).entries)).toEqual(upTo(n));
    await client.dispose();
  });

  test('who may watch no longer is told so in the middle of a storm, and then nothing more', async ({ app }) => {
    const id = randomUUID();
    const person = randomUUID();
    const dismissed = hub.connect({ connectionParams: { person } });
    const other = hub.connect();
    const [own, others] = [dismissed, other].map(({ client }) => watch(client, state, { id }));
    await Promise.all([own!.until(has(0)), others!.until(has(0))]);
    const storming = storm(app, `hubState:${id}`, 500);
    hub.closed.add(person);
    await write(forkContext(app.services, system), (tx) => Promise.resolve(accessChanged(tx, person)));
    expect(await own!.ended).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    const count = own!.messages.length;
    await storming;
    await hub.change(501, id);
    await others!.until(has(501));
    expect(own!.messages.length).toBe(count);
    await Promise.all([dismissed.client.dispose(), other.client.dispose()]);
  });

  test('a document about the viewer is run for each, beside those that share', async () => {
    const id = randomUUID();
    const a = hub.connect({ connectionParams: { person: randomUUID() } });
    const b = hub.connect();
    const viewer = `subscription($id: ID) { hubState(id: $id) { n viewer } }`;
    const one = watch(a.client, viewer, { id });
    const two = watch(b.client, viewer, { id });
    const shared = watch(a.client, state, { id });
    await Promise.all([one, two, shared].map((each) => each.until(has(0))));
    await hub.change(1, id);
    await Promise.all([one, two, shared].map((each) => each.until(has(1))));
    expect(one.messages.map((message) => told(message).viewer)).toEqual(['person', 'person']);
    expect(two.messages.map((message) => told(message).viewer)).toEqual(['anonymous', 'anonymous']);
    await Promise.all([a.client.dispose(), b.client.dispose()]);
  });
});

const state = `subscription($id: ID, $size: Int) { hubState(id: $id, size: $size) { n text } }`;
const list = `subscription($id: ID, $after: String) { hubList(id: $id, after: $after) { n entries cursor } }`;
const told = ({ data }: Answer) => data?.hubState ?? data?.hubList;
const has = (n: number) => (message: Answer) => told(message)?.n === n;
const numbersOf = (one: { messages: readonly Answer[] }): number[] => one.messages.map((message) => told(message).n);
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** Number of characters of three bytes: far more than the kernel buffers for a client that does not read. */
const size = 10_000;

/**
 * Sets the version in the database to `last`, publishes a hint for each version on the way and waits until it is read,
 * or until a client is stuck.
 */
async function storm(app: TestServer, topic: string, last: number, first = 1): Promise<void> {
  const sql = `insert into topic_version (topic, version) values (?, ?)
    on conflict (topic) do update set version = excluded.version`;
  await app.services.em.fork().execute(sql, [topic, last]);
  for (let version = first; version <= last; version++) {
    const before = hub.reads.length;
    const isNews = isNewTo(topic, version);
    app.services.bus.publish({ topic, version });
    do await new Promise(setImmediate);
    while (isNews && hub.reads.length === before && !isSomebodyStuck());
  }
}

/** False if a comparison with the database was faster than the hint: then the hint causes no read. */
function isNewTo(topic: string, version: number): boolean {
  return hub.multicast.groups().some((group) => group.topic === topic && group.version < version);
}

function isSomebodyStuck(): boolean {
  return [...hub.sockets].some(({ writableLength }) => writableLength > 0);
}

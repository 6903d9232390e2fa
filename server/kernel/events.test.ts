import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { anonymous } from './actor.ts';
import { type Context, forkContext } from './context.ts';
import { defineDomain } from './domain.ts';
import { announce, defineEvent, on, record, write } from './events.ts';
import { enqueue, handle } from './jobs.ts';
import { defineQueue } from './queue.ts';
import type { Hint } from './live/hint.ts';

const topic = { name: 'test', id: ({ id }: { id: string }) => id };
const happened = defineEvent<{ id: string }>('test.happened');
const queue = defineQueue<{ id: string }>('testEvents.queue');
const hints: Hint[] = [];
const domain = defineDomain({
  name: 'testEvents',
  listeners: [
    on(happened, async (tx, event) => {
      announce(tx, topic, event.facts, event);
      await enqueue(tx, queue, event.facts);
    }),
  ],
  jobs: [handle(queue, () => Promise.reject(new Error('no worker runs here')))],
});

let app: TestServer;
beforeAll(async () => {
  // A server of its own: it has a domain of the test, and no worker, so that the jobs stay and can be counted.
  app = await startTestServer({}, 'web', [domain]);
});
afterAll(() => app.stop());

const context = (): Context => forkContext(app.services, anonymous);

async function listened(): Promise<string> {
  const id = randomUUID();
  await app.services.bus.subscribe(`test:${id}`, (hint) => hints.push(hint));
  return id;
}

async function traces(id: string): Promise<unknown> {
  const em = app.services.em.fork();
  const count = async (sql: string): Promise<unknown> => (await em.execute(sql, [id]))[0]?.n;
  return {
    events: await count(`select count(*)::int as n from domain_event where facts ->> 'id' = ?`),
    jobs: await count(`select count(*)::int as n from jobs.job where data ->> 'id' = ?`),
    version: await count(`select max(version)::int as n from topic_version where topic = 'test:' || ?`),
    log: await count(`select count(*)::int as n from topic_log where topic = 'test:' || ?`),
    hints: hints.filter((hint) => hint.topic === `test:${id}`).length,
  };
}
const all = { events: 1, jobs: 1, version: 1, log: 1, hints: 1 };
const nothing = { events: 0, jobs: 0, version: null, log: 0, hints: 0 };

test('committed: row, job, version, log and hint; rolled back: nothing of it', async () => {
  const good = await listened();
  const bad = await listened();
  await write(context(), (tx) => record(tx, happened({ id: good })));
  const failing = write(context(), async (tx) => {
    await record(tx, happened({ id: bad }));
    await tx.em.flush();
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await expect.poll(() => traces(good)).toEqual(all);
  expect(await traces(bad)).toEqual(nothing);
});

test('a nested write joins the outer one and fails with it', async () => {
  const good = await listened();
  const bad = await listened();
  await write(context(), async (tx) => {
    await write(tx, (inner) => record(inner, happened({ id: good })));
    expect(hints.some((hint) => hint.topic === `test:${good}`)).toBe(false);
  });
  const failing = write(context(), async (tx) => {
    await write(tx, (inner) => record(inner, happened({ id: bad })));
    throw new Error('outer');
  });
  await expect(failing).rejects.toThrow('outer');
  await expect.poll(() => traces(good)).toEqual(all);
  expect(await traces(bad)).toEqual(nothing);
});

test('inside write the entity manager of the request joins the transaction (on PGlite a second one would wait forever)', async () => {
  const ctx = context();
  const id = await listened();
  await write(ctx, async (tx) => {
    await record(tx, happened({ id }));
    await tx.em.flush();
    const seen = await ctx.em.execute(`select count(*)::int as n from domain_event where facts ->> 'id' = ?`, [id]);
    expect(seen[0]?.n).toBe(1);
  });
});

test('sixty writers on two topics in opposite order: no deadlock, versions exact, the log without gaps', async () => {
  const x = await listened();
  const y = await listened();
  const writers = Array.from({ length: 60 }, (_, i) =>
    write(context(), async (tx) => {
      for (const id of i % 2 === 0 ? [x, y] : [y, x]) await record(tx, happened({ id }));
    }),
  );
  await Promise.all(writers);
  for (const id of [x, y]) expect(await traces(id)).toMatchObject({ events: 60, jobs: 60, version: 60, log: 60 });
});

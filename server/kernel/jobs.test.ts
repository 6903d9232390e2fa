import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { system } from './actor.ts';
import { forkContext } from './context.ts';
import { defineDomain } from './domain.ts';
import { write } from './events.ts';
import { enqueue, enqueueAgain, handle } from './jobs.ts';
import { defineQueue } from './queue.ts';

/** Moment in the past for the database, and in the future for a process whose clock is late. */
const past = new Date('2020-01-01T00:00Z');
const came: { readonly name: string; readonly at: number }[] = [];
const early = defineQueue<{ readonly name: string }>('testJobs.early');

const domain = defineDomain({
  name: 'testJobs',
  jobs: [
    handle(early, async (services, { name }) => {
      const at = performance.now();
      came.push({ name, at });
      if (came.filter((each) => each.name === name).length > 2) return;
      await write(forkContext(services, system), (tx) => enqueueAgain(tx, early, { name }, past));
    }),
  ],
});

let app: TestServer;
beforeAll(async () => {
  // A server of its own: it has a job of the test.
  app = await startTestServer({}, 'all', [domain]);
});
afterAll(() => app.stop());

async function gapsOf(name: string): Promise<number[]> {
  await write(forkContext(app.services, system), (tx) => enqueue(tx, early, { name }));
  await expect.poll(() => came.filter((each) => each.name === name).length, { timeout: 20_000 }).toBe(3);
  const times = came.filter((each) => each.name === name).map(({ at }) => at);
  return times.slice(1).map((at, place) => at - (times[place] ?? at));
}

test('a job that comes too early comes again after a second, whatever the clock of its process says', async () => {
  for (const gap of await gapsOf('early')) expect(gap).toBeGreaterThan(900);
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { createLimits } from './limits.ts';
import { createTraffic } from './traffic.ts';

// A server of its own: traffic is that of the whole installation.
let app: TestServer;

beforeAll(async () => {
  app = await startTestServer();
});
afterAll(() => app.stop());

const minuteMs = 60_000;

/** Counts of past minutes, the newest one minute ago. */
async function givenPast(minutes: number, requests: number): Promise<void> {
  await app.services.em.fork().execute(
    `insert into traffic_minute select date_trunc('minute', now()) - make_interval(mins => n), ?
     from generate_series(1, ?::int) n`,
    [requests, minutes],
  );
}
async function rows(): Promise<{ minute: number; requests: number }[]> {
  const sql = 'select (extract(epoch from minute) / 60)::int as minute, requests from traffic_minute';
  return app.services.em.fork().execute(sql);
}
const clear = (): Promise<unknown> => app.services.em.fork().execute('delete from traffic_minute');

/** Traffic whose clock can be moved, with counters of its own. */
function openTraffic() {
  const clock = { ms: Date.now() };
  const { em, log } = app.services;
  const limits = createLimits(randomUUID(), undefined);
  return { clock, traffic: createTraffic({ em, limits, log, now: () => new Date(clock.ms) }) };
}

test('120 requests in a minute are usual where nothing is known', async () => {
  await clear();
  const { traffic } = openTraffic();
  const answers = [];
  for (let n = 0; n < 121; n++) answers.push(await traffic.add(1));
  expect(answers.indexOf(true)).toBe(120);
  expect(await traffic.add(-1)).toBe(false);
  await traffic.close();
});

test('ten times the median of seven days is usual; fewer than half of all minutes with requests have the median 0', async () => {
  for (const [minutes, usual] of [
    [5041, 300],
    [5000, 120],
  ] as const) {
    await clear();
    await givenPast(minutes, 30);
    const { traffic } = openTraffic();
    await traffic.add(1);
    await traffic.close(); // the median is read
    const answers = [];
    for (let n = 1; n < usual + 2; n++) answers.push(await traffic.add(1));
    expect([minutes, answers.indexOf(true) + 1]).toEqual([minutes, usual]);
  }
});

test('each minute is stored once with what remains unconfirmed, and older ones than seven days are deleted', async () => {
  await clear();
  await app.services.em.fork().execute(`insert into traffic_minute values (now() - interval '8 days', 5)`);
  const { clock, traffic } = openTraffic();
  for (const points of [1, 1, 1, -1] as const) await traffic.add(points);
  const first = Math.floor(clock.ms / minuteMs);
  clock.ms += minuteMs;
  await traffic.add(1);
  await traffic.close();
  expect(await rows()).toEqual([{ minute: first, requests: 2 }]);
});

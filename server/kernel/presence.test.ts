import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { connectRedis, waitForRedis } from './live/bus.redis.ts';
import { createPresence, type Presence } from './presence.ts';

const redisUrl = process.env.REDIS_URL;
const redis = redisUrl === undefined ? undefined : connectRedis(redisUrl);
const away = connectRedis('redis://127.0.0.1:1');
afterAll(() => {
  for (const connection of [redis, away]) connection?.disconnect();
});

let now = 1_000_000;
const ways: [string, typeof redis][] = [
  ['in memory', undefined],
  ['with a Redis that is away', away],
];
if (redis !== undefined) ways.push(['in Redis', redis]);

describe.each(ways)('%s', (_way, connection) => {
  const given = async (): Promise<Presence> => {
    if (connection === redis && redis !== undefined) await waitForRedis(redis, 5000);
    return createPresence(randomUUID(), connection, () => now);
  };

  test('people are where they said last, until they leave or say nothing for too long', async () => {
    const presence = await given();
    const ada = { who: 'ada', place: 'door' };
    const bob = { who: 'bob', place: 'door' };
    await presence.enter('hall', ada, { at: 1 }, 1000);
    await presence.enter('hall', bob, { at: 2 }, 5000);
    await presence.enter('hall', { ...ada, place: 'window' }, { at: 3 }, 1000);
    await presence.enter('yard', ada, { at: 4 }, 1000);
    await presence.leave('hall', ada); // refers to the place that Ada has left already
    expect(await presence.list('hall')).toEqual([
      { who: 'ada', what: { at: 3 }, until: now + 1000 },
      { who: 'bob', what: { at: 2 }, until: now + 5000 },
    ]);
    now += 1000;
    expect((await presence.list('hall')).map(({ who }) => who)).toEqual(['bob']);
    await presence.leave('hall', bob);
    await presence.leave('hall', bob);
    expect(await presence.list('hall')).toEqual([]);
  });
});

test.skipIf(redis === undefined)('two processes know the same, and the key ends by itself', async () => {
  if (redis === undefined) return;
  await waitForRedis(redis, 5000);
  const id = randomUUID();
  const one = createPresence(id, redis, Date.now);
  const other = createPresence(id, redis, Date.now);
  await one.enter('hall', { who: 'ada', place: 'door' }, { at: 1 }, 400);
  expect((await other.list('hall')).map(({ who }) => who)).toEqual(['ada']);
  await expect.poll(() => redis.exists(`${id}:presence:hall`)).toBe(0);
});

import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { connectRedis, waitForRedis } from './live/bus.redis.ts';
import { createNotes } from './notes.ts';

test('a note is taken once, and not after its time', async () => {
  const notes = createNotes('installation', undefined);
  await notes.put('a', 'text', 60);
  expect(await notes.take('a')).toBe('text');
  expect(await notes.take('a')).toBeUndefined();
  await notes.put('b', 'text', 0.01);
  await new Promise((done) => setTimeout(done, 20));
  expect(await notes.take('b')).toBeUndefined();
});

test.skipIf(process.env.REDIS_URL === undefined)(
  'processes share notes; two that take one at once get it once',
  async () => {
    const redis = [connectRedis(process.env.REDIS_URL ?? ''), connectRedis(process.env.REDIS_URL ?? '')];
    await Promise.all(redis.map((one) => waitForRedis(one, 5000)));
    const name = randomUUID();
    const [here, there] = redis.map((one) => createNotes(name, one));
    await here!.put('a', 'text', 60);
    const taken = await Promise.all([here!.take('a'), there!.take('a')]);
    expect(taken.filter((text) => text === 'text')).toHaveLength(1);
    expect(await there!.take('a')).toBeUndefined();
    for (const one of redis) one.disconnect();
  },
);

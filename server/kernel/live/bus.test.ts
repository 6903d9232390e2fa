import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { createMemoryBus } from './bus.memory.ts';
import { createRedisBus } from './bus.redis.ts';
import type { Bus, Hint } from './hint.ts';

const redisUrl = process.env.REDIS_URL;
const kinds: [string, () => Promise<Bus>][] = [['memory', () => Promise.resolve(createMemoryBus())]];
if (redisUrl !== undefined) kinds.push(['redis', () => createRedisBus(redisUrl, randomUUID())]);

const open: Bus[] = [];
afterEach(async () => {
  for (const bus of open.splice(0)) await bus.close();
});

describe.each(kinds)('%s bus', (_kind, create) => {
  async function given(): Promise<Bus> {
    const bus = await create();
    open.push(bus);
    return bus;
  }

  test('hints arrive in order at every listener of their topic and at no other', async () => {
    const bus = await given();
    const first: Hint[] = [];
    const second: Hint[] = [];
    const other: Hint[] = [];
    await bus.subscribe('a', (hint) => first.push(hint));
    await bus.subscribe('a', (hint) => second.push(hint));
    await bus.subscribe('b', (hint) => other.push(hint));
    const sent = Array.from({ length: 50 }, (_, i) => ({ topic: 'a', version: i + 1 }));
    for (const hint of sent) bus.publish(hint);
    await expect.poll(() => second).toEqual(sent);
    expect(first).toEqual(sent);
    expect(other).toEqual([]);
  });

  test('who leaves hears no more, twice is fine, the others go on', async () => {
    const bus = await given();
    const gone: Hint[] = [];
    const stays: Hint[] = [];
    const leave = await bus.subscribe('a', (hint) => gone.push(hint));
    await bus.subscribe('a', (hint) => stays.push(hint));
    leave();
    leave();
    await bus.subscribe('marker', () => undefined);
    bus.publish({ topic: 'a', version: 1 });
    await expect.poll(() => stays).toHaveLength(1);
    expect(gone).toEqual([]);
  });
});

test('a Redis that is away: publish and subscribe return soon and nothing is thrown', async () => {
  const bus = await createRedisBus('redis://127.0.0.1:1', randomUUID());
  open.push(bus);
  const start = performance.now();
  bus.publish({ topic: 'a', version: 1 });
  const leave = await bus.subscribe('a', () => undefined);
  leave();
  expect(performance.now() - start).toBeLessThan(2000);
});

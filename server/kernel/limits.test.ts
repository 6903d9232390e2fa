import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createLimits } from './limits.ts';
import { connectRedis, waitForRedis } from './live/bus.redis.ts';

const twice = { name: 'test', points: 2, seconds: 60 };

test('the third use of two is refused, of another key not', async () => {
  const limits = createLimits('installation', undefined);
  await limits.spend(twice, 'a');
  await limits.spend(twice, 'a');
  await expect(limits.spend(twice, 'a')).rejects.toMatchObject({ code: 'RATE_LIMITED', data: { retryAfter: 60 } });
  expect(await limits.trySpend(twice, 'a')).toBe(false);
  await limits.spend(twice, 'b');
  expect(await limits.trySpend(twice, 'b')).toBe(true);
});

test('points that are given back can be used again, and never become a credit', async () => {
  const limits = createLimits('installation', undefined);
  await limits.count(twice, 'a', 3);
  expect(await limits.count(twice, 'a', -2)).toMatchObject({ used: 1 });
  await limits.spend(twice, 'a');
  await expect(limits.spend(twice, 'a')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  expect(await limits.count(twice, 'b', -5)).toMatchObject({ used: 0 });
  expect(await limits.count(twice, 'b', 1)).toMatchObject({ used: 1 });
});

test('what is charged is counted at once by its own process', () => {
  const limits = createLimits('installation', undefined);
  limits.charge(twice, 'a');
  limits.charge(twice, 'a');
  const refused = (): void => {
    limits.charge(twice, 'a');
  };
  expect(refused).toThrowError(expect.objectContaining({ code: 'RATE_LIMITED', data: { retryAfter: 60 } }));
  limits.charge(twice, 'b', 2);
});

test('a Redis that stopped answering is asked once, then this process counts for itself', async () => {
  const frozen = await startFrozenRedis();
  const redis = connectRedis(frozen.url);
  expect(await waitForRedis(redis, 5000)).toBe(true);
  const asked = frozen.messages();
  const limits = createLimits('installation', redis);
  await limits.spend(twice, 'a');
  expect(frozen.messages()).toBeGreaterThan(asked);
  const askedOnce = frozen.messages();
  await limits.spend(twice, 'a');
  await expect(limits.spend(twice, 'a')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  expect(frozen.messages()).toBe(askedOnce);
  redis.disconnect();
  frozen.stop();
});

test.skipIf(process.env.REDIS_URL === undefined)(
  'two processes count together, also what is used at once',
  async () => {
    const redis = [connectRedis(process.env.REDIS_URL ?? ''), connectRedis(process.env.REDIS_URL ?? '')];
    await Promise.all(redis.map((one) => waitForRedis(one, 5000)));
    const name = randomUUID();
    const [here, there] = redis.map((one) => createLimits(name, one));
    const uses = await Promise.allSettled([here!, here!, there!].map((limits) => limits.spend(twice, 'a')));
    expect(uses.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    await expect(there!.spend(twice, 'a')).rejects.toMatchObject({ code: 'RATE_LIMITED', data: { retryAfter: 60 } });
    await here!.spend(twice, 'b', 2);
    await expect(there!.spend(twice, 'b')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(await here!.count(twice, 'b', -2)).toMatchObject({ used: 1 });
    expect(await there!.count(twice, 'e', -5)).toMatchObject({ used: 0 });
    expect(await here!.count(twice, 'e', 1)).toMatchObject({ used: 1 });
    const many = { name: 'many', points: 1000, seconds: 60 };
    there!.charge(many, 'c', 999);
    here!.charge(many, 'c');
    const isRefused = (): boolean => {
      try {
        here!.charge(many, 'c'); // far below its own limit of a thousand
        return false;
      } catch {
        return true;
      }
    };
    await expect.poll(isRefused).toBe(true);
    there!.charge(many, 'd', 999);
    here!.charge(many, 'd', 999); // more than the rate in total: a use of 0 points reports it
    await expect.poll(() => here!.charge(many, 'd', 0).left).toBe(0);
    expect(here!.charge(many, 'd', 0)).toMatchObject({ rate: many, left: 0 });
    for (const one of redis) one.disconnect();
  },
);

/** Server that greets like Redis and then answers nothing, like a stopped process with open connections. */
async function startFrozenRedis() {
  let messages = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      messages++;
      for (const command of data.toString().split(/(?=\*\d+\r\n)/)) socket.write(greetingOf(command));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `redis://127.0.0.1:${port}`,
    messages: () => messages,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function greetingOf(command: string): string {
  const info = 'redis_version:8.0.0\r\nloading:0\r\n';
  if (/\r\nclient\r\n/i.test(command)) return '+OK\r\n';
  return /\r\ninfo\r\n/i.test(command) ? `$${info.length}\r\n${info}\r\n` : '';
}

import { expect, test } from 'vitest';
import { batched } from './batch.ts';

test('what arrives while a batch runs goes together into the next one, answers in order', async () => {
  const batches: number[][] = [];
  const gate = Promise.withResolvers<undefined>();
  const double = batched(async (items: number[]) => {
    batches.push(items);
    if (batches.length === 1) await gate.promise;
    return items.map((item) => item * 2);
  });
  const first = double(1);
  await expect.poll(() => batches.length).toBe(1);
  const rest = [2, 3, 4].map(double);
  gate.resolve(undefined);
  expect(await Promise.all([first, ...rest])).toEqual([2, 4, 6, 8]);
  expect(batches).toEqual([[1], [2, 3, 4]]);
});

test('a batch that fails is tried one by one: only the guilty item fails', async () => {
  const strict = batched((items: number[]) =>
    items.includes(13) ? Promise.reject(new Error('13')) : Promise.resolve(items),
  );
  const answers = await Promise.allSettled([1, 13, 2].map(strict));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('no batch is greater than its limit', async () => {
  const sizes: number[] = [];
  const write = batched(
    (items: number[]) => {
      sizes.push(items.length);
      return Promise.resolve(items);
    },
    { maxBatchSize: 10 },
  );
  await Promise.all(Array.from({ length: 25 }, (_, i) => write(i)));
  expect(sizes).toEqual([10, 10, 5]);
});

test('who finds too many waiting is told to come again; who waits is served', async () => {
  const gate = Promise.withResolvers<undefined>();
  const write = batched((items: number[]) => gate.promise.then(() => items), { maxQueueLength: 2 });
  const waiting = [1, 2].map(write);
  await expect(write(3)).rejects.toMatchObject({ code: 'UNAVAILABLE', data: { retryAfter: 2 } });
  gate.resolve(undefined);
  expect(await Promise.all(waiting)).toEqual([1, 2]);
});

test('a database that is away is not asked again for each item', async () => {
  let asked = 0;
  const write = batched((_items: number[]) => {
    asked++;
    return Promise.reject<number[]>(Object.assign(new Error('cut off'), { code: 'ECONNRESET' }));
  });
  const answers = await Promise.allSettled([1, 2, 3].map(write));
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(asked).toBe(1);
});

test('a batch waits until nobody can add to it, but not for ever', async () => {
  const batches: number[][] = [];
  let writers = 3;
  const write = batched(
    (items: number[]) => {
      batches.push(items);
      return Promise.resolve(items);
    },
    { isComplete: (count) => count >= writers },
  );
  const slow = async (item: number): Promise<number> => {
    await new Promise((done) => setTimeout(done, 1));
    return write(item);
  };
  await Promise.all([write(1), slow(2), slow(3)]);
  writers = 2;
  await write(4);
  expect(batches).toEqual([[1, 2, 3], [4]]);
});

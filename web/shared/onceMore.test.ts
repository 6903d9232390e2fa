import { expect, it } from 'vitest';
import { onceMore } from './onceMore.ts';

it('asked five times while one read runs, reads once more afterwards; a failed read ends nothing', async () => {
  const reads: PromiseWithResolvers<void>[] = [];
  const ask = onceMore(() => {
    const read = Promise.withResolvers<void>();
    reads.push(read);
    return read.promise;
  });
  const settled = () => new Promise((done) => setTimeout(done));
  for (let n = 0; n < 5; n++) ask();
  expect(reads.length).toBe(1);
  reads[0]?.reject(new Error('no answer'));
  await settled();
  expect(reads.length).toBe(2);
  reads[1]?.resolve();
  await settled();
  expect(reads.length).toBe(2);
  ask();
  expect(reads.length).toBe(3);
});

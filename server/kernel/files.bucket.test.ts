import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startBucket, type TestBucket, type Trouble } from '../testing/bucket.ts';
import { DomainError } from './errors.ts';
import { openBucket } from './files.bucket.ts';

let bucket: TestBucket;
beforeEach(async () => {
  bucket = await startBucket();
});
afterEach(() => {
  bucket.stop();
});

const files = (more: object = {}) => openBucket({ ...bucket.settings, ...more });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) =>
      error instanceof DomainError ? `${error.code} ${String(error.data.retryAfter)}` : String(error),
  );

test('kept as it was, replaced, gone; what is not there may be asked for and removed', async () => {
  const bytes = randomBytes(300_000);
  expect(await files().get('ab-small.webp')).toBeUndefined();
  await files().put('ab-small.webp', bytes);
  expect(await files().get('ab-small.webp')).toEqual(bytes);
  expect([...bucket.objects.keys()]).toEqual(['town/ab-small.webp']);
  await files().put('ab-small.webp', Buffer.alloc(0));
  expect(await files().get('ab-small.webp')).toEqual(Buffer.alloc(0));
  await files().remove('ab-small.webp');
  await files().remove('ab-small.webp');
  expect(await files().get('ab-small.webp')).toBeUndefined();
});

const passing: readonly Trouble[] = ['error', 'slow down', 'silence', 'cut'];
test.each(passing)('%s: may be tried again, nothing is half there, and then it works', async (kind) => {
  const store = files();
  await store.put('kept.webp', Buffer.from('before'));
  const troubled = kind === 'silence' ? openBucket(bucket.settings, 300) : store;
  const acts = [
    () => troubled.put('kept.webp', randomBytes(200_000)),
    () => troubled.get('kept.webp'),
    () => troubled.remove('kept.webp'),
  ];
  for (const act of acts) {
    bucket.trouble(kind);
    expect(await codeOf(act())).toBe('UNAVAILABLE 5');
    expect(bucket.objects.get('town/kept.webp')?.toString()).toBe('before');
  }
  expect((await store.get('kept.webp'))?.toString()).toBe('before'); // control: without a failure the store answers
});

test('half an answer is no file', async () => {
  await files().put('whole.webp', randomBytes(100_000));
  bucket.trouble('half');
  expect(await codeOf(files().get('whole.webp'))).toBe('UNAVAILABLE 5');
});

test('a wrong key, secret, region or bucket is an error that helps nobody but the operator', async () => {
  const url = bucket.settings.url.replace('photos', 'nothing');
  for (const wrong of [{ secretAccessKey: 'other' }, { accessKeyId: 'other' }, { region: 'us-east-1' }, { url }]) {
    const store = files(wrong);
    for (const act of [() => store.put('x', Buffer.from('x')), () => store.get('x'), () => store.remove('x')]) {
      expect(await codeOf(act())).toMatch(/^Error: the bucket of FILES_URL answered 40[34] to (PUT|GET|DELETE)$/);
    }
  }
  bucket.trouble('no bucket');
  expect(await codeOf(files().get('x'))).toMatch('answered 404 to GET'); // the answer must not be "no such photo"
  expect([...bucket.objects.keys()]).not.toContain('town/x');
});

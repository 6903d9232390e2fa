import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openFiles } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-files-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  ['in a folder', folder],
  ['in memory', 'memory://'],
])('%s: kept as it was, replaced, gone; what is not there may be asked for and removed', async (_name, dataDir) => {
  const files = openFiles(dataDir);
  expect(await files.get('ab-small.webp')).toBeUndefined();
  await files.put('ab-small.webp', Buffer.from([1, 2, 3]));
  await files.put('ab-large.webp', Buffer.from([4]));
  expect(await files.get('ab-small.webp')).toEqual(Buffer.from([1, 2, 3]));
  await files.put('ab-small.webp', Buffer.from([9]));
  expect(await files.get('ab-small.webp')).toEqual(Buffer.from([9]));
  await files.remove('ab-small.webp');
  await files.remove('ab-small.webp');
  expect(await files.get('ab-small.webp')).toBeUndefined();
  expect(await files.get('ab-large.webp')).toEqual(Buffer.from([4]));
});

test('another process with the same folder sees the same; nobody else on the machine may read it', async () => {
  await openFiles(folder).put('cd-small.webp', Buffer.from('photo'));
  expect((await openFiles(folder).get('cd-small.webp'))?.toString()).toBe('photo');
  expect(readdirSync(join(folder, 'files', 'cd'))).toEqual(['cd-small.webp']);
  expect(statSync(join(folder, 'files', 'cd', 'cd-small.webp')).mode & 0o777).toBe(0o600);
});

test('a file that cannot be put in place leaves nothing behind', async () => {
  mkdirSync(join(folder, 'files', 'ef', 'ef-small.webp', 'in the way'), { recursive: true });
  await expect(openFiles(folder).put('ef-small.webp', Buffer.from('photo'))).rejects.toThrow();
  expect(readdirSync(join(folder, 'files', 'ef'))).toEqual(['ef-small.webp']);
});

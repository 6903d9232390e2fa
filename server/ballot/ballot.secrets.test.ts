import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { secretsOf } from './ballot.secrets.ts';

const keyDir = mkdtempSync(join(tmpdir(), 'ortsfunk-keys-'));
const secrets = secretsOf({ keyDir, dataDir: 'unused' });
afterAll(() => {
  rmSync(keyDir, { recursive: true });
});

test('both secrets of a poll are there, or none', async () => {
  await secrets.put('whole', randomBytes(32));
  expect(readdirSync(keyDir).sort()).toEqual(['whole.key', 'whole.slot']);
  expect(await secrets.slotSecret('whole')).toBeDefined();

  mkdirSync(join(keyDir, 'half.key.half')); // in the way of the second file
  await expect(secrets.put('half', randomBytes(32))).rejects.toThrow();
  expect(await secrets.slotSecret('half')).toBeUndefined();
});

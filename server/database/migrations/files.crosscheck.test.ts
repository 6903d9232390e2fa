import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listCommitted, listMigrations } from './files.ts';

const names = listMigrations(import.meta.dirname);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ortsfunk-migrations-'));
  for (const name of names) copyFileSync(join(import.meta.dirname, `${name}.ts`), join(folder, `${name}.ts`));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the last commit tells which migrations are committed', () => {
  const git = (...parameters: string[]) => execFileSync('git', parameters, { cwd: folder });
  const name = 'Migration99990101000000Later';
  git('init', '--quiet');
  git('add', '.');
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.org', 'commit', '--quiet', '--message', 'migrations');
  writeFileSync(join(folder, `${name}.ts`), '');
  git('add', '.');
  expect(listCommitted(folder)).toEqual(expect.arrayContaining(names));
  expect(listCommitted(folder)).not.toContain(name);
});

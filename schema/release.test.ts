import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findObstacles, portableSql } from '../scripts/release.mjs';
import { dumpFile, listReleases, readReleasedSchema, readReleasedTown } from '../scripts/releases.mjs';
import { findUnaccepted, readLastRelease } from './check.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ortsfunk-release-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function addRelease(version: string, sdl: string): void {
  mkdirSync(join(root, 'releases', version), { recursive: true });
  writeFileSync(join(root, 'releases', version, 'schema.graphql'), sdl);
}

test('the schema is compared with the newest release by version, not by name; other folders do not count', () => {
  expect(readLastRelease(root)).toBeUndefined();
  addRelease('0.9.0', 'type Query { gone: Int }');
  addRelease('0.10.0', 'type Query { kept: Int }');
  addRelease('0.10.0-trial', 'type Query { trial: Int }');
  const last = readLastRelease(root);
  expect(last).toEqual({ version: '0.10.0', sdl: 'type Query { kept: Int }' });
  expect(findUnaccepted(last?.sdl ?? '', 'type Query { other: Int }', '')).toEqual([
    'FIELD_REMOVED: Query.kept was removed.',
  ]);
});

test('a release is refused until package.json, changelog and publiccode.yml name it, and never replaces another', () => {
  const write = (file: string, text: string): void => {
    writeFileSync(join(root, file), text);
  };
  write('package.json', '{ "version": "0.2.0" }');
  write('CHANGELOG.md', '## 0.3.0 (unreleased)\n');
  write('publiccode.yml', 'softwareVersion: 0.2.0\n');
  expect(findObstacles('1.0', root)).toEqual([expect.stringContaining('usage')]);
  expect(findObstacles('0.3.0', root)).toEqual([
    expect.stringContaining('package.json says 0.2.0'),
    expect.stringContaining('CHANGELOG.md'),
    expect.stringContaining('publiccode.yml'),
  ]);
  write('package.json', '{ "version": "0.3.0" }');
  write('CHANGELOG.md', '## 0.3.0 – 2026-11-29\n');
  write('publiccode.yml', 'softwareVersion: 0.3.0\n');
  expect(findObstacles('0.3.0', root)).toEqual([]);
  addRelease('0.3.0', 'type Query { a: Int }');
  expect(findObstacles('0.3.0', root)).toEqual([expect.stringContaining('releases/0.3.0 exists')]);
});

test('the dump keeps its statements and loses what other servers refuse', () => {
  const dump = `-- Dumped by pg_dump version 17.6\n\\restrict abc\nSET transaction_timeout = 0;\nSET row_security = off;
INSERT INTO public.post VALUES ('-- Dumped by hand
\\n');\n\\unrestrict abc\n`;
  expect(portableSql(dump)).toBe(
    `SET row_security = off;\nINSERT INTO public.post VALUES ('-- Dumped by hand\n\\n');\n\nRESET ALL;\n`,
  );
});

test.each(listReleases())('release %s is complete, small and knows nothing of the machine that made it', (version) => {
  const sql = readReleasedTown(version);
  expect(readReleasedSchema(version)).toContain('type Query');
  expect(sql.match(/^CREATE TABLE public\./gm)?.length).toBeGreaterThan(50);
  expect(sql).toMatch(/^INSERT INTO jobs\.job_common VALUES/m);
  expect(sql).not.toMatch(/\/(tmp|home|root|work|Users)\//);
  expect(statSync(join('releases', version, dumpFile)).size).toBeLessThan(2_000_000);
});

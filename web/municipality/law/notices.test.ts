// @vitest-environment node
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { listServerPackages, noticesFile, noticesOf, readNotice } from '../../../scripts/notices.mjs';
import { noticesPath } from './legalLinks.ts';

const root = resolve(import.meta.dirname, '../../..');

it('names every package that the server needs, the styles of the web app, and their licences', () => {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const text = noticesOf(root, '## vue - 3 (MIT)');
  for (const name of [...Object.keys(dependencies), 'vue', 'tailwindcss', '@kern-ux/native'])
    expect([name, text.includes(`\n## ${name} - `)]).toEqual([name, true]);
  expect(text).toContain('Permission is hereby granted');
  expect(text).not.toMatch(/^## (vitest|typescript) - /m);
  // Packages of packages are installed too.
  expect(listServerPackages(root).length).toBeGreaterThan(2 * Object.keys(dependencies).length);
});

it('refuses a package that names no licence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'notices-'));
  mkdirSync(join(folder, 'a'));
  writeFileSync(join(folder, 'a/package.json'), JSON.stringify({ name: 'a', version: '1.0.0' }));
  expect(() => readNotice(folder, 'a')).toThrow('a 1.0.0 names no licence');
  writeFileSync(join(folder, 'a/LICENSE'), 'Do what you want.\n');
  expect(readNotice(folder, 'a')).toBe('## a - 1.0.0 (see below)\n\nDo what you want.');
  rmSync(folder, { recursive: true });
});

it('is linked under the name of the file that the build writes', () => {
  expect(noticesPath).toBe(`/${noticesFile}`);
});

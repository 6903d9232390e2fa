import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '../faults/harness/ports.ts';
import { startProcess } from '../faults/harness/processes.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { seededFolder } from './harness/town.ts';

test('npm run dev prints links that sign in at the page of Vite', { tag: '@desktop' }, async ({ stage }) => {
  const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-dev-'));
  cpSync(seededFolder(), folder, { recursive: true });
  const env = { PORT: String(await freePort()), WEB_PORT: String(await freePort()), DATA_DIR: folder };
  const cwd = resolve(import.meta.dirname, '..');
  const development = startProcess({ file: process.execPath, args: ['scripts/dev.mjs'], cwd, env });
  try {
    assert.ok(await development.prints(/outgoing messages/, 120_000), development.output());
    const link = /sign in as clerk\s+(\S+)/.exec(development.output())?.[1] ?? '';
    assert.equal(new URL(link).port, env.WEB_PORT);

    // The stage expects pages of its own town; errors of the page still fail the scenario.
    stage.guard.allow(/foreign host/);
    const page = await stage.open(link);
    await page.getByRole('button', { name: de.signIn.confirm, exact: true }).click();
    await page.getByRole('link', { name: de.nav.board, exact: true }).waitFor();
    await page.context().close();
  } finally {
    development.kill('SIGTERM');
    await development.exited;
    rmSync(folder, { recursive: true });
  }
});

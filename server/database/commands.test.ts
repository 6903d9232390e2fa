import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp } from '../app.ts';
import { type BuiltCommands, buildCommands, givenInstallation, type Installation } from '../testing/commands.ts';
import { testConfig } from '../testing/config.ts';
import { makeKeys } from './backup/encryption.ts';

/* The built commands as processes. Their arguments and messages are tested inside this process, by the other files. */

let commands: BuiltCommands;
let installation: Installation;
beforeAll(async () => {
  installation = await givenInstallation();
  commands = await buildCommands();
}, 120_000);
afterAll(() => {
  commands.remove();
  installation.remove();
});

test('each command runs as a process, beside a running server and without one', { timeout: 300_000 }, async () => {
  const { dataDir, folder: root } = installation;
  const backupDir = join(root, 'backups');
  mkdirSync(backupDir);
  const begun = new Set<string>();
  const run = (name: string, ...parameters: readonly string[]) => {
    begun.add(`${name}.ts`);
    return commands.run(name, parameters, { ...installation.settings, BACKUP_DIR: backupDir });
  };

  const admin = await run('admin', '--email', 'amt@unkel.example', '--ags', '07138073');
  expect(admin).toMatchObject({ code: 0, err: '', out: expect.stringContaining('is an admin of Unkel (07138073)') });
  const key = await run('key', '--ags', '07138073', '--scopes', 'issues:read', '--name', 'GIS');
  expect(key).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^ortsfunk_\S+$/m) });
  expect(await run('retention', '--dry-run')).toEqual({ code: 0, err: '', out: 'Nothing is due.\n' });
  const receipts = await run('receipts');
  expect(receipts).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/^https:\/\/ort\.example\/receipts\//),
  });
  const moved = await run('move', '--to', 'postgres://postgres@127.0.0.1:1/nowhere');
  expect([moved.code, moved.err]).toEqual([2, expect.stringContaining('the PostgreSQL database cannot be used')]);

  const { recipient, identity } = await makeKeys();
  const app = await startApp(testConfig({ dataDir, backupDir, backupRecipients: [recipient] }));
  const beside = await run('backup');
  const late = await run('admin', '--email', 'late@example.org');
  await app.stop();
  expect([beside.err, beside.code]).toEqual(['', 0]);
  expect(beside.out).toContain(`encrypted for ${recipient}`); // the setting of the server, which made the backup
  expect(beside.out).toMatch(/paused for \d+ ms/);
  expect([late.code, late.out]).toEqual([2, '']);
  expect(late.err).toMatch(/is in use by process \d+: stop it first/);

  const [folder = ''] = beside.out.split(': complete');
  const keyFile = join(root, 'key.txt');
  writeFileSync(keyFile, identity);
  const verified = await run('verify', folder, '--key', keyFile);
  expect([verified.code, verified.out]).toEqual([0, expect.stringContaining('read to its end')]);
  rmSync(dataDir, { recursive: true });
  const restored = await run('restore', folder, '--key', keyFile);
  expect([restored.err, restored.code]).toEqual(['', 0]);
  expect([...begun].sort()).toEqual(readdirSync(join(import.meta.dirname, 'commands')));
});

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeDomains, defineDomain } from '../../kernel/domain.ts';
import { ConfigError } from '../../kernel/config.ts';
import { requirePostgres } from '../../kernel/moved.ts';
import { givenInstallation, type Installation } from '../../testing/commands.ts';
import { testConfig } from '../../testing/config.ts';
import { run as backup } from '../commands/backup.ts';
import { run as move } from '../commands/move.ts';
import { run as receipts } from '../commands/receipts.ts';
import { run as restore } from '../commands/restore.ts';
import { run as verify } from '../commands/verify.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await givenInstallation();
});
afterAll(() => {
  installation.remove();
});

test('key, backup, verify, restore: each as a command', { timeout: 120_000 }, async () => {
  const { dataDir, run, folder: root } = installation;
  const keyFile = join(root, 'key.txt');
  const keyed = await run(backup, ['--new-key', keyFile]);
  expect(keyed.out).toMatch(/BACKUP_RECIPIENT=age1[a-z0-9]{58}/);
  expect((await run(backup, ['--new-key', keyFile])).code).toBe(3); // never written over
  const recipient = /age1[a-z0-9]{58}/.exec(keyed.out)![0];

  const settings = { BACKUP_DIR: join(root, 'backups') };
  mkdirSync(settings.BACKUP_DIR);
  const none = await run(backup, [], { ...settings, DATA_DIR: join(root, 'none') });
  expect([none.code, none.err]).toEqual([2, expect.stringContaining('holds no database')]);
  const made = await run(backup, [], { ...settings, BACKUP_RECIPIENT: recipient });
  expect([made.err, made.code]).toEqual(['', 0]);
  expect(made.out).toContain(`encrypted for ${recipient}`);
  expect(made.out).toMatch(/paused for \d+ ms/);

  const [folder = ''] = made.out.split(': complete');
  const half = await run(verify, [folder]);
  expect([half.code, half.out]).toEqual([0, expect.stringContaining('The dump was not decrypted')]);
  const whole = await run(verify, [folder, '--key', keyFile]);
  expect([whole.code, whole.out]).toEqual([0, expect.stringContaining('read to its end')]);

  const refused = await run(restore, [folder, '--key', keyFile]);
  expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('NOT_EMPTY')]);
  rmSync(dataDir, { recursive: true });
  const keyless = await run(restore, [folder]);
  expect([keyless.code, keyless.err]).toEqual([3, expect.stringContaining('KEY_NEEDED')]);
  expect(existsSync(dataDir)).toBe(false);
  const restored = await run(restore, [folder, '--key', keyFile]);
  expect([restored.err, restored.code]).toEqual(['', 0]);

  const alone = await run(backup, [], settings);
  expect([alone.code, alone.out]).toEqual([0, expect.stringContaining('WARNING: BACKUP_RECIPIENT is not set')]);
  expect(readFileSync(keyFile, 'utf8')).toMatch(/^# public key: age1/);
});

test('wrong arguments are explained', async () => {
  const wrong = [
    [verify, [], 'npm run verify -- BACKUP'],
    [restore, [], 'npm run restore -- BACKUP'],
    [move, ['--to', 'mysql://x'], 'npm run move -- --to postgres://'],
    [backup, ['--key', 'x'], 'npm run backup -- --new-key FILE'],
    [receipts, ['sms'], 'npm run receipts'],
  ] as const;
  for (const [command, parameters, usage] of wrong) {
    const { code, out, err } = await installation.run(command, parameters);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(usage)]);
  }
});

test('a domain that needs PostgreSQL refuses the embedded database, except in the demo', () => {
  const sirens = defineDomain({
    name: 'sirens',
    needsPostgres: true,
    replayErasures: [() => Promise.resolve()],
  });
  const { needPostgres } = composeDomains([sirens]);
  expect(() => requirePostgres(testConfig({}), needPostgres)).toThrow(ConfigError);
  expect(() => requirePostgres(testConfig({}), needPostgres)).toThrow('sirens needs PostgreSQL');
  requirePostgres(testConfig({ mode: 'demo' }), needPostgres);
  requirePostgres(testConfig({ databaseUrl: 'postgres://db/x' }), needPostgres);
  requirePostgres(testConfig({}), []);
});

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeDomains, defineDomain } from '../../kernel/domain.ts';
import { ConfigError } from '../../kernel/config.ts';
import { requirePostgres } from '../../kernel/moved.ts';
import { startApp } from '../../app.ts';
import { buildCommands, type Commands } from '../../testing/commands.ts';
import { testConfig } from '../../testing/config.ts';

const root = mkdtempSync(join(tmpdir(), 'ortsfunk-commands-'));
const dataDir = join(root, 'data');
const backupDir = join(root, 'backups');
const keyFile = join(root, 'key.txt');
let commands: Commands;
beforeAll(async () => {
  mkdirSync(backupDir);
  commands = await buildCommands(dataDir, { BACKUP_DIR: backupDir });
});
afterAll(() => {
  commands.remove();
  rmSync(root, { recursive: true });
});

const backups = () => readdirSync(backupDir).filter((name) => name.endsWith('Z'));

test(
  'key, backup beside a running server and without one, verify, restore: each as a command',
  { timeout: 240_000 },
  async () => {
    const keyed = await commands.run('backup', ['--new-key', keyFile]);
    expect(keyed.out).toMatch(/BACKUP_RECIPIENT=age1[a-z0-9]{58}/);
    expect((await commands.run('backup', ['--new-key', keyFile])).code).toBe(3); // never written over
    const recipient = /age1[a-z0-9]{58}/.exec(keyed.out)![0];

    const none = await commands.run('backup', []);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('holds no database')]);
    const app = await startApp(testConfig({ dataDir, backupDir, backupRecipients: [recipient] }));
    const beside = await commands.run('backup', []);
    await app.stop();
    expect([beside.err, beside.code]).toEqual(['', 0]);
    expect(beside.out).toContain(`encrypted for ${recipient}`); // the setting of the server, which made the backup
    expect(beside.out).toMatch(/paused for \d+ ms/);

    const folder = join(backupDir, backups()[0]!);
    const half = await commands.run('verify', [folder]);
    expect([half.code, half.out]).toEqual([0, expect.stringContaining('The dump was not decrypted')]);
    const whole = await commands.run('verify', [folder, '--key', keyFile]);
    expect([whole.code, whole.out]).toEqual([0, expect.stringContaining('read to its end')]);

    const refused = await commands.run('restore', [folder, '--key', keyFile]);
    expect([refused.code, refused.err]).toEqual([3, expect.stringContaining('NOT_EMPTY')]);
    rmSync(dataDir, { recursive: true });
    const keyless = await commands.run('restore', [folder]);
    expect([keyless.code, keyless.err]).toEqual([3, expect.stringContaining('KEY_NEEDED')]);
    expect(existsSync(dataDir)).toBe(false);
    const restored = await commands.run('restore', [folder, '--key', keyFile]);
    expect([restored.err, restored.code]).toEqual(['', 0]);

    const alone = await commands.run('backup', []);
    expect([alone.code, alone.out]).toEqual([0, expect.stringContaining('WARNING: BACKUP_RECIPIENT is not set')]);
    expect(readFileSync(keyFile, 'utf8')).toMatch(/^# public key: age1/);
  },
);

test('wrong arguments are explained', async () => {
  for (const name of ['verify', 'restore'] as const) {
    const { code, err } = await commands.run(name, []);
    expect([code, err]).toEqual([2, expect.stringContaining(`npm run ${name} -- BACKUP`)]);
  }
  const { code, err } = await commands.run('move', ['--to', 'mysql://x']);
  expect([code, err]).toEqual([2, expect.stringContaining('npm run move -- --to postgres://')]);
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

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServices } from '../services.ts';
import { buildCommands, type Commands } from '../testing/commands.ts';
import { testConfig } from '../testing/config.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'ortsfunk-retention-'));
let commands: Commands;
beforeAll(async () => {
  commands = await buildCommands(dataDir);
});
afterAll(() => {
  commands.remove();
  rmSync(dataDir, { recursive: true });
});

const runRetention = (...parameters: readonly string[]) => commands.run('retention', parameters);

/** Statement on the database while no command runs. */
async function sql(text: string): Promise<unknown[]> {
  const services = await startServices(testConfig({ dataDir }));
  try {
    return await services.em.fork().execute(text);
  } finally {
    await services.close();
  }
}

test('the dry run prints and keeps, and the run removes exactly that', async () => {
  await sql(`insert into idempotency_key (key, actor, input_hash, result_id, at)
    select gen_random_uuid(), '', '', gen_random_uuid(), now() - make_interval(days => 5 + n) from generate_series(1, 4) n`);
  const dry = await runRetention('--dry-run');
  expect(dry).toMatchObject({ code: 0, err: '' });
  expect(dry.out).toBe('installation: IDEMPOTENCY_KEYS, older than 7 days: 3 to delete\n');
  expect((await runRetention()).out).toBe('installation: IDEMPOTENCY_KEYS, older than 7 days: 3 deleted\n');
  expect(await sql('select count(*)::int as n from idempotency_key')).toEqual([{ n: 1 }]);
}, 120_000);

test('wrong arguments are explained, and nothing is done', async () => {
  const { code, out, err } = await runRetention('--dry');
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('npm run retention -- --dry-run');
});

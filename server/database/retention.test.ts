import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenInstallation, type Installation } from '../testing/commands.ts';
import { run } from './commands/retention.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await givenInstallation(({ em }) =>
    em.fork().execute(`insert into idempotency_key (key, actor, input_hash, result_id, at)
      select gen_random_uuid(), '', '', gen_random_uuid(), now() - make_interval(days => 5 + n) from generate_series(1, 4) n`),
  );
});
afterAll(() => {
  installation.remove();
});

const runRetention = (...parameters: readonly string[]) => installation.run(run, parameters);

test('the dry run prints and keeps, and the run removes exactly that', async () => {
  const dry = await runRetention('--dry-run');
  expect(dry).toMatchObject({ code: 0, err: '' });
  expect(dry.out).toBe('installation: IDEMPOTENCY_KEYS, older than 7 days: 3 to delete\n');
  expect((await runRetention()).out).toBe('installation: IDEMPOTENCY_KEYS, older than 7 days: 3 deleted\n');
  const left = await installation.withServices(({ em }) =>
    em.fork().execute('select count(*)::int as n from idempotency_key'),
  );
  expect(left).toEqual([{ n: 1 }]);
}, 120_000);

test('wrong arguments are explained, and nothing is done', async () => {
  const { code, out, err } = await runRetention('--dry');
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('npm run retention -- --dry-run');
});

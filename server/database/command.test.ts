import { parseArgs } from 'node:util';
import { expect, test } from 'vitest';
import { ConfigError } from '../kernel/config.ts';
import { BackupError } from './backup/errors.ts';
import { defineCommand, RefusedError, UsageError } from './command.ts';

const readConfig = () => {
  throw new ConfigError('PORT must be a whole number');
};

async function outcomeOf(work: Parameters<typeof defineCommand>[1]) {
  const lines: string[] = [];
  const add = (to: string) => (text: string) => lines.push(`${to}: ${text}`);
  const code = await defineCommand('npm run it', work)(['--on'], { readConfig, out: add('out'), err: add('err') });
  return [code, ...lines];
}

const failing = (error: Error) => () => Promise.reject(error);

test('a command gets its arguments, prints its lines and ends with 0', async () => {
  expect(await outcomeOf((argv) => Promise.resolve(argv.join()))).toEqual([0, 'out: --on']);
});

test('expected errors are one sentence; that of wrong arguments comes with the usage', async () => {
  const settings = outcomeOf((_argv, io) => Promise.resolve(io.readConfig().dataDir));
  expect(await settings).toEqual([2, 'err: PORT must be a whole number']);
  expect(await outcomeOf(failing(new RefusedError('no such town')))).toEqual([2, 'err: no such town']);
  expect(await outcomeOf(failing(new UsageError('--to is missing')))).toEqual([
    2,
    'err: --to is missing\n\nnpm run it',
  ]);
  const [code, printed] = await outcomeOf((argv) => Promise.resolve(String(parseArgs({ args: argv }).positionals)));
  expect([code, printed]).toEqual([2, expect.stringMatching(/^err: Unknown option '--on'[^]*\n\nnpm run it$/)]);
  const full = new BackupError('DISK_FULL', 'BACKUP_DIR: no space left');
  expect(await outcomeOf(failing(full))).toEqual([3, 'err: DISK_FULL: BACKUP_DIR: no space left']);
});

test('any other error is printed with its stack, and the exit code is 1', async () => {
  const [code, printed] = await outcomeOf(failing(new Error('unexpected')));
  expect([code, printed]).toEqual([1, expect.stringMatching(/^err: Error: unexpected\n {4}at /)]);
});

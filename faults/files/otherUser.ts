import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Started, startProcess } from '../harness/processes.ts';
import type { Settings } from '../harness/product.ts';

const run = promisify(execFile);

/** Id of a user and group that own nothing on this machine: every file of theirs was made by the server. */
const uid = 54_321;

/** Whether processes of another user can be started here: by root, with setpriv of util-linux. */
export async function canBecomeOther(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  return run('setpriv', ['--version']).then(
    () => true,
    () => false,
  );
}

/** Starts a built program as the other user, without HOME and TMPDIR. `args`: file and arguments. */
export function startAsOther(folder: string, args: readonly string[], env: Settings): Started {
  const become = [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--no-new-privs'];
  const without = ['env', '-u', 'HOME', '-u', 'TMPDIR', '-u', 'npm_config_cache', process.execPath];
  return startProcess({ file: 'setpriv', args: [...become, ...without, ...args], cwd: folder, env });
}

/** Gives a folder with its content to the other user. */
export async function giveToOther(folder: string): Promise<void> {
  await run('chown', ['-R', `${uid}:${uid}`, folder]);
}

/** Copies the built product: the other user may read everything and write nothing. */
export async function copyReadOnly(product: string, target: string): Promise<void> {
  await run('cp', [
    '-r',
    ...['dist', 'package.json', 'node_modules'].map((name) => join(product, name)),
    '--no-dereference',
    target,
  ]);
  await run('chmod', ['-R', 'go=rX,u-w', target]);
}

/**
 * Files and folders of the other user outside `allowed`. Packages are not searched: nobody but their owner may write there.
 */
export async function findForeignFiles(allowed: readonly string[]): Promise<string[]> {
  const skipped = ['/proc', '/sys', ...allowed].flatMap((path) => ['-path', path, '-o']);
  const search = ['/', '(', ...skipped, '-name', 'node_modules', ')', '-prune', '-o', '-uid', String(uid), '-print'];
  // Processes come and go: find then has another exit code than 0.
  const { stdout } = await run('find', search, { maxBuffer: 2 ** 26 }).catch(
    (error: unknown) => error as { stdout: string },
  );
  return stdout.split('\n').filter((line) => line !== '');
}

/** Removes what a run has left outside. */
export function removeFiles(paths: readonly string[]): void {
  for (const path of paths) rmSync(path, { recursive: true, force: true });
}

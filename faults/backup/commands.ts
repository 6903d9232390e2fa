import { join } from 'node:path';
import type { Settings } from '../harness/product.ts';
import { type Exit, type Started, startProcess } from '../harness/processes.ts';

/** Installation that is backed up: the built product, and the settings of its commands. */
export interface Installation {
  readonly folder: string;
  readonly settings: Settings;
  readonly backupDir: string;
  readonly keyFile: string;
}

type Name = 'backup' | 'verify' | 'restore';

/** Starts a command of the operator as an image does. */
export function startCommand(folder: string, name: Name, args: readonly string[], settings: Settings): Started {
  const file = join('dist', 'server', `${name}.js`);
  return startProcess({ file: process.execPath, args: [file, ...args], cwd: folder, env: settings });
}

/** Runs a command to its end. */
export async function runCommand(
  { folder, settings }: Pick<Installation, 'folder' | 'settings'>,
  name: Name,
  args: readonly string[] = [],
): Promise<Exit & { readonly output: string }> {
  const command = startCommand(folder, name, args, settings);
  return { ...(await command.exited), output: command.output() };
}

/** Makes a pair of keys by the command. */
export async function makeKeyFile(folder: string, target: string) {
  const keyFile = join(target, 'key.txt');
  const { output } = await runCommand({ folder, settings: {} }, 'backup', ['--new-key', keyFile]);
  const recipient = /BACKUP_RECIPIENT=(age1\w+)/.exec(output)?.[1];
  if (recipient === undefined) throw new Error(`no key was made: ${output}`);
  return { keyFile, recipient };
}

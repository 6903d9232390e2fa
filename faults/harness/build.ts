import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { bareEnvironment } from './processes.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const sources = [
  'server',
  'schema',
  'web',
  'scripts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  'vite.server.config.ts',
  'vitest.config.ts',
  '.npmrc',
];

/** A defect for a control: one place in the real source, found by its text. */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Builds the product from the current sources with `patches` in `folder`; returns the folder. */
export async function buildProduct(folder: string, patches: readonly Patch[] = []): Promise<string> {
  copySources(folder);
  for (const patch of patches) {
    const path = join(folder, patch.file);
    writeFileSync(path, applyPatch(readFileSync(path, 'utf8'), patch));
  }
  await buildServer(folder);
  return folder;
}

/**
 * Builds a release in `folder` from the commit that added its folder, with the packages of the present version. Returns
 * a step that removes the folder.
 */
export async function buildRelease(version: string, folder: string): Promise<() => Promise<void>> {
  const added = ['log', '--diff-filter=A', '--format=%H', '--', `releases/${version}/schema.graphql`];
  const commit = (await run('git', added, { cwd: root })).stdout.trim().split('\n').at(-1);
  if (!commit) throw new Error(`no commit of this repository adds releases/${version}: is the clone complete?`);
  await run('git', ['worktree', 'add', '--detach', folder, commit], { cwd: root });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  await buildServer(folder);
  return async () => {
    await run('git', ['worktree', 'remove', '--force', folder], { cwd: root });
  };
}

async function buildServer(folder: string): Promise<void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  await run(process.execPath, [vite, 'build', '-c', 'vite.server.config.ts', '--logLevel', 'warn'], {
    cwd: folder,
    env: bareEnvironment(),
  });
}

/**
 * Returns the source with the defect. Throws unless the patch fits exactly once, because a control without its defect
 * proves nothing.
 */
export function applyPatch(source: string, { file, find, replace }: Patch): string {
  const matches = source.split(find).length - 1;
  if (matches !== 1) throw new Error(`the patch of a control fits ${file} ${matches} times instead of once: ${find}`);
  return source.replace(find, () => replace);
}

function copySources(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const source of sources) {
    if (existsSync(join(root, source))) cpSync(join(root, source), join(folder, source), { recursive: true, filter });
  }
  // Pages that are already built and current save `npm start` a build.
  if (existsSync(join(root, 'dist/.stamp'))) cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

function filter(path: string): boolean {
  return !['node_modules', 'dist', 'data'].includes(basename(path));
}

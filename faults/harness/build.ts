import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { bareEnvironment } from './processes.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const sources = [
  ...['server', 'schema', 'web', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json'],
  ...['vite.config.ts', 'vite.server.config.ts', 'vitest.config.ts', '.npmrc'],
];

/** A planted defect: one place of the real source, found by its text. */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** The product in a folder of its own, built from the sources as they are now, with `patches`; returns the folder. */
export async function buildProduct(folder: string, patches: readonly Patch[] = []): Promise<string> {
  copySources(folder, patches);
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  await run(process.execPath, [vite, 'build', '-c', 'vite.server.config.ts', '--logLevel', 'warn'], {
    cwd: folder,
    env: bareEnvironment(),
  });
  return folder;
}

/** The same unbuilt, for what runs the sources themselves. */
export function copySources(folder: string, patches: readonly Patch[]): string {
  mkdirSync(folder, { recursive: true });
  for (const source of sources) {
    if (existsSync(join(root, source))) cpSync(join(root, source), join(folder, source), { recursive: true, filter });
  }
  // Built pages that are still current spare `npm start` a build of its own.
  if (existsSync(join(root, 'dist/.stamp'))) cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const patch of patches) applyPatch(folder, patch);
  return folder;
}

/** A patch that fits nowhere (or twice) would make its control prove nothing. */
function applyPatch(folder: string, { file, find, replace }: Patch): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const matches = text.split(find).length - 1;
  if (matches !== 1) throw new Error(`the planted defect fits ${file} ${matches} times instead of once: ${find}`);
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
}

function filter(path: string): boolean {
  return !['node_modules', 'dist', 'data'].includes(basename(path));
}

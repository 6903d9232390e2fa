import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../faults/harness/report.ts';

const folder = join(import.meta.dirname, '..');
const seen = join(folder, 'node_modules/.lock-seen');

/**
 * Installs the peers' packages, which only the bench needs, and type-checks the bench; nothing happens if they are
 * current.
 */
export function installPeers(): void {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  if (existsSync(seen) && readFileSync(seen, 'utf8') === lock) return;
  run('npm --prefix bench ci', 'npm', ['--prefix', folder, 'ci']);
  run('tsc -p bench', process.execPath, [join(folder, '../node_modules/typescript/bin/tsc'), '-p', folder]);
  writeFileSync(seen, lock);
}

/** Runs a command and prints its duration, which counts for no job. */
function run(name: string, command: string, args: readonly string[]): void {
  const started = performance.now();
  execFileSync(command, args, { stdio: 'inherit' });
  say(`the peers' packages are not installed yet: ${name} took ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** Versions of the peers' packages, exactly as they are pinned. */
export function peerVersions(): Readonly<Record<string, string>> {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { dependencies: Record<string, string> })
    .dependencies;
}

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../faults/harness/report.ts';

const folder = join(import.meta.dirname, '..');
const seen = join(folder, 'node_modules/.lock-seen');

/** Installs the peers' packages, which only the bench needs; nothing happens if they are current. */
export function installPeers(): void {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  if (existsSync(seen) && readFileSync(seen, 'utf8') === lock) return;
  const started = performance.now();
  execFileSync('npm', ['--prefix', folder, 'ci'], { stdio: 'inherit' });
  writeFileSync(seen, lock);
  say(`npm ci for the peers' packages took ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** Versions of the peers' packages, exactly as they are pinned. */
export function peerVersions(): Readonly<Record<string, string>> {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { dependencies: Record<string, string> })
    .dependencies;
}

// `npm run check` starts this file, because the types of the bench need the packages.
if (import.meta.main) installPeers();

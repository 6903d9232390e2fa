import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../../faults/harness/report.ts';

const folder = join(import.meta.dirname, '..');
const seen = join(folder, 'node_modules/.lock-seen');

/** The peers' packages are the bench's own: installed when a job first needs them, and type-checked with them. */
export function installPeers(): void {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  if (existsSync(seen) && readFileSync(seen, 'utf8') === lock) return;
  say('the peers are not installed yet: npm --prefix bench ci');
  execFileSync('npm', ['--prefix', folder, 'ci'], { stdio: 'inherit' });
  execFileSync(process.execPath, [join(folder, '../node_modules/typescript/bin/tsc'), '-p', folder], {
    stdio: 'inherit',
  });
  writeFileSync(seen, lock);
}

/** The versions of the peers, exactly as they are pinned. */
export function peerVersions(): Readonly<Record<string, string>> {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { dependencies: Record<string, string> })
    .dependencies;
}

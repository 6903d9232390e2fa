// Checks the alert rules and their tests with promtool, which Debian's package `prometheus` brings.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../docker/prometheus');

if (spawnSync('promtool', ['--version']).error !== undefined) {
  console.error('promtool is not installed: apt-get install --no-install-recommends prometheus');
  process.exit(2);
}
for (const args of [
  ['check', 'rules', 'alerts.yml'],
  ['test', 'rules', 'alerts.test.yml'],
]) {
  const { status } = spawnSync('promtool', args, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

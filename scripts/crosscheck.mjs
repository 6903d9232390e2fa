// npm run crosscheck: the Vitest project `crosscheck`, whose tests compare our results with those of programs from
// outside npm. A missing program is named with its Debian package, and the exit code is 2. Arguments go to Vitest.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** [Debian package, command that succeeds when the package is installed] */
const tools = [
  ['git', 'git', '--version'],
  ['libxml2-utils', 'xmllint', '--version'],
  ['python3-recurring-ical-events', '/usr/bin/python3', '-c', 'import icalendar, recurring_ical_events'],
];

const missing = tools.filter(([, command, ...args]) => spawnSync(command, args).status !== 0);
for (const [name, command] of missing) console.error(`${command} is missing or incomplete: apt-get install ${name}`);
if (missing.length > 0) process.exit(2);

const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
const args = [vitest, 'run', '--project', 'crosscheck', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { env: { ...process.env, CROSSCHECK: '1' }, stdio: 'inherit' });
process.exitCode = status ?? 1;

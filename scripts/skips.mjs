// Judges what was not run. Arguments: vitest's JSON reports (*.json) and the logs of e2e and faults (any other name),
// where a skipped scenario prints a line `SKIP <name>: <why>`. A skip outside scripts/skips.txt fails.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const lines = readFileSync(join(import.meta.dirname, 'skips.txt'), 'utf8').split('\n');
const known = new Map(
  lines.flatMap((line) => [/^([^#].*?)\s+#\s+(\S.*)$/.exec(line)?.slice(1) ?? []]).filter(([name]) => name),
);

const found = process.argv.slice(2).flatMap((path) => (path.endsWith('.json') ? readReport(path) : readLog(path)));
for (const { name, why } of found) {
  const reason = known.get(name);
  if (reason) console.log(`SKIPPED  ${name}: ${reason}`);
  else console.error(`SKIPPED, not in scripts/skips.txt  ${name}${why ? `: ${why}` : ''}`);
  if (!reason) process.exitCode = 1;
}
console.log(`${found.length} skipped`);

function readReport(path) {
  const tests = JSON.parse(readFileSync(path, 'utf8')).testResults.flatMap((file) => file.assertionResults);
  if (tests.length === 0) throw new Error(`${path}: no test ran`);
  const isSkipped = ({ status }) => status !== 'passed' && status !== 'failed';
  return tests.filter(isSkipped).map(({ fullName, status }) => ({ name: fullName, why: status }));
}

function readLog(path) {
  const skips = readFileSync(path, 'utf8').matchAll(/^\s*SKIP (.+?)(?:: (.*))?$/gm);
  return [...skips].map(([, name, why]) => ({ name, why }));
}

// Checks skipped tests. Arguments: JSON reports of Vitest and Playwright (*.json), and logs of faults (any other name),
// in which a skipped scenario prints a line `SKIP <name>: <why>`. The check fails for a skip outside scripts/skips.txt
// and for a report without tests.
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
  const report = JSON.parse(readFileSync(path, 'utf8'));
  const tests = report.suites === undefined ? testsOfVitest(report) : testsOfPlaywright(report.suites);
  if (tests.length === 0) throw new Error(`${path}: no test ran`);
  const isSkipped = ({ status }) => !['passed', 'failed', 'expected', 'unexpected', 'flaky'].includes(status);
  return tests.filter(isSkipped).map(({ name, status }) => ({ name, why: status }));
}

function testsOfVitest({ testResults }) {
  const tests = testResults.flatMap((file) => file.assertionResults);
  return tests.map(({ fullName, status }) => ({ name: fullName, status }));
}

/** Tests of nested suites. A scenario that runs on two devices is two tests of the same name. */
function testsOfPlaywright(suites) {
  return suites.flatMap(({ specs, suites: inner = [] }) => [
    ...specs.flatMap(({ title, tests }) => tests.map(({ status }) => ({ name: title, status }))),
    ...testsOfPlaywright(inner),
  ]);
}

function readLog(path) {
  const skips = readFileSync(path, 'utf8').matchAll(/^\s*SKIP (.+?)(?:: (.*))?$/gm);
  return [...skips].map(([, name, why]) => ({ name, why }));
}

// The jobs of the judgement, in the order in which they start. `node scripts/judge-jobs.mjs` compares docs/testing.md with
// the table; with `--write` it writes the table there.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const database = process.env.CI_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const redis = process.env.CI_REDIS_URL ?? 'redis://127.0.0.1:6379';

/** A busy machine may fail a test once, never twice, and few tests of a run. */
const reporters = '--reporter=default --reporter=./server/testing/retries.ts --reporter=json';
/** Seed of the order: the same whenever the same files are judged, so that a red order can be run again. */
const seed = parseInt(execFileSync('git', ['rev-parse', 'HEAD^{tree}'], { encoding: 'utf8' }).slice(0, 7), 16);
const report = `--retry=1 --sequence.seed=${seed} ${reporters} --outputFile.json="$OUT`;
const embedded = `.ci/bare machine ${report}/embedded.json"`;
const onServices = `DATABASE_URL=${database} REDIS_URL=${redis} npm test --`;
// Commands of operators run on a data directory of their own, so the embedded run is enough for them.
const once = `--exclude='server/database/{admin,key,retention,commands}.test.ts' --exclude=server/database/backup/commands.test.ts`;
/** Half of the files, by turns. What has changed lately is tested on the embedded database in any case. */
const half = `$(npm exec -c "node scripts/turn.mjs --always server/sweeps/ 'server/*.test.ts'")`;
const services = `${onServices} ${report}/services.json" --project server --project server-own ${once} ${half}`;
const halfOfSpecs = `$(npm exec -c "node scripts/turn.mjs --changed ':(glob)e2e/*.spec.ts'")`;
const skips = (reports) => `npm exec -c "node scripts/skips.mjs ${reports}"`;
const faults = 'npm run faults -- --short --again --cores';
const tested = '--tested "$OUT/embedded.json" --tested "$OUT/services.json"';
/** Values of docker-compose.yml are placeholders: the question is whether the file is whole. */
const compose = 'POSTGRES_PASSWORD=x REDIS_PASSWORD=x PUBLIC_URL=https://town.example SMTP_URL=smtp://mail.example';
const needs = ['tools'];

/**
 * `command`: for the shell; `OUT` is a folder for reports and holds the logs of the jobs. `tokens`: 1 of 2 if the job
 * leaves a processor free. `cpu`: budget in seconds for all processes of the job. `minutes`: limit of its wall time.
 * `needs`: jobs that must be green. A report of a red run is a report, so jobs that read one do not need a green run.
 * `endsRun`: no job starts before it has ended, and none if it is red.
 */
export const jobs = [
  { name: 'quick', command: 'npm run quick -- --ci', tokens: 2, cpu: 400, minutes: 10, endsRun: true },
  { name: 'tests, embedded, bare', command: embedded, tokens: 2, cpu: 1200, minutes: 35 },
  { name: 'bare, Node of the packages', command: '.ci/bare packages', tokens: 2, cpu: 300, minutes: 15 },
  { name: 'tools', command: '.ci/tools', tokens: 1, cpu: 120, minutes: 15 },
  { name: 'tests, PostgreSQL and Redis', command: services, tokens: 2, cpu: 700, minutes: 35 },
  { name: 'crosscheck', command: 'npm run crosscheck', needs, tokens: 1, cpu: 90, minutes: 10 },
  { name: 'skipped tests', command: skips('$OUT/embedded.json $OUT/services.json'), tokens: 1, cpu: 5, minutes: 1 },
  { name: 'e2e', command: `npm run e2e -- ${halfOfSpecs}`, needs, tokens: 2, cpu: 1400, minutes: 36 },
  { name: 'faults, all cores', command: `${faults} all ${tested}`, needs, tokens: 2, cpu: 1000, minutes: 30 },
  { name: 'faults, one core', command: `${faults} one --half`, needs, tokens: 1, cpu: 900, minutes: 40 },
  { name: 'compose', command: `${compose} docker-compose config -q`, needs, tokens: 1, cpu: 5, minutes: 1 },
  { name: 'guide', command: 'npm run guide', needs, tokens: 1, cpu: 250, minutes: 15 },
  { name: 'check', command: 'npm run check -- --one-core', tokens: 1, cpu: 600, minutes: 25 },
  // Both tokens, so that the fault suite has ended.
  {
    name: 'skipped scenarios',
    command: skips('test-results/report.json $OUT/faults-*.log'),
    tokens: 2,
    cpu: 5,
    minutes: 1,
  },
];

const docs = 'docs/testing.md';
const heading = '| Job | Tokens | CPU seconds | Minutes |\n|---|---|---|---|\n';
const rows = jobs.map(({ name, tokens, cpu, minutes }) => `| ${name} | ${tokens} | ${cpu} | ${minutes} |\n`).join('');

if (process.argv[1] === resolve(import.meta.filename)) {
  const text = readFileSync(docs, 'utf8');
  const [before, after] = text.split(heading);
  const written = `${before}${heading}${rows}${after?.replace(/^(\|.*\n)*/, '')}`;
  if (process.argv.includes('--write')) writeFileSync(docs, written);
  else if (text !== written) {
    console.error(`${docs}: the table of jobs is stale: node scripts/judge-jobs.mjs --write`);
    process.exitCode = 1;
  }
}

// `npm run mutants -- --checkout <path> [--checkout <newer path>] [--count 40] [--seed <number>] [--only <n>]`: draws small
// mistakes in the rules and services of all domains and runs each against the tests of its domain. With two checkouts, the
// newer one must find each mistake that the older one finds. Works on copies of the checkouts.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMutant, domainOf, drawMutants, mutate } from './mutants-draw.mjs';

/** Run of tests that has not ended yet. */
let running;

/** Copies a checkout without what is built; the copy shares its packages. */
function copyCheckout(checkout, copy) {
  const left = ['node_modules', 'dist', 'data', 'test-results'].map((name) => join(checkout, name));
  cpSync(checkout, copy, { recursive: true, filter: (path) => !left.includes(path) });
  mkdirSync(join(copy, 'tmp'));
  symlinkSync(left[0], join(copy, 'node_modules'));
}

/** Runs the tests of a domain in a copy. Returns undefined if they are green, otherwise the first failure. */
async function findFailure(copy, domain, limitMs) {
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  const args = ['run', `server/${domain}/`, '--bail=1', '--retry=0', '--reporter=json', `--outputFile=${report}`];
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...others } = process.env;
  const env = { ...others, TMPDIR: join(copy, 'tmp') };
  const options = { cwd: copy, env, stdio: 'ignore', detached: true };
  running = spawn(process.execPath, [join(copy, 'node_modules/vitest/vitest.mjs'), ...args], options);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    process.kill(-running.pid, 'SIGKILL');
  }, limitMs);
  const code = await new Promise((done) => running.once('close', done));
  clearTimeout(timer);
  running = undefined;
  if (isLate) return `time limit of ${Math.round(limitMs / 1000)} s`;
  if (code === 0) return undefined;
  for (const { name, message, assertionResults } of readResults(report)) {
    const test = assertionResults.find(({ status }) => status === 'failed');
    if (test !== undefined) return `${basename(name)}: ${test.fullName}`;
    if (message !== '') return `${basename(name)}: ${message.split('\n')[0]}`;
  }
  return 'an error outside the tests';
}

function readResults(report) {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : [];
}

const limits = new Map();

/** Time limit in milliseconds for the tests of a domain with a mistake; undefined if they are red without one. */
async function limitOf(copy, domain) {
  const key = `${copy} ${domain}`;
  if (limits.has(key)) return limits.get(key);
  const started = performance.now();
  const failure = await findFailure(copy, domain, 3_600_000);
  if (failure !== undefined) console.log(`RED without a mistake: ${domain}: ${failure}`);
  limits.set(key, failure === undefined ? 60_000 + 3 * (performance.now() - started) : undefined);
  return limits.get(key);
}

/** Verdict of the tests of one copy about a mistake: killed, survived, or unjudged because they are red without it. */
async function judge(copy, mutant) {
  const domain = domainOf(mutant.file);
  const limitMs = await limitOf(copy, domain);
  if (limitMs === undefined) return 'unjudged';
  const path = join(copy, mutant.file);
  const right = readFileSync(path);
  writeFileSync(path, mutate(copy, mutant));
  const failure = await findFailure(copy, domain, limitMs);
  writeFileSync(path, right);
  return failure === undefined ? 'survived' : `killed by ${failure}`;
}

const { values } = parseArgs({
  options: {
    checkout: { type: 'string', multiple: true, default: ['.'] },
    count: { type: 'string', default: '40' },
    seed: { type: 'string', default: `${randomInt(2 ** 31)}` },
    only: { type: 'string', multiple: true },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-mutants-'));
// Processes that were just killed may still write.
const removeCopies = () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    if (running !== undefined) process.kill(-running.pid, 'SIGKILL');
    removeCopies();
    process.exit(1);
  });
const copies = values.checkout.map((_checkout, n) => join(folder, `${n}`));
for (const [n, copy] of copies.entries()) copyCheckout(resolve(values.checkout[n]), copy);

const mutants = drawMutants(copies, Number(values.count), Number(values.seed));
console.log(`seed ${values.seed}: ${mutants.length} mistakes, repeat with --seed ${values.seed}`);
let bad = 0;
for (const [n, mutant] of mutants.entries()) {
  if (values.only !== undefined && !values.only.includes(`${n + 1}`)) continue;
  console.log(`${n + 1}. ${describeMutant(mutant)}`);
  const verdicts = [];
  for (const copy of copies) verdicts.push(await judge(copy, mutant));
  for (const [at, verdict] of verdicts.entries()) console.log(`   ${values.checkout[at]}: ${verdict}`);
  const isLost = verdicts[0].startsWith('killed') && verdicts.includes('survived');
  if (isLost) console.log('   LOST: only the first checkout finds it');
  if (isLost || verdicts.includes('unjudged')) bad++;
}
removeCopies();
console.log(bad === 0 ? 'nothing lost' : `${bad} lost or unjudged`);
process.exitCode = bad === 0 ? 0 : 1;

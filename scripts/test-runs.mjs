// Runs of `npm test` in another order or with another clock, for scripts/shuffle.mjs and scripts/hours.mjs.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';

const root = join(import.meta.dirname, '..');

/** Maximum number of test files that `--changed` selects. */
const maxChanged = 30;

/** Number of lines printed of the message of a failed test. */
const messageLines = 8;

/**
 * Reads the command line: `own`, its first `count` arguments; `values` of `flags`, which are options of `parseArgs`; and
 * `args`, arguments of Vitest that choose the tests: parts of paths, the files of `--changed`, and projects.
 */
export function readCommandLine({ count = 0, flags = {} }) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { changed: { type: 'boolean' }, project: { type: 'string', multiple: true, default: [] }, ...flags },
  });
  const projects = values.project.map((name) => `--project=${name}`);
  const files = [...positionals.slice(count), ...(values.changed ? lastChangedTests() : [])];
  return { values, own: positionals.slice(0, count), args: [...projects, ...files] };
}

/** Test files of `npm test` that changed last, the newest first: uncommitted ones, then by commit. */
function lastChangedTests() {
  const paths = [
    ...git('diff', '--name-only', 'HEAD'),
    ...git('ls-files', '--others', '--exclude-standard'),
    ...git('log', '--max-count=500', '--format=', '--name-only', '--no-renames'),
  ];
  const isTest = (path) => /^(server|schema|e2e|web)\/.*(?<!\.(?:crosscheck|planted))\.test\.ts$/.test(path);
  return [...new Set(paths)].filter((path) => isTest(path) && existsSync(join(root, path))).slice(0, maxChanged);
}

function git(...args) {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 }).split('\n');
}

/**
 * Runs Vitest once, without retry, and prints a line that begins with `label`, then the failed tests. Returns the failed
 * tests and whether the run is green; a run without a test is not. The output is printed if no failed test explains it.
 */
export async function runTests(label, args, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-runs-'));
  const report = join(folder, 'report.json');
  const started = performance.now();
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporting = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const { code, output } = await runNode([vitest, 'run', '--retry=0', ...reporting, ...args], {
    cwd: root,
    ...options,
  });
  const { passed, failed } = existsSync(report) ? readReport(report) : { passed: 0, failed: [] };
  rmSync(folder, { recursive: true });

  const isGreen = code === 0 && passed > 0;
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${isGreen ? 'ok  ' : 'RED '} ${label}: ${passed} passed, ${failed.length} failed, ${seconds} s`);
  for (const { name, message } of failed) console.log(`     ${name}\n${message.replace(/^/gm, '       ')}`);
  if (!isGreen && failed.length === 0) console.log(output);
  return { isGreen, failed };
}

function runNode(args, options) {
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** Number of passed tests, and the failed ones; a file that fails outside its tests counts as one. */
function readReport(path) {
  const { numPassedTests, testResults } = JSON.parse(readFileSync(path, 'utf8'));
  const failed = testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(root, name);
    const tests = assertionResults.filter(({ status }) => status === 'failed');
    const named = tests.map((test) => ({ name: `${file}  ${test.fullName}`, message: test.failureMessages[0] ?? '' }));
    return message === '' ? named : [{ name: file, message }, ...named];
  });
  return { passed: numPassedTests, failed: failed.map((one) => ({ ...one, message: shorten(one.message) })) };
}

function shorten(message) {
  const lines = stripVTControlCharacters(message).split('\n');
  return lines
    .filter((line) => !line.includes('/node_modules/'))
    .slice(0, messageLines)
    .join('\n');
}

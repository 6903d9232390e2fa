// npm run quick: the checks and tests that matter most after a change, up to the first failure. Without arguments it takes
// what has changed since the last commit, or in the last commit; `npm run quick -- poll` also takes all tests of a domain;
// `npm run quick -- --ci` takes all unit tests, then for some minutes the test files of the last commits, without checks.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { createVitest } from 'vitest/node';
import { allTests, filesReachedBy } from '../server/testing/projects.ts';
import { RunAloneReporter } from '../server/testing/runAlone.ts';

/** Number of commits whose test files `--ci` takes, time in ms in which it starts them, and number of files per run. */
const depth = 20;
const limitMs = 80_000;
const batchSize = 6;
/** Checks changed files and those that import them, not all that reach them; `npm run check` does that. */
const direct = '--assumeChangesOnlyAffectDirectDependencies';

const { values, positionals } = parseArgs({ options: { ci: { type: 'boolean' } }, allowPositionals: true });
const began = performance.now();
process.exitCode = (await (values.ci ? judgeCommits() : judgeChange(positionals[0]))) ? 0 : 1;
console.log(`quick: ${process.exitCode === 0 ? 'passed' : 'FAILED'} after ${secondsSince(began)} s`);

async function judgeChange(domain) {
  const changed = listChanged();
  const tests = domain === undefined ? chooseTests(changed) : testsOfDomain(domain);
  console.log(`quick: ${changed.length} changed files, ${tests.length} test files`);
  if (!(await runChecks(changed.filter((file) => existsSync(file))))) return false;
  return runTests(async (vitest) => {
    const chosen = await specificationsOf(vitest, tests);
    const isFast = ({ project }) => ['unit', 'web'].includes(project.name);
    return (
      (await runFiles(vitest, chosen.filter(isFast))) &&
      runFiles(
        vitest,
        chosen.filter((one) => !isFast(one)),
      )
    );
  });
}

/** The newest test files come first. Without enough history only the unit tests run. */
function judgeCommits() {
  const found = git('log', '--format=', '--name-only', '--no-renames', `HEAD~${depth}..HEAD`);
  if (found === undefined) console.log(`quick: git knows no ${depth} commits here, so only the unit tests run`);
  return runTests(async (vitest) => {
    const all = await vitest.globTestSpecifications();
    if (
      !(await runFiles(
        vitest,
        all.filter(({ project }) => project.name === 'unit'),
      ))
    )
      return false;
    const started = performance.now();
    const recent = await specificationsOf(vitest, found ?? []);
    const waiting = recent.filter(({ project }) => project.name !== 'unit');
    while (waiting.length > 0 && performance.now() - started < limitMs)
      if (!(await runFiles(vitest, waiting.splice(0, batchSize)))) return false;
    console.log(
      `quick: ${waiting.length} files of the last ${depth} commits were left out after ${secondsSince(started)} s`,
    );
    return true;
  }, 1);
}

/** Files that differ from the last commit; in a clean tree those of the last commit. */
function listChanged() {
  const changed = git('diff', '--name-only', '--no-renames', 'HEAD');
  if (changed === undefined) console.log('quick: without git no change is known');
  const added = git('ls-files', '--others', '--exclude-standard') ?? [];
  const current = [...(changed ?? []), ...added];
  return current.length > 0 ? current : (git('diff', '--name-only', '--no-renames', 'HEAD~1') ?? []);
}

/** Lines that git prints, each once; undefined without git or without the named commits. */
function git(...args) {
  try {
    const lines = execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n');
    return [...new Set(lines.filter(Boolean))];
  } catch {
    return undefined;
  }
}

function testsOfDomain(domain) {
  const tests = allTests().filter((file) => ['server', 'web'].some((part) => file.startsWith(`${part}/${domain}/`)));
  if (tests.length === 0) throw new Error(`there are no tests in server/${domain} and web/${domain}`);
  return tests;
}

function isWeb(file) {
  return file.startsWith('web/');
}

/** Tests that reach a changed file. For a file that half of all tests reach, inside or outside of web/, those of its folder. */
function chooseTests(changed) {
  const chosen = changed.flatMap((file) => {
    const all = allTests().filter((test) => isWeb(test) === isWeb(file));
    const reaching = all.filter((test) => filesReachedBy(test).has(file));
    if (reaching.length < all.length / 2) return reaching;
    console.log(
      `quick: ${reaching.length} of ${all.length} test files import ${file}, so only those of its folder run`,
    );
    return all.filter((test) => dirname(test) === dirname(file));
  });
  return [...new Set(chosen)];
}

/** Runs format, lint and types of existing files side by side. At the first failure it prints that one and ends the others. */
async function runChecks(files) {
  const linted = files.filter((file) => /\.([cm]?[jt]s|vue)$/.test(file));
  const types = (name, program, project) =>
    `${program} -p ${project} --incremental ${direct} --tsBuildInfoFile node_modules/.cache/types.${name}.tsbuildinfo`.split(
      ' ',
    );
  const commands = [];
  if (files.length > 0) commands.push(['prettier', '--check', '--log-level=warn', '--ignore-unknown', ...files]);
  if (linted.length > 0) commands.push(['eslint', '--max-warnings=0', '--no-warn-ignored', ...linted]);
  if (!linted.every(isWeb)) commands.push(types('server', 'tsc', '.'));
  if (linted.some(isWeb)) commands.push(types('web', 'vue-tsc', 'web/tsconfig.json'));
  const ending = new AbortController();
  try {
    await Promise.all(commands.map((command) => runCheck(command, ending.signal)));
    return true;
  } catch (error) {
    ending.abort();
    console.error([error.stdout, error.stderr].join('') || error.message);
    return false;
  }
}

async function runCheck([name, ...args], signal) {
  const started = performance.now();
  await promisify(execFile)(`node_modules/.bin/${name}`, args, { signal, maxBuffer: 2 ** 24 });
  console.log(`quick: ${name} passed after ${secondsSince(started)} s`);
}

/** Calls `judge` with a Vitest that ends a run at its first failure and prints failures only. */
async function runTests(judge, retry = 0) {
  const reporters = ['minimal', new RunAloneReporter()];
  const vitest = await createVitest('test', { watch: false, bail: 1, retry, reporters });
  await vitest.standalone();
  try {
    return await judge(vitest);
  } finally {
    await vitest.close();
  }
}

/** Specifications of the files that are test files, in the order of the files. */
async function specificationsOf(vitest, files) {
  const all = await vitest.globTestSpecifications();
  return files.flatMap((file) => all.filter(({ moduleId }) => relative(process.cwd(), moduleId) === file));
}

/** Returns whether all tests passed. */
async function runFiles(vitest, specifications) {
  if (specifications.length === 0) return true;
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  return unhandledErrors.length === 0 && testModules.every((one) => one.ok());
}

function secondsSince(start) {
  return ((performance.now() - start) / 1000).toFixed(1);
}

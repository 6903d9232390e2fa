// `npm run tests:list [-- <checkout>] [-- <part of a path> …]`: runs the tests of this or another checkout and prints one
// line for each: file, name, number of expectations that ran, and what happened if it did not simply pass.
// `npm run tests:list -- --compare <old list> <new list>`: prints the tests that are missing or expect less.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const separator = ' > ';

/** The lines of a list; text around it, such as that of npm, is ignored. */
export function readList(text) {
  return text.split('\n').flatMap((line) => {
    const [file, name, expectations, mark = ''] = line.split('\t');
    return expectations === undefined ? [] : [{ file, name, expectations: Number(expectations), mark }];
  });
}

/**
 * Ways in which a test of the old list is found in the new one, the surest first. A test may move to another file, into
 * another `describe`, or both.
 */
const ways = [
  ({ file, name }) => `${file}\t${name}`,
  ({ file, name }) => `${file}\t${titleOf(name)}`,
  ({ name }) => name,
  ({ name }) => titleOf(name),
];

function titleOf(name) {
  return name.split(separator).at(-1);
}

/** Each old test with the new one that took its place; undefined: none. */
export function pairTests(before, after) {
  const pairs = new Map();
  const taken = new Set();
  for (const keyOf of ways) {
    const free = Map.groupBy(
      after.filter((test) => !taken.has(test)),
      keyOf,
    );
    for (const test of before.filter((one) => !pairs.has(one))) {
      const found = free.get(keyOf(test))?.shift();
      if (found === undefined) continue;
      pairs.set(test, found);
      taken.add(found);
    }
  }
  return before.map((test) => [test, pairs.get(test)]);
}

/** Whether the test ran to its end; a retried one did. */
const isRun = ({ mark }) => mark === '' || mark.startsWith('retried');

/** Complaints and, apart from them, tests that are elsewhere now. */
export function compareLists(before, after) {
  const losses = [];
  const moves = [];
  for (const [old, now] of pairTests(before, after)) {
    const label = `${old.file}  ${old.name}`;
    if (now === undefined) {
      losses.push(`missing  ${label}  (${old.expectations} expectations)`);
      continue;
    }
    const place = now.file === old.file ? '' : `  now in ${now.file}`;
    if (isRun(old) && !isRun(now)) losses.push(`${now.mark}  ${label}${place}`);
    else if (now.expectations < old.expectations)
      losses.push(`less  ${label}  ${old.expectations} -> ${now.expectations}${place}`);
    else if (place !== '') moves.push(`moved  ${label}${place}`);
  }
  return { losses, moves };
}

/**
 * Attaches to each test the number of its expectations. Hooks run in reverse order, so this one also counts those of the
 * other hooks. `expect.poll` and `expect.soft` count once; a test that takes `expect` from its context has a second counter.
 */
const setup = `
import { afterEach, expect } from 'vitest';
afterEach(({ task }) => {
  const own = task.context._local ? task.context.expect.getState().assertionCalls : 0;
  task.meta.expectations = expect.getState().assertionCalls + own;
});`;

/** Runs the tests of a checkout with its own Vitest and configuration, and returns the lines of its list. */
async function listTests(checkout, filters) {
  process.chdir(checkout);
  const { startVitest } = await import(pathToFileURL(join(checkout, 'node_modules/vitest/dist/node.js')).href);
  const options = { root: checkout, watch: false, retry: 1, reporters: ['default'] };
  const plugins = [countExpectations(join(checkout, 'tests-list.setup.mjs'))];
  const vitest = await startVitest('test', filters, options, { plugins }, { stdout: process.stderr });
  const lines = vitest.state.getTestModules().flatMap((module) => {
    const file = relative(checkout, module.moduleId);
    return [...module.children.allTests()].map((test) => lineOf(file, test));
  });
  await vitest.close();
  return lines.sort();
}

/** Time limit of tests and hooks in milliseconds: the list is about what ran, not about how fast. */
const timeLimit = 600_000;

/**
 * Plugin that adds a setup file to each project. The file exists in memory only; `path` lies in the checkout, so that the
 * file imports the Vitest of the checkout.
 */
function countExpectations(path) {
  return {
    name: 'count-expectations',
    configureVitest: ({ project: { config } }) => {
      config.setupFiles.push(path);
      config.testTimeout = timeLimit;
      config.hookTimeout = timeLimit;
    },
    resolveId: (id) => (id.endsWith(basename(path)) ? path : undefined),
    load: (id) => (id.startsWith(path) ? setup : undefined),
  };
}

function lineOf(file, test) {
  const { state } = test.result();
  const { retryCount = 0 } = test.diagnostic() ?? {};
  const mark = state === 'passed' ? (retryCount > 0 ? `retried ${retryCount}` : '') : state;
  const name = test.fullName.replaceAll(/[\t\n\r]/g, ' ');
  return [file, name, test.meta().expectations ?? 0, mark].join('\t').trimEnd();
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { compare: { type: 'boolean' } } });
  if (values.compare) {
    const [before, after] = positionals.map((path) => readList(readFileSync(path, 'utf8')));
    const { losses, moves } = compareLists(before, after);
    for (const line of [...moves, ...losses]) console.log(line);
    console.log(`${before.length} tests before, ${after.length} after: ${losses.length} lost, ${moves.length} moved`);
    process.exitCode = losses.length > 0 ? 1 : 0;
  } else {
    const [first = '.', ...rest] = positionals;
    const isCheckout = existsSync(join(first, 'package.json'));
    const lines = await listTests(resolve(isCheckout ? first : '.'), isCheckout ? rest : positionals);
    console.log(lines.join('\n'));
  }
}

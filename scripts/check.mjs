// npm run check: all checks that need no running product. All steps run, and all failures are listed. `npm run check --
// --only lint` runs one step; `--one-core` runs one after the other, for a job beside others.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules/.bin');

/**
 * [name, commands in sequence]. The two lists run in parallel: each keeps about one processor busy, and none of their
 * steps writes files that others read.
 */
const lists = [
  [
    ['format', ['prettier --check --log-level warn .']],
    ['lint', ['eslint . --max-warnings 0']],
  ],
  [
    ['imports', ['node scripts/imports.mjs', 'node scripts/folders.mjs']],
    ['exports', ['knip --no-progress --no-config-hints']],
    ['house', ['node scripts/house.mjs']],
    ['containers', ['node scripts/containers.mjs']],
    ['texts', ['node scripts/texts.mjs']],
    ['prose', ['node scripts/prose.mjs']],
    ['jobs', ['node scripts/judge-jobs.mjs']],
    ['plants', ['node scripts/plants.mjs']],
    ['defects', ['node scripts/defects.mjs']],
    ['migrations', ['tsx server/database/migrations/check.ts']],
    ['nightly', ['tsx scripts/nightly-files.mjs', 'tsx scripts/nightly-plants.mjs']],
    ['types', ['tsc -p .', 'vue-tsc -p web/tsconfig.json', 'tsx bench/harness/packages.ts', 'tsc -p bench']],
  ],
];
/** Steps that run afterwards, because they write files that others read; each builds upon the one before. */
const building = [
  ['fresh', ['node scripts/fresh.mjs']],
  ['schema', ['tsx schema/check.ts', 'tsx schema/conventions.ts']],
  ['build', ['node scripts/build.mjs']],
  ['budget', ['node scripts/budget.mjs']],
];
const steps = [...lists.flat(), ...building];

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const chosen = steps.filter(([name]) => only === undefined || name === only);
if (chosen.length === 0) {
  console.error(`--only needs one of: ${steps.map(([name]) => name).join(', ')}`);
  process.exit(2);
}

const failed = [];
if (process.argv.includes('--one-core')) for (const list of lists) await runSteps(list);
else await Promise.all(lists.map(runSteps));
await runSteps(building);
console.log(failed.length > 0 ? `failed: ${failed.join(', ')}` : `all ${chosen.length} steps passed`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function runSteps(list) {
  for (const [name, commands] of list.filter((step) => chosen.includes(step))) {
    const started = performance.now();
    const results = [];
    for (const command of commands) results.push(await runCommand(command));
    const isFine = results.every(({ code }) => code === 0);
    if (!isFine) failed.push(name);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${isFine ? 'ok  ' : 'FAIL'} ${name.padEnd(10)} ${seconds} s`);
    const said = results.map(({ output }) => output.trim()).filter(Boolean);
    if (said.length > 0) console.log(said.join('\n').replace(/^/gm, '       '));
  }
}

/** Resolves with the exit code and the combined output of both streams. */
function runCommand(command) {
  const [name, ...args] = command.split(' ');
  const env = { ...process.env, PATH: bin + delimiter + process.env.PATH, NO_COLOR: '1' };
  const child = spawn(name, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

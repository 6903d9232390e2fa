// `npm run shuffle -- 10 [--changed] [--project <name>] [<part of a path> …]`: runs `npm test` ten times, each time in
// another order, without retry and beside a process that keeps one processor busy. With `--control` it runs the bad tests of
// server/testing/leaks.planted.test.ts, each of which must be red in all these orders, and no other.
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readCommandLine, runTests } from './test-runs.mjs';

const planted = 'server/testing/leaks.planted.test.ts';
const leaks = ['a clock left set', 'a count over all towns', 'a limit lifted', 'a setting changed', 'a variable set'];

const {
  values: { control },
  own: [times = ''],
  args,
} = readCommandLine({ count: 1, flags: { control: { type: 'boolean' } } });
if (!/^[1-9]\d*$/.test(times)) {
  console.error('usage: npm run shuffle -- <runs> [--control] [--changed] [--project <name>] [<part of a path> …]');
  process.exit(2);
}
const tests = control ? ['--project=planted'] : args;
const env = control ? { ...process.env, PLANTED: '1' } : process.env;
const expected = control ? leaks.map((name) => `${planted}  ${name}`) : [];
console.log(`tests: ${tests.join(' ') || 'all'}`);

// It ends with this process, however that ends.
const busy = spawn(process.execPath, ['-e', 'const parent = process.ppid; while (process.ppid === parent);']);
let red = 0;
for (let n = 1; n <= Number(times); n++) {
  const seed = randomInt(2 ** 31);
  const { isGreen, failed } = await runTests(`run ${n}, seed ${seed}`, [`--sequence.seed=${seed}`, ...tests], { env });
  const names = failed.map(({ name }) => name).sort();
  const isAsExpected = control ? names.join() === expected.join() : isGreen;
  if (!isAsExpected) red++;
}
busy.kill();
console.log(`${Number(times) - red} of ${times} runs ${control ? 'as expected' : 'green'}`);
if (!control) console.log('npm test -- --sequence.seed=<seed> repeats an order');
process.exitCode = red > 0 ? 1 : 0;

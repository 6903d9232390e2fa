// `npm run hours [-- --changed] [--project <name>] [<part of a path> …]`: runs `npm test` at times at which tests fail that
// reckon badly with midnight or with changing clocks. `--control` proves that these times turn bad tests red.
import { globSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import { readCommandLine, runTests } from './test-runs.mjs';

const town = 'Europe/Berlin';
const tomorrow = Temporal.Now.plainDateISO(town).add({ days: 1 });

/** Times of the town at which runs begin, and the time zone of their processes: the date there is another, or the same. */
const moments = [
  { at: `${tomorrow}T00:15`, timeZone: 'UTC' },
  { at: `${tomorrow}T23:50`, timeZone: 'Pacific/Auckland' },
  { at: '2027-03-28T01:50', timeZone: town },
  { at: '2027-10-31T01:50', timeZone: 'America/New_York' },
];

const { values, args } = readCommandLine({ flags: { control: { type: 'boolean' } } });
const [library] = globSync('/usr/lib/*/faketime/libfaketime.so.1');
if (library === undefined) {
  console.error('libfaketime is missing: install the Debian package faketime');
  process.exit(2);
}
process.exitCode = (await (values.control ? checkControls() : runSuite())) ? 0 : 1;

async function runSuite() {
  console.log(`tests: ${args.join(' ') || 'all'}`);
  const results = [];
  for (const moment of moments) results.push(await runAt(moment, args));
  return results.every(({ isGreen }) => isGreen);
}

/** The embedded database takes its time from the process, so PostgreSQL, whose clock is right, is left out. */
function runAt({ at, timeZone }, tests) {
  const start = Temporal.PlainDateTime.from(at).toZonedDateTime(town);
  // An offset, not a fixed start: all processes of the run then agree about the time.
  const seconds = Math.round((start.epochMilliseconds - Date.now()) / 1000);
  const env = { ...process.env, TZ: timeZone, LD_PRELOAD: library, FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}s` };
  env.FAKETIME_DONT_FAKE_MONOTONIC = '1'; // timers
  delete env.DATABASE_URL;
  delete env.REDIS_URL;
  return runTests(`${at} in the town, TZ=${timeZone}`, tests, { env });
}

/**
 * Runs the bad tests of scripts/hours-control.test.mjs at each moment and on an ordinary noon. Each must be red at its
 * moments, and only there.
 */
async function checkControls() {
  const control = ['--root', 'scripts', 'hours-control'];
  const noon = { at: '2027-02-10T12:00', timeZone: 'UTC' };
  const expected = [[], ['in 20 minutes'], ['24 hours'], ['24 hours'], []];
  let isFine = true;
  for (const [n, moment] of [...moments, noon].entries()) {
    const { failed } = await runAt(moment, control);
    const names = failed.map(({ name }) => name.split('  ')[1]);
    const isAsExpected = names.join() === expected[n].join();
    console.log(`     ${isAsExpected ? 'as expected' : `EXPECTED red: ${expected[n].join() || 'none'}`}`);
    isFine &&= isAsExpected;
  }
  return isFine;
}

// The complete judgement after the packages are installed: runs the jobs of judge-jobs.mjs, all of them also after a red
// one. `node scripts/judge.mjs --only <name>` (repeatable) runs these jobs alone, whatever they need.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { jobs } from './judge-jobs.mjs';
import { findCgroup, runCommand } from './judge-process.mjs';

/** One for each processor that may be expected. */
const allTokens = 2;
/** A job fails when its CPU time exceeds its budget by this factor. */
const margin = 1.5;
/** Printed lines of a log: when a job ends, and once more at the end of the run if the job is red. */
const linesAtEnd = 40;
const linesIfRed = 500;

/**
 * Runs the jobs in their order, several at a time as far as the tokens suffice, and returns a result for each of them. A
 * job is left out if a job that it needs is not green; after a red job with `endsRun` all further ones are.
 * @returns {Promise<{ job: object, isGreen: boolean, verdict: string, log?: string, wall?: number, cpu?: number }[]>}
 */
export async function runJobs(table, { folder, say, ...options }) {
  const results = [];
  const running = new Map();
  let tokens = allTokens;
  const run = async (job, log) => {
    tokens -= job.tokens;
    say(`=== ${job.name}: starts`);
    const result = await runJob(job, { ...options, log, env: { ...process.env, OUT: folder } });
    say(`${readEnd(log, linesAtEnd)}=== ${job.name}: ${result.verdict} after ${Math.round(result.wall)} s`);
    results.push({ job, log, ...result });
    running.delete(job);
    tokens += job.tokens;
  };
  for (const job of table) {
    const waitsFor = ({ name, endsRun }) => endsRun || job.needs?.includes(name);
    while (tokens < job.tokens || [...running.keys()].some(waitsFor)) await Promise.race(running.values());
    const verdict = reasonToLeaveOut(job, results, options.signal);
    if (verdict) results.push({ job, isGreen: false, verdict });
    else running.set(job, run(job, join(folder, `${job.name.replace(/\W+/g, '-')}.log`)));
  }
  await Promise.all(running.values());
  return table.flatMap((job) => results.filter((result) => result.job === job));
}

function reasonToLeaveOut(job, results, signal) {
  if (signal?.aborted) return 'not run: the run was ended';
  const needed = results.find((one) => !one.isGreen && (one.job.endsRun || job.needs?.includes(one.job.name)));
  return needed && `not run: ${needed.job.name} is not green`;
}

async function runJob(job, options) {
  const began = performance.now();
  const { code, isLate, cpu } = await runCommand(job.command, { ...options, minutes: job.minutes });
  const verdict = judgeJob(job, code, isLate, cpu);
  return { isGreen: verdict === 'green', verdict, wall: (performance.now() - began) / 1000, cpu };
}

function judgeJob({ cpu: budget, minutes }, code, isLate, cpu) {
  if (isLate) return `RED, ended after ${minutes} minutes with all that it started`;
  if (code !== 0) return `RED, ${code === null ? 'killed' : `exit code ${code}`}`;
  return cpu <= margin * budget ? 'green' : `RED, ${Math.round(cpu)} CPU seconds are more than ${margin} × ${budget}`;
}

/** The last lines of a log. */
function readEnd(path, count) {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const left = lines.length > count ? `[${lines.length - count} lines before]\n` : '';
  return `${left}${lines.slice(-count).join('\n')}\n`;
}

/** Prints the logs of red jobs, the table of all jobs, and the numbers of green and red ones alone on the last line. */
export function printResults(results, say) {
  const isRed = ({ isGreen, wall }) => !isGreen && wall !== undefined;
  for (const { job, log, verdict } of results.filter(isRed))
    say(`\n=== ${job.name}: ${verdict}. Its log:\n${readEnd(log, linesIfRed)}`);
  const number = (value) => (value === undefined ? '–' : value.toFixed(0)).padStart(7);
  say(`\n${'job'.padEnd(32)}   wall s  CPU s budget  verdict`);
  for (const { job, wall, cpu, verdict } of results)
    say(`${job.name.padEnd(32)}  ${number(wall)}${number(cpu)}${number(job.cpu)}  ${verdict}`);
  const passed = results.filter(({ isGreen }) => isGreen).length;
  say(`${passed} passed, ${results.length - passed} failed`);
}

async function main() {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] } } });
  const chosen = jobs.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  if (chosen.length < values.only.length) {
    console.error(`--only needs one of: ${jobs.map(({ name }) => name).join('; ')}`);
    return 2;
  }
  const began = performance.now();
  const ending = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => ending.abort());
  const folder = mkdtempSync(join(tmpdir(), 'judge-'));
  const { folder: cgroup, reason } = findCgroup();
  console.log(`=== CPU time is that of ${cgroup ? 'a cgroup for each job' : `waited children (${reason})`}`);
  try {
    const results = await runJobs(chosen, { folder, cgroup, say: console.log, signal: ending.signal });
    console.log(`\n=== all in ${Math.round((performance.now() - began) / 1000)} s`);
    printResults(results, console.log);
    return results.every(({ isGreen }) => isGreen) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === resolve(import.meta.filename)) process.exitCode = await main();

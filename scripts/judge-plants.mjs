// Controls of judge.mjs: made-up jobs of which each breaks one rule, once with cgroups, where they are permitted, and once
// with the times of waited children.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printResults, runJobs } from './judge.mjs';
import { findCgroup } from './judge-process.mjs';

const idle = { tokens: 1, cpu: 0.3, minutes: 1 };
/** Takes a second of CPU time. */
const loop = `'${process.execPath}' -e 'while (process.cpuUsage().user < 1e6) for (let n = 0; n < 1e6; n++);'`;
/** Starts a process in a session of its own and waits for ever. */
const hang = `setsid sleep 600 & echo $! >"$OUT/left"; sleep 600`;

/** [job, start of the verdict that it must get] */
const planted = [
  [{ ...idle, name: 'first', command: 'sleep 0.5', endsRun: true }, 'green'],
  [{ ...idle, name: 'busy', command: `${loop}; true` }, 'RED, 1 CPU seconds are more than 1.5 × 0.3'],
  [{ ...idle, name: 'red', command: 'echo planted; exit 3' }, 'RED, exit code 3'],
  [{ ...idle, name: 'needs red', command: 'true', needs: ['red'] }, 'not run: red is not green'],
  [{ ...idle, name: 'hangs', command: hang, minutes: 0.01 }, 'RED, ended after 0.01 minutes'],
  [
    {
      ...idle,
      name: 'later',
      command: '! grep -q sleep "/proc/$(cat "$OUT/left")/cmdline"',
      needs: ['first'],
      tokens: 2,
    },
    'green',
  ],
];
const endsAtOnce = [
  [{ ...idle, name: 'first', command: 'false', endsRun: true }, 'RED, exit code 1'],
  [{ ...idle, name: 'second', command: 'true' }, 'not run: first is not green'],
];

/** @returns {Promise<{ found: number, problems: string[] }>} */
export async function plantJobs() {
  const { folder: cgroup } = findCgroup();
  const runs = [...(cgroup ? [cgroup] : []), undefined].map((parent) => judgePlants(planted, parent));
  const problems = await Promise.all([...runs, judgePlants(endsAtOnce, cgroup)]);
  return { found: planted.length + endsAtOnce.length, problems: problems.flat() };
}

/** Runs the jobs beside a busy loop, which must count for none of them. */
async function judgePlants(table, cgroup) {
  const folder = mkdtempSync(join(tmpdir(), 'judge-plants-'));
  const beside = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  try {
    const lines = [];
    const results = await runJobs(
      table.map(([job]) => job),
      { folder, cgroup, say: (line) => lines.push(line) },
    );
    printResults(results, (line) => lines.push(line));
    const wrong = table.filter(([, verdict], n) => !results[n].verdict.startsWith(verdict));
    const green = results.filter(({ isGreen }) => isGreen).length;
    const last = `${green} passed, ${table.length - green} failed`;
    const problems = wrong.map(([{ name }]) => `job ${name}: ${results.find(({ job }) => job.name === name).verdict}`);
    if (lines.at(-1) !== last) problems.push(`the last line is ${lines.at(-1)} instead of ${last}`);
    return problems;
  } finally {
    beside.kill();
    rmSync(folder, { recursive: true });
  }
}

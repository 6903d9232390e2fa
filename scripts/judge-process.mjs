// Runs the command of one job: its log, the CPU time of all its processes, and an end for whatever it started.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Time in milliseconds that processes have between SIGTERM and SIGKILL. */
const graceMs = 20_000;

/**
 * Returns the folder of this process's cgroup (version 2) if cgroups may be made in it, otherwise the reason why not.
 * @returns {{ folder?: string, reason?: string }}
 */
export function findCgroup() {
  try {
    const [, mount] = /^(?:\S+ ){4}(\S+) .*- cgroup2 /m.exec(readFileSync('/proc/self/mountinfo', 'utf8')) ?? [];
    const [, path] = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8')) ?? [];
    if (mount === undefined || path === undefined) return { reason: 'no cgroups of version 2' };
    const folder = join(mount, path);
    const trial = mkdtempSync(join(folder, 'judge-'));
    const { status, stderr } = spawnSync('sh', ['-c', 'echo $$ >"$0"/cgroup.procs', trial]);
    rmdirSync(trial);
    return status === 0 ? { folder } : { reason: `${stderr}`.trim() };
  } catch (error) {
    return { reason: error.message };
  }
}

/**
 * Runs a shell command in a process group of its own and, below `cgroup`, in a cgroup of its own. Both streams go to
 * `log`. All of its processes are ended when the command exits, after `minutes`, or when `signal` is aborted. `cpu` is in
 * seconds: of the cgroup, or without one of all children that were waited for, which daemons are not. It is undefined if
 * the command was killed before the shell could write the times of its children.
 * @returns {Promise<{ code: number | null, isLate: boolean, cpu: number | undefined }>}
 */
export async function runCommand(command, { log, env, minutes, cgroup, signal }) {
  const folder = cgroup && mkdtempSync(join(cgroup, 'judge-'));
  const mark = folder ? basename(folder) : log;
  const shell = folder
    ? ['echo $$ >"$0"/cgroup.procs && exec sh -c "$1"', folder]
    : ['sh -c "$1"; code=$?; times >"$0"; exit $code', `${log}.times`];
  const output = openSync(log, 'w');
  const stdio = ['ignore', output, output];
  const child = spawn('sh', ['-c', ...shell, command], { detached: true, stdio, env: { ...env, JUDGE_JOB: mark } });
  closeSync(output);

  let isLate = false;
  let ending;
  const end = () => (ending ??= endAll(child.pid, mark));
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, minutes * 60_000);
  signal?.addEventListener('abort', end);
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  clearTimeout(timer);
  signal?.removeEventListener('abort', end);
  await end();
  return { code, isLate, cpu: folder ? takeUsage(folder) : sumTimes(`${log}.times`) };
}

/** Sends SIGTERM to the processes of a job and SIGKILL to those that are left after the grace period. */
async function endAll(group, mark) {
  const began = performance.now();
  let name = 'SIGTERM';
  for (let left = listLeft(group, mark); left.length > 0; left = listLeft(group, mark)) {
    for (const pid of name ? left : []) {
      try {
        process.kill(pid, name);
      } catch (error) {
        if (error.code !== 'ESRCH') throw error; // it has ended in the meantime
      }
    }
    await pause(100);
    name = performance.now() - began > graceMs ? 'SIGKILL' : undefined;
  }
}

/** Processes of the process group, of the job's cgroup and of those below it, and those that inherited the mark. */
function listLeft(group, mark) {
  const isLeft = (pid) => {
    const [state, , itsGroup] = readProcess(pid, 'stat')
      .replace(/^.*\) /s, '')
      .split(' ');
    const isMarked = ['cgroup', 'environ'].some((file) => readProcess(pid, file).includes(mark));
    return state !== 'Z' && (Number(itsGroup) === group || isMarked);
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isLeft(name))
    .map(Number);
}

/** Content of a file of a process; empty if the process has ended or belongs to another user. */
function readProcess(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** Seconds of CPU time of a cgroup, which is removed with those that its processes have made. */
function takeUsage(folder) {
  const usage = /^usage_usec (\d+)$/m.exec(readFileSync(join(folder, 'cpu.stat'), 'utf8'));
  const below = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { parentPath, name } of below.reverse()) rmdirSync(join(parentPath, name));
  rmdirSync(folder);
  return Number(usage[1]) / 1e6;
}

/** Sum of the second line of the shell's `times`. */
function sumTimes(path) {
  if (!existsSync(path)) return undefined;
  const parts = readFileSync(path, 'utf8')
    .split('\n')[1]
    .matchAll(/(\d+)m([\d.]+)s/g);
  return [...parts].reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

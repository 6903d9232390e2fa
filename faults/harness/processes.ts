import { type ChildProcess, spawn } from 'node:child_process';
import { atEnd } from './ending.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}
export interface Started {
  readonly pid: number;
  /** Everything that the process has printed so far, stdout and stderr. */
  output(): string;
  readonly exited: Promise<Exit>;
  hasEnded(): boolean;
  kill(signal: NodeJS.Signals): void;
  /** Waits until the output matches; returns false when the process ends before or `ms` pass. */
  prints(pattern: RegExp, ms: number): Promise<boolean>;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /**
   * Runs the command in a process group of its own, which is killed as a whole: for commands that start others (npm).
   */
  readonly isGroup?: boolean;
}

/** Starts a process with exactly this environment. It is killed by its id at the end of the run. */
export function startProcess({ file, args, cwd, env, isGroup = false }: Command): Started {
  const child = spawn(file, args, {
    cwd,
    env: { ...bareEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: isGroup,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const exited = new Promise<Exit>((done) => {
    child.once('error', (error) => {
      output += String(error);
      done({ code: null, signal: null });
    });
    child.once('exit', (code, signal) => {
      done({ code, signal });
    });
  });
  atEnd(() => endProcess(child, exited, isGroup));
  return {
    pid: child.pid ?? -1,
    output: () => output,
    exited,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    kill: (signal) => void child.kill(signal),
    prints: (pattern, ms) => waitForOutput(child, () => pattern.test(output), ms),
  };
}

/** Environment variables that every process needs. No other setting of this machine may influence the result. */
export function bareEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR', 'npm_config_cache'];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function waitForOutput(child: ChildProcess, matches: () => boolean, ms: number): Promise<boolean> {
  return new Promise((done) => {
    const finish = (): void => {
      clearTimeout(timer);
      for (const stream of [child.stdout, child.stderr]) stream?.off('data', look);
      done(matches());
    };
    const look = (): void => {
      if (matches()) finish();
    };
    const timer = setTimeout(finish, ms);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', look);
    child.once('close', finish);
    look();
  });
}

async function endProcess(child: ChildProcess, exited: Promise<Exit>, isGroup: boolean): Promise<void> {
  if (child.pid === undefined) return;
  const isRunning = child.exitCode === null && child.signalCode === null;
  if (isGroup) killGroup(child.pid);
  else if (isRunning) child.kill('SIGKILL');
  if (isRunning) await exited;
}

/** Kills a process group, also one whose leader has already ended. */
function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // the group has no process left
  }
}

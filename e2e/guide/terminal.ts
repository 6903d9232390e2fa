import { spawn } from 'node:child_process';
import { atEnd } from '../../faults/harness/ending.ts';
import { bareEnvironment } from '../../faults/harness/processes.ts';
import { becomesTrue } from '../../faults/harness/waiting.ts';

/** A shell that keeps its state between blocks, like the reader's terminal. */
export interface Terminal {
  /** Runs a block and returns its output; throws unless it ends with exit code 0. */
  type(command: string): Promise<string>;
  /** Runs a block without waiting for its end. */
  start(command: string): void;
  /** Returns the output since the last call, once it fits or the shell is idle, at the latest after 20 s. */
  printed(fits: (text: string) => boolean): Promise<string>;
  /** Kills the shell and all its processes. */
  close(): void;
}

const patience = 20_000;

export function openTerminal(cwd: string, env: Readonly<Record<string, string>>): Terminal {
  const shell = spawn('bash', ['--noprofile', '--norc'], {
    cwd,
    env: { ...bareEnvironment(), ...env },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const close = (): void => {
    if (shell.pid !== undefined && shell.exitCode === null && shell.signalCode === null) {
      process.kill(-shell.pid, 'SIGKILL');
    }
  };
  atEnd(close);
  let ends = 0;
  let seen = 0;

  const start = (command: string): void => {
    shell.stdin.write(`${command}\necho "[end ${++ends}] $?"\n`);
  };
  const unread = (): string => output.slice(seen).replace(/^\[end \d+\] \d+\n/gm, '');
  const printed = async (fits: (text: string) => boolean): Promise<string> => {
    const isIdle = (): boolean => output.includes(`[end ${ends}] `);
    await becomesTrue(() => fits(unread()) || isIdle(), patience);
    const text = unread();
    seen = output.length;
    return text;
  };
  const type = async (command: string): Promise<string> => {
    start(command);
    const end = new RegExp(`^\\[end ${ends}\\] (\\d+)\n`, 'm');
    await becomesTrue(() => end.test(output), patience * 2);
    const code = end.exec(output)?.[1];
    const text = await printed(() => true);
    if (code === '0') return text;
    throw new Error(`${code === undefined ? 'does not end' : `ended with ${code}`}: ${text}`);
  };
  return { type, start, printed, close };
}

import { spawn } from 'node:child_process';
import { atEnd } from '../../faults/harness/ending.ts';
import { bareEnvironment } from '../../faults/harness/processes.ts';
import { becomesTrue } from '../../faults/harness/waiting.ts';

/** A shell that remembers, as the reader's own does. */
export interface Terminal {
  /** Types a block and waits for its end; what it printed. */
  type(command: string): Promise<string>;
  /** Types a block without waiting: it goes on printing. */
  start(command: string): void;
  /** What has been printed since this was asked last, once it fits or nothing more can come. */
  printed(fits: (text: string) => boolean): Promise<string>;
  /** Ends the shell and all that runs in it. */
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

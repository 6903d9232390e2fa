import { spawn } from 'node:child_process';
import { atEnd } from '../../faults/harness/ending.ts';
import { bareEnvironment } from '../../faults/harness/processes.ts';
import { pinned } from './pinning.ts';

/** Functions that a child process offers to its parent process. */
export type Calls = Readonly<Record<string, (argument: never) => unknown>>;

interface Question {
  readonly n: number;
  readonly name: string;
  readonly argument: unknown;
}
interface Answer {
  readonly n: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Called in the child process: answers the parent's calls until the parent disconnects. */
export function answerCalls(calls: Calls): void {
  process.on('message', ({ n, name, argument }: Question) => {
    const answer = async (): Promise<unknown> => calls[name]?.(argument as never);
    answer().then(
      (value) => process.send?.({ n, value } satisfies Answer),
      (error: unknown) => process.send?.({ n, error: error instanceof Error ? error.stack : String(error) } as Answer),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ n: 0 } satisfies Answer);
}

/** Starts `file` as a child process on `cpu`; returns each of its calls as an asynchronous function. */
export async function startCalls<C extends Calls>(file: string, cpu: number) {
  const { command, args } = pinned(cpu, process.execPath, ['--import', 'tsx', file]);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: bareEnvironment() });
  atEnd(() => void child.kill('SIGKILL'));
  const waiting = new Map<number, (answer: Answer) => void>();
  let count = 0;
  const next = (n: number): Promise<Answer> => new Promise((done) => waiting.set(n, done));
  const started = next(0);
  child.on('message', (answer: Answer) => {
    waiting.get(answer.n)?.(answer);
    waiting.delete(answer.n);
  });
  child.once('exit', () => {
    for (const [n, done] of waiting) done({ n, error: `${file} has ended` });
  });
  const call = async (name: string, argument: unknown): Promise<unknown> => {
    const answer = next(++count);
    child.send({ n: count, name, argument } satisfies Question);
    const { value, error } = await answer;
    if (error !== undefined) throw new Error(error);
    return value;
  };
  const { error } = await started;
  if (error !== undefined) throw new Error(error);
  return <Name extends keyof C & string>(name: Name, argument: Parameters<C[Name]>[0]) =>
    call(name, argument) as Promise<Awaited<ReturnType<C[Name]>>>;
}

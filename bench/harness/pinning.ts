import { execFileSync, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Numbers of the processors: one for the measured server, the other for clients, writers and this process. */
export const cpus = { server: 0, load: 1 } as const;

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** Returns the command with `taskset`, so that it runs on one processor; unchanged where `taskset` is missing. */
export function pinned(cpu: number, command: string, args: readonly string[]) {
  return canPin ? { command: 'taskset', args: ['-c', String(cpu), command, ...args] } : { command, args: [...args] };
}

/** Pins this process and all processes that it starts later. */
export function pinSelf(cpu: number): void {
  if (canPin) execFileSync('taskset', ['-acp', String(cpu), String(process.pid)]);
}

export function pinningNote(): string {
  return canPin ? `server on processor ${cpus.server}, load on ${cpus.load}` : 'processes share all processors';
}

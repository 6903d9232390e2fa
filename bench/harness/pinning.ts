import { execFileSync, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The measured server has a processor of its own; clients, writers and this process share the other. */
export const cpus = { server: 0, load: 1 } as const;

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/** The command so that it runs on one processor only; as it is where that cannot be said. */
export function pinned(cpu: number, command: string, args: readonly string[]) {
  return canPin ? { command: 'taskset', args: ['-c', String(cpu), command, ...args] } : { command, args: [...args] };
}

/** This process and what it starts from now on. */
export function pinSelf(cpu: number): void {
  if (canPin) execFileSync('taskset', ['-acp', String(cpu), String(process.pid)]);
}

export function pinningNote(): string {
  return canPin ? `server on processor ${cpus.server}, load on ${cpus.load}` : 'processes share all processors';
}

import { readdirSync, readFileSync } from 'node:fs';
import { pause } from '../../faults/harness/waiting.ts';

/** CPU time in milliseconds of all threads of a process, user and kernel. */
export function cpuOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => sum + readThread(`/proc/${pid}/task/${thread}/schedstat`), 0) / 1e6;
}

/** CPU time in nanoseconds; 0 when the thread has ended meanwhile. */
function readThread(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8').split(' ')[0]);
  } catch {
    return 0;
  }
}

/** Waits until a process uses less than 5 ms of CPU in each of two periods of 100 ms, at most `ms`. */
export async function becomesIdle(pid: number, ms = 30_000): Promise<void> {
  const end = performance.now() + ms;
  let calm = 0;
  for (let before = cpuOf(pid); calm < 2 && performance.now() < end;) {
    await pause(100);
    const now = cpuOf(pid);
    calm = now - before < 5 ? calm + 1 : 0;
    before = now;
  }
}

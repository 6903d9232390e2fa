import { readdirSync, readFileSync } from 'node:fs';
import { pause } from '../../faults/harness/waiting.ts';

/** Milliseconds of processor all threads of a process have used, the kernel's part included. */
export function cpuOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => sum + readThread(`/proc/${pid}/task/${thread}/schedstat`), 0) / 1e6;
}

/** Nanoseconds; a thread may end while it is looked at. */
function readThread(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8').split(' ')[0]);
  } catch {
    return 0;
  }
}

/** Waits until a process has next to nothing to do: what was asked of it is done. */
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

import { chmodSync, globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../harness/product.ts';
import { pause } from '../harness/waiting.ts';

/** Clock that processes follow while it is set; it runs at the usual speed. */
export interface SharedClock {
  /** Environment of a process that follows the clock within a second. Its monotonic clock, which timers use, is the real one. */
  readonly env: Settings;
  /** Sets the clock and waits until the processes follow it. */
  set(at: Date): Promise<void>;
}

/** Makes a clock that shows the real time and that every user can read, in `folder`; undefined: faketime is not installed. */
export function makeClock(folder: string): SharedClock | undefined {
  const library = globSync('/usr/lib/*/faketime/libfaketime.so.1')[0];
  if (library === undefined) return undefined;
  chmodSync(folder, 0o755);
  const file = join(folder, 'clock');
  const clock: SharedClock = {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    set: async (to) => {
      const seconds = Math.round((to.getTime() - Date.now()) / 1000);
      writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}s\n`);
      await pause(1500);
    },
  };
  writeFileSync(file, '+0s\n');
  return clock;
}

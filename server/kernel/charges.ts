import type { Count, Use } from './rate.ts';

/** Use of so long is told to the other processes in one message. */
const tellMs = 25;

/** Never fails; undefined: nobody could be told. */
type Tell = (uses: Use[]) => Promise<readonly (Count | undefined)[]>;

/** From the first use on; then it counts anew. */
interface Window {
  used: number;
  endsAt: number;
}

/**
 * Counts without waiting. Returns how long (ms) the rate is used up by what this process knows; 0: counted. `count` tells
 * the other processes and answers what all together have used; undefined: this one is alone.
 */
export function createCharges(count: Tell | undefined): (use: Use) => number {
  const windows = new Map<string, Window>();
  const untold = new Map<Window, Use>();

  return (use) => {
    const now = performance.now();
    const window = findWindow(windows, use, now);
    if (window.used + use.points > use.rate.points) return window.endsAt - now;
    window.used += use.points;
    if (count !== undefined) tellSoon(window, use, count);
    return 0;
  };

  function tellSoon(window: Window, use: Use, tell: Tell): void {
    if (untold.size === 0) setTimeout(() => void tellAll(tell), tellMs);
    untold.set(window, { ...use, points: use.points + (untold.get(window)?.points ?? 0) });
  }

  async function tellAll(tell: Tell): Promise<void> {
    const told = [...untold];
    untold.clear();
    const counts = await tell(told.map(([, use]) => use));
    told.forEach(([window], n) => {
      learn(window, counts[n]);
    });
  }
}

function findWindow(windows: Map<string, Window>, { rate, key }: Use, now: number): Window {
  const name = `${rate.name}:${key}`;
  const open = windows.get(name);
  if (open !== undefined && open.endsAt > now) return open;
  windows.delete(name);
  for (const [oldest, { endsAt }] of windows) {
    if (endsAt > now) break; // they came in this order
    windows.delete(oldest);
  }
  const window = { used: 0, endsAt: now + rate.seconds * 1000 };
  windows.set(name, window);
  return window;
}

function learn(window: Window, count: Count | undefined): void {
  if (count === undefined) return;
  const { used, msLeft } = count;
  window.used = Math.max(window.used, used);
  window.endsAt = Math.min(window.endsAt, performance.now() + msLeft);
}

import { batched } from './batch.ts';
import type { Count, Use } from './rate.ts';

/** Use of so long is told to the other processes in one message. */
const tellMs = 10;

/** From the first use on; then it counts anew. */
interface Window {
  used: number;
  endsAt: number;
}

/**
 * Counts without waiting. Returns how long (ms) the rate is used up by what this process knows; 0: counted. `count` tells
 * the other processes and answers what all together have used; undefined: this one is alone.
 */
export function createCharges(
  count: ((uses: Use[]) => Promise<(Count | undefined)[]>) | undefined,
): (use: Use) => number {
  const windows = new Map<string, Window>();
  const tell =
    count &&
    batched(async (uses: Use[]) => {
      await new Promise((done) => setTimeout(done, tellMs));
      return count(uses);
    });

  return (use) => {
    const now = performance.now();
    const window = findWindow(windows, use, now);
    if (window.used + use.points > use.rate.points) return window.endsAt - now;
    window.used += use.points;
    tell?.(use).then(
      (all) => {
        if (all !== undefined) learn(window, all);
      },
      () => undefined, // too many wait to be told: what this process knows is enough
    );
    return 0;
  };
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

function learn(window: Window, { used, msLeft }: Count): void {
  window.used = Math.max(window.used, used);
  window.endsAt = Math.min(window.endsAt, performance.now() + msLeft);
}

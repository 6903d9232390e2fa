import type { Balance, Count, Use } from './rate.ts';

/** Use of so long is told to the other processes in one message. */
const publishMs = 25;

/** Never fails; undefined: nobody could be told. */
type Tell = (uses: Use[]) => Promise<readonly (Count | undefined)[]>;

/** From the first use on; then it counts anew. */
interface Window {
  used: number;
  endsAt: number;
}

/** Rest of the rate, by what this process knows; `isCounted` false: too little for this use. */
export interface Charged extends Balance {
  readonly isCounted: boolean;
}

/**
 * Counts without waiting. `count` tells the other processes and answers what all together have used; undefined: this one
 * is alone. A use of no points only asks what is left.
 */
export function createCharges(count: Tell | undefined): (use: Use) => Charged {
  const windows = new Map<string, Window>();
  const untold = new Map<Window, Use>();

  return (use) => {
    const now = performance.now();
    const window = findWindow(windows, use, now);
    // The other processes may have used more than the rate: who only asks is answered all the same.
    const isCounted = use.points === 0 || window.used + use.points <= use.rate.points;
    if (isCounted) window.used += use.points;
    if (isCounted && count !== undefined && use.points > 0) tellSoon(window, use, count);
    const left = Math.max(0, use.rate.points - window.used);
    return { rate: use.rate, isCounted, left, msLeft: window.endsAt - now };
  };

  function tellSoon(window: Window, use: Use, tell: Tell): void {
    if (untold.size === 0) setTimeout(() => void tellAll(tell), publishMs);
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

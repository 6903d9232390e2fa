import type { Balance, Count, Use } from './rate.ts';

/** Interval in milliseconds after which uses are sent to the other processes in one message. */
const publishMs = 25;

/**
 * Sends uses to the other processes and returns the common counts; undefined for a use that could not be sent. Never
 * rejects.
 */
type Tell = (uses: Use[]) => Promise<readonly (Count | undefined)[]>;

/** Window of a rate; it begins with the first use and lasts `rate.seconds`. */
interface Window {
  used: number;
  endsAt: number;
}

/** Balance of a rate as this process knows it; `isCounted` is false if less is left than the use needs. */
export interface Charged extends Balance {
  readonly isCounted: boolean;
}

/**
 * Returns a function that charges uses without waiting. `count` sends the uses to the other processes and returns the
 * common counts; undefined: there is only this process. A use of 0 points only reads the balance.
 */
export function createCharges(count: Tell | undefined): (use: Use) => Charged {
  const windows = new Map<string, Window>();
  const untold = new Map<Window, Use>();

  return (use) => {
    const now = performance.now();
    const window = findWindow(windows, use, now);
    // Other processes may have exceeded the rate; a use of 0 points is answered nevertheless.
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
    if (endsAt > now) break; // the map is in the order of creation
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

import type { Balance, Count, Use } from './rate.ts';

/** Interval in milliseconds after which uses are sent to the other processes in one message. */
const publishMs = 25;

/**
 * Sends uses to the other processes and returns the common counts; undefined for a use that could not be sent. Never
 * rejects.
 */
type Publish = (uses: Use[]) => Promise<readonly (Count | undefined)[]>;

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
export function createCharges(count: Publish | undefined): (use: Use) => Charged {
  const windows = new Map<string, Window>();
  const unpublished = new Map<Window, Use>();

  return (use) => {
    const now = performance.now();
    const window = findWindow(windows, use, now);
    // The uses of all processes may exceed the rate. A use of 0 points, which only reads the balance, counts nevertheless.
    const isCounted = use.points === 0 || window.used + use.points <= use.rate.points;
    if (isCounted) window.used += use.points;
    if (isCounted && count !== undefined && use.points > 0) publishSoon(window, use, count);
    const left = Math.max(0, use.rate.points - window.used);
    // Limited to the window, because the difference of two floats can be a fraction of a millisecond too great.
    const msLeft = Math.min(window.endsAt - now, use.rate.seconds * 1000);
    return { rate: use.rate, isCounted, left, msLeft };
  };

  function publishSoon(window: Window, use: Use, publish: Publish): void {
    if (unpublished.size === 0) setTimeout(() => void publishAll(publish), publishMs);
    unpublished.set(window, { ...use, points: use.points + (unpublished.get(window)?.points ?? 0) });
  }

  async function publishAll(publish: Publish): Promise<void> {
    const published = [...unpublished];
    unpublished.clear();
    const counts = await publish(published.map(([, use]) => use));
    published.forEach(([window], n) => {
      applyCount(window, counts[n]);
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

function applyCount(window: Window, count: Count | undefined): void {
  if (count === undefined) return;
  const { used, msLeft } = count;
  window.used = Math.max(window.used, used);
  window.endsAt = Math.min(window.endsAt, performance.now() + msLeft);
}

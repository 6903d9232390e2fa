/**
 * Hosts that let requests time out or asked for a pause, with the time until which they get nothing: domains of mail
 * addresses, and push services. Each timeout would delay the letters to all other hosts. Kept in memory of this process.
 */
const stalled = new Map<string, { readonly untilMs: number; readonly pauseMs: number }>();
/** Shortest pause in milliseconds. */
const shortest = 30_000;
/** Longest pause in milliseconds. */
const longest = 960_000;

/** Milliseconds for which the host gets nothing yet; 0: it is not deferred. */
export function deferredFor(host: string, now: Date): number {
  return Math.max(0, (stalled.get(host)?.untilMs ?? 0) - now.getTime());
}

/**
 * Defers letters to the host: 30 seconds first, twice as long after each further pause, at most 16 minutes. Letters that
 * were under way when a pause began fail too and do not prolong it. `askedMs`: the pause for which the host asked, instead.
 */
export function deferHost(host: string, now: Date, askedMs?: number): void {
  const before = stalled.get(host);
  if (askedMs !== undefined) {
    stalled.set(host, { untilMs: now.getTime() + askedMs, pauseMs: before?.pauseMs ?? shortest / 2 });
  } else if (deferredFor(host, now) === 0) {
    const pauseMs = Math.min(2 * (before?.pauseMs ?? shortest / 2), longest);
    stalled.set(host, { untilMs: now.getTime() + pauseMs, pauseMs });
  }
}

/** Ends the pause of the host after a success. */
export function resumeHost(host: string): void {
  stalled.delete(host);
}

/** Domain of a mail address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/**
 * Domains whose mail servers timed out, with the time until which mails to them are deferred. Mails are sent one after
 * the other, so each timeout would delay the mails to all other domains. Kept in memory of this process.
 */
const stalled = new Map<string, { readonly untilMs: number; readonly pauseMs: number }>();
/** Shortest pause in milliseconds. */
const shortest = 30_000;
/** Longest pause in milliseconds. */
const longest = 960_000;

/** Whether mails to the domain of this address are deferred at the moment. */
export function isDeferred(address: string, now: Date): boolean {
  return now.getTime() < (stalled.get(domainOf(address))?.untilMs ?? 0);
}

/**
 * Defers mails to the domain of this address: 30 seconds first, twice as long after each further timeout, at most 16
 * minutes.
 */
export function deferDomain(address: string, now: Date): void {
  const before = stalled.get(domainOf(address))?.pauseMs ?? shortest / 2;
  const pauseMs = Math.min(2 * before, longest);
  stalled.set(domainOf(address), { untilMs: now.getTime() + pauseMs, pauseMs });
}

/** Ends the pause of the domain of this address after a successful mail. */
export function resumeDomain(address: string): void {
  stalled.delete(domainOf(address));
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

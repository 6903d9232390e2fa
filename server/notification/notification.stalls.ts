/**
 * Domains whose mail kept us waiting until we gave up. One letter after the other leaves: behind each of theirs everybody
 * else's would wait as long. So theirs are put off for a while, then one is tried. Known to this process only.
 */
const stalled = new Map<string, { readonly untilMs: number; readonly pauseMs: number }>();
const shortest = 30_000;
const longest = 960_000;

export function isPutOff(address: string, now: Date): boolean {
  return now.getTime() < (stalled.get(domainOf(address))?.untilMs ?? 0);
}

/** Each time in a row twice as long. */
export function noteStall(address: string, now: Date): void {
  const before = stalled.get(domainOf(address))?.pauseMs ?? shortest / 2;
  const pauseMs = Math.min(2 * before, longest);
  stalled.set(domainOf(address), { untilMs: now.getTime() + pauseMs, pauseMs });
}

export function forgetStall(address: string): void {
  stalled.delete(domainOf(address));
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

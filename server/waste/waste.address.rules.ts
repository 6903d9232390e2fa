import type { Config } from '../kernel/config.ts';

/** Address of a calendar for a year: `{year}` is replaced. */
export function addressOfYear(address: string, year: number): string {
  return address.replaceAll('{year}', String(year));
}

/** Whether an address may be read: https and no private host by its words; its IP is checked when it is read. */
export function isPublicAddress({ outsideHosts }: Pick<Config, 'outsideHosts'>, address: string): boolean {
  const filled = addressOfYear(address, 2027);
  if (filled.length > 1000 || !URL.canParse(filled)) return false;
  const { protocol, hostname, host, username, password } = new URL(filled);
  if (username !== '' || password !== '') return false;
  if (outsideHosts.includes(host)) return protocol === 'https:' || protocol === 'http:';
  const isPrivate =
    /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.|\[)|\.(local|internal|lan)$/.test(
      hostname,
    );
  return protocol === 'https:' && !isPrivate && hostname.includes('.');
}

/** Milliseconds between two readings of an address. */
export const readingPauseMs = 7 * 86_400_000;

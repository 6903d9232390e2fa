import { isIP } from 'node:net';

/**
 * One spelling of an IP address, so that limits, counters and lists compare texts: IPv4 as `192.0.2.7`, also if it was
 * written as IPv6 (`::ffff:192.0.2.7`); IPv6 short, in lower case and without a zone. Other texts are unchanged.
 */
export function canonicalAddress(text: string): string {
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(text)?.[1];
  if (mapped !== undefined && isIP(mapped) === 4) return mapped;
  if (isIP(text) !== 6) return text;
  const address = new URL(`http://[${text.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address) ?? [];
  return high === undefined || low === undefined
    ? address
    : dotted(Number.parseInt(`${high}${low.padStart(4, '0')}`, 16));
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

/** Network for limits: an IPv6 address is shortened to its /64, because a customer owns all of it. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const zeros = address.includes('::') ? 8 - groups.length - tail.split(':').filter((group) => group !== '').length : 0;
  return [...groups, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...tail.split(':')]
    .slice(0, 4)
    .join(':');
}

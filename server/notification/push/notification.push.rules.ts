import { ECDH } from 'node:crypto';
import { isIP } from 'node:net';
import type { Config } from '../../kernel/config.ts';
import type { Lane } from '../notification.entity.ts';

/** Parts of a browser's `PushSubscription`. */
export interface Subscription {
  /** Address at the push service; secret, because it and the VAPID key are enough to send to the device. */
  readonly endpoint: string;
  /** Public key of the browser, base64url of an uncompressed point of P-256. */
  readonly p256dh: string;
  /** Secret of the browser, base64url of 16 bytes. */
  readonly auth: string;
}

export const deviceLimits = { perPerson: 20, label: [1, 60], endpointLength: 1000 } as const;

/** Seconds after its event until which a message is sent to devices. */
export const pushLifetimes: Readonly<Record<Lane, number>> = {
  EMERGENCY: 4 * 3600,
  PERSONAL: 3 * 86_400,
  BULK: 86_400,
};

/** Header Urgency of RFC 8030, by which a phone decides whether it wakes up. */
export const urgencies = { EMERGENCY: 'high', PERSONAL: 'normal', BULK: 'low' } as const satisfies Record<Lane, string>;

/** A contact that is refused for so many days, and so many times, ends. */
export const refusalLimits = { days: 3, tries: 5, waitSeconds: 3600 } as const;

/**
 * Whether messages may be sent to this address: https, a host of PUSH_HOSTS, and no number instead of a name. Hosts of
 * OUTSIDE_HOSTS may use http. That the name belongs to a public address is checked at each connection.
 */
export function isPushEndpoint(endpoint: string, { pushHosts, outsideHosts }: Pick<Config, PushSetting>): boolean {
  if (endpoint.length > deviceLimits.endpointLength || !URL.canParse(endpoint)) return false;
  const { protocol, host, hostname, username, password } = new URL(endpoint);
  if (username !== '' || password !== '' || !pushHosts.some((allowed) => isBelow(hostname, allowed))) return false;
  if (outsideHosts.includes(host)) return protocol === 'https:' || protocol === 'http:';
  const isName = hostname.includes('.') && isIP(hostname) === 0;
  return protocol === 'https:' && isName;
}
type PushSetting = 'pushHosts' | 'outsideHosts';

function isBelow(hostname: string, allowed: string): boolean {
  if (allowed === '*') return true;
  return allowed.startsWith('*.') ? hostname.endsWith(allowed.slice(1)) : hostname === allowed;
}

/** Whether the keys can encrypt: a point of P-256, and 16 bytes. */
export function areKeys({ p256dh, auth }: Pick<Subscription, 'p256dh' | 'auth'>): boolean {
  if (!/^[\w-]{87}$/.test(p256dh) || !/^[\w-]{22}$/.test(auth)) return false;
  try {
    return ECDH.convertKey(p256dh, 'prime256v1', 'base64url', 'base64url', 'uncompressed') === p256dh;
  } catch {
    return false; // no point of the curve
  }
}

/**
 * Milliseconds of the header Retry-After, which is a number of seconds or a date; a second at least, a day at most.
 * Undefined: none.
 */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? 1000 * Number(header) : Date.parse(header) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 1000), 86_400_000);
}

import webPush from 'web-push';
import type { Context } from '../../kernel/context.ts';

/** Header of VAPID (RFC 8292), by which a push service recognises the sender. */
interface Signed {
  readonly headers: Readonly<Record<'Authorization', string>>;
  /** Moment in milliseconds after which a new one is made. */
  readonly until: number;
}

const hourMs = 3_600_000;
/** Validity in seconds; push services refuse more than a day. */
const validSeconds = 12 * 3600;
/** Maximum number of signatures that are kept; PUSH_HOSTS may allow any host. */
const mostKept = 1000;
const kept = new Map<string, Signed>();

/** Header for an origin of a push service. A signature costs as much as the encryption, so it serves for an hour. */
export function signedFor({ now, publicUrl, pushKeys }: Context, origin: string): Signed['headers'] {
  // The standard demands https, which demo mode has not. Push services find the operator at this address.
  const subject = publicUrl().replace(/^http:/, 'https:');
  const key = [origin, subject, pushKeys.publicKey].join(' ');
  const ms = now().getTime();
  const known = kept.get(key);
  if (known !== undefined && ms < known.until && ms >= known.until - hourMs) return known.headers;
  const { publicKey, privateKey } = pushKeys;
  const expiration = Math.floor(ms / 1000) + validSeconds;
  const { Authorization } = webPush.getVapidHeaders(origin, subject, publicKey, privateKey, 'aes128gcm', expiration);
  if (kept.size >= mostKept) kept.clear();
  const headers = { Authorization };
  kept.set(key, { headers, until: ms + hourMs });
  return headers;
}

import webPush from 'web-push';
import type { Context } from '../../kernel/context.ts';

/** Header of VAPID (RFC 8292), by which a push service recognises the sender. */
interface Signed {
  readonly headers: Readonly<Record<'Authorization', string>>;
  /** Time of the process in milliseconds after which a new one is made; it is valid for twelve hours. */
  readonly until: number;
}

const hourMs = 3_600_000;
/** Maximum number of signatures that are kept; PUSH_HOSTS may allow any host. */
const mostKept = 1000;
const kept = new Map<string, Signed>();

/** Header for an origin of a push service. A signature costs as much as the encryption, so it serves for an hour. */
export function signedFor({ publicUrl, pushKeys }: Context, origin: string): Signed['headers'] {
  // The standard demands https, which demo mode has not. Push services find the operator at this address.
  const subject = publicUrl().replace(/^http:/, 'https:');
  const { publicKey, privateKey } = pushKeys;
  const key = [origin, subject, publicKey].join(' ');
  const known = kept.get(key);
  const now = performance.now();
  if (known !== undefined && now < known.until) return known.headers;
  const { Authorization } = webPush.getVapidHeaders(origin, subject, publicKey, privateKey, 'aes128gcm');
  if (kept.size >= mostKept) kept.clear();
  const headers = { Authorization };
  kept.set(key, { headers, until: now + hourMs });
  return headers;
}

import { createHmac } from 'node:crypto';
import { isSameHash } from '../../kernel/secrets.ts';

/** Crockford's base 32: without I, L, O and U, which are mistaken for other signs. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 8;
/** Longest text that is read as a code; what is longer is none. */
const longestInput = 40;
/** Signs of the alphabet that people type for others. */
const lookalikes: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' };

/**
 * Code by which a reader checks that a sent alert is genuine, such as `7K2M-Q9XD`. It is derived from the secret of the
 * installation and the id of the alert: 40 bits that nobody can compute without the secret.
 */
export function checkCodeOf(secret: string, alertId: string): string {
  const bytes = createHmac('sha256', secret).update(`checkCode:${alertId}`).digest();
  const signs = Array.from(bytes.subarray(0, codeLength), (byte) => alphabet[byte % alphabet.length] ?? '');
  return `${signs.slice(0, 4).join('')}-${signs.slice(4).join('')}`;
}

/** The code as `checkCodeOf` writes it, whatever case, blanks and hyphens a reader typed; null: this is no code. */
export function readCheckCode(typed: string): string | null {
  if (typed.length > longestInput) return null;
  const signs = [...typed.toUpperCase().replace(/[\s\p{Pd}]/gu, '')].map((sign) => lookalikes[sign] ?? sign);
  if (signs.length !== codeLength || !signs.every((sign) => alphabet.includes(sign))) return null;
  return `${signs.slice(0, 4).join('')}-${signs.slice(4).join('')}`;
}

/**
 * Alert to which the code belongs; undefined: to none of them. Every code is computed and compared in constant time, so that
 * the time of an answer does not depend on how much of a guess was right.
 */
export function findByCode<Found extends { readonly id: string }>(
  secret: string,
  code: string,
  alerts: readonly Found[],
): Found | undefined {
  return alerts.filter(({ id }) => isSameHash(checkCodeOf(secret, id), code))[0];
}

/** Page of a town on which a reader checks a code, without a leading slash. */
export function checkPageOf(code: string): string {
  return `genuine#${code}`;
}

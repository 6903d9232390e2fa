import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Random text for cookies and links; 32 bytes = 256 bits. */
export function newToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** What is stored of a token. Tokens are random and long, so a plain SHA-256 cannot be guessed back. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** What is stored of something short enough to be guessed (a code, an address): useless without the secret. */
export function sealText(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** Equal in constant time; hashes of one kind have one length. */
export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

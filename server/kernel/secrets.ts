import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** Random base64url text for cookies and links; 32 bytes are 256 bits. */
export function newToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** Hash of a token for storage. Tokens are random and long, so a plain SHA-256 cannot be reversed by guessing. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'base64url');
}

/** Keyed hash for storage of short texts, such as codes and addresses, that could be guessed without the secret. */
export function hmacText(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** Whether two hashes of one kind, which have equal lengths, are equal; compares in constant time. */
export function isSameHash(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

const cipher = 'aes-256-gcm';

/**
 * Encrypts a text that must be read again, such as the key of another system, with the secret and for this owner only.
 */
export function lockText(secret: string, owner: string, text: string): string {
  const nonce = randomBytes(12);
  const lock = createCipheriv(cipher, lockKey(secret), nonce).setAAD(Buffer.from(owner));
  const locked = Buffer.concat([lock.update(text, 'utf8'), lock.final()]);
  return Buffer.concat([nonce, lock.getAuthTag(), locked]).toString('base64url');
}

/** Decrypts the text of lockText(). Throws if the text was changed or belongs to another owner or secret. */
export function unlockText(secret: string, owner: string, locked: string): string {
  const bytes = Buffer.from(locked, 'base64url');
  const key = createDecipheriv(cipher, lockKey(secret), bytes.subarray(0, 12), { authTagLength: 16 });
  key.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([key.update(bytes.subarray(28)), key.final()]).toString('utf8');
}

/** Key of a secret, which is derived once. */
function lockKey(secret: string): KeyObject {
  const key = lockKeys.get(secret) ?? createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'lockText', 32)));
  lockKeys.set(secret, key);
  return key;
}
const lockKeys = new Map<string, KeyObject>();

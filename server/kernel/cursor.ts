import { hkdfSync } from 'node:crypto';
import { gcmsiv } from '@noble/ciphers/aes.js';
import { DomainError } from './errors.ts';

/**
 * Fixed nonce. The cipher tolerates it (RFC 8452, section 1): the only effect is that equal positions give equal
 * cursors.
 */
const nonce = new Uint8Array(12);

/**
 * Opaque text for a position in the list `scope`. It is encrypted with the installation's secret, because positions
 * contain dates that not everybody may read.
 */
export function encryptCursor(secret: string, scope: string, position: string): string {
  const text = `${scope}\0${position}\0${secret}`;
  const known = sealed.get(text);
  if (known !== undefined) return known;
  if (sealed.size >= mostKept) sealed.clear();
  const cursor = Buffer.from(cipherOf(secret, scope).encrypt(pad(position))).toString('base64url');
  sealed.set(text, cursor);
  return cursor;
}

/** Cache of cursors: readers of the same page ask for the same ones, and encryption takes 20 µs. */
const sealed = new Map<string, string>();
const mostKept = 10_000;

/**
 * Position in a cursor of this scope. Throws BAD_CURSOR if the cursor is forged, damaged or belongs to another list.
 */
export function decryptCursor(secret: string, scope: string, cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  // Decoding ignores invalid characters; without this check one cursor would have several spellings.
  if (bytes.toString('base64url') !== cursor) throw new DomainError('BAD_CURSOR');
  try {
    return unpad(cipherOf(secret, scope).decrypt(bytes));
  } catch {
    throw new DomainError('BAD_CURSOR');
  }
}

function cipherOf(secret: string, scope: string): ReturnType<typeof gcmsiv> {
  return gcmsiv(keyOf(secret), nonce, Buffer.from(scope));
}

const keys = new Map<string, Uint8Array>();

function keyOf(secret: string): Uint8Array {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'cursor', 32));
  keys.set(secret, key);
  return key;
}

const shortest = 16;
const step = 96;

/**
 * Pads to 16 bytes for versions and to multiples of 96 otherwise, so that the length does not reveal whether a date is
 * set.
 */
function pad(position: string): Uint8Array {
  const text = Buffer.from(position);
  const size = text.length < shortest ? shortest : Math.ceil((text.length + 1) / step) * step;
  const padded = new Uint8Array(size);
  padded.set(text);
  padded[text.length] = 0x80;
  return padded;
}

function unpad(padded: Uint8Array): string {
  return Buffer.from(padded.subarray(0, padded.lastIndexOf(0x80))).toString();
}

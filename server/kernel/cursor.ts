import { hkdfSync } from 'node:crypto';
import { gcmsiv } from '@noble/ciphers/aes.js';
import { DomainError } from './errors.ts';

/** The cipher bears a repeated nonce (RFC 8452, section 1): all that repeats is that one position gives one cursor. */
const nonce = new Uint8Array(12);

/**
 * A position in a list as opaque text. It is encrypted with the secret of the installation, because lists are ordered by
 * dates that not everybody may read, and bound to the list that `scope` names.
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

/** Most cursors are asked for again, by everybody who reads the same page: encrypting one takes 20 µs. */
const sealed = new Map<string, string>();
const mostKept = 10_000;

/** The position inside a cursor of this scope. A cursor that is forged, damaged or of another list is BAD_CURSOR. */
export function decryptCursor(secret: string, scope: string, cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  // Decoding skips what is no base64url; without this, one cursor could be written in several ways.
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

/** One of few lengths, so that the length does not tell whether a date is set: 16 bytes for versions, else steps of 96. */
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

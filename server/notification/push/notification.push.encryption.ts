import { createCipheriv, createECDH, createHmac, createSecretKey, type ECDH, randomBytes } from 'node:crypto';
import type { Subscription } from './notification.push.rules.ts';

const recordSize = 4096;
const tagLength = 16;
/** Length of an uncompressed point of P-256. */
const pointLength = 65;
const keyInfo = Buffer.from('WebPush: info\0');
const contentKeyInfo = Buffer.from('Content-Encoding: aes128gcm\0');
const nonceInfo = Buffer.from('Content-Encoding: nonce\0');
/** Ends the text of the only, and so last, record. */
const lastRecord = Buffer.from([2]);
/** Counter of the first block of HKDF (RFC 5869); no key here is longer than one block. */
const firstBlock = Buffer.from([1]);

/** Longest text in bytes that fits into one record, the most that push services take. */
export const longestText = recordSize - 16 - 4 - 1 - pointLength - lastRecord.length - tagLength;

/** Has another key pair for each message. */
const sender = createECDH('prime256v1');

type Keys = Pick<Subscription, 'p256dh' | 'auth'>;

/**
 * Encrypts a text for a browser with a new key pair and a new salt. Throws RangeError if the text is too long, and an
 * error if the browser's key is no point of the curve.
 */
export function encryptFor(keys: Keys, text: string): Buffer {
  sender.generateKeys();
  return encryptWith(sender, randomBytes(16), keys, text);
}

/** Encrypts as RFC 8291 says, in one record of RFC 8188. Neither the sender's key pair nor the salt may be used twice. */
export function encryptWith(from: ECDH, salt: Buffer, { p256dh, auth }: Keys, text: string): Buffer {
  const plain = Buffer.from(text);
  if (plain.length > longestText) throw new RangeError(`a push has at most ${longestText} bytes`);
  const receiverKey = Buffer.from(p256dh, 'base64url');
  const senderKey = from.getPublicKey();
  const shared = hmac(Buffer.from(auth, 'base64url'), from.computeSecret(receiverKey));
  const input = hmac(shared, keyInfo, receiverKey, senderKey, firstBlock);
  const pseudoRandomKey = hmac(salt, input);
  const contentKey = hmac(pseudoRandomKey, contentKeyInfo, firstBlock).subarray(0, 16);
  const nonce = hmac(pseudoRandomKey, nonceInfo, firstBlock).subarray(0, 12);
  const cipher = createCipheriv('aes-128-gcm', createSecretKey(contentKey), nonce);
  const sizes = Buffer.alloc(5);
  sizes.writeUInt32BE(recordSize);
  sizes.writeUInt8(pointLength, 4);
  const encrypted = [cipher.update(plain), cipher.update(lastRecord), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([salt, sizes, senderKey, ...encrypted]);
}

/** A key object instead of bytes: with bytes Node 24 throws and catches an error at each call, which costs 13 µs. */
function hmac(key: Buffer, ...parts: readonly Buffer[]): Buffer {
  const hash = createHmac('sha256', createSecretKey(key));
  for (const part of parts) hash.update(part);
  return hash.digest();
}

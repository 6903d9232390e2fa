import { CipherSuite, DhkemP256HkdfSha256, Aes128Gcm, HkdfSha256 } from '@hpke/core';
import { createHmac, hkdfSync } from 'node:crypto';
import { type CastBallot, readCast } from './ballot.rules.ts';

/** HPKE (RFC 9180), base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. web/ballot/paper.ts uses the same. */
const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes128Gcm(),
});
/** Bytes of a ciphertext that are not the padded ballot: the encapsulated key (65) and the tag of AES-GCM (16). */
const overheadBytes = 81;
const encapsulatedBytes = 65;

/** Key pair of one poll for the encryption of ballots. */
export interface EncryptionKeys {
  /** P-256 public key: uncompressed point of 65 bytes, base64url. */
  readonly publicKey: string;
  /** P-256 private key: 32 bytes. */
  readonly privateKey: Buffer;
}

/** Private key with its public key, ready for `openBallot`. Without the public key, HPKE derives it for every ballot. */
export type DecryptionKey = Awaited<ReturnType<typeof suite.kem.generateKeyPair>>;
type Key = DecryptionKey['privateKey'];

/** Generates the key pair of one poll. */
export async function makeEncryptionKeys(): Promise<EncryptionKeys> {
  const { publicKey, privateKey } = await suite.kem.generateKeyPair();
  return {
    publicKey: Buffer.from(await suite.kem.serializePublicKey(publicKey)).toString('base64url'),
    privateKey: Buffer.from(await suite.kem.serializePrivateKey(privateKey)),
  };
}

/** Public key that belongs to a private key of 32 bytes, base64url; undefined: the bytes are no private key. */
export async function publicKeyOf(privateKey: Buffer): Promise<string | undefined> {
  try {
    const point = await pointOf(await importRaw(privateKey));
    return Buffer.from(point).toString('base64url');
  } catch {
    return undefined;
  }
}

/** Parses a private key of 32 bytes for `openBallot`. Throws if the bytes are no private key. */
export async function importPrivateKey(bytes: Buffer): Promise<DecryptionKey> {
  const privateKey = await importRaw(bytes);
  return { privateKey, publicKey: await suite.kem.deserializePublicKey((await pointOf(privateKey)).buffer) };
}

function importRaw(privateKey: Buffer): Promise<Key> {
  return suite.kem.importKey('raw', new Uint8Array(privateKey).buffer, false);
}

/** Uncompressed point of 65 bytes. It is part of an exported private key; Web Crypto has no shorter way to it. */
async function pointOf(privateKey: Key): Promise<Uint8Array<ArrayBuffer>> {
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', privateKey);
  const part = (text: string): Buffer => Buffer.from(text, 'base64url');
  return new Uint8Array([4, ...part(x), ...part(y)]);
}

/** Number of bytes of every ciphertext of a poll whose ballots are padded to `ballotBytes`. */
export function ciphertextBytes(ballotBytes: number): number {
  return ballotBytes + overheadBytes;
}

/**
 * Decrypts a ballot. Returns undefined if the ciphertext was not made for this key and this poll, or contains no
 * well-formed ballot.
 */
export async function openBallot(
  recipientKey: DecryptionKey,
  textHash: string,
  ciphertext: Buffer,
): Promise<CastBallot | undefined> {
  const enc = new Uint8Array(ciphertext.subarray(0, encapsulatedBytes));
  const sealed = new Uint8Array(ciphertext.subarray(encapsulatedBytes));
  try {
    const plain = await suite.open({ recipientKey, enc, info: infoOf(textHash) }, sealed);
    return readCast(JSON.parse(Buffer.from(plain).toString('utf8')));
  } catch {
    return undefined;
  }
}

/** Encrypts a ballot as the browser does: JSON, padded with spaces to `ballotBytes`. For the demonstration town and tests. */
export async function sealBallot(
  { encryptionKey, ballotBytes }: { readonly encryptionKey: string; readonly ballotBytes: number },
  textHash: string,
  ballot: CastBallot,
): Promise<Buffer> {
  const point = new Uint8Array(Buffer.from(encryptionKey, 'base64url'));
  const recipientPublicKey = await suite.kem.deserializePublicKey(point.buffer);
  const plain = new TextEncoder().encode(JSON.stringify(ballot).padEnd(ballotBytes));
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: infoOf(textHash) }, plain);
  return Buffer.concat([Buffer.from(enc), Buffer.from(ct)]);
}

/** Application data of HPKE: binds a ciphertext to the frozen text of its poll. */
function infoOf(textHash: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`ortsfunk-ballot-2\n${textHash}`);
}

/**
 * Secret for the places of ballots in the ballot box, 32 bytes. It is derived from the private key, so that the recovery
 * sheet restores both; the private key cannot be computed from it.
 */
export function slotSecretOf(privateKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', privateKey, '', 'ortsfunk-slot-1', 32));
}

/** Place of a one-time key in the ballot box: HMAC-SHA256, base64url. One key has one place, which does not reveal it. */
export function slotOf(slotSecret: Buffer, key: string): string {
  return createHmac('sha256', slotSecret).update(Buffer.from(key, 'base64url')).digest('base64url');
}

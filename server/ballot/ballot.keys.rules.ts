import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';

/** RFC 9474, RSABSSA-SHA384-PSS-Randomized: the browser blinds and unblinds, the server does the raw RSA operation. */
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 } as const;
const makePair = promisify(generateKeyPair);
const verifyOffThread = promisify(verify);

export interface BoothKeys {
  /** RSA-3072 public key: SubjectPublicKeyInfo, base64. */
  readonly ballotPublic: string;
  /** Ed25519 public key: raw 32 bytes, base64url. */
  readonly receiptPublic: string;
  /** RSA-3072 private key: PKCS 8, base64. */
  readonly ballotPrivate: string;
  /** Ed25519 private key: PKCS 8, base64. */
  readonly receiptPrivate: string;
}

/** Generates the keys of one poll: RSA-3072 for blind signatures and Ed25519 for receipts. */
export async function makeBoothKeys(): Promise<BoothKeys> {
  const [ballot, receipt] = await Promise.all([makePair('rsa', { modulusLength: 3072 }), makePair('ed25519')]);
  return {
    ballotPublic: ballot.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    receiptPublic: receipt.publicKey.export({ format: 'jwk' }).x ?? '',
    ballotPrivate: toPkcs8(ballot.privateKey),
    receiptPrivate: toPkcs8(receipt.privateKey),
  };
}

/**
 * Blind signature of 384 bytes; undefined: `blinded` is not below the modulus. The signature is verified before it is
 * returned, because a faulty computation could reveal the private key.
 */
export function signBlindly(ballotPrivate: string, blinded: Buffer): Buffer | undefined {
  const key = fromPkcs8(ballotPrivate);
  const raw = { key, padding: constants.RSA_NO_PADDING } as const;
  try {
    const signature = privateDecrypt(raw, blinded);
    return publicEncrypt(raw, signature).equals(blinded) ? signature : undefined;
  } catch {
    return undefined;
  }
}

/** Whether `token` is the town hall's signature, made blindly, over `signed` (randomizer and one-time key). */
export function isToken(ballotPublic: KeyObject, signed: Buffer, token: Buffer): Promise<boolean> {
  return verifyOffThread('sha384', signed, { key: ballotPublic, ...pss }, token);
}

/** Whether `signature` is a signature over `text` by an Ed25519 public key (raw, base64url). */
export function isSignedBy(key: string, text: string, signature: Buffer): Promise<boolean> {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
  return verifyOffThread(null, Buffer.from(text), publicKey, signature);
}

/** Ed25519 signature over a receipt text, base64url. */
export function signReceipt(receiptPrivate: string, text: string): string {
  return sign(null, Buffer.from(text), fromPkcs8(receiptPrivate)).toString('base64url');
}

/** Parses the public key for blind signatures (SubjectPublicKeyInfo, base64). */
export function readBallotKey(ballotPublic: string): KeyObject {
  return createPublicKey({ key: Buffer.from(ballotPublic, 'base64'), type: 'spki', format: 'der' });
}

function toPkcs8(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'der' }).toString('base64');
}

function fromPkcs8(text: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(text, 'base64'), type: 'pkcs8', format: 'der' });
}

import { createHmac } from 'node:crypto';
import { isSameHash } from './secrets.ts';

/** Length of a UUID in base64url. */
const idLength = 22;
/** Length of the truncated HMAC in base64url. */
const proofLength = 22;

/** Last part of a link in a mail: an id, and a signature that is valid for one purpose only, such as "confirm". */
export function signId(secret: string, purpose: string, id: string): string {
  const proof = createHmac('sha256', secret).update(`${purpose}:${id}`).digest('base64url').slice(0, proofLength);
  return `${Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')}${proof}`;
}

/** Id that a text names if it has the form of a signed id; whether the signature is genuine is not checked. */
export function idIn(token: string): string | undefined {
  if (token.length !== idLength + proofLength) return undefined;
  const hex = Buffer.from(token.slice(0, idLength), 'base64url').toString('hex');
  if (hex.length !== 32) return undefined;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Id of a token of `signId`; undefined: it is not genuine, or was signed for another purpose. */
export function readSignedId(secret: string, purpose: string, token: string): string | undefined {
  const id = idIn(token);
  return id !== undefined && isSameHash(signId(secret, purpose, id), token) ? id : undefined;
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from './errors.ts';

const macLength = 22;

/** HMAC over scope and position, then the position; both readable as base64url. `scope` binds it to one list. */
export function signCursor(secret: string, scope: string, position: string): string {
  const mac = createHmac('sha256', secret).update(`${scope}\0${position}`).digest('base64url').slice(0, macLength);
  return `${mac}.${Buffer.from(position).toString('base64url')}`;
}

/** The position inside a cursor of this scope; anything forged, foreign or damaged is BAD_CURSOR. */
export function readCursor(secret: string, scope: string, cursor: string): string {
  const position = Buffer.from(cursor.slice(macLength + 1), 'base64url').toString();
  const expected = Buffer.from(signCursor(secret, scope, position));
  const given = Buffer.from(cursor);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return position;
  throw new DomainError('BAD_CURSOR');
}

import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { hashToken } from '../kernel/secrets.ts';
import { sessionCookie } from './identity.session.ts';

/** Function that removes the cookie of the session from the browser. Errors: HTTP_ONLY on a WebSocket. */
export function cookieRemover({ caller }: Context): () => void {
  const setCookie = caller?.setCookie;
  if (setCookie === undefined) throw new DomainError('HTTP_ONLY');
  return () => {
    setCookie(sessionCookie.name, '', 0);
  };
}

/** Hash of the token in the session cookie of the request, as Session stores it; undefined: the request has no cookie. */
export function sessionHashOf({ caller }: Context): string | undefined {
  const token = caller?.cookie(sessionCookie.name);
  return token === undefined || token.length > 100 ? undefined : hashToken(token);
}

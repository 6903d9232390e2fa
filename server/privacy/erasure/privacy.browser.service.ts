import { sessionCookie } from '../../identity/identity.session.ts';
import type { Context } from '../../kernel/context.ts';
import { hashToken } from '../../kernel/secrets.ts';
import { EndedSession } from './privacy.erasure.entity.ts';

/** Whether the browser of the request still has the cookie of a session that ended with its account. */
export async function isErasedBrowser({ actor, caller, em }: Context): Promise<boolean> {
  const token = caller?.cookie(sessionCookie.name);
  if (actor.kind !== 'anonymous' || token === undefined || token.length > 100) return false;
  return (await em.count(EndedSession, { tokenHash: hashToken(token) })) > 0;
}

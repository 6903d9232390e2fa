import { sessionHashOf } from '../../identity/identity.ending.service.ts';
import type { Context } from '../../kernel/context.ts';
import { EndedSession } from './privacy.erasure.entity.ts';

/** Whether the browser of the request still has the cookie of a session that ended with its account. */
export async function isErasedBrowser(ctx: Context): Promise<boolean> {
  const tokenHash = sessionHashOf(ctx);
  if (ctx.actor.kind !== 'anonymous' || tokenHash === undefined) return false;
  return (await ctx.em.count(EndedSession, { tokenHash })) > 0;
}

import { authenticate as authenticateSession } from './identity/identity.session.ts';
import type { Actor } from './kernel/actor.ts';
import type { Caller, Services } from './kernel/context.ts';
import { authenticateKey } from './partner/partner.keys.service.ts';

/**
 * Who asks, over HTTP and over a socket: whoever shows a key is that partner and nobody else, whatever the cookies say.
 * Undefined: a key was shown and it opens nothing. `params`: what the socket said in connection_init.
 */
export function authenticate(
  services: Services,
  caller: Caller,
  params: Readonly<Record<string, unknown>> = {},
): Promise<Actor | undefined> {
  const [, said] = Object.entries(params).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  const authorization = said ?? caller.authorization;
  if (authorization === undefined) return authenticateSession(services, caller);
  return authenticateKey(services, authorization, caller.address);
}

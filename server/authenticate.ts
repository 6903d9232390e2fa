import { authenticate as authenticateSession } from './identity/identity.session.ts';
import type { Actor } from './kernel/actor.ts';
import type { Caller, Services } from './kernel/context.ts';
import { authenticateKey } from './partner/partner.keys.service.ts';

/**
 * Actor of a request over HTTP or of a socket. A partner's key takes precedence over cookies; undefined: the key is
 * invalid. `params`: payload of connection_init.
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

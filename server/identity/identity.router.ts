import { Router } from 'express';
import type { Actor } from '../kernel/actor.ts';
import { type Caller, forkContext, type Services } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { callerOf } from '../kernel/http.ts';
import { finishIdentification } from './identity.oidc.service.ts';
import { relyingParty } from './identity.passkey.rules.ts';
import { signInRates } from './identity.rules.ts';

type Authenticate = (caller: Caller) => Promise<Actor | undefined>;

/** `GET /identity/<service>/callback` finishes an identification and redirects to a page, also after an error. */
export function identityRouter(services: Services, authenticate: Authenticate): Router {
  const router = Router();
  /** Lets the hosts of towns use the passkeys of the installation's host (Related Origin Requests). */
  router.get('/.well-known/webauthn', (_request, response) => {
    response.json({ origins: relyingParty(services).origins });
  });
  router.get('/identity/:service/callback', async (request, response) => {
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    const caller = callerOf(request, services, response);
    const actor = await authenticate(caller);
    try {
      if (actor?.kind !== 'person' && actor?.kind !== 'anonymous') throw new DomainError('FORBIDDEN');
      await services.limits.spend(signInRates.identification, `back:${caller.ip}`);
      const ctx = forkContext(services, actor, caller);
      const query = new URL(request.originalUrl, services.publicUrl()).searchParams;
      response.redirect(302, await finishIdentification(ctx, String(request.params.service), query));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      response
        .status(error.code === 'RATE_LIMITED' ? 429 : 403)
        .type('text')
        .end(error.code);
    }
  });
  return router;
}

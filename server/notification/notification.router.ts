import { Router } from 'express';
import { anonymous } from '../kernel/actor.ts';
import { forkContext, type Services } from '../kernel/context.ts';
import { Refusal } from '../kernel/errors.ts';
import { unsubscribe } from './notification.unsubscribe.service.ts';

/** RFC 8058: a mail program posts to the link itself; opening it shows a page with a button and changes nothing. */
export function unsubscribeRouter(services: Services): Router {
  const router = Router();
  router.post('/unsubscribe/:token', async (request, response) => {
    try {
      await unsubscribe(forkContext(services, anonymous), request.params.token);
      response.set('Cache-Control', 'no-store').json({ userErrors: [] });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response.status(404).json({ userErrors: error.userErrors });
    }
  });
  return router;
}

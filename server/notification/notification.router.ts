import { Router } from 'express';
import { endFollow } from '../issue/follow/issue.follow.service.ts';
import { anonymous } from '../kernel/actor.ts';
import { type Context, forkContext, type Services } from '../kernel/context.ts';
import { Refusal } from '../kernel/errors.ts';
import { unsubscribe } from './notification.unsubscribe.service.ts';

/** RFC 8058: a mail program posts to the link itself; opening it shows a page with a button and changes nothing. */
export function unsubscribeRouter(services: Services): Router {
  const router = Router();
  const ends: Readonly<Record<string, (ctx: Context, token: string) => Promise<unknown>>> = {
    '/unsubscribe/:token': unsubscribe,
    '/:ags/unfollow/:token': endFollow,
  };
  for (const [path, end] of Object.entries(ends)) {
    router.post(path, async (request, response) => {
      try {
        await end(forkContext(services, anonymous), String(request.params.token));
        response.set('Cache-Control', 'no-store').json({ userErrors: [] });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        response.status(404).json({ userErrors: error.userErrors });
      }
    });
  }
  return router;
}

import { Router } from 'express';
import { anonymous } from './actor.ts';
import { type Context, forkContext, type Services } from './context.ts';
import { Refusal } from './errors.ts';
import type { Route } from './routes.ts';

/** Address of a page of a town, for mails; `page` without a leading slash. */
export function pageUrl({ publicUrl }: Pick<Services, 'publicUrl'>, ags: string, page: string): string {
  return `${publicUrl(ags)}/${ags}/${page}`;
}

/**
 * Path that ends a subscription by the link under one of its mails (RFC 8058: a mail program posts to the link itself).
 * `path` has the parameter `:token`. Answers 404 with the user errors when `end` refuses. Opening the link in a browser
 * shows a page with a button and changes nothing.
 */
export function oneClickRoute(path: string, end: (ctx: Context, token: string) => Promise<unknown>): Route {
  return (services) => {
    const router = Router();
    router.post(path, async (request, response) => {
      try {
        await end(forkContext(services, anonymous), String(request.params.token));
        response.set('Cache-Control', 'no-store').json({ userErrors: [] });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        response.status(404).json({ userErrors: error.userErrors });
      }
    });
    return router;
  };
}

import { Router } from 'express';
import { anonymous } from './actor.ts';
import { type Context, forkContext, type Services } from './context.ts';
import { Refusal } from './errors.ts';
import { answerFailures, type Route } from './routes.ts';

/** URL of a page of a town for mails; `page` has no leading slash. */
export function pageUrl({ publicUrl }: Pick<Services, 'publicUrl'>, ags: string, page: string): string {
  return `${publicUrl(ags)}/${ags}/${page}`;
}

/**
 * Route that ends a subscription by the link in a mail (RFC 8058: the mail program sends POST to the link). `path` has
 * the parameter `:token`. Answers 404 with the user errors if `end` refuses. GET shows a page with a button and changes
 * nothing.
 */
export function oneClickRoute(path: string, end: (ctx: Context, token: string) => Promise<unknown>): Route {
  return (services) => {
    const router = Router();
    const failing = answerFailures(services);
    router.post(path, async (request, response) => {
      try {
        services.machine.requireWritable();
        await end(forkContext(services, anonymous), String(request.params.token));
        response.set('Cache-Control', 'no-store').json({ userErrors: [] });
      } catch (error) {
        if (error instanceof Refusal) response.status(404).json({ userErrors: error.userErrors });
        else failing(error, request, response);
      }
    });
    return router;
  };
}

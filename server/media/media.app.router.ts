import { type Request, type Response, Router } from 'express';
import { system } from '../kernel/actor.ts';
import { forkContext, type Services } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { findAppTown, headOf, manifestOf } from './media.app.service.ts';
import { drawIcon, icons } from './media.icon.service.ts';

/**
 * The town as an installable app: `GET /<ags>/manifest.webmanifest` and `GET /<ags>/icons/<icon>.png`, both public.
 * Answers 404 for a town that is not on the platform.
 */
export function appRouter(services: Services): Router {
  const router = Router();
  const townOf = (request: Request) => findAppTown(forkContext(services, system), String(request.params.ags));

  router.get('/:ags/manifest.webmanifest', async (request, response) => {
    const town = await townOf(request);
    if (town === undefined) notFound(response);
    else
      response
        .type('application/manifest+json')
        .set('Cache-Control', 'no-cache')
        .send(JSON.stringify(manifestOf(town)));
  });

  router.get('/:ags/icons/:file', async (request, response) => {
    const icon = icons.find(({ name }) => request.params.file === `${name}.png`);
    const town = icon === undefined ? undefined : await townOf(request);
    if (icon === undefined || town === undefined) {
      notFound(response);
      return;
    }
    try {
      response
        .type('png')
        .set('Cache-Control', 'public, max-age=86400')
        .send(await drawIcon(services, town, icon));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error; // RATE_LIMITED: too many icons are drawn at once
      response.status(503).set({ 'Retry-After': '5', 'Cache-Control': 'no-store' }).end();
    }
  });
  return router;
}

function notFound(response: Response): void {
  response.status(404).set('Cache-Control', 'no-store').end();
}

/** HTML for the head of the page at this path; an empty string if the path belongs to no town on the platform. */
export async function readHead(services: Services, path: string): Promise<string> {
  const ags = /^\/(\d{8})(?=\/|$)/.exec(path)?.[1];
  const town = ags === undefined ? undefined : await findAppTown(forkContext(services, system), ags);
  return town === undefined ? '' : headOf(town);
}

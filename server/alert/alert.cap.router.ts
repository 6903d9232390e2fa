import { pipeline } from 'node:stream/promises';
import { type Request, type Response, Router } from 'express';
import { anonymous } from '../kernel/actor.ts';
import { atomType } from '../kernel/atom.ts';
import { type Context, forkContext, type Services } from '../kernel/context.ts';
import { allowAnyOrigin } from '../kernel/cors.ts';
import { DomainError } from '../kernel/errors.ts';
import { callerOf } from '../kernel/http.ts';
import { answerFailures } from '../kernel/routes.ts';
import { sendPublic } from '../kernel/unchanged.ts';
import { capType } from './alert.cap.rules.ts';
import { type AlertFacts, readFacts } from './centre/alert.centre.facts.service.ts';
import { drawFacts } from './centre/alert.centre.pdf.ts';
import { findAlertingTown, findCurrentDocument, findDocument, writeIndex } from './alert.cap.service.ts';

const capRate = { name: 'cap', points: 120, seconds: 60 };
/** Programs ask every few seconds; a warning must not wait longer in a cache. */
const seconds = 10;
const crossOriginAccess = {
  methods: ['GET', 'HEAD'],
  requestHeaders: ['If-None-Match'],
  responseHeaders: ['ETag', 'Retry-After'],
};

/**
 * `GET /cap/<ags>.atom`: index of the real warnings. Below `/cap/<ags>/`: `exercise.atom`, `disruptions.atom`,
 * `current.xml` (204 without a warning) `<identifier>.xml`, and
 * `<identifier>.pdf`, the facts for the control centre. Cookies are ignored.
 */
export function capRouter(services: Services): Router {
  const router = Router();
  const failing = answerFailures(services);
  const answering =
    (act: (ctx: Context, request: Request, response: Response) => Promise<void>) =>
    async (request: Request, response: Response) => {
      try {
        const ctx = forkContext(services, anonymous, callerOf(request, services));
        await ctx.limits.spend(capRate, ctx.caller?.ip ?? '');
        response.set('X-Robots-Tag', 'noindex');
        await act(ctx, request, response);
      } catch (error) {
        failing(error, request, response);
      }
    };
  router.use('/cap', allowAnyOrigin(crossOriginAccess));
  router.get('/cap/:file', answering(giveIndex));
  router.get('/cap/:ags/:file', answering(giveFile));
  return router;
}

async function giveIndex(ctx: Context, request: Request, response: Response): Promise<void> {
  const ags = /^(\d{8})\.atom$/.exec(String(request.params.file))?.[1];
  if (ags === undefined) throw new DomainError('NOT_FOUND');
  const town = await findAlertingTown(ctx, ags);
  sendPublic(request, response, { type: atomType, body: await writeIndex(ctx, town, 'actual'), seconds });
}

async function giveFile(ctx: Context, request: Request, response: Response): Promise<void> {
  const town = await findAlertingTown(ctx, String(request.params.ags));
  const file = String(request.params.file);
  const index = /^(exercise|disruptions)\.atom$/.exec(file)?.[1];
  if (index === 'exercise' || index === 'disruptions') {
    sendPublic(request, response, { type: atomType, body: await writeIndex(ctx, town, index), seconds });
    return;
  }
  const [, name, ending] = /^(.+)\.(xml|pdf)$/.exec(file) ?? [];
  if (name !== undefined && ending === 'pdf') return givePdf(response, await readFacts(ctx, town, name));
  if (name === undefined) throw new DomainError('NOT_FOUND');
  const body = name === 'current' ? await findCurrentDocument(ctx, town) : await findDocument(ctx, town, name);
  if (body === null) response.status(204).set('Cache-Control', `public, max-age=${seconds}`).end();
  else sendPublic(request, response, { type: capType, body, seconds });
}

function givePdf(response: Response, facts: AlertFacts): Promise<void> {
  response.set({ 'Cache-Control': `public, max-age=${seconds}`, 'Content-Type': 'application/pdf' });
  return pipeline(drawFacts(facts), response);
}

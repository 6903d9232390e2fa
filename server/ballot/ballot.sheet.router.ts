import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { type Request, type Response, Router } from 'express';
import { validate } from 'uuid';
import { anonymous } from '../kernel/actor.ts';
import { forkContext, type Services } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { callerOf } from '../kernel/http.ts';
import { answerFailures, type Authenticate, contextOf } from '../kernel/routes.ts';
import { drawSheet } from './ballot.sheet.pdf.ts';
import { readSheet, type ResultSheet } from './ballot.sheet.service.ts';

/** Requests per address and minute: high, because many people in one hall may share an address. */
const rates = {
  json: { name: 'sheet', points: 1000, seconds: 60 },
  pdf: { name: 'sheetToPrint', points: 300, seconds: 60 },
} as const;
type Kind = keyof typeof rates;
/** Maximum age of a cached result in seconds; a withdrawn result may stay visible that long. */
const freshSeconds = 60;

/** `GET /results/<poll>.json` and `.pdf`: result sheet of a closed poll, as soon as the result is public. */
export function sheetRouter(services: Services, authenticate: Authenticate): Router {
  const router = Router();
  const context = contextOf(services, authenticate);
  const failing = answerFailures(services);
  const drawn = new Map<string, Promise<Buffer>>();

  router.get('/results/:file', async (request, response) => {
    try {
      const { id, kind } = readName(request);
      await services.limits.spend(rates[kind], callerOf(request, services).ip);
      const stranger = forkContext(services, anonymous, callerOf(request, services));
      const shown = await readSheet(stranger, id).catch(ifHidden);
      const sheet = shown ?? (await readSheet(await context(request, response), id));
      const tag = createHash('sha256').update(JSON.stringify(sheet)).digest('base64url');
      const cache = shown === null ? 'private, no-cache' : `public, max-age=${freshSeconds}, must-revalidate`;
      response.set({ 'Cache-Control': cache, ETag: `"${kind}-${tag}"` });
      if (request.fresh) response.status(304).end();
      else if (kind === 'json') response.set('Access-Control-Allow-Origin', '*').json(sheet);
      else sendPages(response, sheet, await drawOnce(drawn, tag, sheet));
    } catch (error) {
      failing(error, request, response);
    }
  });
  return router;
}

/** Maximum number of PDFs cached per process; the oldest is evicted first. */
const keptMost = 50;

/** PDF of a sheet, cached by the hash of its content, because drawing blocks the process for about 0.1 seconds. */
function drawOnce(drawn: Map<string, Promise<Buffer>>, tag: string, sheet: ResultSheet): Promise<Buffer> {
  const pages = drawn.get(tag) ?? buffer(drawSheet(sheet));
  drawn.set(tag, pages);
  for (const oldest of drawn.keys()) if (drawn.size > keptMost) drawn.delete(oldest);
  return pages;
}

function sendPages(response: Response, sheet: ResultSheet, pages: Buffer): void {
  const name = `ergebnis-${sheet.town.ags}-${sheet.rules.closed?.slice(0, 10) ?? ''}.pdf`;
  response.set({ 'Content-Type': 'application/pdf', 'Content-Disposition': `inline; filename="${name}"` });
  response.send(pages);
}

/** Null for NOT_FOUND: the sheet is not public, but the signed-in actor may be allowed to see it. */
function ifHidden(error: unknown): null {
  if (error instanceof DomainError && error.code === 'NOT_FOUND') return null;
  throw error;
}

function readName(request: Request): { id: string; kind: Kind } {
  const [id = '', kind = '', ...rest] = String(request.params.file).split('.');
  if (!validate(id) || rest.length > 0 || (kind !== 'json' && kind !== 'pdf')) throw new DomainError('NOT_FOUND');
  return { id, kind };
}

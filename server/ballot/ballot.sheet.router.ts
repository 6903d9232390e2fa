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

/** A hall that opens a result at the same moment, behind one address. */
const rates = {
  json: { name: 'sheet', points: 1000, seconds: 60 },
  pdf: { name: 'sheetToPrint', points: 300, seconds: 60 },
} as const;
type Kind = keyof typeof rates;
/** So long somebody may be shown a result that has been withdrawn meanwhile. */
const freshSeconds = 60;

/** `GET /results/<poll>.json` and `.pdf`: the result of a closed poll, once everybody who sees the poll may see it. */
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

/** So many sheets are kept in memory by a process; who comes then pushes out the oldest. */
const keptMost = 50;

/** Drawing takes a tenth of a second of everybody's time: what says the same is drawn once. */
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

/** Not for everybody: perhaps for whoever asks. */
function ifHidden(error: unknown): null {
  if (error instanceof DomainError && error.code === 'NOT_FOUND') return null;
  throw error;
}

function readName(request: Request): { id: string; kind: Kind } {
  const [id = '', kind = '', ...rest] = String(request.params.file).split('.');
  if (!validate(id) || rest.length > 0 || (kind !== 'json' && kind !== 'pdf')) throw new DomainError('NOT_FOUND');
  return { id, kind };
}

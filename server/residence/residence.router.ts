import express, { type Request, type Response, Router } from 'express';
import { validate } from 'uuid';
import type { Context, Services } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { choiceOf } from '../kernel/ids.ts';
import { answerFailures, type Authenticate, contextOf, onlyOwnPages, readBody } from '../kernel/routes.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { findMunicipality } from '../municipality/municipality.service.ts';
import {
  admitLetters,
  createFromList,
  createRequested,
  type LetterPrint,
  previewList,
} from './residence.letters.service.ts';
import { printLetters } from './residence.sheet.service.ts';

/** Body limit of 2 MB: enough for 10,000 rows with long names and streets. */
const readCsv = express.raw({ type: () => true, limit: '2mb', inflate: false });
const readIds = express.json({ limit: '100kb', type: 'application/json' });

/**
 * `POST /residence/<ags>/letters/preview` returns the effects of a CSV list as JSON, `…/letters` creates its letters
 * and returns one PDF, `…/letters/requested` does so for requests ({requestIds} as JSON). Codes are not stored in plain
 * text, so the PDF cannot be produced again.
 */
export function residenceRouter(services: Services, authenticate: Authenticate): Router {
  const router = Router();
  const context = contextOf(services, authenticate);
  const failing = answerFailures(services);
  type Work = (ctx: Context, town: MunicipalityRow, request: Request, response: Response) => Promise<void>;
  const route = (path: string, reader: express.RequestHandler, work: Work): void => {
    router.post(`/residence/:ags/${path}`, onlyOwnPages(services), async (request, response) => {
      try {
        const ctx = await context(request, response);
        const town = await findMunicipality(ctx, String(request.params.ags));
        await admitLetters(ctx, town.id);
        await readBody(reader, request, response);
        await work(ctx, town, request, response);
      } catch (error) {
        if (response.headersSent) response.destroy();
        else failing(error, request, response);
      }
    });
  };

  route('letters/preview', readCsv, async (ctx, town, request, response) => {
    response.set('Cache-Control', 'no-store').json({ preview: await previewList(ctx, town.id, bytesOf(request)) });
  });
  route('letters', readCsv, async (ctx, town, request, response) => {
    await send(ctx, town, await createFromList(ctx, town.id, bytesOf(request), keyOf(request)), response);
  });
  route('letters/requested', readIds, async (ctx, town, request, response) => {
    await send(ctx, town, await createRequested(ctx, town.id, idsOf(request), keyOf(request)), response);
  });
  return router;
}

async function send(ctx: Context, town: MunicipalityRow, print: LetterPrint, response: Response): Promise<void> {
  response.status(201).set({
    'Content-Type': 'application/pdf',
    'Cache-Control': 'no-store',
    'Content-Disposition': `attachment; filename="wohnsitz-${town.ags}-${print.createdAt.toISOString().slice(0, 10)}.pdf"`,
  });
  await printLetters(ctx, town, print, response);
}

function bytesOf({ body }: Request): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function idsOf({ body }: Request): string[] {
  const given: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'requestIds') : undefined;
  return Array.isArray(given) ? given.map((id) => choiceOf('LetterRequest', String(id))) : [];
}

/** Idempotency key of the request, a UUID. Errors: BAD_USER_INPUT. */
function keyOf(request: Request): string {
  const key = request.get('idempotency-key') ?? '';
  if (!validate(key)) throw new DomainError('BAD_USER_INPUT', { header: 'idempotency-key' });
  return key;
}

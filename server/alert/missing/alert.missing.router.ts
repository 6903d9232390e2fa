import express, { type Request, type Response, Router } from 'express';
import { validate } from 'uuid';
import type { Context, Services } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { answerFailures, type Authenticate, contextOf, onlyOwnPages, readBody } from '../../kernel/routes.ts';
import { photoLimits } from '../../media/media.rules.ts';
import { admitPersonPhoto, storePersonPhoto } from './alert.missing.photo.service.ts';
import { findPerson, findPersonPhoto } from './alert.missing.reading.service.ts';

const readRate = { name: 'missing', points: 300, seconds: 60 };

/** Nobody keeps a copy: no cache, no search engine, no other website. */
const headers = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, noarchive, noimageindex',
};

/**
 * `GET /missing/<id>.json`: the missing person of an incident, or of an alert that waits, by global id. `GET
 * /missing/photo/<id>.webp`: the photo. `POST /missing/<ags>`: a photo for the next warning, at most 10 MB.
 */
export function missingRouter(services: Services, authenticate: Authenticate): Router {
  const router = Router();
  const context = contextOf(services, authenticate);
  const failing = answerFailures(services);
  const answering =
    (act: (ctx: Context, request: Request, response: Response) => Promise<void>, isRead: boolean) =>
    async (request: Request, response: Response) => {
      try {
        const ctx = await context(request, response);
        if (isRead) await ctx.limits.spend(readRate, ctx.caller?.ip ?? '');
        response.set(headers);
        await act(ctx, request, response);
      } catch (error) {
        failing(error, request, response);
      }
    };
  router.get('/missing/photo/:file', answering(givePhoto, true));
  router.get('/missing/:file', answering(givePerson, true));
  router.post('/missing/:ags', onlyOwnPages(services), answering(takePhoto, false));
  return router;
}

async function givePerson(ctx: Context, request: Request, response: Response): Promise<void> {
  const of = /^([\w-]+)\.json$/.exec(String(request.params.file))?.[1];
  if (of === undefined) throw new DomainError('NOT_FOUND');
  const { id, hasPhoto, ...person } = await findPerson(ctx, of);
  response.json({ person: { id, ...person, photo: hasPhoto ? `/missing/photo/${id}.webp` : null } });
}

async function givePhoto(ctx: Context, request: Request, response: Response): Promise<void> {
  const id = /^([0-9a-f-]+)\.webp$/.exec(String(request.params.file))?.[1];
  if (id === undefined || !validate(id)) throw new DomainError('NOT_FOUND');
  const bytes = await findPersonPhoto(ctx, id);
  response.set({ 'Content-Type': 'image/webp', 'Content-Security-Policy': "default-src 'none'; sandbox" }).send(bytes);
}

async function takePhoto(ctx: Context, request: Request, response: Response): Promise<void> {
  const { municipalityId } = await admitPersonPhoto(ctx, String(request.params.ags));
  await readBody(raw, request, response);
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  response.status(201).json({ photo: { id: await storePersonPhoto(ctx, municipalityId, bytes) } });
}

const raw = express.raw({ type: () => true, limit: photoLimits.bytes, inflate: false });

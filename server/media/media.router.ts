import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import { validate } from 'uuid';
import type { Actor } from '../kernel/actor.ts';
import { type Caller, type Context, forkContext, type Services } from '../kernel/context.ts';
import { DomainError, formatError, Refusal, sentence } from '../kernel/errors.ts';
import { allowsOrigin } from '../kernel/hosts.ts';
import { callerOf } from '../kernel/http.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { photoSizes } from './media.entity.ts';
import { isProven } from './media.links.service.ts';
import { photoLimits } from './media.rules.ts';
import { admitUpload, findPhotoFile, uploadPhoto } from './media.service.ts';

type Authenticate = (caller: Caller) => Promise<Actor | undefined>;

/**
 * `POST /upload/<ags>`: one picture as the body, at most 10 MB. Safe from other sites like /graphql: our own header is
 * required, a foreign origin refused. `GET /media/<id>/<size>.webp`: its files, for whom they may be shown to.
 */
export function mediaRouter(services: Services, authenticate: Authenticate): Router {
  const router = Router();
  const context = async (request: Request, response: Response): Promise<Context> => {
    const caller = callerOf(request, services.config, response);
    const actor = await authenticate(caller);
    if (actor === undefined) throw new DomainError('UNAUTHENTICATED');
    return forkContext(services, actor, caller);
  };
  const failing = answerFailures(services);

  router.post('/upload/:ags', onlyOwnPages(services), async (request, response) => {
    try {
      const ctx = await context(request, response);
      const { municipalityId } = await admitUpload(ctx, String(request.params.ags));
      await readBody(request, response);
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { id, alt, width, height } = await uploadPhoto(ctx, { municipalityId, bytes, alt: altOf(request) });
      const photo = { id: toGlobalId('Photo', id), alt: alt ?? null, width, height };
      response.status(201).set('Cache-Control', 'no-store').json({ photo });
    } catch (error) {
      failing(error, request, response);
    }
  });

  router.get('/media/:id/:file', async (request, response) => {
    const { id, file } = request.params;
    const size = photoSizes.find((name) => file === `${name}.webp`);
    try {
      const ctx = await context(request, response);
      const isKnown = validate(id) && size !== undefined;
      const bytes = isKnown ? await findPhotoFile(ctx, id, size, isProven(ctx, id, request.query)) : undefined;
      if (bytes === undefined) throw new DomainError('NOT_FOUND');
      // Whoever signs out, or a photo that is hidden again: the browser's copy is asked about each time.
      response.set({ ...photoHeaders, 'Cache-Control': 'private, no-cache' }).send(bytes);
    } catch (error) {
      failing(error, request, response);
    }
  });
  return router;
}

/** Even if one of the files were something else, it could do nothing. */
const photoHeaders = {
  'Content-Type': 'image/webp',
  'Content-Disposition': 'inline',
  'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
};

function onlyOwnPages(services: Services): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const { origin } = request.headers;
    const isOwn = origin === undefined || allowsOrigin(services, origin);
    if (isOwn && request.headers['apollo-require-preflight'] !== undefined) next();
    else sendCode(response, isOwn ? 400 : 403, isOwn ? 'HEADER_MISSING' : 'FORBIDDEN');
  };
}

const raw = express.raw({ type: () => true, limit: photoLimits.bytes, inflate: false });

function readBody(request: Request, response: Response): Promise<void> {
  return new Promise((done, fail) => {
    raw(request, response, (error?: Error) => {
      if (error === undefined) done();
      else fail(error);
    });
  });
}

/** Headers hold no umlauts: percent-encoded like an address. */
function altOf(request: Request): string | null {
  try {
    return decodeURIComponent(request.get('photo-alt') ?? '') || null;
  } catch {
    throw new Refusal({ code: 'BAD_CHARACTERS', message: 'photo-alt must be percent-encoded', path: ['alt'] });
  }
}

const statuses: Readonly<Record<string, number>> = {
  ...{ UNAUTHENTICATED: 401, FORBIDDEN: 403, NOT_FOUND: 404, RATE_LIMITED: 429, UNAVAILABLE: 503, INTERNAL: 500 },
  ...{ TOO_LARGE: 413, UNSUPPORTED_TYPE: 415, HEIC_NOT_SUPPORTED: 415 },
};

function answerFailures({ log }: Services): (error: unknown, request: Request, response: Response) => void {
  return (error, request, response) => {
    // Whoever sends too much is answered at once; the rest is read and thrown away, or the answer would not arrive.
    if (!request.complete) request.resume();
    if (error instanceof Refusal) {
      const [{ code, message } = { code: 'BAD_USER_INPUT', message: '' }] = error.userErrors;
      sendCode(response, statuses[code] ?? 422, code, { message });
    } else if (isAboutBody(error)) sendCode(response, error.status, error.status === 413 ? 'TOO_LARGE' : 'BAD_REQUEST');
    else {
      const { extensions = {} } = formatError(error, log);
      const { code, ...more } = extensions;
      if (typeof more.retryAfter === 'number') response.set('Retry-After', String(more.retryAfter));
      sendCode(response, statuses[String(code)] ?? 400, String(code), more);
    }
  };
}

function isAboutBody(error: unknown): error is Error & { status: number } {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500;
}

/** The same form as everywhere beside GraphQL. */
function sendCode(
  response: Response,
  status: number,
  code: string,
  more: Readonly<Record<string, unknown>> = {},
): void {
  const { message = sentence(code), ...extensions } = more;
  response.status(status).set('Cache-Control', 'no-store');
  response.json({ errors: [{ message, extensions: { ...extensions, code } }] });
}

import { createHmac, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Request, type Response, Router } from 'express';
import { validate } from 'uuid';
import type { Actor } from '../kernel/actor.ts';
import { type Caller, forkContext, type Services } from '../kernel/context.ts';
import { DomainError, formatError, Refusal } from '../kernel/errors.ts';
import { callerOf } from '../kernel/http.ts';
import { readBulletinBoard } from './ballot.bulletin.service.ts';
import { castBallot } from './ballot.cast.service.ts';
import { readEnvelope } from './ballot.rules.ts';

/** Requests per address and minute: high, because many voters in one hall may share an address. */
const boxRate = { name: 'box', points: 1000, seconds: 60 };
/** Body limit of 12 kB; an envelope with a ballot of 20 questions and all their options has less than 8 kB. */
const readBody = express.json({ limit: '12kb', type: 'application/json' });

type Authenticate = (caller: Caller) => Promise<Actor | undefined>;

/**
 * `POST /ballot-box/<poll>` casts a ballot anonymously: no cookie is read, nothing is logged, and the rate limit uses
 * the address only as an HMAC with a key that exists as long as the process. `GET /ballot-box/<poll>/board.json`
 * returns the bulletin board.
 */
export function ballotRouter(services: Services, authenticate: Authenticate): Router {
  const router = Router();
  const veil = randomBytes(32);

  router.post('/ballot-box/:poll', readBody, async (request, response) => {
    try {
      services.machine.requireWritable();
      const { ip } = callerOf(request, services);
      await services.limits.spend(boxRate, createHmac('sha256', veil).update(ip).digest('base64url'));
      const envelope = readEnvelope(request.body);
      const receipt = await castBallot(services, pollOf(request), envelope);
      response.set('Cache-Control', 'no-store').json({ receipt, userErrors: [] });
    } catch (error) {
      answerFailure(services, response, error);
    }
  });

  router.get('/ballot-box/:poll/board.json', async (request, response) => {
    try {
      const caller = callerOf(request, services);
      const actor = await authenticate(caller);
      if (actor === undefined) throw new DomainError('UNAUTHENTICATED');
      const { root, pieces } = await readBulletinBoard(forkContext(services, actor, caller), pollOf(request));
      response.set({ 'Cache-Control': 'private, no-cache', ETag: `"${root}"` }).type('json');
      if (request.fresh) response.status(304).end();
      else await pipeline(Readable.from(pieces), response);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else answerFailure(services, response, error);
    }
  });
  return router;
}

function pollOf(request: Request): string {
  const id = String(request.params.poll);
  if (!validate(id)) throw new DomainError('NOT_FOUND');
  return id;
}

const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
  INTERNAL: 500,
};

function answerFailure(services: Services, response: Response, error: unknown): void {
  response.set('Cache-Control', 'no-store');
  if (error instanceof Refusal) {
    response.status(422).json({ receipt: null, userErrors: error.userErrors });
    return;
  }
  const { message, extensions = {} } = formatError(error, services);
  if (typeof extensions.retryAfter === 'number') response.set('Retry-After', String(extensions.retryAfter));
  response.status(statuses[String(extensions.code)] ?? 400).json({ errors: [{ message, extensions }] });
}

import express, { type Request, type Response, Router } from 'express';
import type { Context, Services } from '../kernel/context.ts';
import { allowAnyOrigin } from '../kernel/cors.ts';
import { formatError, Refusal } from '../kernel/errors.ts';
import { callerOf } from '../kernel/http.ts';
import { readBody } from '../kernel/routes.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { enter, findJurisdiction } from './open311.access.service.ts';
import { describe } from './open311.discovery.rules.ts';
import { type Answer, type Format, formats, writeAnswer } from './open311.document.rules.ts';
import { type Failure, failureOf, Open311Error, refusalOf, writeFailure } from './open311.errors.rules.ts';
import { readForm } from './open311.form.rules.ts';
import { createRequest, findToken } from './open311.report.service.ts';
import { findRequest, listRequests } from './open311.requests.service.ts';
import { type Params, readFilter, readUpdateFilter, textOf } from './open311.rules.ts';
import { describeService, listServices } from './open311.services.service.ts';
import { type Wording, wordingFor } from './open311.texts.rules.ts';
import { listUpdates } from './open311.updates.service.ts';

interface Asked extends Wording {
  readonly ctx: Context;
  readonly town: MunicipalityRow;
  readonly params: Params;
}
type Act = (asked: Asked, name: string, request: Request) => Promise<Answer>;

const crossOriginAccess = {
  methods: ['GET', 'HEAD', 'POST'],
  requestHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key'],
  responseHeaders: ['ETag', 'Retry-After'],
};

/** Extension of GeoReport v2 by mySociety: updates of reports. */
const updates = 'servicerequestupdates';

/** GeoReport v2 (wiki.open311.org/GeoReport_v2) below `/open311/v2/`; each answer is available as XML and as JSON. */
export function open311Router(services: Services): Router {
  const router = Router();
  router.use('/open311', allowAnyOrigin(crossOriginAccess));
  const answering = (act: Act) => async (request: Request, response: Response) => {
    const { name, format } = readName(request);
    response.vary('Accept-Language, Authorization');
    try {
      if (format === undefined) throw new Open311Error(404, 'no such resource: its name ends with .xml or .json');
      const isPost = request.method === 'POST';
      if (isPost) services.machine.requireWritable();
      if (isPost) await readForms(request, response);
      const params: Params = isPost ? { ...request.query, ...bodyOf(request) } : request.query;
      const ctx = await enter(services, callerOf(request, services), textOf(params, 'api_key'));
      const town = await findJurisdiction(ctx, textOf(params, 'jurisdiction_id'));
      const wording = wordingFor(textOf(params, 'locale') || request.get('accept-language'));
      const answer = await act({ ctx, town, ...wording, params }, name, request);
      send(response, answer, format, isPost ? 201 : 200, ctx.actor.kind === 'anonymous');
    } catch (error) {
      fail(services, response, error, format ?? 'xml');
    }
  };
  router.get('/open311/v2/:file', (request, response, next) => {
    const { name, format } = readName(request);
    if (name !== 'discovery' || format === undefined) next();
    else send(response, describe(services.publicUrl(), services.config.mode), format, 200, true);
  });
  router.post('/open311/v2/:file', answering(postForm));
  router.get('/open311/v2/:file', answering(getList));
  router.get('/open311/v2/services/:file', answering(getService));
  router.get('/open311/v2/requests/:file', answering(getRequest));
  router.get('/open311/v2/tokens/:file', answering(getToken));
  router.all(['/open311', '/open311/{*rest}'], (_request, response) => {
    send(response, writeFailure(failureOf('NOT_FOUND')), 'xml', 404, false);
  });
  return router;
}

const getService: Act = ({ ctx, town, locale }, code) => describeService(ctx, town, locale, code);
const getToken: Act = ({ ctx, town }, token) => findToken(ctx, town, token);
const getRequest: Act = (asked, reference) => findRequest(asked.ctx, tellingOf(asked), reference);

const getList: Act = async (asked, name) => {
  const { ctx, town, params } = asked;
  if (name === 'services') return listServices(ctx, town, asked);
  if (name === updates) return listUpdates(ctx, tellingOf(asked), readUpdateFilter(params, ctx.now()));
  if (name !== 'requests') throw noResource(name);
  return listRequests(ctx, tellingOf(asked), readFilter(params, ctx.now()));
};

const postForm: Act = async ({ ctx, town, texts, params }, name, request) => {
  if (name === updates) throw new Open311Error(405, 'updates are read here and not taken: comments need an account');
  if (name !== 'requests') throw noResource(name);
  if (ctx.actor.kind === 'anonymous') throw new Open311Error(403, 'api_key: is required to report');
  return createRequest(ctx, { town, texts, form: readForm(params), token: request.get('idempotency-key') ?? null });
};

function noResource(name: string): Open311Error {
  return new Open311Error(404, `no such resource: ${name.slice(0, 100)}`);
}

function tellingOf({ town, texts, locale, params }: Asked) {
  return { town, texts, locale, isExtended: textOf(params, 'extensions') === 'true' };
}

/** Name and format of a resource such as `M-1001.xml`. */
function readName(request: Request): { name: string; format: Format | undefined } {
  const [, name = '', ending = ''] = /^(.*)\.(\w+)$/.exec(String(request.params.file)) ?? [];
  return { name, format: ending === 'xml' || ending === 'json' ? ending : undefined };
}

const urlencoded = express.urlencoded({ extended: false, limit: '100kb', parameterLimit: 200 });

/** Accepts only the content type of the standard, urlencoded forms; any other type is 415. */
async function readForms(request: Request, response: Response): Promise<void> {
  if (request.is('application/x-www-form-urlencoded') === false) throw new UnreadableForm(415);
  await readBody(urlencoded, request, response);
}

class UnreadableForm extends Error {
  constructor(readonly status: number) {
    super('unreadable form');
  }
}

function bodyOf({ body }: Request): Params {
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

function fail(services: Services, response: Response, error: unknown, format: Format): void {
  const failure = failureFor(services, error);
  if (!response.req.complete) response.req.resume();
  if (failure.status === 405) response.set('Allow', 'GET, HEAD, OPTIONS');
  if (failure.retryAfter !== undefined) response.set('Retry-After', String(failure.retryAfter));
  send(response, writeFailure(failure), format, failure.status, false);
}

function failureFor(services: Services, error: unknown): Failure {
  if (error instanceof Open311Error) return { status: error.status, descriptions: [error.description] };
  if (error instanceof Refusal) return refusalOf(error);
  if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500) {
    return failureOf(error.status === 413 ? 'TOO_LARGE' : error.status === 415 ? 'UNSUPPORTED_TYPE' : 'BAD_REQUEST');
  }
  const { code, ...more } = formatError(error, services).extensions ?? {};
  return failureOf(String(code), more);
}

/** Sends the answer. `isOpen`: the answer is the same for everybody without a key; other answers must not be cached. */
function send(response: Response, answer: Answer, format: Format, status: number, isOpen: boolean): void {
  response.status(status).set('Content-Type', `${formats[format]}; charset=utf-8`);
  response.set('Cache-Control', isOpen ? 'no-cache' : 'no-store').send(writeAnswer(answer, format));
}

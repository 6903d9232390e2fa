import { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import type { Actor } from './actor.ts';
import { type Caller, type Context, forkContext, type Services } from './context.ts';
import { DomainError, formatError, Refusal, sentence } from './errors.ts';
import { allowsOrigin } from './hosts.ts';
import { callerOf } from './http.ts';

/* Shared parts of routes beside /graphql, which send and receive files. */

export type Authenticate = (caller: Caller) => Promise<Actor | undefined>;

/** Makes the HTTP routes of a domain. */
export type Route = (services: Services, authenticate: Authenticate) => Router;

/** Route that exists in demo mode only. */
export function demoOnly(route: Route): Route {
  return (services, authenticate) => (services.config.mode === 'demo' ? route(services, authenticate) : Router());
}

/** Context of a request with the actor of its session or key. Throws UNAUTHENTICATED for invalid credentials. */
export function contextOf(services: Services, authenticate: Authenticate) {
  return async (request: Request, response: Response): Promise<Context> => {
    const caller = callerOf(request, services, response);
    const actor = await authenticate(caller);
    if (actor === undefined) throw new DomainError('UNAUTHENTICATED');
    const writes = request.method !== 'GET' && request.method !== 'HEAD';
    if (writes && actor.kind === 'person' && actor.needsPasskey) throw new DomainError('PASSKEY_REQUIRED');
    return forkContext(services, actor, caller);
  };
}

/** Header that browsers send across origins only after asking the server. */
const ownHeader = 'apollo-require-preflight';

/**
 * Admits requests that write: like /graphql it requires our own header, refuses foreign origins, and answers UNAVAILABLE
 * during a fault of the machine.
 */
export function onlyOwnPages(services: Services): RequestHandler {
  const failing = answerFailures(services);
  return (request: Request, response: Response, next: NextFunction) => {
    const { origin } = request.headers;
    const isOwn = origin === undefined || allowsOrigin(services, origin);
    if (isOwn && request.get(ownHeader) !== undefined) {
      try {
        services.machine.requireWritable();
        next();
      } catch (error) {
        failing(error, request, response);
      }
    } else if (isOwn) sendCode(response, 400, 'HEADER_MISSING', { message: `the header ${ownHeader} is missing` });
    else sendCode(response, 403, 'FORBIDDEN');
  };
}

/** Reads the body; call it after the sender is authenticated. */
export function readBody(reader: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((done, fail) => {
    void reader(request, response, (error?: unknown) => {
      if (error === undefined) done();
      else fail(error instanceof Error ? error : new Error(String(error)));
    });
  });
}

const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  PASSKEY_REQUIRED: 403,
  NOT_FOUND: 404,
  UNKNOWN_LINK: 410,
  RATE_LIMITED: 429,
  PROOF_REFUSED: 428,
  PROOF_REQUIRED: 428,
  UNAVAILABLE: 503,
  INTERNAL: 500,
  TOO_LARGE: 413,
  UNSUPPORTED_TYPE: 415,
  HEIC_NOT_SUPPORTED: 415,
  NOT_A_PDF: 415,
};

/** Answers errors of routes: refusals with their code and status, other errors like GraphQL. */
export function answerFailures(services: Services): (error: unknown, request: Request, response: Response) => void {
  return (error, request, response) => {
    // The answer is sent before the whole body has arrived; the rest is read and discarded, because otherwise the
    // answer would not arrive.
    if (!request.complete) request.resume();
    if (error instanceof Refusal) {
      const [{ code, message } = { code: 'BAD_USER_INPUT', message: '' }] = error.userErrors;
      sendCode(response, statuses[code] ?? 422, code, { message, ...error.data });
    } else if (isAboutBody(error)) sendCode(response, error.status, error.status === 413 ? 'TOO_LARGE' : 'BAD_REQUEST');
    else {
      const { extensions = {} } = formatError(error, services);
      const { code, ...more } = extensions;
      if (typeof more.retryAfter === 'number') response.set('Retry-After', String(more.retryAfter));
      sendCode(response, statuses[String(code)] ?? 400, String(code), more);
    }
  };
}

function isAboutBody(error: unknown): error is Error & { status: number } {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500;
}

/** Sends an error in the format of all routes beside GraphQL. */
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

/** Starts a server of another protocol if the settings ask for it, and returns the function that stops it. */
export type StartServer = (services: Services) => Promise<() => Promise<void>>;

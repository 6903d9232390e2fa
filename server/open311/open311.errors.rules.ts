import type { Refusal } from '../kernel/errors.ts';
import type { Answer } from './open311.document.rules.ts';

export interface Failure {
  readonly status: number;
  readonly descriptions: readonly string[];
  /** Seconds until the request may be repeated. */
  readonly retryAfter?: number;
}

/** A failure whose description names parameter and cause for the sender of the request. */
export class Open311Error extends Error {
  constructor(
    readonly status: 403 | 404 | 405,
    readonly description: string,
  ) {
    super(description);
  }
}

const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 403,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
  INTERNAL: 500,
  UNSUPPORTED_TYPE: 415,
  TOO_LARGE: 413,
};
const descriptions: Readonly<Record<number, string>> = {
  403: 'api_key: does not permit this',
  404: 'no such resource; /open311/v2/discovery.xml names the endpoint',
  413: 'the form is too large',
  415: 'send the form as application/x-www-form-urlencoded',
  429: 'too many requests; see Retry-After',
  503: 'for a moment not available; send it again',
};

export function failureOf(code: string, more: Readonly<Record<string, unknown>> = {}): Failure {
  const status = statuses[code] ?? 400;
  const { retryAfter } = more;
  return {
    status,
    descriptions: [causeIn(more) ?? descriptions[status] ?? code.toLowerCase().replaceAll('_', ' ')],
    ...(typeof retryAfter === 'number' && { retryAfter }),
  };
}

/** Cause of an error of another domain: its reference, or the module that is switched off. */
function causeIn({ requestId, module }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof requestId === 'string') return `internal error, reference ${requestId}`;
  return module === undefined ? undefined : 'jurisdiction_id: reports are switched off in this town';
}

/** Failure with one description per user error, each with the name of the parameter. */
export function refusalOf({ userErrors }: Refusal): Failure {
  const tell = ({ path, message }: Refusal['userErrors'][number]) =>
    [path.join('.'), message].filter(Boolean).join(': ');
  return { status: 400, descriptions: userErrors.map(tell) };
}

export function writeFailure({ status, descriptions: told }: Failure): Answer {
  return { root: 'errors', body: told.map((description) => ({ code: status, description })) };
}

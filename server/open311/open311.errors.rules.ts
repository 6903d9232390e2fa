import type { Refusal } from '../kernel/errors.ts';
import type { Answer } from './open311.document.rules.ts';

export interface Failure {
  readonly status: number;
  readonly descriptions: readonly string[];
  /** Seconds to wait. */
  readonly retryAfter?: number;
}

const statuses: Readonly<Record<string, number>> = {
  ...{ UNAUTHENTICATED: 403, FORBIDDEN: 403, NOT_FOUND: 404, RATE_LIMITED: 429, UNAVAILABLE: 503, INTERNAL: 500 },
  ...{ UNSUPPORTED_TYPE: 415, TOO_LARGE: 413 },
};
const descriptions: Readonly<Record<number, string>> = {
  403: 'api_key is missing, opens nothing, or not this',
  404: 'not found: jurisdiction_id, service_code, service_request_id or token',
  413: 'the form is too large',
  415: 'send the form as application/x-www-form-urlencoded',
  429: 'too many requests; see Retry-After',
  503: 'for a moment not available; send it again',
};

export function failureOf(code: string, more: Readonly<Record<string, unknown>> = {}): Failure {
  const status = statuses[code] ?? 400;
  const { retryAfter, requestId } = more;
  const isKnown = typeof requestId === 'string' ? `internal error, reference ${requestId}` : undefined;
  return {
    ...{ status, descriptions: [isKnown ?? descriptions[status] ?? code.toLowerCase().replaceAll('_', ' ')] },
    ...(typeof retryAfter === 'number' && { retryAfter }),
  };
}

/** What is wrong with the request, each thing by its name. */
export function refusalOf({ userErrors }: Refusal): Failure {
  const tell = ({ path, message }: Refusal['userErrors'][number]) =>
    [path.join('.'), message].filter(Boolean).join(': ');
  return { status: 400, descriptions: userErrors.map(tell) };
}

export function writeFailure({ status, descriptions: told }: Failure): Answer {
  return { root: 'errors', body: told.map((description) => ({ code: status, description })) };
}

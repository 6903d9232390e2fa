import { type Middleware, setHeaders } from './http.ts';

/** Methods and headers that pages of other origins may use. */
export interface CrossOriginAccess {
  readonly methods: readonly string[];
  /** Request headers beside those that browsers always permit. */
  readonly requestHeaders: readonly string[];
  /** Readable response headers beside those that browsers always permit. */
  readonly responseHeaders: readonly string[];
}

/** Seconds for which browsers may cache the answer to a preflight: the maximum of Chromium. */
const preflightSeconds = 7200;

/**
 * Lets pages of every origin read the answers, including errors, and answers preflights. `*` excludes credentials, and
 * a request with cookies gets no permission, so pages cannot read with a visitor's session. Use it before routes, which
 * must not use cookies.
 */
export function allowAnyOrigin({ methods, requestHeaders, responseHeaders }: CrossOriginAccess): Middleware {
  const permission = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': responseHeaders.join(', '),
    'Cross-Origin-Resource-Policy': 'cross-origin',
  };
  const preflight = {
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': requestHeaders.join(', '),
    'Access-Control-Max-Age': String(preflightSeconds),
  };
  return (request, response, next) => {
    const isPermitted = request.headers.cookie === undefined;
    const isPreflight = request.method === 'OPTIONS';
    response.appendHeader('Vary', 'Cookie');
    if (isPermitted) setHeaders(response, permission);
    if (isPermitted && isPreflight) setHeaders(response, preflight);
    if (isPreflight) response.writeHead(204, { Allow: ['OPTIONS', ...methods].join(', ') }).end();
    else next();
  };
}

import { type Middleware, setHeaders } from './http.ts';

/** Methods and headers that pages of other origins may use. */
export interface CrossOriginAccess {
  readonly methods: readonly string[];
  /** Headers that a page may send beside those that browsers always permit. */
  readonly requestHeaders: readonly string[];
  /** Headers of the answer that a page may read beside those that browsers always permit. */
  readonly responseHeaders: readonly string[];
}

/** How long browsers may keep the answer to a preflight, in seconds: the longest time that Chromium accepts. */
const preflightSeconds = 7200;

/**
 * Lets pages of every origin read the answers, errors included, and answers their preflights. `*` excludes credentials,
 * and a request with cookies gets no permission at all, so no page reads what a visitor's session may see. To be used
 * before the routes, which must not use cookies.
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

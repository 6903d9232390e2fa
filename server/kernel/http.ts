import type { IncomingMessage, ServerResponse } from 'node:http';
import { canonicalAddress, networkOf } from './address.ts';
import type { Config } from './config.ts';
import type { Caller } from './context.ts';
import { allowsOrigin, type Hosts } from './hosts.ts';

/** Client address: the socket's, or the one that the `trustProxy`-th proxy reports. */
function clientAddress(request: IncomingMessage, trustProxy: number): string {
  const header = request.headers['x-forwarded-for'];
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((part) => part.trim());
  const hops = [...forwarded.filter((part) => part !== ''), request.socket.remoteAddress ?? 'unknown'];
  return canonicalAddress(hops[Math.max(0, hops.length - 1 - trustProxy)] ?? 'unknown');
}

/**
 * Host of an origin. In demo mode pages are opened by other names of the machine, and their origin names the requested
 * host.
 */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** Whether pages use https: cookies are then Secure, and their `__Host-` prefix binds them to exactly this host. */
function isSecure(config: Pick<Config, 'publicUrl'>): boolean {
  return config.publicUrl?.startsWith('https:') === true;
}

function cookieName(config: Config, name: string): string {
  return isSecure(config) ? `__Host-${name}` : name;
}

function readCookie(cookies: string, config: Config, name: string): string | undefined {
  const wanted = `${cookieName(config, name)}=`;
  const pairs = cookies.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(wanted))?.slice(wanted.length) || undefined;
}

/**
 * Request as the domains see it; `response` only where cookies can be set. Cookies from pages of other origins are
 * ignored, because a browser may send them without the visitor's intention: such a page is anonymous unless it has a
 * key.
 */
export function callerOf(request: IncomingMessage, services: Hosts, response?: ServerResponse): Caller {
  const { config } = services;
  const address = clientAddress(request, config.trustProxy);
  const { origin, host, authorization, 'user-agent': userAgent } = request.headers; // no reference to the request: a socket keeps its caller
  const isForeign = origin !== undefined && !allowsOrigin(services, origin) && hostOf(origin) !== host;
  const cookie = isForeign ? '' : (request.headers.cookie ?? '');
  const caller: Caller = {
    ip: networkOf(address),
    address,
    authorization,
    userAgent,
    cookie: (name) => readCookie(cookie, config, name),
  };
  if (response === undefined || isForeign) return caller;
  return {
    ...caller,
    setCookie: (name, value, maxAgeSeconds) => {
      const flags = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${isSecure(config) ? '; Secure' : ''}`;
      response.appendHeader('Set-Cookie', `${cookieName(config, name)}=${value}; ${flags}`);
    },
  };
}

/** Step before routes that also works without express. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

export function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const name in headers) response.setHeader(name, headers[name] ?? '');
}

/** Ends the response with a JSON document. */
function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

/** Answers errors before the request was handled: the body is too large, is no JSON or never ends. */
export function sendPlainError(response: ServerResponse, error: unknown): void {
  const status = statusOf(error);
  const code = status === 413 ? 'TOO_LARGE' : status === 404 ? 'NOT_FOUND' : status < 500 ? 'BAD_REQUEST' : 'INTERNAL';
  sendJson(response, status, { errors: [{ message: code.toLowerCase().replace('_', ' '), extensions: { code } }] });
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('status' in error)) return 500;
  return typeof error.status === 'number' ? error.status : 500;
}

/**
 * Refuses addresses with an encoded null character, which PostgreSQL cannot store or compare: every route would fail at
 * it with an internal error.
 */
export const refuseNulls: Middleware = (request, response, next) => {
  if (request.url?.includes('%00') === true) sendPlainError(response, { status: 400 });
  else next();
};

/** Security headers of pages: no inline scripts or styles, no other hosts. */
const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentPolicy("'self'"),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'geolocation=(self), camera=(self), microphone=()',
};

/** A year in seconds. Other hosts of the domain may not have https, so `includeSubDomains` is not set. */
const strictTransport = { 'Strict-Transport-Security': 'max-age=31536000' };

/** Sets the headers of all answers; HSTS only if pages use https, because browsers then refuse http for a year. */
export function secureHeaders(config: Pick<Config, 'publicUrl'>): Middleware {
  const headers = isSecure(config) ? { ...securityHeaders, ...strictTransport } : securityHeaders;
  return (_request, response, next) => {
    setHeaders(response, headers);
    next();
  };
}

/**
 * Policy of the API explorer: its editor positions lines with style attributes, so only there inline styles are
 * allowed.
 */
export const explorerPolicy = contentPolicy("'self' 'unsafe-inline'");

/**
 * Policy of pages: they may load maps from these origins, and may contain inline styles with these hashes, such as
 * 'sha256-…'. Inline scripts are never allowed.
 */
export function mapPolicy(origins: readonly string[], styleHashes: readonly string[] = []): string {
  return contentPolicy(["'self'", ...styleHashes.map((hash) => `'${hash}'`)].join(' '), origins);
}

function contentPolicy(styles: string, mapOrigins: readonly string[] = []): string {
  const maps = mapOrigins.map((origin) => ` ${origin}`).join('');
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles}`,
    `connect-src 'self'${maps}`,
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    `img-src 'self' data: blob:${maps}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

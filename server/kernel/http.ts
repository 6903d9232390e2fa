import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from './config.ts';
import type { Caller } from './context.ts';
import { allowsOrigin, type Hosts } from './hosts.ts';

/** The client's address: the socket's, or what the `trustProxy`-th proxy from here saw. */
function clientAddress(request: IncomingMessage, trustProxy: number): string {
  const header = request.headers['x-forwarded-for'];
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((part) => part.trim());
  const hops = [...forwarded.filter((part) => part !== ''), request.socket.remoteAddress ?? 'unknown'];
  return hops[Math.max(0, hops.length - 1 - trustProxy)] ?? 'unknown';
}

/** Limits count an IPv6 customer, who owns a whole /64, as one. */
function network(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const zeros = address.includes('::') ? 8 - groups.length - tail.split(':').filter((group) => group !== '').length : 0;
  return [...groups, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...tail.split(':')]
    .slice(0, 4)
    .join(':');
}

/** The page of a demo is also opened by other names of the machine; then its origin names the host that was asked. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** https demands Secure cookies, and then the `__Host-` prefix binds them to exactly this host. */
function isSecure(config: Config): boolean {
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
 * The request as the domains see it; `response` only where cookies can still be set. A page of another site is nobody
 * unless it has a key: a browser may send our cookies with its request, and they are not read.
 */
export function callerOf(request: IncomingMessage, services: Hosts, response?: ServerResponse): Caller {
  const { config } = services;
  const address = clientAddress(request, config.trustProxy);
  const { origin, host, authorization } = request.headers; // not the request: a socket keeps its caller as long as it lives
  const isForeign = origin !== undefined && !allowsOrigin(services, origin) && hostOf(origin) !== host;
  const cookie = isForeign ? '' : (request.headers.cookie ?? '');
  const caller: Caller = {
    ip: network(address),
    address,
    authorization,
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

/** A step before routes; works without express too. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

export function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const name in headers) response.setHeader(name, headers[name] ?? '');
}

/** Ends the response with a JSON document. */
export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

/** No inline script or style, no foreign host. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentPolicy("'self'"),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'geolocation=(self), camera=(self), microphone=()',
};

/** The explorer's editor positions its lines with style attributes: there, and only there, styles may stand in the page. */
export const explorerPolicy = contentPolicy("'self' 'unsafe-inline'");

/** A page may draw maps from exactly these origins; none by default. */
export function mapPolicy(origins: readonly string[]): string {
  return contentPolicy("'self'", origins);
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

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from './config.ts';
import type { Caller } from './context.ts';
import { allowsOrigin, type Hosts } from './hosts.ts';

/** Client address: the socket's, or the one that the `trustProxy`-th proxy reports. */
function clientAddress(request: IncomingMessage, trustProxy: number): string {
  const header = request.headers['x-forwarded-for'];
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((part) => part.trim());
  const hops = [...forwarded.filter((part) => part !== ''), request.socket.remoteAddress ?? 'unknown'];
  return hops[Math.max(0, hops.length - 1 - trustProxy)] ?? 'unknown';
}

/** Network for limits: an IPv6 address is shortened to its /64, because a customer owns all of it. */
function network(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const zeros = address.includes('::') ? 8 - groups.length - tail.split(':').filter((group) => group !== '').length : 0;
  return [...groups, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...tail.split(':')]
    .slice(0, 4)
    .join(':');
}

/**
 * Host of an origin. In demo mode pages are opened by other names of the machine, and their origin names the requested
 * host.
 */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** Whether pages use https: cookies are then Secure, and their `__Host-` prefix binds them to exactly this host. */
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
 * Request as the domains see it; `response` only where cookies can be set. Cookies from pages of other origins are
 * ignored, because a browser may send them without the visitor's intention: such a page is anonymous unless it has a
 * key.
 */
export function callerOf(request: IncomingMessage, services: Hosts, response?: ServerResponse): Caller {
  const { config } = services;
  const address = clientAddress(request, config.trustProxy);
  const { origin, host, authorization } = request.headers; // no reference to the request: a socket keeps its caller
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

/** Step before routes that also works without express. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

export function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const name in headers) response.setHeader(name, headers[name] ?? '');
}

/** Ends the response with a JSON document. */
export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

/** Security headers of pages: no inline scripts or styles, no other hosts. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentPolicy("'self'"),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'geolocation=(self), camera=(self), microphone=()',
};

/**
 * Policy of the API explorer: its editor positions lines with style attributes, so only there inline styles are
 * allowed.
 */
export const explorerPolicy = contentPolicy("'self' 'unsafe-inline'");

/** Policy of pages with maps: they may load from these origins; none by default. */
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

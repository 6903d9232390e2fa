import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { TownHost } from './config.network.ts';
import type { Config } from './config.ts';
import type { Services } from './context.ts';

export type Hosts = Pick<Services, 'config' | 'publicUrl'>;

/** Origin of a town's pages: its own host with the scheme and port of `origin`, or `origin` itself. */
export function originOf(origin: string, hosts: readonly TownHost[], ags: string | undefined): string {
  const own = hosts.find((one) => one.ags === ags);
  if (own === undefined) return origin;
  const url = new URL(origin);
  url.hostname = own.host;
  return url.origin;
}

/** Whether pages of this origin may use sessions: our own hosts; in demo mode also localhost and 127.0.0.1. */
export function allowsOrigin({ config, publicUrl }: Hosts, origin: string): boolean {
  const { protocol, hostname, port } = new URL(publicUrl());
  const names = [...commonNames(config, hostname), ...config.townHosts.map(({ host }) => host)];
  return names.some((name) => origin === `${protocol}//${name}${port === '' ? '' : `:${port}`}`);
}

/**
 * Redirects to the one address of each page: a town with a host of its own is served only there, and `/` is that town.
 * Unknown hosts, such as those of monitors and proxies, are not redirected.
 */
export function redirectToTownHost({ config, publicUrl }: Hosts): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const name = hostOf(request);
    const here = config.townHosts.find(({ host }) => host === name);
    const isOurs = here !== undefined || commonNames(config, new URL(publicUrl()).hostname).includes(name);
    const home = isOurs && request.method === 'GET' ? homeOf(request, here) : undefined;
    if (home === undefined) next();
    else response.set({ 'Cache-Control': 'no-store', Vary: 'Host' }).redirect(302, home);
  };

  /** Address to redirect to; undefined: the page belongs here. */
  function homeOf({ path, query, originalUrl }: Request, here: TownHost | undefined): string | undefined {
    const asked = path + (/\?.*$/.exec(originalUrl)?.[0] ?? '');
    if (path === '/') return here && (query.all === undefined ? `/${here.ags}` : `${publicUrl()}${asked}`);
    const ags = /^\/(\d{8})(?=\/|$)/.exec(path)?.[1];
    if (ags === undefined) return undefined;
    const own = config.townHosts.find((one) => one.ags === ags);
    return own === here ? undefined : `${publicUrl(ags)}${asked}`;
  }
}

function commonNames({ mode }: Config, hostname: string): readonly string[] {
  return mode === 'demo' ? [hostname, 'localhost', '127.0.0.1'] : [hostname];
}

/** Host name of the request without its port, in lower case. */
function hostOf({ headers: { host = '' } }: IncomingMessage): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

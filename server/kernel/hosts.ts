import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { TownHost } from './config.network.ts';
import type { Config } from './config.ts';
import type { Services } from './context.ts';

export type Hosts = Pick<Services, 'config' | 'publicUrl'>;

/** Where a town's pages are: at its own host, which speaks like the installation's, or at that. */
export function originOf(origin: string, hosts: readonly TownHost[], ags: string | undefined): string {
  const own = hosts.find((one) => one.ags === ags);
  if (own === undefined) return origin;
  const url = new URL(origin);
  url.hostname = own.host;
  return url.origin;
}

/** Where pages that may talk to us come from: our own hosts; a demo is also looked at under its other name. */
export function allowsOrigin({ config, publicUrl }: Hosts, origin: string): boolean {
  const { protocol, hostname, port } = new URL(publicUrl());
  const names = [...commonNames(config, hostname), ...config.townHosts.map(({ host }) => host)];
  return names.some((name) => origin === `${protocol}//${name}${port === '' ? '' : `:${port}`}`);
}

/**
 * Each page has one address: a town with a host of its own is there and nowhere else, `/` there is that town. At a host
 * that is not ours (a monitor's, a proxy's) nothing is sent elsewhere.
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

  /** Undefined: right here. */
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

/** Without the port, in small letters. */
function hostOf({ headers: { host = '' } }: IncomingMessage): string {
  return host.toLowerCase().replace(/:\d+$/, '');
}

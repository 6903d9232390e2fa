import { createServer, type Server } from 'node:http';
import express from 'express';
import 'reflect-metadata';
import firstScreens from '../schema/firstScreens.json' with { type: 'json' };
import manifest from '../web/gql/persisted-documents.json' with { type: 'json' };
import { authenticate } from './authenticate.ts';
import { startNightly, watchBackups } from './database/backup/nightly.ts';
import { takeOrders } from './database/backup/running.ts';
import { domains as allDomains } from './domains.ts';
import { createApollo } from './kernel/apollo.ts';
import { anonymous } from './kernel/actor.ts';
import { type Config, ConfigError } from './kernel/config.ts';
import { forkContext, type Services } from './kernel/context.ts';
import { Documents } from './kernel/documents.ts';
import { composeDomains, type Domain, type Product } from './kernel/domain.ts';
import { erasuresFile, readErasures } from './kernel/erasures.ts';
import { unauthenticated } from './kernel/errors.ts';
import { executeRegistered, graphqlOverHttp, graphqlPath, isGraphql } from './kernel/graphqlHttp.ts';
import { firstPages } from './kernel/firstPage.ts';
import { healthRouter } from './kernel/health.ts';
import { redirectToTownHost } from './kernel/hosts.ts';
import { callerOf, refuseNulls, secureHeaders } from './kernel/http.ts';
import { startWorkers } from './kernel/jobs.ts';
import { Multicast } from './kernel/live/multicast.ts';
import { SocketServer } from './kernel/live/socket.ts';
import { pagesRouter, plainErrors } from './kernel/pages.ts';
import type { Role } from './kernel/process.ts';
import { watchProxies } from './kernel/proxies.ts';
import { httpTimeouts, type HttpTimeouts } from './kernel/timeouts.ts';
import { readHead } from './media/media.app.router.ts';
import { previewRouter } from './media/media.preview.router.ts';
import { listMapOrigins } from './municipality/municipality.map.service.ts';
import { feedLinks } from './opendata/opendata.feeds.router.ts';
import { createSchema } from './schema.ts';
import { type StartedServices, startServices } from './services.ts';

export type { Role } from './kernel/process.ts';

export interface App {
  readonly port: number;
  readonly services: StartedServices;
  readonly multicast: Multicast | undefined;
  /** Stops in order: new connections, sockets (code 1001), jobs, database. Further calls wait for the first one. */
  stop(): Promise<void>;
}

export interface AppOptions {
  readonly role?: Role;
  /** Domains of the product; absent: all domains. */
  readonly domains?: readonly Domain[];
  /** Times of the HTTP server; absent: those of the product. */
  readonly timeouts?: Partial<HttpTimeouts>;
  /** Folder of the built web app; absent: that of the build. */
  readonly pages?: string | undefined;
  /** Options that are passed to PGlite. */
  readonly pgliteOptions?: object;
  /** Called before the server accepts connections. */
  prepare?(services: Services): Promise<void>;
}

/** Composition root: connects all parts and contains no rules. */
export async function startApp(config: Config, options: AppOptions = {}): Promise<App> {
  const { role = 'all', domains = allDomains, pgliteOptions = {} } = options;
  const product = composeDomains(domains);
  const services = await startServices(config, { role, product, pgliteOptions });
  await options.prepare?.(services);
  const erasures = await readErasures(erasuresFile(config));
  for (const replay of product.replayErasures) await replay(services, erasures);
  const app = express().disable('x-powered-by');
  const http = createServer({ ...httpTimeouts, ...options.timeouts });
  const proxies = watchProxies(services);
  app.use(secureHeaders(config), refuseNulls, healthRouter(services, proxies, watchBackups(services)));
  const web = role === 'worker' ? undefined : await serveWeb(app, http, services, { product, pages: options.pages });
  app.use(plainErrors);
  http.on('request', (request, response) => {
    proxies.note(request);
    if (web !== undefined && isGraphql(request)) web.graphql(request, response);
    else app(request, response);
  });
  await listen(http, config);
  const address = http.address();
  const port = address !== null && typeof address === 'object' ? address.port : config.port;
  services.setOrigin(`http://${config.host}:${port}`);
  const stopWaking = role === 'web' ? () => undefined : await startWorkers(services);
  const starts = [...product.everywhere, ...(role === 'web' ? [] : product.servers)];
  const servers = await Promise.all(starts.map((start) => start(services)));
  if (role !== 'web') servers.push(await takeOrders(services), startNightly(services));

  let stopping: Promise<void> | undefined;
  return { port, services, multicast: web?.multicast, stop: () => (stopping ??= stop()) };

  async function stop(): Promise<void> {
    services.drain();
    stopWaking();
    await Promise.all(servers.map((end) => end()));
    if (web === undefined) http.close();
    else await web.stop();
    await services.close();
  }
}

interface Web {
  readonly graphql: ReturnType<typeof graphqlOverHttp>;
  readonly multicast: Multicast;
  stop(): Promise<void>;
}

interface WebOptions {
  readonly product: Product;
  readonly pages: string | undefined;
}

async function serveWeb(
  app: express.Express,
  http: Server,
  services: StartedServices,
  { product, pages }: WebOptions,
): Promise<Web> {
  const schema = await createSchema(product);
  const documents = new Documents(manifest);
  const socket: SocketServer = new SocketServer({
    server: http,
    schema,
    services,
    documents,
    gate: {
      path: graphqlPath,
      isDraining: services.isDraining,
      networkOf: (request) => callerOf(request, services).ip,
    },
    multicast: () => multicast,
    authenticate: (caller, params) => authenticate(services, caller, params),
  });
  const multicast = new Multicast(services, (standing) => socket.reauthenticate(standing));
  const apollo = createApollo({ schema, services, http, documents });
  await apollo.start();
  const graphql = graphqlOverHttp({
    apollo,
    config: services.config,
    context: async (request, response) => {
      response.setHeader('Cache-Control', 'no-store');
      const caller = callerOf(request, services, response);
      const actor = await authenticate(services, caller);
      if (actor !== undefined) return forkContext(services, actor, caller);
      response.setHeader('WWW-Authenticate', 'Bearer realm="Ortsfunk", error="invalid_token"');
      throw unauthenticated();
    },
  });
  for (const route of product.routes) app.use(route(services, (caller) => authenticate(services, caller)));
  app.use(redirectToTownHost(services));
  servePages(app, services, apollo, pages);
  return {
    graphql,
    multicast,
    stop: async () => {
      await socket.dispose(); // first, because closing the HTTP server cuts sockets
      multicast.stop();
      await apollo.stop();
    },
  };
}

/** Listens on the port. A port that is in use rejects; without the listener the promise would never settle. */
function listen(http: Server, { port, host }: Config): Promise<void> {
  return new Promise((done, fail) => {
    http.once('error', (error) => {
      fail(new ConfigError(`PORT ${port} cannot be used: ${error.message}`));
    });
    http.listen(port, host, done);
  });
}

/** Pages of the web app with the answers of their first screens, and the pictures of their previews. */
function servePages(
  app: express.Express,
  services: StartedServices,
  apollo: ReturnType<typeof createApollo>,
  pages: string | undefined,
): void {
  const head = async (path: string): Promise<string> => {
    const parts = await Promise.all([readHead(services, path), feedLinks(services, path)]);
    return parts.filter((part) => part !== '').join('\n    ');
  };
  const first = firstPages(firstScreens, {
    visitor: async (request, response) => {
      const caller = callerOf(request, services, response);
      return { caller, actor: await authenticate(services, caller) };
    },
    stranger: (request) => ({ caller: callerOf(request, services), actor: anonymous }),
    execute: (query, actor, caller) => executeRegistered(apollo, query, forkContext(services, actor, caller)),
  });
  app.use(previewRouter(services, first));
  const { mode } = services.config;
  const urlOf = (path: string): string => services.publicUrl(/^\/(\d{8})(?=\/|$)/.exec(path)?.[1]) + path;
  const sources = {
    mapOrigins: () => listMapOrigins(services),
    head,
    firstPages: first,
    urlOf,
    isDemo: mode === 'demo',
  };
  app.use(pagesRouter(sources, pages));
}

import { createServer, type Server } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import 'reflect-metadata';
import manifest from '../web/gql/persisted-documents.json' with { type: 'json' };
import { authenticate } from './authenticate.ts';
import { domains as allDomains } from './domains.ts';
import { createApollo } from './kernel/apollo.ts';
import { type Config, ConfigError } from './kernel/config.ts';
import { type Context, forkContext, type Services } from './kernel/context.ts';
import { allowAnyOrigin } from './kernel/cors.ts';
import { Documents } from './kernel/documents.ts';
import { composeDomains, type Domain, type Product } from './kernel/domain.ts';
import { unauthenticated } from './kernel/errors.ts';
import { healthRouter } from './kernel/health.ts';
import { leadHome } from './kernel/hosts.ts';
import { callerOf } from './kernel/http.ts';
import { startWorkers } from './kernel/jobs.ts';
import { Multicast } from './kernel/live/multicast.ts';
import { SocketServer } from './kernel/live/socket.ts';
import { pagesRouter, plainErrors, secureHeaders } from './kernel/pages.ts';
import { queryLimits } from './kernel/queryLimits.ts';
import { readHead } from './media/media.app.router.ts';
import { listMapOrigins } from './municipality/municipality.map.service.ts';
import { createSchema } from './schema.ts';
import { type StartedServices, startServices } from './services.ts';

/** Which half of the work this process does. */
export type Role = 'all' | 'web' | 'worker';

export interface App {
  readonly port: number;
  readonly services: StartedServices;
  readonly multicast: Multicast | undefined;
  /** Stop accepting → 1001 to sockets → jobs → database. Calling it twice waits for the first. */
  stop(): Promise<void>;
}

export interface AppOptions {
  readonly role?: Role;
  /** Domains that the product consists of; absent: all domains. */
  readonly domains?: readonly Domain[];
  /** Given to PGlite as they are. */
  readonly pgliteOptions?: object;
  /** What must be done before anybody is served. */
  prepare?(services: Services): Promise<void>;
}

/**
 * How long an idle connection is kept, in milliseconds: longer than proxies keep theirs, or a proxy would send a request
 * on a connection that is being closed and answer 502.
 */
const keepAliveTimeout = 130_000;

/** The composition root: knows everybody, decides nothing. */
export async function startApp(config: Config, options: AppOptions = {}): Promise<App> {
  const { role = 'all', domains = allDomains, pgliteOptions = {} } = options;
  const product = composeDomains(domains);
  const services = await startServices(config, { isWorker: role !== 'web', product, pgliteOptions });
  await options.prepare?.(services);
  const app = express().disable('x-powered-by');
  const http = createServer({ keepAliveTimeout }, app);
  app.use(secureHeaders, healthRouter(services));
  const web = role === 'worker' ? undefined : await serveWeb(app, http, services, product);
  app.use(plainErrors);
  await listen(http, config);
  const address = http.address();
  const port = address !== null && typeof address === 'object' ? address.port : config.port;
  services.setOrigin(`http://${config.host}:${port}`);
  if (role !== 'web') await startWorkers(services);

  let stopping: Promise<void> | undefined;
  return { port, services, multicast: web?.multicast, stop: () => (stopping ??= stop()) };

  async function stop(): Promise<void> {
    services.drain();
    if (web === undefined) http.close();
    else await web.stop();
    await services.close();
  }
}

interface Web {
  readonly multicast: Multicast;
  stop(): Promise<void>;
}

async function serveWeb(app: express.Express, http: Server, services: StartedServices, product: Product): Promise<Web> {
  const schema = await createSchema(product);
  const documents = new Documents(manifest);
  const socket: SocketServer = new SocketServer({
    server: http,
    schema,
    services,
    documents,
    gate: {
      path: '/graphql',
      isDraining: services.isDraining,
      networkOf: (request) => callerOf(request, services).ip,
    },
    multicast: () => multicast,
    authenticate: (caller, params) => authenticate(services, caller, params),
  });
  const multicast = new Multicast(services, (standing) => socket.reauthenticate(standing));
  const apollo = createApollo({ schema, services, http, documents });
  await apollo.start();
  app.use(
    '/graphql',
    allowAnyOrigin(graphqlAccess),
    express.json({ limit: queryLimits.bodyBytes }),
    graphqlOverHttp(apollo, services),
  );
  for (const route of product.routes) app.use(route(services, (caller) => authenticate(services, caller)));
  app.use(leadHome(services));
  const head = (path: string): Promise<string> => readHead(services, path);
  app.use(pagesRouter({ mapOrigins: () => listMapOrigins(services), head }));
  return {
    multicast,
    stop: async () => {
      await socket.dispose(); // first: the end of the HTTP server cuts what was upgraded
      multicast.stop();
      await apollo.stop();
    },
  };
}

/** For pages of other sites that have a key, or ask as nobody. */
const graphqlAccess = {
  methods: ['GET', 'POST'],
  requestHeaders: ['Authorization', 'Content-Type', 'Apollo-Require-Preflight', 'GraphQL-Cost'],
  responseHeaders: ['RateLimit', 'RateLimit-Policy', 'Retry-After', 'WWW-Authenticate'],
};

function graphqlOverHttp(apollo: ApolloServer<Context>, services: StartedServices): express.RequestHandler {
  return expressMiddleware(apollo, {
    context: async ({ req, res }) => {
      res.set('Cache-Control', 'no-store');
      const caller = callerOf(req, services, res);
      const actor = await authenticate(services, caller);
      if (actor === undefined) {
        res.set('WWW-Authenticate', 'Bearer realm="Ortsfunk", error="invalid_token"');
        throw unauthenticated();
      }
      return forkContext(services, actor, caller);
    },
  });
}

/** A port that is taken must be an error, not a promise that never settles. */
function listen(http: Server, { port, host }: Config): Promise<void> {
  return new Promise((done, fail) => {
    http.once('error', (error) => {
      fail(new ConfigError(`PORT ${port} cannot be used: ${error.message}`));
    });
    http.listen(port, host, done);
  });
}

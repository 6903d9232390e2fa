import 'reflect-metadata';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import type { Actor } from './kernel/actor.ts';
import { createApollo } from './kernel/apollo.ts';
import type { Config } from './kernel/config.ts';
import { type Caller, forkContext } from './kernel/context.ts';
import { healthRouter } from './kernel/health.ts';
import { allowsOrigin, callerOf } from './kernel/http.ts';
import { createMulticast, type Multicast } from './kernel/live/multicast.ts';
import { serveSocket } from './kernel/live/socket.ts';
import { pagesRouter, plainErrors, secureHeaders } from './kernel/pages.ts';
import { hashToken } from './kernel/secrets.ts';
import { limitRules, queryLimits } from './kernel/queryLimits.ts';
import { createSchema } from './schema.ts';
import { type StartedServices, startServices } from './services.ts';
import './poll/poll.jobs.ts';

/** Which half of the work this process does. */
export type Role = 'all' | 'web' | 'worker';

export interface App {
  readonly port: number;
  readonly services: StartedServices;
  readonly multicast: Multicast | undefined;
  /** Stop accepting → 1001 to sockets → jobs → database. Calling it twice waits for the first. */
  stop(): Promise<void>;
}

/** The composition root: knows everybody, decides nothing. */
export async function startApp(config: Config, role: Role = 'all', pgliteOptions: object = {}): Promise<App> {
  const services = await startServices(config, pgliteOptions);
  const app = express().disable('x-powered-by');
  const http = createServer(app);
  app.use(secureHeaders, healthRouter(services));
  const web = role === 'worker' ? undefined : await serveWeb(app, http, services);
  app.use(plainErrors);
  await listen(http, config);
  const { port } = http.address() as AddressInfo;
  services.setOrigin(`http://${config.host}:${port}`);
  if (role !== 'web') await services.jobs.work(services);

  let stopping: Promise<void> | undefined;
  return { port, services, multicast: web?.multicast, stop: () => (stopping ??= stop()) };

  async function stop(): Promise<void> {
    services.drain();
    if (web === undefined) http.close();
    else await web.stop();
    await services.close();
  }
}

async function serveWeb(app: express.Express, http: Server, services: StartedServices) {
  const { config } = services;
  const schema = await createSchema();
  const rules = limitRules(config.mode === 'demo');
  const socket = serveSocket({
    server: http,
    schema,
    services,
    rules,
    gate: {
      path: '/graphql',
      allowsOrigin: (origin) => allowsOrigin(services.publicUrl(), origin),
      isDraining: services.isDraining,
    },
    multicast: () => multicast,
    authenticate: (caller) => authenticate(services, caller),
  });
  const multicast: Multicast = createMulticast(services, socket.reauthenticate);
  const apollo = createApollo({
    schema,
    services,
    http,
    rules,
    drainSockets: async () => {
      await socket.dispose();
    },
  });
  await apollo.start();
  app.use(
    '/graphql',
    express.json({ limit: queryLimits.bodyBytes }),
    expressMiddleware(apollo, {
      context: async ({ req, res }) => {
        const caller = callerOf(req, config, res);
        return forkContext(services, await authenticate(services, caller), caller);
      },
    }),
  );
  app.use(pagesRouter());
  return {
    multicast,
    stop: async () => {
      multicast.stop();
      await apollo.stop();
    },
  };
}

async function authenticate(services: StartedServices, caller: Caller): Promise<Actor> {
  const rows: { id: string; person_id: string; expires_at: string; roles: never }[] = await services.em
    .fork()
    .execute(
      `select s.*, (select coalesce(json_agg(json_build_object('role', r.role, 'municipalityId', r.municipality_id, 'deskId', r.desk_id)), '[]') from role r where r.person_id = s.person_id) as roles from session s where token_hash = ? and expires_at > now()`,
      [hashToken(caller.cookie('session') ?? '')],
    );
  const row = rows[0];
  return row === undefined
    ? { kind: 'anonymous' }
    : { kind: 'person', id: row.person_id, sessionId: row.id, expiresAt: new Date(row.expires_at), roles: row.roles };
}

/** A port that is taken must be an error, not a promise that never settles. */
function listen(http: Server, { port, host }: Config): Promise<void> {
  return new Promise((done, fail) => {
    http.once('error', fail);
    http.listen(port, host, done);
  });
}

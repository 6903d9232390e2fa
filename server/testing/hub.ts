import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { GraphQLID, GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { type Actor, anonymous, system } from '../kernel/actor.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { Documents } from '../kernel/documents.ts';
import { DomainError } from '../kernel/errors.ts';
import { announce, defineEvent, record, write } from '../kernel/events.ts';
import { live } from '../kernel/live/live.ts';
import { Multicast } from '../kernel/live/multicast.ts';
import { type SocketOptions, SocketServer } from '../kernel/live/socket.ts';
import { defineTopic, type VersionRange } from '../kernel/live/topic.ts';
import { readLog } from '../kernel/live/version.ts';
import type { TestServer } from './server.ts';

interface Asked {
  readonly id: string;
  readonly size: number;
}
interface Told {
  readonly n: number;
  readonly text: string;
  readonly entries: number[];
  readonly cursor: string;
}

const happened = defineEvent<{ n: number }>('test.hubTested');

/** Live delivery on the services of a test server, with one state topic and one list topic outside the domains. */
export async function startHub(app: TestServer, openWriter?: SocketOptions['openWriter']) {
  const reads: string[] = [];
  const closed = new Set<string>();
  const failing = new Set<string>();
  const audience = (ctx: Context, { id }: Asked): Promise<'all'> => {
    const who = ctx.actor.kind === 'person' ? ctx.actor.id : '';
    return closed.has(id) || closed.has(who) ? Promise.reject(new DomainError('NOT_FOUND')) : Promise.resolve('all');
  };
  const read = async (ctx: Context, { id, size }: Asked, _: 'all', span: VersionRange): Promise<Told> => {
    reads.push(id);
    if (failing.delete(id)) throw new Error('the database was away');
    const log = (await readLog<{ n: number }>(ctx.em, span)) ?? [];
    return { n: span.upTo, text: '€'.repeat(size), entries: log.map(({ facts }) => facts.n), cursor: span.cursor };
  };
  const state = defineTopic({
    name: 'hubState',
    kind: 'state',
    conflateMs: 0,
    id: ({ id }: Asked) => id,
    audience,
    read,
  });
  const list = defineTopic({ ...state, name: 'hubList', kind: 'list' });
  const registry = { ...app.services.registry, topics: new Set([state.name, list.name]) };
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('connection', (socket) => sockets.add(socket));
  const socket: SocketServer = new SocketServer({
    server,
    documents: new Documents({}),
    schema: hubSchema(state, list),
    services: { ...app.services, registry },
    multicast: () => multicast,
    ...(openWriter && { openWriter }),
    gate: { path: '/', isDraining: () => false, networkOf: () => 'here' },
    authenticate: (_caller, params) => Promise.resolve(actorOf(params)),
  });
  const multicast = new Multicast(app.services, (standing) => socket.reauthenticate(standing));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    multicast,
    sockets,
    reads,
    closed,
    failing,
    port,
    connect: (more?: object) => connectTo(port, more),
    change,
    stop,
  };

  /** Changes these topics in one commit; `n` is stored in the log. */
  async function change(n: number, ...ids: string[]): Promise<void> {
    await write(forkContext(app.services, system), async (tx) => {
      const event = await record(tx, happened({ n }));
      for (const id of ids) {
        announce(tx, state, { id, size: 0 });
        announce(tx, list, { id, size: 0 }, event);
      }
    });
  }

  async function stop(): Promise<void> {
    multicast.stop();
    await socket.dispose();
    await new Promise((done) => server.close(done));
  }
}

function actorOf({ person }: Record<string, unknown>): Actor {
  if (typeof person !== 'string') return anonymous;
  return { kind: 'person', id: person, sessionId: person, expiresAt: new Date(Date.now() + 3_600_000), roles: [] };
}

function hubSchema(...topics: ReturnType<typeof defineTopic<Asked, 'all', Told>>[]): GraphQLSchema {
  const viewer = { type: GraphQLString, resolve: (_: unknown, __: object, { actor }: Context) => actor.kind };
  const told = new GraphQLObjectType({
    name: 'Told',
    fields: {
      n: { type: GraphQLInt },
      text: { type: GraphQLString },
      cursor: { type: GraphQLString },
      viewer,
      entries: { type: new GraphQLList(GraphQLInt) },
    },
  });
  const args = { id: { type: GraphQLID }, size: { type: GraphQLInt, defaultValue: 0 }, after: { type: GraphQLString } };
  const fields = topics.map((topic) => {
    const { subscribe } = live(topic, ({ id, size }: Asked) => ({ id, size }));
    return [
      topic.name,
      { type: told, args, subscribe: subscribeWith(subscribe), resolve: (now: Told) => now },
    ] as const;
  });
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: { none: { type: GraphQLInt } } }),
    subscription: new GraphQLObjectType({ name: 'Subscription', fields: Object.fromEntries(fields) }),
  });
}

/** Adapts the signature of type-graphql (one object) to that of graphql-js (three arguments). */
function subscribeWith(subscribe: (one: { args: Asked; context: Context }) => Promise<unknown>) {
  return (_: unknown, args: Asked, context: Context) => subscribe({ args, context });
}

function connectTo(port: number, more: object = {}): { client: Client; sockets: WebSocket[] } {
  const sockets: WebSocket[] = [];
  class Kept extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols);
      sockets.push(this);
    }
  }
  return {
    sockets,
    client: createClient({ url: `ws://127.0.0.1:${port}/`, webSocketImpl: Kept, retryAttempts: 0, ...more }),
  };
}

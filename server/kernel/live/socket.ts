import type { Server } from 'node:http';
import { type DocumentNode, GraphQLError, type GraphQLSchema } from 'graphql';
import type { Context as WsContext } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Actor, anonymous } from '../actor.ts';
import { type Caller, forkContext, type Services } from '../context.ts';
import { formatError } from '../errors.ts';
import { callerOf } from '../http.ts';
import { prepareDocument, type ValidationRule } from '../queryLimits.ts';
import { createSeatCounter, type GateOptions, guardUpgrade, socketLimits } from './gate.ts';
import type { WatchArgs } from './group.ts';
import type { Multicast } from './multicast.ts';

interface Connected {
  actor: Actor;
  readonly caller: Caller;
  leave(): void;
}
type Connection = WsContext<Record<string, unknown>, Extra & { connected?: Connected }>;

export interface SocketOptions {
  readonly server: Server;
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly rules: readonly ValidationRule[];
  readonly gate: GateOptions;
  multicast(): Multicast;
  /** Who is behind the cookie of the upgrade (or the parameters of connection_init); undefined: refused. */
  authenticate(caller: Caller, params: Record<string, unknown>): Promise<Actor | undefined>;
}

export function serveSocket(options: SocketOptions) {
  const { services, schema } = options;
  const wss = new WebSocketServer({ noServer: true, maxPayload: socketLimits.messageBytes });
  guardUpgrade(options.server, wss, options.gate);
  const seats = createSeatCounter();
  const prepare = documentCache((query) => prepareDocument(schema, query, options.rules));
  const connections = new Set<Connection>();

  const ws = useServer<Record<string, unknown>, { connected?: Connected }>(
    {
      connectionInitWaitTimeout: socketLimits.initMs,
      onConnect: (connection) => connect(connection as Connection),
      onDisconnect: (connection) => {
        disconnect(connection as Connection);
      },
      onSubscribe: (connection, id, payload) => seat(connection as Connection, id, payload),
      subscribe: (args) => options.multicast().subscribe(args as WatchArgs),
      onNext: (_connection, _id, _payload, _args, { errors, ...result }) =>
        ({ ...result, ...(errors && { errors: errors.map((error) => formatError(error, services.log)) }) }) as never,
      onError: (_connection, _id, _payload, errors) => errors.map((error) => formatError(error, services.log)),
    },
    wss,
    socketLimits.keepAliveMs,
  );

  return { dispose: () => ws.dispose(), reauthenticate };

  async function connect(connection: Connection): Promise<boolean> {
    const { request, socket } = connection.extra;
    const caller = callerOf(request, services.config);
    const actor = await options.authenticate(caller, connection.connectionParams ?? {});
    if (actor === undefined || socket.readyState !== socket.OPEN) return false;
    const key = actor.kind === 'person' ? `person:${actor.id}` : `ip:${caller.ip}`;
    const limit = actor.kind === 'person' ? socketLimits.socketsPerPerson : socketLimits.anonymousPerIp;
    const giveBack = seats.take(key, limit);
    if (giveBack === undefined) return false;
    connection.extra.connected = { actor, caller, leave: enter(actor, socket, giveBack) };
    connections.add(connection);
    return true;
  }

  /** A person's socket is judged anew when their standing changes, and ends with the session. */
  function enter(actor: Actor, socket: WebSocket, giveBack: () => void): () => void {
    if (actor.kind !== 'person') return giveBack;
    const { persons } = options.multicast();
    persons.enter(actor.id);
    const left = Math.min(actor.expiresAt.getTime() - services.now().getTime(), 2 ** 31 - 1);
    const timer = setTimeout(() => {
      socket.close(4403, 'Forbidden');
    }, left);
    return () => {
      clearTimeout(timer);
      persons.leave(actor.id);
      giveBack();
    };
  }

  function disconnect(connection: Connection): void {
    connection.extra.connected?.leave();
    delete connection.extra.connected;
    connections.delete(connection);
  }

  /** Reads the session again: gone → the socket is closed, otherwise it goes on with the roles of today. */
  async function reauthenticate(personId: string): Promise<void> {
    for (const { extra, connectionParams } of [...connections]) {
      const { connected, socket } = extra;
      if (connected?.actor.kind !== 'person' || connected.actor.id !== personId) continue;
      const actor = await options.authenticate(connected.caller, connectionParams ?? {});
      if (actor?.kind === 'person' && actor.id === personId) connected.actor = actor;
      else socket.close(4403, 'Forbidden');
    }
  }

  function seat(connection: Connection, id: string, payload: Payload): WatchArgs | readonly GraphQLError[] {
    if (Object.keys(connection.subscriptions).length > socketLimits.subscriptionsPerSocket) {
      return [new GraphQLError('too many subscriptions', { extensions: { code: 'COST_EXCEEDED' } })];
    }
    const document = prepare(payload.query);
    if (!('kind' in document)) return document;
    const { socket, connected } = connection.extra;
    const actor = (): Actor => connected?.actor ?? anonymous;
    return {
      schema,
      document,
      operationName: payload.operationName,
      variableValues: payload.variables,
      contextValue: forkContext(services, actor(), connected?.caller),
      seat: {
        id,
        query: payload.query,
        actor,
        send: (message, taken) => {
          socket.send(message, taken);
        },
      },
    };
  }
}

interface Payload {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

/** Equal texts share one document: parsed and validated once, and recognised as equal by the hub. */
function documentCache(prepare: (query: string) => DocumentNode | readonly GraphQLError[]) {
  const known = new Map<string, DocumentNode>();
  return (query: string): DocumentNode | readonly GraphQLError[] => {
    const cached = known.get(query);
    if (cached !== undefined) return cached;
    const prepared = prepare(query);
    if ('kind' in prepared) {
      if (known.size >= 1000) known.clear();
      known.set(query, prepared);
    }
    return prepared;
  };
}

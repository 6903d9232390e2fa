import type { Server } from 'node:http';
import { type DocumentNode, GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Context as WsContext, ServerOptions } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Actor, anonymous } from '../actor.ts';
import { admitOperation } from '../admission.ts';
import { type Caller, forkContext, type Services } from '../context.ts';
import { formatErrors } from '../errors.ts';
import { callerOf } from '../http.ts';
import { prepareDocument } from '../queryLimits.ts';
import { type GateOptions, guardUpgrade, SeatCounter, socketLimits } from './gate.ts';
import type { WatchArgs } from './group.ts';
import type { Multicast } from './multicast.ts';
import { standingOf } from './person.ts';

interface Connected {
  actor: Actor;
  readonly caller: Caller;
  /** The place among the sockets of this person, key or address. */
  giveBack(): void;
  expiry: NodeJS.Timeout | undefined;
}
type Connection = WsContext<Record<string, unknown>, Extra & { connected?: Connected }>;

export interface SocketOptions {
  readonly server: Server;
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly gate: GateOptions;
  multicast(): Multicast;
  /** Who is behind the cookie of the upgrade (or the parameters of connection_init); undefined: refused. */
  authenticate(caller: Caller, params: Record<string, unknown>): Promise<Actor | undefined>;
}

const seatLimits: Readonly<Partial<Record<Actor['kind'], number>>> = {
  person: socketLimits.socketsPerPerson,
  partner: socketLimits.socketsPerKey,
};

/** graphql-ws with our gate in front, our limits, and our hub behind its subscriptions. */
export class SocketServer {
  readonly #options: SocketOptions;
  readonly #seats = new SeatCounter();
  readonly #connections = new Set<Connection>();
  readonly #prepare: (query: string) => DocumentNode | readonly GraphQLError[];
  readonly #server: { dispose(): void | Promise<void> };
  readonly #hasIntroduced: (client: WebSocket) => void;

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#prepare = documentCache((query) => prepareDocument(options.schema, query));
    const wss = new WebSocketServer({ noServer: true, maxPayload: socketLimits.messageBytes });
    this.#hasIntroduced = guardUpgrade(options.server, wss, options.gate);
    this.#server = useServer(this.#handlers(), wss, socketLimits.keepAliveMs);
  }

  /** Sends 1001 to every socket. */
  async dispose(): Promise<void> {
    await this.#server.dispose();
  }

  /** Reads the sessions or the key again: gone → the socket is closed, otherwise it goes on with today's rights. */
  async reauthenticate(standing: string): Promise<void> {
    for (const connection of [...this.#connections]) {
      const { actor } = connection.extra.connected ?? {};
      if (actor !== undefined && standingOf(actor) === standing) await this.#judge(connection, standing);
    }
  }

  #handlers(): ServerOptions<Record<string, unknown>, Extra & { connected?: Connected }> {
    const shown = (errors: readonly GraphQLError[]): GraphQLFormattedError[] =>
      formatErrors(errors, this.#options.services.log);
    return {
      connectionInitWaitTimeout: socketLimits.initMs,
      onConnect: (connection) => this.#connect(connection),
      onDisconnect: (connection) => {
        this.#disconnect(connection);
      },
      onSubscribe: (connection, id, payload) => this.#seat(connection, id, payload),
      subscribe: (args) => this.#options.multicast().subscribe(args as WatchArgs),
      onNext: (_connection, _id, _payload, _args, { errors, ...result }) =>
        ({ ...result, ...(errors && { errors: shown(errors) }) }) as never,
      onError: (_connection, _id, _payload, errors) => shown(errors),
    };
  }

  async #connect(connection: Connection): Promise<boolean> {
    const { request, socket } = connection.extra;
    const caller = callerOf(request, this.#options.services.config);
    const actor = await this.#authenticate(caller, connection);
    if (actor === undefined || socket.readyState !== socket.OPEN) return false;
    const standing = standingOf(actor);
    const limit = seatLimits[actor.kind] ?? socketLimits.anonymousPerIp;
    const giveBack = this.#seats.take(standing ?? `ip:${caller.ip}`, limit);
    if (giveBack === undefined) return false;
    this.#hasIntroduced(socket as WebSocket);
    connection.extra.connected = { actor, caller, giveBack, expiry: undefined };
    this.#connections.add(connection);
    if (standing !== undefined) this.#options.multicast().standings.enter(standing);
    this.#watchExpiry(connection);
    return true;
  }

  /** graphql-ws would answer a throw with 4500, which its clients take for the end; after 1013 they come back. */
  async #authenticate(caller: Caller, { connectionParams, extra }: Connection): Promise<Actor | undefined> {
    try {
      return await this.#options.authenticate(caller, connectionParams ?? {});
    } catch (error) {
      this.#options.services.log.warn({ error: String(error) }, 'a session or key could not be read');
      extra.socket.close(1013, 'Try again later');
      return undefined;
    }
  }

  /** Use elsewhere may have moved a session's end, so it is read again before the socket is closed. */
  #watchExpiry(connection: Connection): void {
    const { connected } = connection.extra;
    if (connected === undefined || !('expiresAt' in connected.actor)) return;
    const standing = standingOf(connected.actor);
    const left = connected.actor.expiresAt.getTime() - this.#options.services.now().getTime();
    clearTimeout(connected.expiry);
    const judge = (): void => {
      this.#judge(connection, standing).catch(() => {
        connection.extra.socket.close(1013, 'Try again later'); // graphql-ws clients come back after 1013
      });
    };
    connected.expiry = setTimeout(judge, Math.min(Math.max(left, 1000), 2 ** 31 - 1));
  }

  async #judge(connection: Connection, standing: string | undefined): Promise<void> {
    const { connected, socket } = connection.extra;
    if (connected === undefined) return;
    const actor = await this.#options.authenticate(connected.caller, connection.connectionParams ?? {});
    if (actor !== undefined && standingOf(actor) === standing) {
      connected.actor = actor;
      this.#watchExpiry(connection);
    } else {
      socket.close(4403, 'Forbidden');
    }
  }

  #disconnect(connection: Connection): void {
    const { connected } = connection.extra;
    delete connection.extra.connected;
    this.#connections.delete(connection);
    if (connected === undefined) return;
    clearTimeout(connected.expiry);
    connected.giveBack();
    const standing = standingOf(connected.actor);
    if (standing !== undefined) this.#options.multicast().standings.leave(standing);
  }

  /** The operation, once it is admitted; nothing may be thrown here, graphql-ws would close the socket. */
  async #seat(
    { subscriptions, extra: { socket, connected } }: Connection,
    id: string,
    { query, operationName, variables }: Payload,
  ): Promise<WatchArgs | readonly GraphQLError[]> {
    if (Object.keys(subscriptions).length > socketLimits.subscriptionsPerSocket) {
      return [new GraphQLError('too many subscriptions', { extensions: { code: 'COST_EXCEEDED' } })];
    }
    const document = this.#prepare(query);
    if (!('kind' in document)) return document;
    const { schema, services } = this.#options;
    const actor = (): Actor => connected?.actor ?? anonymous;
    const contextValue = forkContext(services, actor(), connected?.caller);
    const send = (message: string, taken: () => void): void => {
      socket.send(message, taken);
    };
    try {
      await admitOperation(contextValue, { schema, document, operationName, variables });
    } catch (error) {
      return [new GraphQLError('not admitted', { originalError: error as Error })];
    }
    const seat = { id, query, actor, send };
    return { schema, document, operationName, variableValues: variables, contextValue, seat };
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

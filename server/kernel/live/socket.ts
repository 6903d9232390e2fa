import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { WebSocketServer } from 'ws';
import type { Actor } from '../actor.ts';
import { admitOperation } from '../admission.ts';
import { type Caller, forkContext, type Services } from '../context.ts';
import type { Documents } from '../documents.ts';
import { formatErrors } from '../errors.ts';
import { callerOf } from '../http.ts';
import { preparedDocuments } from '../queryLimits.ts';
import { SocketTransport, type SocketTransportOptions } from './transport.ts';
import type { Connection, ConnectionExtra, SubscribePayload } from './connection.ts';
import { type UpgradeGuardOptions, guardUpgrade, ConnectionCounter, socketLimits } from './gate.ts';
import type { Subscriber, SubscriptionArgs } from './subscriber.ts';
import type { Multicast } from './multicast.ts';
import { addToIndex, principalOf, removeFromIndex } from './principal.ts';
import { RunningOperations } from './running.ts';
import { StreamWriter } from './writer.stream.ts';
import type { OpenWriter } from './writer.ts';

export interface SocketOptions {
  readonly server: Server;
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly gate: UpgradeGuardOptions;
  readonly documents: Documents;
  /** Default: StreamWriter. Tests pass others. */
  readonly openWriter?: OpenWriter<Subscriber>;
  multicast(): Multicast;
  /**
   * Actor of the cookie of the upgrade request or of the parameters of connection_init; undefined: the connection is
   * refused.
   */
  authenticate(caller: Caller, params: Record<string, unknown>): Promise<Actor | undefined>;
}

const connectionLimits: Readonly<Partial<Record<Actor['kind'], number>>> = {
  person: socketLimits.socketsPerPerson,
  partner: socketLimits.socketsPerKey,
};

/** graphql-ws server: guards the upgrade, enforces the limits and lets Multicast serve subscriptions. */
export class SocketServer {
  readonly #options: SocketOptions;
  readonly #connectionCounter = new ConnectionCounter();
  /** Connections by principal; anonymous connections are absent. */
  readonly #connections = new Map<string, Set<Connection>>();
  readonly #prepare: ReturnType<typeof preparedDocuments>;
  readonly #running: RunningOperations;
  readonly #transport: SocketTransport<Record<string, unknown>, ConnectionExtra>;
  readonly #releaseWaiting: (stream: Duplex) => void;
  readonly #openWriter: OpenWriter<Subscriber>;

  constructor(options: SocketOptions) {
    this.#options = options;
    this.#openWriter = options.openWriter ?? ((socket, stream) => new StreamWriter<Subscriber>(socket, stream));
    this.#prepare = preparedDocuments(options.schema, options.documents);
    this.#running = new RunningOperations(options.gate.isDraining);
    const wss = new WebSocketServer({ noServer: true, maxPayload: socketLimits.messageBytes });
    this.#releaseWaiting = guardUpgrade(options.server, wss, options.gate);
    this.#transport = new SocketTransport(wss, this.#handlers());
  }

  /** Waits for running operations, at most `drainMs`, then closes every socket with code 1001. */
  async dispose(): Promise<void> {
    await this.#running.settle(this.#options.services.config.drainMs);
    await this.#transport.dispose();
  }

  /**
   * Reads the session or key of each connection of this principal again: closes the socket if it is gone, otherwise
   * updates the connection's actor.
   */
  async reauthenticate(principal: string): Promise<void> {
    for (const connection of [...(this.#connections.get(principal) ?? [])])
      await this.#reauthorize(connection, principal);
  }

  #handlers(): SocketTransportOptions<Record<string, unknown>, ConnectionExtra> {
    const shown = (errors: readonly GraphQLError[]): GraphQLFormattedError[] =>
      formatErrors(errors, this.#options.services);
    return {
      pingMs: socketLimits.keepAliveMs,
      log: this.#options.services.log,
      extraOf: (socket, request) => ({ socket, request, connected: undefined }),
      connectionInitWaitTimeout: socketLimits.initMs,
      onConnect: (connection) => this.#connect(connection),
      onDisconnect: (connection) => {
        this.#disconnect(connection);
      },
      onSubscribe: (connection, id, payload) => this.#slot(connection, id, payload),
      execute: (args) => this.#running.execute(args),
      subscribe: (args) => this.#options.multicast().subscribe(args as SubscriptionArgs),
      onNext: (_connection, _id, _payload, _args, { errors, ...result }) =>
        ({ ...result, ...(errors && { errors: shown(errors) }) }) as never,
      onError: (_connection, _id, _payload, errors) => shown(errors),
    };
  }

  async #connect(connection: Connection): Promise<boolean> {
    const { request, socket } = connection.extra;
    if (request === undefined) return false;
    connection.extra.request = undefined;
    const caller = callerOf(request, this.#options.services);
    const actor = await this.#authenticate(caller, connection);
    if (actor === undefined || socket.readyState !== socket.OPEN) return false;
    const principal = principalOf(actor);
    const limit = connectionLimits[actor.kind] ?? socketLimits.anonymousPerIp;
    const releaseSlot = this.#connectionCounter.take(principal ?? `ip:${caller.ip}`, limit);
    if (releaseSlot === undefined) return false;
    this.#releaseWaiting(request.socket);
    const writer = this.#openWriter(socket, request.socket);
    connection.extra.connected = { actor, caller, writer, releaseSlot, expiry: undefined };
    if (principal !== undefined) {
      addToIndex(this.#connections, principal, connection);
      this.#options.multicast().principals.enter(principal);
    }
    this.#watchExpiry(connection);
    return true;
  }

  /**
   * Closes with 1013 if the session or key cannot be read, because clients then reconnect. graphql-ws would answer an
   * exception with 4500, after which its clients do not reconnect.
   */
  async #authenticate(caller: Caller, { connectionParams, extra }: Connection): Promise<Actor | undefined> {
    try {
      return await this.#options.authenticate(caller, connectionParams ?? {});
    } catch (error) {
      this.#options.services.log.warn({ error: String(error) }, 'a session or key could not be read');
      extra.socket.close(1013, 'Try again later');
      return undefined;
    }
  }

  /**
   * Reads the session again when it expires before closing the socket, because another request may have extended the
   * session.
   */
  #watchExpiry(connection: Connection): void {
    const { connected } = connection.extra;
    if (connected === undefined || !('expiresAt' in connected.actor)) return;
    const principal = principalOf(connected.actor);
    const left = connected.actor.expiresAt.getTime() - this.#options.services.now().getTime();
    clearTimeout(connected.expiry);
    const reauthorize = (): void => {
      this.#reauthorize(connection, principal).catch(() => {
        connection.extra.socket.close(1013, 'Try again later'); // graphql-ws clients reconnect after 1013
      });
    };
    connected.expiry = setTimeout(reauthorize, Math.min(Math.max(left, 1000), 2 ** 31 - 1));
  }

  async #reauthorize(connection: Connection, principal: string | undefined): Promise<void> {
    const { connected, socket } = connection.extra;
    if (connected === undefined) return;
    const actor = await this.#options.authenticate(connected.caller, connection.connectionParams ?? {});
    if (actor !== undefined && principalOf(actor) === principal) {
      connected.actor = actor;
      this.#watchExpiry(connection);
    } else {
      socket.close(4403, 'Forbidden');
    }
  }

  #disconnect(connection: Connection): void {
    const { connected } = connection.extra;
    connection.extra.connected = undefined;
    if (connected === undefined) return;
    clearTimeout(connected.expiry);
    connected.releaseSlot();
    const principal = principalOf(connected.actor);
    if (principal === undefined) return;
    removeFromIndex(this.#connections, principal, connection);
    this.#options.multicast().principals.leave(principal);
  }

  /** Admitted operation or errors; must not throw, because graphql-ws would close the socket. */
  async #slot(
    { subscriptions, extra: { connected } }: Connection,
    id: string,
    payload: SubscribePayload,
  ): Promise<SubscriptionArgs | readonly GraphQLError[]> {
    const { operationName, variables, ...asked } = payload;
    payload.query = ''; // graphql-ws retains the payload as long as the operation but never reads the query again
    if (connected === undefined) return [new GraphQLError('the socket is closed')];
    if (Object.keys(subscriptions).length > socketLimits.subscriptionsPerSocket) {
      return [new GraphQLError('too many subscriptions', { extensions: { code: 'COST_EXCEEDED' } })];
    }
    const document = this.#prepare(asked);
    if (!('kind' in document)) return document;
    const { schema, services } = this.#options;
    const contextValue = forkContext(services, connected.actor, connected.caller);
    try {
      admitOperation(contextValue, { schema, document, operationName, variables });
    } catch (error) {
      return [new GraphQLError('not admitted', { originalError: error as Error })];
    }
    const slot = { id: JSON.stringify(id), connected };
    return { schema, document, operationName, variableValues: variables, contextValue, slot };
  }
}

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';

/** Limits of sockets; the protocol cases of the fault suite try each of them from outside. */
export const socketLimits = {
  messageBytes: 64 * 1024,
  initMs: 2000,
  /**
   * Ping interval in milliseconds. A client that does not answer by the next ping is disconnected, after twice this
   * time at most.
   */
  keepAliveMs: 7000,
  /**
   * Maximum number of unsent bytes of a client that sends operations but does not read the answers; beyond it is
   * disconnected.
   */
  unreadBytes: 1024 * 1024,
  subscriptionsPerSocket: 100,
  socketsPerPerson: 10,
  /** Greater than for a person, because a partner may run several programs with one key. */
  socketsPerKey: 20,
  /** Large, because many phones in one hall share an address. */
  anonymousPerIp: 1000,
  /** Limit of unauthenticated sockets of one address, so that one address cannot use up the total. */
  waitingPerIp: 1000,
  total: 20_000,
} as const;

export interface UpgradeGuardOptions {
  readonly path: string;
  isDraining(): boolean;
  /** Network of the client, by which sockets are limited. */
  networkOf(request: IncomingMessage): string;
  readonly waitingPerIp?: number;
}

/**
 * Checks upgrade requests before a socket costs anything. Call the result with the stream of a socket that is
 * authenticated: its slot among the unauthenticated sockets is released, because ConnectionCounter of the socket server
 * counts it.
 */
export function guardUpgrade(
  server: Server,
  wss: WebSocketServer,
  options: UpgradeGuardOptions,
): (stream: Duplex) => void {
  const connections = new ConnectionCounter();
  const waiting = new Map<Duplex, () => void>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node has removed its own error listener: without a listener a reset connection would end the process.
    const giveUp = (): void => {
      socket.destroy();
    };
    socket.on('error', giveUp);
    const refusal = reasonToRefuse(request, wss, options);
    const limit = options.waitingPerIp ?? socketLimits.waitingPerIp;
    const leave = refusal === undefined ? connections.take(options.networkOf(request), limit) : undefined;
    if (leave === undefined) {
      const reason = refusal ?? '429 Too Many Requests';
      socket.end(`HTTP/1.1 ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    socket.off('error', giveUp);
    waiting.set(socket, leave);
    socket.on('close', onClose);
    wss.handleUpgrade(request, socket, head, (client) => {
      cutWhoNeverReads(client, socket);
      wss.emit('connection', client, request);
    });
  });
  return releaseWaiting;

  function releaseWaiting(stream: Duplex): void {
    waiting.get(stream)?.();
    waiting.delete(stream);
    stream.off('close', onClose);
  }

  /** One function for all sockets, to save memory. */
  function onClose(this: Duplex): void {
    releaseWaiting(this);
  }
}

/**
 * Live delivery queues nothing for a slow client, but each of its operations has an answer that waits in the socket.
 */
function cutWhoNeverReads(client: WebSocket, stream: Duplex): void {
  client.on('message', () => {
    if (stream.writableLength > socketLimits.unreadBytes) client.terminate();
  });
}

function reasonToRefuse(
  request: IncomingMessage,
  wss: WebSocketServer,
  options: UpgradeGuardOptions,
): string | undefined {
  const path = request.url?.split('?')[0];
  if (path !== options.path) return '404 Not Found';
  if (options.isDraining() || wss.clients.size >= socketLimits.total) return '503 Service Unavailable';
  return undefined;
}

/** Counts sockets by person, by key and, for anonymous clients, by address. */
export class ConnectionCounter {
  readonly #taken = new Map<string, number>();

  /** Takes a slot; undefined when `limit` is reached. The result releases the slot; further calls do nothing. */
  take(key: string, limit: number): (() => void) | undefined {
    const taken = this.#taken.get(key) ?? 0;
    if (taken >= limit) return undefined;
    this.#taken.set(key, taken + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const left = (this.#taken.get(key) ?? 1) - 1;
      if (left === 0) this.#taken.delete(key);
      else this.#taken.set(key, left);
    };
  }
}

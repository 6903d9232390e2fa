import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';

/** Figures of the socket gate; each is tried from outside by the protocol cases of the fault suite. */
export const socketLimits = {
  messageBytes: 64 * 1024,
  initMs: 2000,
  /** Ping interval; a reader that answers none until the next is cut: at most twice this. */
  keepAliveMs: 7000,
  /** Answers owed to a reader that goes on asking and does not read: beyond this it is cut. */
  unreadBytes: 1024 * 1024,
  subscriptionsPerSocket: 100,
  socketsPerPerson: 10,
  /** A partner may run several programs with one key. */
  socketsPerKey: 20,
  /** A hall full of phones shares one address. */
  anonymousPerIp: 1000,
  /** Sockets of one address that have not said yet who they are: they must not use up the places of everybody. */
  waitingPerIp: 1000,
  total: 20_000,
} as const;

export interface UpgradeGuardOptions {
  readonly path: string;
  isDraining(): boolean;
  /** The client as limits count it. */
  networkOf(request: IncomingMessage): string;
  readonly waitingPerIp?: number;
}

/**
 * Decides at the HTTP upgrade, before anything is spent on a socket. Call the result with the stream of a socket that has
 * said who it is: from then on its place is counted elsewhere.
 */
export function guardUpgrade(
  server: Server,
  wss: WebSocketServer,
  options: UpgradeGuardOptions,
): (stream: Duplex) => void {
  const connections = new ConnectionCounter();
  const waiting = new Map<Duplex, () => void>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node has taken its own listener off: without one a reset connection would end the process.
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

  /** One for all sockets: thousands of them only listen. */
  function onClose(this: Duplex): void {
    releaseWaiting(this);
  }
}

/** The hub holds nothing for a slow reader, but each question of theirs has an answer that waits in the socket. */
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

/** Counts sockets per person and key, and per address those of nobody in particular. */
export class ConnectionCounter {
  readonly #taken = new Map<string, number>();

  /** Takes a place; undefined when there is none left. Call the result to give it back; again changes nothing. */
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

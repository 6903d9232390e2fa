import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols, makeServer, type ServerOptions, type WebSocket as Carried } from 'graphql-ws';
import type { WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../log.ts';
import { Heartbeat } from './heartbeat.ts';

export type SocketTransportOptions<P extends Record<string, unknown>, E> = ServerOptions<P, E> & {
  /** A socket that answers no ping until the next one, so many milliseconds later, is cut. */
  readonly pingMs: number;
  readonly log: Log;
  /** What a connection carries along. */
  extraOf(socket: WebSocket, request: IncomingMessage): E;
};

/**
 * graphql-ws over ws, as its own adapter does it, for thousands of sockets that mostly listen: nothing is kept of a
 * message that was heard, one timer pings them all in turn, and what is said in one breath leaves in one write.
 */
export class SocketTransport<P extends Record<string, unknown>, E> {
  readonly #wss: WebSocketServer;
  readonly #heartbeat: Heartbeat;

  constructor(wss: WebSocketServer, options: SocketTransportOptions<P, E>) {
    const { pingMs, extraOf, log } = options;
    const protocol = makeServer<P, E>(options);
    this.#wss = wss;
    this.#heartbeat = new Heartbeat(pingMs);
    wss.options.handleProtocols = handleProtocols;
    wss.on('connection', (socket: WebSocket, request: IncomingMessage) => {
      const line = new ConnectionSocket(socket, request.socket, log);
      const stop = this.#heartbeat.watch(socket);
      const closed = protocol.opened(line, extraOf(socket, request));
      socket.on('error', line.fail);
      socket.on('close', (code, reason) => {
        stop();
        closed(code, reason.toString()).catch(line.fail);
      });
    });
  }

  /** Says goodbye (1001) to all and waits until they have gone. */
  async dispose(): Promise<void> {
    this.#heartbeat.stop();
    for (const client of this.#wss.clients) client.close(1001, 'Going away');
    this.#wss.removeAllListeners();
    await new Promise((done) => {
      this.#wss.close(done);
    });
  }
}

/** One socket, as graphql-ws wants it. */
class ConnectionSocket implements Carried {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #log: Log;
  #isHeld = false;

  constructor(socket: WebSocket, stream: Duplex, log: Log) {
    this.#socket = socket;
    this.#stream = stream;
    this.#log = log;
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  /** An answer and its end, and the answers to what was asked together, are one write. */
  send(data: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (!this.#isHeld) this.#hold();
    this.#socket.send(data);
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  onMessage(hear: (data: string) => Promise<void>): void {
    this.#socket.on('message', (data: Buffer) => {
      hear(data.toString()).catch(this.fail);
    });
  }

  readonly fail = (error: unknown): void => {
    this.#log.warn({ error: String(error) }, 'a socket failed');
    this.#socket.close(CloseCode.InternalServerError, 'Internal server error');
  };

  #hold(): void {
    this.#isHeld = true;
    this.#stream.cork();
    process.nextTick(() => {
      this.#isHeld = false;
      this.#stream.uncork();
    });
  }
}

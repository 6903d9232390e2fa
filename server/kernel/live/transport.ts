import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols, makeServer, type ServerOptions, type WebSocket as Carried } from 'graphql-ws';
import type { WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../log.ts';
import { Heartbeat } from './heartbeat.ts';

export type SocketTransportOptions<P extends Record<string, unknown>, E> = ServerOptions<P, E> & {
  /** Ping interval in milliseconds; a socket that has not answered by the next ping is terminated. */
  readonly pingMs: number;
  readonly log: Log;
  /** Data that the connection keeps until it closes. */
  extraOf(socket: WebSocket, request: IncomingMessage): E;
};

/**
 * Connects graphql-ws to ws like its own adapter, for thousands of mostly idle sockets: received messages are not
 * retained, one timer pings all sockets, and messages of one tick are sent in one write.
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

  /** Sends close code 1001 to all sockets and waits until they are closed. */
  async dispose(): Promise<void> {
    this.#heartbeat.stop();
    for (const client of this.#wss.clients) client.close(1001, 'Going away');
    this.#wss.removeAllListeners();
    await new Promise((done) => {
      this.#wss.close(done);
    });
  }
}

/** Socket interface that graphql-ws expects, on top of a ws socket. */
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

  /**
   * Corks the stream until the next tick: an answer, its "complete" message and answers to operations of one tick are
   * one write.
   */
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

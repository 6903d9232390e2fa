import WebSocket from 'ws';
import { type Client, type Data, headersOf } from './http.ts';

export interface Closing {
  readonly code: number;
  readonly reason: string;
}
/** A WebSocket client that can break every rule of the protocol. */
export interface RawSocket {
  readonly messages: Data[];
  /** Sends objects as JSON, text unchanged. */
  send(message: object | string): void;
  /** Returns and removes the next message that matches; undefined when the socket closes or after `ms`. */
  next(matches: (message: Data) => boolean, ms?: number): Promise<Data>;
  /** Close code and reason; undefined when the socket is still open after `ms`. */
  closing(ms?: number): Promise<Closing | undefined>;
  isOpen(): boolean;
  close(): void;
  /** Destroys the connection without a close frame. */
  cut(): void;
}

export interface RawOptions {
  readonly client: Client;
  /** Subprotocols to request; empty: none. */
  readonly protocols?: readonly string[];
  readonly origin?: string;
}

/** Opens a socket; returns the HTTP status when the upgrade is refused. */
export function openRaw(port: number, { client, protocols, origin }: RawOptions): Promise<RawSocket | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, [...(protocols ?? ['graphql-transport-ws'])], {
    headers: headersOf(client),
    ...(origin === undefined ? {} : { origin }),
    perMessageDeflate: false,
  });
  const raw = listen(socket);
  return new Promise((done, fail) => {
    socket.once('open', () => {
      done(raw);
    });
    socket.once('unexpected-response', (_request, response) => {
      done(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('error', fail); // after the opening nobody waits for `fail`
  });
}

/** Opens a socket and waits for its acknowledgement; throws when either is refused. */
export async function openAcknowledged(port: number, client: Client): Promise<RawSocket> {
  const raw = await openRaw(port, { client });
  if (typeof raw === 'number') throw new Error(`upgrade refused: ${raw}`);
  raw.send({ type: 'connection_init' });
  if ((await raw.next(({ type }) => type === 'connection_ack')) === undefined) throw new Error('not acknowledged');
  return raw;
}

function listen(socket: WebSocket): RawSocket {
  const messages: Data[] = [];
  const wakers = new Set<() => void>();
  let closing: Closing | undefined;
  let taken = 0;
  const wake = (): void => {
    for (const look of [...wakers]) look();
  };
  socket.on('message', (text) => {
    messages.push(JSON.parse(String(text as Buffer)));
    wake();
  });
  socket.on('close', (code, reason) => {
    closing = { code, reason: reason.toString() };
    wake();
  });
  const wait = (isOver: () => boolean, ms: number): Promise<void> =>
    new Promise((done) => {
      const look = (): void => {
        if (!isOver()) return;
        clearTimeout(timer);
        wakers.delete(look);
        done();
      };
      const timer = setTimeout(() => {
        wakers.delete(look);
        done();
      }, ms);
      wakers.add(look);
      look();
    });

  return {
    messages,
    send: (message) => {
      socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    },
    next: async (matches, ms = 5000) => {
      const find = (): number => messages.findIndex((message, i) => i >= taken && matches(message));
      await wait(() => find() !== -1 || closing !== undefined, ms);
      const place = find();
      if (place === -1) return undefined;
      taken = place + 1;
      return messages[place] as Data;
    },
    closing: async (ms = 5000) => {
      await wait(() => closing !== undefined, ms);
      return closing;
    },
    isOpen: () => socket.readyState === WebSocket.OPEN,
    close: () => {
      socket.close();
    },
    cut: () => {
      socket.terminate();
    },
  };
}

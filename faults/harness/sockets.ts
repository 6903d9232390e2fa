import { type Client as SocketClient, createClient, type ExecutionResult } from 'graphql-ws';
import WebSocket from 'ws';
import { type Client, type GraphQLAnswer, headersOf } from './http.ts';
import { pause } from './waiting.ts';

export interface SocketOptions {
  /** Called at every close. */
  readonly onClosed?: (code: number) => void;
  /** Called for every connection, including reconnects. */
  readonly onOpening?: (connection: WebSocket) => void;
  /** Maximum random delay of a reconnect in milliseconds, so that clients cut together do not reconnect together. */
  readonly jitterMs?: number;
}

/** Opens a well-behaved graphql-ws client that reconnects by itself. */
export function openSocket(port: number, client: Client, options: SocketOptions = {}): SocketClient {
  const { onClosed, onOpening, jitterMs = 0 } = options;
  class Socket extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols, { headers: headersOf(client) });
      onOpening?.(this);
    }
  }
  return createClient({
    url: `ws://127.0.0.1:${port}/graphql`,
    webSocketImpl: Socket,
    lazy: false,
    onNonLazyError: () => undefined,
    retryAttempts: 100,
    retryWait: () => pause(100 + Math.random() * jitterMs),
    shouldRetry: () => true,
    ...(onClosed && {
      on: {
        closed: (event) => {
          onClosed((event as { code: number }).code);
        },
      },
    }),
  });
}

/** Sends one query or mutation over the socket. */
export function askOver(socket: SocketClient, query: string, variables: Record<string, unknown>) {
  return new Promise<GraphQLAnswer>((done) => {
    let answer: GraphQLAnswer = {};
    socket.subscribe(
      { query, variables },
      {
        next: (value: ExecutionResult) => {
          answer = value as GraphQLAnswer;
        },
        error: (error) => {
          done({ errors: Array.isArray(error) ? (error as never) : [{ message: String(error) }] });
        },
        complete: () => {
          done(answer);
        },
      },
    );
  });
}

export interface Watcher {
  readonly messages: GraphQLAnswer[];
  /** Time of arrival of the newest message, by performance.now(). */
  lastAt(): number;
  /** Error or value that ended the subscription; undefined while it runs. */
  ended(): unknown;
  cancel(): void;
  /** Waits for a matching message, past or future; undefined after `ms`. */
  until(matches: (answer: GraphQLAnswer) => boolean, ms: number): Promise<GraphQLAnswer | undefined>;
}

export function watch(socket: SocketClient, query: string, variables: Record<string, unknown>): Watcher {
  const messages: GraphQLAnswer[] = [];
  const waiting = new Set<() => void>();
  let lastAt = 0;
  let ended: unknown = undefined;
  const wake = (): void => {
    for (const look of [...waiting]) look();
  };
  const cancel = socket.subscribe(
    { query, variables },
    {
      next: (value: ExecutionResult) => {
        lastAt = performance.now();
        messages.push(value as GraphQLAnswer);
        wake();
      },
      error: (error) => {
        ended = error;
        wake();
      },
      complete: () => {
        ended ??= 'complete';
        wake();
      },
    },
  );
  return {
    messages,
    lastAt: () => lastAt,
    ended: () => ended,
    cancel,
    until: (matches, ms) =>
      new Promise((done) => {
        const finish = (): void => {
          clearTimeout(timer);
          waiting.delete(look);
          done(messages.findLast(matches));
        };
        const look = (): void => {
          if (ended !== undefined || messages.some(matches)) finish();
        };
        const timer = setTimeout(finish, ms);
        waiting.add(look);
        look();
      }),
  };
}

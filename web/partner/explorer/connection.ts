import { getOperationAST, parse } from 'graphql';
import { createClient, type Client } from 'graphql-ws/client';
import { shallowRef, type Ref } from 'vue';

export interface GraphQLRequest {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Record<string, unknown> | undefined;
}
export interface GraphQLAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
}
interface Sink {
  next(answer: unknown): void;
  error(error: unknown): void;
  complete(): void;
}
/** Interface of a subscription for GraphiQL. */
export interface Stream {
  subscribe(sink: Sink): { unsubscribe(): void };
}

/** State of the last opened subscription. */
export interface Listening {
  readonly state: 'open' | 'ended';
  readonly messages: number;
  /** Time of the last message; null: none yet. */
  readonly lastAt: number | null;
}

export interface Connection {
  ask(request: GraphQLRequest): Promise<GraphQLAnswer>;
  /** Sends queries and mutations over HTTP and subscriptions over WebSocket, both with the key. */
  fetch(request: GraphQLRequest): Promise<GraphQLAnswer> | Stream;
  /** Closes the socket; the next subscription opens a new one with the current key. */
  reconnect(): void;
  readonly listening: Ref<Listening | null>;
}

/** Close code of the server for a key that is no longer valid. */
const refused = 4403;

export function connect(origin: string, key: () => string): Connection {
  const headers = (): Record<string, string> => (key() === '' ? {} : { authorization: `Bearer ${key()}` });
  const listening = shallowRef<Listening | null>(null);
  const socket = createClient({
    url: `${origin.replace(/^http/, 'ws')}/graphql`,
    connectionParams: headers,
    shouldRetry: (event) => !(event instanceof CloseEvent && event.code === refused),
  });
  const ask = async (request: GraphQLRequest): Promise<GraphQLAnswer> => {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers() },
      body: JSON.stringify(request),
    });
    return response.json();
  };
  return {
    ask,
    listening,
    fetch: (given) => {
      const { request, isSubscription } = settle(given);
      return isSubscription ? listen(socket, request, listening) : ask(request);
    },
    reconnect: () => socket.terminate(),
  };
}

function listen(socket: Client, request: GraphQLRequest, listening: Ref<Listening | null>): Stream {
  const change = (next: Partial<Listening>) => {
    listening.value = { state: 'open', messages: 0, lastAt: null, ...listening.value, ...next };
  };
  return {
    subscribe: (sink) => {
      change({ state: 'open', messages: 0, lastAt: null });
      const unsubscribe = socket.subscribe(request, {
        next: (answer) => {
          change({ messages: (listening.value?.messages ?? 0) + 1, lastAt: Date.now() });
          sink.next(answer);
        },
        error: (error) => {
          change({ state: 'ended' });
          sink.error(error instanceof CloseEvent ? { message: `closed: ${error.code} ${error.reason}` } : error);
        },
        complete: () => {
          change({ state: 'ended' });
          sink.complete();
        },
      });
      return { unsubscribe };
    },
  };
}

/**
 * Corrects the operation name: GraphiQL updates it shortly after the text, so a name that the text lacks belongs to
 * the text before.
 */
function settle(given: GraphQLRequest): { request: GraphQLRequest; isSubscription: boolean } {
  const document = parse(given.query);
  const named = getOperationAST(document, given.operationName);
  const request = { query: given.query, variables: given.variables, operationName: named?.name?.value };
  return { request, isSubscription: (named ?? getOperationAST(document))?.operation === 'subscription' };
}

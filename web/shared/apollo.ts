import {
  ApolloClient,
  ApolloLink,
  HttpLink,
  InMemoryCache,
  split,
  type DocumentNode,
  type InMemoryCacheConfig,
} from '@apollo/client/core';
import { Observable, getMainDefinition } from '@apollo/client/utilities';
import { print } from 'graphql';
import { onError } from '@apollo/client/link/error';
import { createClient, type Client } from 'graphql-ws/client';
import { ref, type InjectionKey, type Ref } from 'vue';
import { isSwitchedOff } from './errors.ts';
import { keptLink } from '../offline/keptLink.ts';
import { beginEra } from '../offline/line.ts';
import { persistedLink, sentHash } from './persisted.ts';

/** How the page talks to the server: queries and mutations by HTTP, subscriptions by one socket. */
export interface Transport {
  readonly apollo: ApolloClient<unknown>;
  readonly socket: Client;
  readonly connected: Ref<boolean>;
}
export const transportKey: InjectionKey<Transport> = Symbol('transport');

export interface TransportOptions {
  readonly httpUrl: string;
  readonly socketUrl: string;
  /** What the domains know of the types that the cache keeps. */
  readonly cache?: Pick<InMemoryCacheConfig, 'typePolicies' | 'possibleTypes'>;
  /** Queries that are asked again when the server says that a module was switched off. */
  readonly askedAfterSwitch?: readonly DocumentNode[];
  /** Where the platform has no WebSocket of its own. */
  readonly webSocketImpl?: unknown;
}

export function createTransport(options: TransportOptions): Transport {
  const { httpUrl, socketUrl, cache = {}, askedAfterSwitch = [], webSocketImpl } = options;
  const connected = ref(false);
  const socket = createSocket(socketUrl, webSocketImpl);
  socket.on('connected', () => (connected.value = true));
  socket.on('closed', () => (connected.value = false));
  const http = new HttpLink({
    uri: httpUrl,
    credentials: 'same-origin',
    headers: { 'apollo-require-preflight': 'true' },
  });
  // Menu and page learn from the town itself what is left of it.
  const switches = onError(({ graphQLErrors, networkError }) => {
    if (isSwitchedOff(graphQLErrors ?? networkError)) void apollo.refetchQueries({ include: [...askedAfterSwitch] });
  });
  const persisted = persistedLink();
  const questions = keptLink().concat(persisted).concat(http);
  const streams = persisted.concat(socketLink(socket));
  const link = switches.concat(split(({ query }) => isSubscription(query), streams, questions));
  const apollo = new ApolloClient({
    link,
    cache: new InMemoryCache(cache),
    defaultOptions: { watchQuery: { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' } },
  });
  return { apollo, socket, connected };
}

/** After signing in or out: the socket authenticates by the cookie when it opens, and nothing of the other person may stay. */
export async function renewSession({ apollo, socket }: Transport): Promise<void> {
  beginEra();
  socket.terminate();
  // A page that the new person may not see answers with a refusal of its own; that does not undo the signing in.
  await apollo.resetStore().catch(() => undefined);
}

function createSocket(url: string, webSocketImpl: unknown): Client {
  let silence: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url,
    webSocketImpl,
    lazy: true,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: (retries) => pause(waitMs(retries)),
    keepAlive: 12_000,
  });
  // A dead connection (phone changed its network) never says goodbye: no pong within 5 s counts as closed.
  client.on('ping', (received) => {
    if (!received) silence = setTimeout(() => client.terminate(), 5_000);
  });
  client.on('pong', (received) => {
    if (received) clearTimeout(silence);
  });
  client.on('closed', () => clearTimeout(silence));
  // Where the system says that the line is gone, nobody needs to wait for the missing pong.
  if (typeof window !== 'undefined') window.addEventListener('offline', () => client.terminate());
  return client;
}

/**
 * graphql-ws serialises the variables anew on every reconnect. `after` is read from the operation's context at that
 * moment, so that a stream goes on where it broke off.
 */
function socketLink(socket: Client): ApolloLink {
  return new ApolloLink((operation) => {
    const { query, operationName, variables, getContext } = operation;
    const { currentCursor } = getContext();
    const sent = { ...variables };
    if (typeof currentCursor === 'function') {
      Object.defineProperty(sent, 'after', { enumerable: true, get: () => currentCursor() });
    }
    const extensions = sentHash(operation);
    const asked = extensions === null ? { query: print(query) } : { query: '', extensions };
    const request = { ...asked, variables: sent, operationName };
    return new Observable<never>((observer) => socket.subscribe<never>(request, observer));
  });
}

function isSubscription(query: Parameters<typeof getMainDefinition>[0]): boolean {
  const definition = getMainDefinition(query);
  return definition.kind === 'OperationDefinition' && definition.operation === 'subscription';
}

/**
 * A process that ends closes thousands of sockets at once, and they must not all be back in the same moment: the first try
 * comes within two seconds, one after another failure within ten.
 */
function waitMs(retries: number): number {
  return 100 + Math.random() * Math.min(2000 * 1.5 ** retries, 10_000);
}

/** Ends early when the system says that the line is back. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      if (typeof window !== 'undefined') window.removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (typeof window !== 'undefined') window.addEventListener('online', end);
  });
}

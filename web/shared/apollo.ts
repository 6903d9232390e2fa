import {
  ApolloClient,
  ApolloLink,
  HttpLink,
  InMemoryCache,
  split,
  type DocumentNode,
  type InMemoryCacheConfig,
} from '@apollo/client/core';
import { Observable, asyncMap, getMainDefinition } from '@apollo/client/utilities';
import { print } from 'graphql';
import { onError } from '@apollo/client/link/error';
import { createClient, type Client } from 'graphql-ws/client';
import { ref, type InjectionKey, type Ref } from 'vue';
import { isSwitchedOff } from './errors.ts';
import { loadLaterTexts } from './i18n.ts';
import { keptLink } from '../offline/keptLink.ts';
import { beginEra } from '../offline/line.ts';
import { type FirstAnswer, firstAnswersLink } from './firstAnswers.ts';
import { persistedLink, sentHash } from './persisted.ts';
import { proofLink } from './work/proofLink.ts';

/** Connection to the server: queries and mutations over HTTP, subscriptions over one WebSocket. */
export interface Transport {
  readonly apollo: ApolloClient<unknown>;
  readonly socket: Client;
  readonly connected: Ref<boolean>;
}
export const transportKey: InjectionKey<Transport> = Symbol('transport');

export interface TransportOptions {
  readonly httpUrl: string;
  readonly socketUrl: string;
  /** Cache policies of the domains. */
  readonly cache?: Pick<InMemoryCacheConfig, 'typePolicies' | 'possibleTypes'>;
  /** Queries that are read again when the server reports that a module is switched off. */
  readonly askedAfterSwitch?: readonly DocumentNode[];
  /** Answers that came with the page's HTML. */
  readonly firstAnswers?: readonly FirstAnswer[];
  /** WebSocket class for platforms without one. */
  readonly webSocketImpl?: unknown;
}

export function createTransport(options: TransportOptions): Transport {
  const { httpUrl, socketUrl, cache = {}, askedAfterSwitch = [], firstAnswers = [], webSocketImpl } = options;
  const connected = ref(false);
  const socket = createSocket(socketUrl, webSocketImpl);
  socket.on('connected', () => (connected.value = true));
  socket.on('closed', () => (connected.value = false));
  const http = new HttpLink({
    uri: httpUrl,
    credentials: 'same-origin',
    headers: { 'apollo-require-preflight': 'true' },
  });
  // Menu and page adapt to the modules that are left.
  const switches = onError(({ graphQLErrors, networkError }) => {
    if (isSwitchedOff(graphQLErrors ?? networkError)) void apollo.refetchQueries({ include: [...askedAfterSwitch] });
  });
  const persisted = persistedLink();
  const mutations = split(({ query }) => operationKind(query) === 'mutation', errorTextsLink().concat(proofLink()));
  const questions = keptLink().concat(firstAnswersLink(firstAnswers)).concat(mutations).concat(persisted).concat(http);
  const streams = persisted.concat(socketLink(socket));
  const link = switches.concat(split(({ query }) => operationKind(query) === 'subscription', streams, questions));
  const apollo = new ApolloClient({
    link,
    cache: new InMemoryCache(cache),
    defaultOptions: { watchQuery: { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first' } },
  });
  return { apollo, socket, connected };
}

/**
 * Call it after signing in or out: the socket authenticates by the cookie when it opens, and data of the other person
 * must not stay.
 */
export async function renewSession({ apollo, socket }: Transport): Promise<void> {
  beginEra();
  socket.terminate();
  // A page that the new person may not see fails here; the sign-in is valid all the same.
  await apollo.resetStore().catch(() => undefined);
}

/**
 * Only mutations return the errors whose texts are loaded later (scripts/locales.mjs). The texts are loaded beside the
 * mutation, and its answer waits for them. Without them the app shows the code.
 */
function errorTextsLink(): ApolloLink {
  return new ApolloLink((operation, forward) => {
    const texts = loadLaterTexts().catch(() => undefined);
    return asyncMap(forward(operation), async (answer) => {
      await texts;
      return answer;
    });
  });
}

/** Kind of the operation in a document; null: it has fragments only. */
function operationKind(query: DocumentNode): 'query' | 'mutation' | 'subscription' | null {
  const definition = getMainDefinition(query);
  return definition.kind === 'OperationDefinition' ? definition.operation : null;
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
  // A dead connection (such as after a change of network) is never closed: no pong within 5 s counts as closed.
  client.on('ping', (received) => {
    if (!received) silence = setTimeout(() => client.terminate(), 5_000);
  });
  client.on('pong', (received) => {
    if (received) clearTimeout(silence);
  });
  client.on('closed', () => clearTimeout(silence));
  // When the browser reports that it is offline, waiting for the missing pong is pointless.
  if (typeof window !== 'undefined') window.addEventListener('offline', () => client.terminate());
  return client;
}

/**
 * Link for subscriptions. graphql-ws serialises the variables at each reconnect; `after` is read from the operation's
 * context at that moment, so that a subscription resumes at its newest cursor.
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

/**
 * Milliseconds before a reconnect. A stopping process closes thousands of sockets at once, so reconnects are spread:
 * the first over two seconds, after further failures over up to ten.
 */
function waitMs(retries: number): number {
  return 100 + Math.random() * Math.min(2000 * 1.5 ** retries, 10_000);
}

/** Waits for `ms`, or until the browser reports that it is online again. */
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

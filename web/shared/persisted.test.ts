// @vitest-environment node
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type * as graphql from 'graphql';
import { buildSchema, execute, parse, subscribe, validate, type DocumentNode, type ExecutionArgs } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { afterEach, describe, expect, it } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { createTransport } from './apollo.ts';

// The copy of graphql that graphql-ws uses; under Vitest it differs from that of the test.
const { GraphQLError } = createRequire(import.meta.url)('graphql') as typeof graphql;
const hash = 'a'.repeat(64);
const named = (text: string): DocumentNode => Object.assign(parse(text), { __meta__: { hash } });
const question = named('query Name { name }');
const stream = named('subscription Names { name }');
const schema = buildSchema('type Query { name: String } type Subscription { name: String }');
const unknown = { message: 'PersistedQueryNotSupported', extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } };

interface Asked {
  readonly query?: string;
  readonly extensions?: { readonly persistedQuery?: { readonly sha256Hash: string } } | null;
}
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server that records whether requests contain a hash or a text. */
async function startServer(isKnown: boolean) {
  const asked: ('hash' | 'text')[] = [];
  const isRefused = ({ query, extensions }: Asked): boolean => {
    asked.push(query ? 'text' : 'hash');
    return !query && !(isKnown && extensions?.persistedQuery?.sha256Hash === hash);
  };
  const http = createServer(async (request, response) => {
    const answer = isRefused(await bodyOf(request)) ? { errors: [unknown] } : { data: { name: 'Unkel' } };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  const sockets = new WebSocketServer({ server: http, path: '/graphql' });
  const name = async function* () {
    yield await Promise.resolve({ name: 'Unkel' });
    yield { name: 'Linz' };
  };
  const onSubscribe = (_context: unknown, _id: string, payload: Asked) => {
    if (isRefused(payload)) return [new GraphQLError(unknown.message, unknown)];
    return { schema, document: stream, rootValue: { name } } satisfies ExecutionArgs;
  };
  useServer({ onSubscribe, execute, subscribe, validate }, sockets);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => (http.close(resolve), http.closeAllConnections())));
  const url = `127.0.0.1:${(http.address() as AddressInfo).port}/graphql`;
  const transport = createTransport({ httpUrl: `http://${url}`, socketUrl: `ws://${url}`, webSocketImpl: WebSocket });
  closers.push(() => transport.socket.dispose());
  const ask = async () =>
    (await transport.apollo.query({ query: question, fetchPolicy: 'network-only' })).data as { name: string };
  const watch = () =>
    new Promise<string[]>((resolve, reject) => {
      const names: string[] = [];
      transport.apollo.subscribe<{ name: string }>({ query: stream, fetchPolicy: 'no-cache' }).subscribe({
        next: ({ data }) => void names.push(data?.name ?? ''),
        error: reject,
        complete: () => resolve(names),
      });
    });
  return { asked, ask, watch };
}

async function bodyOf(request: IncomingMessage): Promise<Asked> {
  let text = '';
  for await (const part of request) text += String(part);
  return JSON.parse(text) as Asked;
}

describe('a document with a hash', () => {
  it('is asked by it', async () => {
    const { ask, watch, asked } = await startServer(true);
    expect((await ask()).name).toBe('Unkel');
    expect(await watch()).toEqual(['Unkel', 'Linz']);
    expect(asked).toEqual(['hash', 'hash']);
  });

  it('is told as a text where it is not known, and from then on at once', async () => {
    const { ask, asked } = await startServer(false);
    expect((await ask()).name).toBe('Unkel');
    expect((await ask()).name).toBe('Unkel');
    expect(asked).toEqual(['hash', 'text', 'text']);
  });

  it('is told as a text over the socket too', async () => {
    const { watch, asked } = await startServer(false);
    expect(await watch()).toEqual(['Unkel', 'Linz']);
    expect(await watch()).toEqual(['Unkel', 'Linz']);
    expect(asked).toEqual(['hash', 'text', 'text']);
  });
});

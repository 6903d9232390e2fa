// @vitest-environment node
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { buildSchema, execute, parse, subscribe, validate } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp, effectScope } from 'vue';
import WebSocket, { WebSocketServer } from 'ws';
import { createTransport, transportKey, type Transport } from './apollo.ts';
import { useLive } from './live.ts';

interface Count {
  count: { value: number; cursor: string };
}
const document = parse(
  'subscription ($topic: ID!, $after: String) { count(topic: $topic, after: $after) { value cursor } }',
);
const countDocument = document as TypedDocumentNode<Count, { topic: string; after?: string | null }>;
const schema = buildSchema(`
  type Query { none: Int }
  type Count { value: Int! cursor: String! }
  type Subscription { count(topic: ID!, after: String): Count! }
`);
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A minimal server that counts from the subscriber's cursor and records the cursors. */
async function startCounter() {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, path: '/graphql' });
  const asked: (string | null)[] = [];
  async function* count({ after }: { after?: string | null }) {
    asked.push(after ?? null);
    if (after === 'forged') throw Object.assign(new Error('no'), { extensions: { code: 'BAD_CURSOR' } });
    const value = Number(after?.slice(1) ?? 0) + 1;
    yield { count: { value, cursor: `c${value}` } };
    await new Promise<void>((resolve) => http.once('close', resolve));
  }
  // Functions of this copy of graphql, because under Vitest graphql-ws would load another one.
  useServer({ schema, roots: { subscription: { count } }, execute, subscribe, validate }, sockets);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => (http.close(resolve), http.closeAllConnections())));
  const { port } = http.address() as AddressInfo;
  return { port, asked, cut: () => sockets.clients.forEach((client) => client.terminate()) };
}

function watchCount(transport: Transport, startCursor: string | null = null) {
  const seen: number[] = [];
  let heard: () => void = () => undefined;
  const scope = effectScope();
  const app = createApp({}).provide(transportKey, transport);
  const live = app.runWithContext(() =>
    scope.run(() =>
      useLive({
        document: countDocument,
        variables: () => ({ topic: 't' }),
        startCursor: () => startCursor,
        cursorOf: (data) => data.count.cursor,
        onMessage: ({ count: { value } }) => {
          seen.push(value);
          heard();
        },
      }),
    ),
  )!;
  closers.push(() => scope.stop());
  const until = async (length: number) => {
    while (seen.length < length) await new Promise<void>((resolve) => (heard = resolve));
    return seen;
  };
  return { live, until };
}

function connect(port: number): Transport {
  const url = `127.0.0.1:${port}/graphql`;
  const transport = createTransport({ httpUrl: `http://${url}`, socketUrl: `ws://${url}`, webSocketImpl: WebSocket });
  closers.push(() => transport.socket.dispose());
  return transport;
}

describe('useLive', () => {
  it('begins where the query ended', async () => {
    const { port, asked } = await startCounter();
    expect(await watchCount(connect(port), 'c7').until(1)).toEqual([8]);
    expect(asked).toEqual(['c7']);
  });

  it('goes on at the newest cursor after each cut, and says that it reconnects', async () => {
    const { port, asked, cut } = await startCounter();
    const transport = connect(port);
    const { live, until } = watchCount(transport);
    await until(1);
    expect(live.state.value).toBe('live');
    const closed = new Promise<void>((resolve) => transport.socket.on('closed', () => resolve()));
    cut();
    await closed;
    expect(live.state.value).toBe('reconnecting');
    await until(2);
    cut();
    expect(await until(3)).toEqual([1, 2, 3]);
    expect(asked).toEqual([null, 'c1', 'c2']);
  });

  it('can be held, and catches up afterwards', async () => {
    const { port, asked } = await startCounter();
    const { live, until } = watchCount(connect(port));
    await until(1);
    live.paused.value = true;
    expect(live.state.value).toBe('paused');
    await Promise.resolve();
    live.paused.value = false;
    expect(await until(2)).toEqual([1, 2]);
    expect(asked).toEqual([null, 'c1']);
  });

  it('drops a cursor that the server does not know any more', async () => {
    const { port, asked } = await startCounter();
    expect(await watchCount(connect(port), 'forged').until(1)).toEqual([1]);
    expect(asked).toEqual(['forged', null]);
  });
});

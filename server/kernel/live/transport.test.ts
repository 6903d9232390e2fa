import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { afterAll, expect, test } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { createLog } from '../log.ts';
import { SocketTransport } from './transport.ts';

const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' });
const transport = new SocketTransport(wss, {
  schema: buildSchema('type Query { town: String }'),
  roots: { query: { town: 'Unkel' } },
  pingMs: 400,
  log: createLog('silent'),
  extraOf: () => undefined,
});
await once(wss, 'listening');
afterAll(() => transport.dispose());

async function open(options: WebSocket.ClientOptions = {}): Promise<WebSocket> {
  const { port } = wss.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, 'graphql-transport-ws', options);
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  return socket;
}

/** Returns a function that counts the writes of the server to the socket. */
function countWrites({ socket }: IncomingMessage): () => number {
  let writes = 0;
  for (const name of ['_write', '_writev'] as const) {
    const write = socket[name]?.bind(socket) as ((...given: unknown[]) => void) | undefined;
    Object.assign(socket, { [name]: (...given: unknown[]) => (writes++, write?.(...given)) });
  }
  return () => writes;
}

test('an answer and its end leave in one write', async () => {
  const connected = once(wss, 'connection') as Promise<[WebSocket, IncomingMessage]>;
  const socket = await open();
  const writes = countWrites((await connected)[1]);
  const heard: string[] = [];
  const all = new Promise<void>((done) => {
    socket.on('message', (data: Buffer) => {
      if (heard.push(data.toString()) === 2) done();
    });
  });
  socket.send('{"id":"a","type":"subscribe","payload":{"query":"{ town }"}}');
  await all;
  expect(heard).toEqual([
    '{"id":"a","type":"next","payload":{"data":{"town":"Unkel"}}}',
    '{"id":"a","type":"complete"}',
  ]);
  expect(writes()).toBe(1);
  socket.close();
});

test('who answers no ping is cut, whoever answers stays', async () => {
  const [silent, awake] = await Promise.all([open({ autoPong: false }), open()]);
  await once(silent, 'close');
  await once(awake, 'ping');
  expect(awake.readyState).toBe(WebSocket.OPEN);
  awake.close();
});

test('a message that is none closes its socket, and only that', async () => {
  const [bad, good] = await Promise.all([open(), open()]);
  bad.send('nonsense');
  const [code] = (await once(bad, 'close')) as [number];
  expect(code).toBe(4400);
  expect(good.readyState).toBe(WebSocket.OPEN);
  good.close();
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { guardUpgrade } from './gate.ts';

const server = createServer();
const wss = new WebSocketServer({ noServer: true });
let isDraining = false;
const gate = {
  path: '/graphql',
  isDraining: () => isDraining,
  waitingPerIp: 3,
  networkOf: ({ headers }: { headers: NodeJS.Dict<string | string[]> }) => String(headers['x-network']),
};
const releaseWaiting = guardUpgrade(server, wss, gate);
const streams: { readonly network: string; readonly socket: Duplex }[] = [];
wss.on('connection', (_client, { socket, headers }) => {
  streams.push({ network: String(headers['x-network']), socket });
});
await once(server.listen(0, '127.0.0.1'), 'listening');
afterAll(() => {
  for (const client of wss.clients) client.terminate();
  server.close();
});

/** Open socket, or the HTTP status of the refusal. */
async function open(network: string, more: object = {}): Promise<WebSocket | number | undefined> {
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, {
    headers: { 'x-network': network },
    ...more,
  });
  return new Promise((done) => {
    socket.on('open', () => {
      done(socket);
    });
    socket.on('unexpected-response', (_request, { statusCode }) => {
      done(statusCode);
    });
    socket.on('error', () => {
      done(undefined);
    });
  });
}

test('sockets that do not say who they are take the places of their own address only, and give them back', async () => {
  const waiting = [await open('a'), await open('a'), await open('a')];
  expect(waiting.every((socket) => socket instanceof WebSocket)).toBe(true);
  expect(await open('a')).toBe(429);
  expect(await open('b')).toBeInstanceOf(WebSocket);
  const stream = streams.find(({ network }) => network === 'a')?.socket;
  if (stream === undefined) throw new Error('nobody was let in');
  releaseWaiting(stream);
  releaseWaiting(stream);
  expect(await open('a')).toBeInstanceOf(WebSocket);
  expect(await open('a')).toBe(429);
  const [last] = waiting.slice(-1);
  if (last instanceof WebSocket) last.terminate();
  await expect.poll(() => open('a')).toBeInstanceOf(WebSocket);
});

test('who is refused for another reason has taken no place', async () => {
  isDraining = true;
  for (let n = 0; n < 5; n++) expect(await open('c')).toBe(503);
  isDraining = false;
  expect(await open('c')).toBeInstanceOf(WebSocket);
});

/** Server side of the socket of each network; every message is answered. */
const served = new Map<string, WebSocket>();
const answer = Buffer.alloc(60_000);
wss.on('connection', (client, { headers }) => {
  served.set(String(headers['x-network']), client);
  client.on('message', () => {
    client.send(answer);
  });
});

test('who asks on and on and reads no answer is cut, whoever reads is not', async () => {
  const deaf = await open('d');
  const reader = await open('e');
  if (!(deaf instanceof WebSocket) || !(reader instanceof WebSocket)) throw new Error('both must be let in');
  deaf.pause();
  const isOpen = (network: string): boolean => served.get(network)?.readyState === WebSocket.OPEN;
  // The kernel, too, buffers some megabytes for a client that does not read.
  for (let n = 0; n < 500 && isOpen('d'); n++) {
    for (const client of [deaf, reader]) client.send('and?');
    await once(reader, 'message');
  }
  expect([isOpen('d'), isOpen('e')]).toEqual([false, true]);
});

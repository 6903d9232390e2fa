import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { type Door, openDoor } from '../harness/door.ts';
import { atEnd } from '../harness/ending.ts';

/** Server on loopback in place of a push service or an SMS gateway, behind a door that answers 429 while it is busy. */
interface OutsideService {
  readonly origin: string;
  readonly door: Door;
  /** Number of messages that it took for each device or number. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Answer of a service; `Infinity` as status: none, although it takes the message. */
export interface OutsideReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds until the answer. */
  readonly afterMs?: number;
}

/** Answer of the busy door: the pause for which the service asks, in seconds. */
const busy = 'HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n';

/** Starts a push service that takes everything and counts the messages for each path. */
export function startPushService(): Promise<OutsideService> {
  return startService((path) => Promise.resolve({ to: path, status: 201, body: '' }));
}

/** SMS gateway whose behaviour changes. */
export interface Gateway extends OutsideService {
  reply: OutsideReply;
}

/** Path at which the gateway takes messages: JSON with the fields `to` and `ref`. */
const gatewayPath = '/messages';

/** Starts an SMS gateway that counts the messages for each number; it takes those to which it answers 200 or nothing. */
export async function startGateway(): Promise<Gateway> {
  const taking: OutsideReply = { status: 200 };
  const gateway = { reply: taking };
  const service = await startService(async (_path, read) => {
    const { to = '', ref = '' } = (await read()) as { to?: string; ref?: string };
    return { to, body: JSON.stringify({ id: ref, price: '0.075' }), ...gateway.reply };
  });
  return Object.assign(gateway, service);
}

interface Reply extends OutsideReply {
  readonly to: string;
  readonly body: string;
}

async function startService(
  receive: (path: string, read: () => Promise<unknown>) => Promise<Reply>,
): Promise<OutsideService> {
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    void receive(request.url ?? '', () => json(request)).then(({ to, status, headers, body, afterMs = 0 }) => {
      request.resume();
      if (status < 300 || status === Infinity) counts.set(to, (counts.get(to) ?? 0) + 1);
      if (status !== Infinity) setTimeout(() => response.writeHead(status, headers ?? {}).end(body), afterMs);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const door = await openDoor((server.address() as AddressInfo).port, (socket) => {
    socket.end(busy);
  });
  return { origin: `http://127.0.0.1:${door.port}`, door, counts };
}

/** Value of SMS_GATEWAY. */
export function templateFor({ origin }: Gateway): string {
  return JSON.stringify({
    kind: 'http',
    method: 'POST',
    url: origin + gatewayPath,
    body: { to: '{to}', ref: '{token}' },
    sent: { id: '/id', price: '/price' },
  });
}

/** Compares what a service took with one message for each receiver and round. */
export function countTaken(
  { counts }: OutsideService,
  receivers: readonly string[],
  rounds: number,
): { readonly lost: number; readonly repeats: number } {
  const taken = receivers.map((receiver) => counts.get(receiver) ?? 0);
  return {
    lost: taken.reduce((sum, count) => sum + Math.max(0, rounds - count), 0),
    repeats: taken.reduce((sum, count) => sum + Math.max(0, count - rounds), 0),
  };
}

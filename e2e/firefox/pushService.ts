import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';
import { isSigned } from '../../server/demo/pushService.ts';

/** Message as the server of the town handed it over. */
export interface HandedOver {
  /** Path of the subscription. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** Whether the signature of VAPID is genuine, for this service and for the key with which the browser subscribed. */
  readonly isSigned: boolean;
}

/** Message of Firefox to its push service, a JSON text. */
interface Said {
  readonly messageType?: string;
  readonly channelID?: string;
  readonly key?: string;
  readonly updates?: readonly { readonly code?: number }[];
}

interface Channel {
  /** Id that Firefox chose; undefined: the messages are only kept. */
  readonly id?: string;
  /** Public key of VAPID with which the browser subscribed. */
  readonly key: string;
  readonly send?: (message: object) => void;
}

function newPath(): string {
  return `/wpush/v2/${randomBytes(16).toString('base64url')}`;
}

export type PushService = Awaited<ReturnType<typeof startPushService>>;

/**
 * Push service on loopback, in place of that of Mozilla: Firefox connects to it by WebSocket, and the town hands messages
 * over by HTTP.
 */
export async function startPushService() {
  const channels = new Map<string, Channel>();
  const handedOver: HandedOver[] = [];
  const acknowledged: number[] = [];
  const server = createServer((request, response) => {
    void receive(request).then((status) => response.writeHead(status, { location: request.url ?? '/' }).end());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function receive(request: IncomingMessage): Promise<number> {
    const channel = channels.get(request.url ?? '');
    const body = await buffer(request);
    if (channel === undefined) return 404;
    const signed = isSigned(request.headers.authorization ?? '', `http://${host}`, channel.key);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    handedOver.push({ path: request.url ?? '', headers, body, isSigned: signed });
    if (!signed) return 401;
    channel.send?.({
      messageType: 'notification',
      channelID: channel.id,
      version: randomUUID(),
      ttl: Number(headers.ttl),
      data: body.toString('base64url'),
      headers: { encoding: 'aes128gcm' },
    });
    return 201;
  }

  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    const send = (message: object): void => {
      socket.send(JSON.stringify(message));
    };
    socket.on('message', (data: Buffer) => {
      const said = JSON.parse(data.toString()) as Said;
      const { messageType, channelID = '', key = '' } = said;
      if (messageType === undefined) send({});
      if (messageType === 'hello')
        send({
          messageType,
          status: 200,
          uaid: randomUUID().replaceAll('-', ''),
          use_webpush: true,
          broadcasts: {},
        });
      if (messageType === 'register') {
        const path = newPath();
        channels.set(path, { id: channelID, key: key.replace(/=+$/, ''), send });
        send({ messageType, status: 200, channelID, pushEndpoint: `http://${host}${path}` });
      }
      if (messageType === 'unregister') send({ messageType, status: 200, channelID });
      if (messageType === 'ack') acknowledged.push(...(said.updates ?? []).map(({ code = 0 }) => code));
    });
  });

  return {
    host,
    /** Address for the preference `dom.push.serverURL`. */
    url: `ws://${host}/`,
    handedOver,
    /** Codes with which Firefox acknowledged messages; 100: it could decrypt the message. */
    acknowledged,
    /** Adds a subscription without a browser; returns its endpoint. */
    subscribe(key: string): string {
      const path = newPath();
      channels.set(path, { key });
      return `http://${host}${path}`;
    },
    stop() {
      sockets.close();
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
    },
  };
}

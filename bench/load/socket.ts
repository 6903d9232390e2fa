import WebSocket from 'ws';
import type { Crowd, Seat } from './crowd.ts';

/**
 * Opens a socket with a minimal implementation of the protocol, so that the client costs little and the same for every
 * server.
 */
export function openSocket(crowd: Crowd, n: number, onMessage: (operation: number, message: Buffer) => void): Seat {
  const socket = new WebSocket(`ws://127.0.0.1:${crowd.port}/graphql`, 'graphql-transport-ws', {
    localAddress: addressOf(n),
    headers: headersOf(crowd, n),
    perMessageDeflate: false,
  });
  const { operations, isSpread = false } = crowd;
  const own = isSpread ? operations.slice(n % operations.length).slice(0, 1) : operations;
  let hasBegun = false;
  const opened = new Promise<void>((done, fail) => {
    socket.once('error', fail);
    socket.once('close', (code, reason) => {
      fail(new Error(`a socket was closed: ${code} ${reason.toString()}`));
    });
    socket.once('open', () => {
      socket.send('{"type":"connection_init"}');
    });
    socket.on('message', (message: Buffer) => {
      if (hasBegun) hear(message);
      else {
        hasBegun = true;
        own.forEach((payload, k) => {
          socket.send(JSON.stringify({ id: operationId(n, k), type: 'subscribe', payload }));
        });
        done();
      }
    });
  });
  function hear(message: Buffer): void {
    if (message.includes('"type":"ping"')) socket.send('{"type":"pong"}');
    else if (message.includes('"type":"error"')) throw new Error(`refused: ${message.toString()}`);
    else onMessage(own.length === 1 ? 0 : operationOf(message), message);
  }
  return {
    opened,
    close: () => {
      socket.terminate();
    },
  };
}

/** An id as long as the UUIDs of graphql-ws clients; its last part is the number of the subscription in its socket. */
function operationId(n: number, operation: number): string {
  return `${n.toString(16).padStart(8, '0')}-0000-4000-8000-${operation.toString(16).padStart(12, '0')}`;
}

function operationOf(message: Buffer): number {
  const start = message.indexOf('"id":"') + 6;
  return Number.parseInt(message.toString('latin1', start + 24, start + 36), 16);
}

/**
 * A loopback address that 250 sockets share, so that no limit per address is reached; also sent in the proxy header.
 */
export function addressOf(n: number): string {
  return `127.1.${Math.floor(n / 62_500)}.${1 + (Math.floor(n / 250) % 250)}`;
}

export function headersOf({ cookies }: Pick<Crowd, 'cookies'>, n: number): Record<string, string> {
  const cookie = cookies?.[n % cookies.length];
  return { 'x-forwarded-for': addressOf(n), ...(cookie !== undefined && { cookie }) };
}

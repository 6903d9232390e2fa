import { request } from 'node:http';
import type { Crowd, Seat } from './crowd.ts';
import { addressOf, headersOf } from './socket.ts';

/** Opens one subscription as a stream of server-sent events; an empty line ends an event. */
export function openStream(crowd: Crowd, n: number, onMessage: (operation: number, message: Buffer) => void): Seat {
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream', ...headersOf(crowd, n) };
  const target = { host: '127.0.0.1', port: crowd.port, path: '/graphql', method: 'POST' };
  const asked = request({ ...target, localAddress: addressOf(n), agent: false, headers });
  const opened = new Promise<void>((done, fail) => {
    asked.once('error', fail);
    asked.once('response', (response) => {
      if (response.statusCode !== 200) fail(new Error(`a stream was refused: ${response.statusCode}`));
      let rest: Buffer = Buffer.alloc(0);
      response.on('error', () => undefined); // the stream is cut at the end of a turn
      response.on('data', (chunk: Buffer) => {
        rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
          const event = rest.subarray(0, end);
          rest = rest.subarray(end + 2);
          if (event.includes('"pollResults"')) onMessage(0, event);
        }
      });
      done();
    });
  });
  asked.on('error', () => undefined);
  asked.end(JSON.stringify(crowd.operations[0]));
  return {
    opened,
    close: () => {
      asked.destroy();
    },
  };
}

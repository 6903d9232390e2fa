import { openAcknowledged, openRaw, type RawOptions, type RawSocket } from '../harness/raw.ts';
import { pause } from '../harness/waiting.ts';
import { type Case, type Target, viewerQuery } from './cases.ts';

const init = { type: 'connection_init' };
const subscribe = (id: string, query = viewerQuery) => ({ id, type: 'subscribe', payload: { query } });

/** Cases from the upgrade to the acknowledgement, and everything that ends a socket. */
export const handshakeCases: readonly Case[] = [
  closes('no subprotocol', /^(refused|4406)/, [], { protocols: [] }),
  closes('an unknown subprotocol', /^(refused|4406)/, [], { protocols: ['graphql-ws'] }),
  {
    name: 'no init within 2 s',
    expected: /^4408 after (1[89]|2\d)00 ms$/,
    run: async (target) => {
      const socket = await open(target);
      const started = performance.now();
      const closing = await socket.closing();
      return `${closing?.code} after ${Math.round((performance.now() - started) / 100) * 100} ms`;
    },
  },
  closes('second init after the acknowledgement', '4429', [init, pause, init]),
  closes('second init while the first is pending', '4429', [init, init]),
  closes('subscribe before the acknowledgement', '4401', [subscribe('1')]),
  closes('text that is not JSON', '4400', [init, pause, '{"type":']),
  closes('JSON that is no message', '4400', [init, pause, '[]']),
  closes('an unknown type', '4400', [init, pause, { type: 'start', id: '1' }]),
  closes('subscribe without an id', '4400', [init, pause, { type: 'subscribe', payload: { query: viewerQuery } }]),
  closes('subscribe without a query', '4400', [init, pause, { type: 'subscribe', id: '1', payload: {} }]),
  {
    name: 'an active id again',
    expected: '4409',
    run: async ({ port, poll, nobody }) => {
      const socket = await openAcknowledged(port, nobody());
      const query = `subscription { pollResults(pollId: "${poll.id}") { __typename } }`;
      socket.send(subscribe('1', query));
      await socket.next(({ type }) => type === 'next');
      socket.send(subscribe('1', query));
      return codeOf(socket);
    },
  },
  {
    name: 'an active id again while the first is prepared',
    expected: '4409',
    run: async ({ port, poll, nobody }) => {
      const socket = await openAcknowledged(port, nobody());
      const query = `subscription { pollResults(pollId: "${poll.id}") { __typename } }`; // does not end by itself
      socket.send(subscribe('1', query));
      socket.send(subscribe('1', query));
      return codeOf(socket);
    },
  },
  closes('a message of more than 64 KiB', '1009', [
    init,
    pause,
    subscribe('1', `{ viewer { id } } #${'x'.repeat(65_536)}`),
  ]),
  {
    name: 'a page of a foreign origin, which has no session whatever cookies come along',
    expected: 'open',
    run: async ({ port, nobody }) =>
      describe(await openRaw(port, { client: nobody(), origin: 'https://evil.example' })),
  },
  {
    name: 'a page of our own origin',
    expected: 'open',
    run: async ({ port, nobody }) =>
      describe(await openRaw(port, { client: nobody(), origin: `http://127.0.0.1:${port}` })),
  },
  {
    name: 'a path that is not ours',
    expected: 'refused 404',
    run: ({ port }) => rawUpgrade(port, '/other'),
  },
  {
    name: 'ping with payload before and after the acknowledgement; a pong nobody asked for',
    expected: 'pong {"n":1}, connection_ack, pong {"n":2}, still open',
    run: async (target) => {
      const socket = await open(target);
      socket.send({ type: 'ping', payload: { n: 1 } });
      const before = await socket.next(({ type }) => type === 'pong');
      socket.send(init);
      const ack = await socket.next(({ type }) => type === 'connection_ack');
      socket.send({ type: 'pong', payload: { n: 9 } });
      socket.send({ type: 'ping', payload: { n: 2 } });
      const after = await socket.next(({ type }) => type === 'pong');
      const pongs = [before, after].map((pong) => `pong ${JSON.stringify(pong?.payload)}`);
      const isOpen = socket.isOpen() ? 'still open' : 'closed';
      socket.close();
      return `${pongs[0]}, ${ack?.type}, ${pongs[1]}, ${isOpen}`;
    },
  },
  {
    name: 'the 11th socket of one person',
    expected: '10 open, then 4403',
    run: async ({ port, stage }) => {
      const person = stage.town.people[0]!;
      const sockets = [];
      for (let n = 0; n < 10; n++) sockets.push(await openAcknowledged(port, person));
      const eleventh = await openRaw(port, { client: person });
      if (typeof eleventh === 'number') return `refused ${eleventh}`;
      eleventh.send(init);
      const code = await codeOf(eleventh);
      const isOpen = sockets.filter((socket) => socket.isOpen()).length;
      for (const socket of sockets) socket.close();
      await Promise.all(sockets.map((socket) => socket.closing()));
      return `${isOpen} open, then ${code}`;
    },
  },
];

type Step = object | string | typeof pause;

/**
 * Sends the steps (`pause`: waits for the acknowledgement); the outcome is the code with which the socket was closed.
 */
function closes(
  name: string,
  expected: string | RegExp,
  steps: readonly Step[],
  options: Partial<RawOptions> = {},
): Case {
  return {
    name,
    expected,
    run: async (target) => {
      const socket = await openRaw(target.port, { client: target.nobody(), ...options }).catch(() => 0);
      if (typeof socket === 'number') return `refused ${socket}`;
      for (const step of steps) {
        if (step === pause) await socket.next(({ type }) => type === 'connection_ack');
        else socket.send(step);
      }
      return codeOf(socket);
    },
  };
}

async function open({ port, nobody }: Target): Promise<RawSocket> {
  const socket = await openRaw(port, { client: nobody() });
  if (typeof socket === 'number') throw new Error(`upgrade refused: ${socket}`);
  return socket;
}

async function codeOf(socket: RawSocket): Promise<string> {
  const closing = await socket.closing();
  if (closing === undefined) socket.close();
  return closing === undefined ? 'not closed' : String(closing.code);
}

function describe(socket: RawSocket | number): string {
  if (typeof socket === 'number') return `refused ${socket}`;
  socket.close();
  return 'open';
}

async function rawUpgrade(port: number, path: string): Promise<string> {
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, 'graphql-transport-ws');
  return new Promise((done) => {
    socket.once('open', () => {
      socket.close();
      done('open');
    });
    socket.once('unexpected-response', (_request, response) => {
      done(`refused ${response.statusCode}`);
      response.destroy();
    });
    socket.on('error', () => undefined);
  });
}

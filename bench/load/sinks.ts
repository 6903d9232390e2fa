import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { answerCalls } from '../harness/calls.ts';

/** Kinds of messages that the sinks take. */
export type Sunk = 'mail' | 'push' | 'sms';

/** Messages of a kind that a sink has accepted since it was emptied. */
export interface Taken {
  readonly count: number;
  /** Time of the newest, by Date.now(); 0: none. */
  readonly lastAt: number;
}

/** Ports of the sinks on loopback. */
export type SinkPorts = Readonly<Record<Sunk, number>>;

const nothing: Readonly<Record<Sunk, Taken>> = {
  mail: { count: 0, lastAt: 0 },
  push: { count: 0, lastAt: 0 },
  sms: { count: 0, lastAt: 0 },
};
let taken = nothing;

function take(kind: Sunk): number {
  const count = taken[kind].count + 1;
  taken = { ...taken, [kind]: { count, lastAt: Date.now() } };
  return count;
}

/**
 * A mail server, a push service and an SMS gateway that accept everything and keep nothing, so that they are never what is
 * measured.
 */
const calls = {
  async open(_: undefined): Promise<SinkPorts> {
    const push = answering(() => {
      take('push');
      return { status: 201, body: '' };
    });
    const sms = answering(() => ({ status: 200, body: JSON.stringify({ id: `sms-${take('sms')}`, price: 0.07 }) }));
    return {
      mail: await listen(createServer({ noDelay: true }, takeMails)),
      push: await listen(push),
      sms: await listen(sms),
    };
  },
  empty(_: undefined): void {
    taken = nothing;
  },
  taken: (_: undefined) => taken,
};

/** HTTP server that reads each request to its end before it answers. */
function answering(answer: () => { readonly status: number; readonly body: string }): Server {
  const server = createHttpServer((request, response) => {
    request.resume().on('end', () => {
      const { status, body } = answer();
      response.writeHead(status, { 'content-length': Buffer.byteLength(body) }).end(body);
    });
  });
  server.keepAliveTimeout = 60_000;
  return server;
}

export type SinkCalls = typeof calls;

function listen(server: Server): Promise<number> {
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port)));
}

/** The part of SMTP (RFC 5321) that senders use who wait for each answer. */
function takeMails(socket: Socket): void {
  let rest = '';
  let isText = false;
  const say = (line: string): boolean => socket.write(`${line}\r\n`);
  say('220 sink');
  socket.setEncoding('latin1');
  socket.on('error', () => undefined); // the sender was ended
  socket.on('data', (chunk: string) => {
    rest += chunk;
    if (isText) {
      if (!rest.endsWith('\r\n.\r\n')) return;
      isText = false;
      rest = '';
      take('mail');
      say('250 accepted');
      return;
    }
    if (!rest.endsWith('\r\n')) return;
    const verb = rest.slice(0, 4).toUpperCase();
    rest = '';
    if (verb === 'DATA') isText = true;
    say(verb === 'DATA' ? '354 go on' : verb === 'QUIT' ? '221 bye' : '250 sink');
  });
}

answerCalls(calls);

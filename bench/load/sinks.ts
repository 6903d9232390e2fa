import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { answerCalls } from '../harness/calls.ts';

/** Mails and pushes that the sinks have accepted since they were emptied. */
export interface Taken {
  readonly mails: number;
  readonly pushes: number;
  /** Time of the newest, by Date.now(); 0: none. */
  readonly lastAt: number;
}

/** Ports of the sinks on loopback. */
export interface SinkPorts {
  readonly mail: number;
  readonly push: number;
}

let taken: Taken = { mails: 0, pushes: 0, lastAt: 0 };

/** A mail server and a push service that accept everything and keep nothing, so that they are never what is measured. */
const calls = {
  async open(_: undefined): Promise<SinkPorts> {
    const mail = createServer({ noDelay: true }, takeMails);
    const push = createHttpServer((request, response) => {
      request.resume().on('end', () => {
        taken = { ...taken, pushes: taken.pushes + 1, lastAt: Date.now() };
        response.writeHead(201, { location: '/', 'content-length': 0 }).end();
      });
    });
    push.keepAliveTimeout = 60_000;
    return { mail: await listen(mail), push: await listen(push) };
  },
  empty(_: undefined): void {
    taken = { mails: 0, pushes: 0, lastAt: 0 };
  },
  taken: (_: undefined): Taken => taken,
};
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
      taken = { ...taken, mails: taken.mails + 1, lastAt: Date.now() };
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

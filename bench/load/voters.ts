import { Agent, request, type RequestOptions } from 'node:http';
import WebSocket from 'ws';
import { median, quantile } from '../../faults/harness/scenario.ts';
import { answerCalls } from '../harness/calls.ts';
import { headersOf } from './socket.ts';

/** Requests of many people, `atOnce` at a time; `variables` has one entry per request. */
export interface Election {
  readonly port: number;
  readonly cookies: readonly string[];
  /** Body of the request without its variables: the query, or the hash of a persisted document. */
  readonly asked: object;
  readonly variables: readonly object[];
  readonly atOnce: number;
  /** Text that every answer contains unless it is a refusal. */
  readonly expected: string;
}
export interface Turnout {
  readonly ms: number;
  readonly counted: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  /** The first three answers without the expected text. */
  readonly refusals: readonly string[];
}

/** Requests for one file by as many addresses of the network, `atOnce` at a time. */
export interface FileReading {
  readonly port: number;
  readonly path: string;
  readonly count: number;
  readonly atOnce: number;
  /** Length of the file in bytes; answers of another length are refusals. */
  readonly bytes: number;
}

let sockets: WebSocket[] = [];
const agent = new Agent({ keepAlive: true });

const calls = {
  /** Opens all sockets before the measurement, so that only votes are measured. */
  async open({ port, cookies }: Pick<Election, 'port' | 'cookies'>): Promise<void> {
    await inTurns(cookies.length, 64, async (n) => {
      sockets[n] = await connect(port, n, cookies);
    });
  },
  overSockets: (election: Election): Promise<Turnout> =>
    elect(election, (n, body) => ask(sockets[n], `{"id":"${n}","type":"subscribe","payload":${body}}`)),
  overHttp: (election: Election): Promise<Turnout> => elect(election, (n, body) => post(election, n, body)),
  readFile({ port, path, count, atOnce, bytes }: FileReading): Promise<Turnout> {
    const get = (n: number): Promise<string> => answerTo({ port, path, headers: headersOf({}, n) });
    return measure({ count, atOnce }, get, (answer) => Buffer.byteLength(answer) === bytes);
  },
  close(_: undefined): void {
    for (const socket of sockets) socket.terminate();
    sockets = [];
  },
};

export type VoterCalls = typeof calls;
answerCalls(calls);

function elect(election: Election, vote: (n: number, body: string) => Promise<string>): Promise<Turnout> {
  const { asked, variables, atOnce, expected } = election;
  const body = (n: number): string => JSON.stringify({ ...asked, variables: variables[n] });
  return measure(
    { count: variables.length, atOnce },
    (n) => vote(n, body(n)),
    (answer) => answer.includes(expected),
  );
}

async function measure(
  { count, atOnce }: { readonly count: number; readonly atOnce: number },
  request: (n: number) => Promise<string>,
  isExpected: (answer: string) => boolean,
): Promise<Turnout> {
  const times: number[] = [];
  const refusals: string[] = [];
  const started = performance.now();
  await inTurns(count, atOnce, async (n) => {
    const begun = performance.now();
    const answer = await request(n);
    times.push(performance.now() - begun);
    if (!isExpected(answer)) refusals.push(answer);
  });
  const ms = performance.now() - started;
  const counted = times.length - refusals.length;
  return { ms, counted, medianMs: median(times), p99Ms: quantile(times, 0.99), refusals: refusals.slice(0, 3) };
}

async function inTurns(count: number, atOnce: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) await work(n);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function connect(port: number, n: number, cookies: readonly string[]): Promise<WebSocket> {
  const options = { headers: headersOf({ cookies }, n), perMessageDeflate: false };
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', options);
  return new Promise((done, fail) => {
    socket.once('error', fail).once('open', () => {
      socket.send('{"type":"connection_init"}');
    });
    socket.once('message', () => {
      done(socket);
    });
  });
}

/** Resolves to the first message that is no ping. The "complete" that follows is ignored. */
function ask(socket: WebSocket | undefined, message: string): Promise<string> {
  return new Promise((done, fail) => {
    if (socket === undefined) throw new Error('the socket was not opened');
    socket.once('close', () => {
      fail(new Error('a socket was closed'));
    });
    socket.on('message', (data: Buffer) => {
      if (!data.includes('"type":"ping"')) done(data.toString());
    });
    socket.send(message);
  });
}

function post({ port, cookies }: Election, n: number, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json', ...headersOf({ cookies }, n) };
  return answerTo({ port, path: '/graphql', method: 'POST', headers }, body);
}

function answerTo(options: RequestOptions, body?: string): Promise<string> {
  return new Promise((done, fail) => {
    const asked = request({ host: '127.0.0.1', agent, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.once('end', () => {
        done(text);
      });
    });
    asked.once('error', fail).end(body);
  });
}

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { sevenGateway } from '../kernel/config.sms.ts';

/** SMS that a gateway took. */
export interface LoopbackSms {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly from: string;
  readonly token: string;
}

/** Answer of the gateway instead of taking the message; `Infinity` as status: none, although it takes the message. */
export interface SmsRefusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Price that the gateway asks for each message, in euros. */
const price = 0.08;

/**
 * SMS gateway on loopback. `/api/sms` takes forms as seven.io does and answers 900 to other keys; `/messages/<number>`
 * takes JSON with a password in a header, as many others do. `take` gets each message and may refuse it.
 */
export async function startLoopbackGateway(take: (sms: LoopbackSms) => Promise<SmsRefusal | undefined>) {
  const server = createServer((request, response) => {
    void receive(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readText(request);
    const isSeven = request.url === '/api/sms';
    if (!isAllowed(request)) return void response.writeHead(isSeven ? 200 : 401).end(isSeven ? '900' : '');
    const sms = isSeven ? readForm(body) : readJson(request.url ?? '', body);
    const refusal = await take(sms);
    if (refusal?.status === Infinity) return;
    if (refusal !== undefined) response.writeHead(refusal.status, refusal.headers ?? {}).end(refusal.body ?? '');
    else response.end(JSON.stringify(isSeven ? sevenAnswer(sms) : { message: { uid: sms.id }, cost: String(price) }));
  }

  return {
    /** Host in the form of OUTSIDE_HOSTS. */
    host,
    server,
    seven: sevenGateway('key-1', `http://${host}`),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function isAllowed({ url, headers }: IncomingMessage): boolean {
  return url === '/api/sms' ? headers['x-api-key'] === 'key-1' : headers.authorization === 'Bearer key-1';
}

function readForm(body: string): LoopbackSms {
  const form = new URLSearchParams(body);
  const of = (name: string): string => form.get(name) ?? '';
  return { id: randomUUID(), to: of('to'), text: of('text'), from: of('from'), token: of('foreign_id') };
}

function readJson(path: string, body: string): LoopbackSms {
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  const { content, sender } = JSON.parse(body) as { readonly content: string; readonly sender: string };
  const to = decodeURIComponent(pathname.slice('/messages/'.length));
  return { id: randomUUID(), to, text: content, from: sender, token: searchParams.get('ref') ?? '' };
}

function sevenAnswer({ id, to, from, text }: LoopbackSms): object {
  const message = { id, recipient: to, sender: from, text, encoding: 'gsm', parts: 1, price, success: true };
  return {
    success: '100',
    total_price: price,
    balance: 12.5,
    messages: [{ ...message, error: null, error_text: null }],
  };
}

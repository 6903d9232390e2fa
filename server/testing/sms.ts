import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { environment } from '../kernel/config.ts';
import { type SmsGateway, sevenGateway } from '../kernel/config.sms.ts';
import type { Data } from './client.ts';

/** SMS that a gateway took. */
export interface TestSms {
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

export type SmsService = Awaited<ReturnType<typeof startSmsService>>;

/** Price that the gateway asks for each message, in euros. */
const price = 0.08;

/**
 * SMS gateway on loopback. `/api/sms` takes forms as seven.io does and answers 900 to other keys; `/messages/<number>`
 * takes JSON with a password in a header, as many others do.
 */
export async function startSmsService() {
  const taken: TestSms[] = [];
  const connections = new Set<object>();
  const service = { refusalOf: (_sms: TestSms): SmsRefusal | undefined => undefined, mostAtOnce: 0 };
  let atOnce = 0;

  const server = createServer((request, response) => {
    connections.add(request.socket);
    service.mostAtOnce = Math.max(service.mostAtOnce, ++atOnce);
    void receive(request, response).finally(() => {
      atOnce -= 1;
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readText(request);
    const isSeven = request.url === '/api/sms';
    if (!isAllowed(request)) return void response.writeHead(isSeven ? 200 : 401).end(isSeven ? '900' : '');
    const sms = isSeven ? readForm(body) : readJson(request.url ?? '', body);
    const refusal = service.refusalOf(sms);
    if (refusal === undefined || refusal.status === Infinity) taken.push(sms);
    if (refusal?.status === Infinity) return;
    if (refusal !== undefined) response.writeHead(refusal.status, refusal.headers ?? {}).end(refusal.body ?? '');
    else response.end(JSON.stringify(isSeven ? sevenAnswer(sms) : { message: { uid: sms.id }, cost: String(price) }));
  }

  return Object.assign(service, {
    /** Host in the form of OUTSIDE_HOSTS. */
    host,
    taken,
    /** Number of connections that the server opened. */
    connections,
    seven: sevenGateway('key-1', `http://${host}`),
    generic: readGateway({
      kind: 'http',
      method: 'POST',
      url: `http://${host}/messages/{to}?ref={token}`,
      headers: { Authorization: 'Bearer key-1', 'Content-Type': 'application/json' },
      body: '{"content": "{text}", "sender": "{from}"}',
      sent: { id: '/message/uid', price: '/cost' },
      receipt: { id: '/uid', state: '/status', states: { delivered: 'DELIVERED', failed: 'PERMANENT' } },
    }),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}

function isAllowed({ url, headers }: IncomingMessage): boolean {
  return url === '/api/sms' ? headers['x-api-key'] === 'key-1' : headers.authorization === 'Bearer key-1';
}

function readForm(body: string): TestSms {
  const form = new URLSearchParams(body);
  const of = (name: string): string => form.get(name) ?? '';
  return { id: randomUUID(), to: of('to'), text: of('text'), from: of('from'), token: of('foreign_id') };
}

function readJson(path: string, body: string): TestSms {
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  const { content, sender }: Data = JSON.parse(body);
  const to = decodeURIComponent(pathname.slice('/messages/'.length));
  return { id: randomUUID(), to, text: content, from: sender, token: searchParams.get('ref') ?? '' };
}

function sevenAnswer({ id, to, from, text }: TestSms): object {
  const message = { id, recipient: to, sender: from, text, encoding: 'gsm', parts: 1, price, success: true };
  return {
    success: '100',
    total_price: price,
    balance: 12.5,
    messages: [{ ...message, error: null, error_text: null }],
  };
}

/** Gateway of a value of SMS_GATEWAY. */
export function readGateway(value: object): SmsGateway {
  const gateway = environment.shape.SMS_GATEWAY.parse(JSON.stringify(value));
  if (gateway === undefined) throw new Error('no gateway');
  return gateway;
}

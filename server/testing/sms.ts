import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { environment } from '../kernel/config.ts';
import { type SmsGateway, sevenGateway } from '../kernel/config.sms.ts';
import { lockText } from '../kernel/secrets.ts';
import { codeOf } from '../notification/sms/notification.number.rules.ts';
import { hashAddress } from '../recipient/recipient.service.ts';
import type { Place, Somebody } from './builders.ts';
import type { Data } from './client.ts';
import type { TestServer } from './server.ts';

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
  const service = {
    refusalOf: (_sms: TestSms): SmsRefusal | undefined => undefined,
    /** Milliseconds that each answer takes. */
    delayMs: 0,
    /** Highest number of requests at one moment. */
    mostAtOnce: 0,
  };
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
    await pause(service.delayMs);
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

let numbers = 0;

/** Gives somebody a confirmed mobile number, which nobody else has; returns it and the id of its contact. */
export async function givenNumber({ services }: TestServer, { personId }: Somebody) {
  const id = randomUUID();
  const number = `+49151${String(10_000_000 + ++numbers)}`;
  await services.em
    .fork()
    .execute(
      `insert into contact (id, recipient_id, channel, address, address_hash, verified_at) values (?, ?, 'SMS', ?, ?, now())`,
      [id, personId, lockText(services.secret, id, number), hashAddress(services, number)],
    );
  return { id, number };
}

/** Gives somebody a number that is not confirmed yet; returns the id of its contact and the code. */
export async function givenCode(app: TestServer, who: Somebody) {
  const { id } = await givenNumber(app, who);
  const messageId = randomUUID();
  const em = app.services.em.fork();
  await em.execute('update contact set verified_at = null where id = ?', [id]);
  await em.execute(
    `insert into number_code (contact_id, message_id, expires_at) values (?, ?, now() + interval '1 hour')`,
    [id, messageId],
  );
  return { id, code: codeOf(app.services.secret, messageId) };
}

/** Sets what the town sends by SMS; the budget in cents. */
export async function setSmsOf({ services }: TestServer, { municipalityId }: Place, mode: string, budgetCents: number) {
  await services.em.fork().execute(
    `insert into sms_settings (municipality_id, mode, budget) values (?, ?, ?)
     on conflict (municipality_id) do update set mode = excluded.mode, budget = excluded.budget`,
    [municipalityId, mode, 100 * budgetCents],
  );
}

/** Lets an interest reach people by SMS at once. */
export async function chooseSms(
  { services }: TestServer,
  people: readonly Somebody[],
  interest: string,
  groupId?: string,
) {
  for (const { personId } of people)
    await services.em.fork().execute(
      `insert into preference (id, recipient_id, interest, group_id, channel, mode)
       values (gen_random_uuid(), ?, ?, ?, 'SMS', 'NOW')`,
      [personId, interest, groupId ?? null],
    );
}

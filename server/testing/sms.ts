import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type LoopbackSms, type SmsRefusal, startLoopbackGateway } from '../demo/smsGateway.ts';
import { environment } from '../kernel/config.ts';
import type { SmsGateway } from '../kernel/config.sms.ts';
import { lockText } from '../kernel/secrets.ts';
import { codeOf } from '../notification/sms/notification.number.rules.ts';
import { hashAddress } from '../recipient/recipient.service.ts';
import type { Place, Somebody } from './builders.ts';
import type { TestServer } from './server.ts';

export type SmsService = Awaited<ReturnType<typeof startSmsService>>;

/** SMS gateway of the demo, which keeps all messages for tests and can be slow or refuse. */
export async function startSmsService() {
  const taken: LoopbackSms[] = [];
  const connections = new Set<object>();
  const service = {
    refusalOf: (_sms: LoopbackSms): SmsRefusal | undefined => undefined,
    /** Milliseconds that each answer takes. */
    delayMs: 0,
    /** Highest number of requests at one moment. */
    mostAtOnce: 0,
  };
  let atOnce = 0;
  const { host, server, seven, stop } = await startLoopbackGateway(async (sms) => {
    service.mostAtOnce = Math.max(service.mostAtOnce, ++atOnce);
    await pause(service.delayMs);
    atOnce -= 1;
    const refusal = service.refusalOf(sms);
    if (refusal === undefined || refusal.status === Infinity) taken.push(sms);
    return refusal;
  });
  server.on('request', ({ socket }) => connections.add(socket));
  return Object.assign(service, {
    /** Host in the form of OUTSIDE_HOSTS. */
    host,
    taken,
    /** Number of connections that the server opened. */
    connections,
    seven,
    generic: readGateway({
      kind: 'http',
      method: 'POST',
      url: `http://${host}/messages/{to}?ref={token}`,
      headers: { Authorization: 'Bearer key-1', 'Content-Type': 'application/json' },
      body: '{"content": "{text}", "sender": "{from}"}',
      sent: { id: '/message/uid', price: '/cost' },
      receipt: { id: '/uid', state: '/status', states: { delivered: 'DELIVERED', failed: 'PERMANENT' } },
    }),
    stop,
  });
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

/** Gives each of many people a confirmed number by one statement; returns the numbers by the id of the person. */
export async function givenNumbers(
  { services }: TestServer,
  people: readonly Somebody[],
): Promise<Map<string, string>> {
  const rows = people.map(({ personId }) => {
    const id = randomUUID();
    const number = `+49151${String(10_000_000 + ++numbers)}`;
    return { id, personId, number, locked: lockText(services.secret, id, number), hash: hashAddress(services, number) };
  });
  await services.em.fork().execute(
    `insert into contact (id, recipient_id, channel, address, address_hash, verified_at)
     select id, "personId", 'SMS', locked, hash, now()
     from json_to_recordset(?::json) as r(id uuid, "personId" uuid, locked text, hash text)`,
    [JSON.stringify(rows)],
  );
  return new Map(rows.map(({ personId, number }) => [personId, number]));
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

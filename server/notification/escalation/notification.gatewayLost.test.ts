import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoopbackSms, startLoopbackGateway } from '../../demo/smsGateway.ts';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { defineDomain } from '../../kernel/domain.ts';
import { write } from '../../kernel/events.ts';
import { defineMessage, enqueueMessage, type MessageContribution } from '../../kernel/message.ts';
import { givenPeople, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { endPauses, givenGroupOf } from '../../testing/news.ts';
import { givenPhone } from '../../testing/phones.ts';
import { type PushService, startPushService } from '../../testing/push.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { givenNumber, setSmsOf } from '../../testing/sms.ts';
import { substitute } from './notification.substitute.service.ts';

/** Message by SMS and push to the members of a group, its subject. */
function plant(options: Pick<MessageContribution, 'kind' | 'class' | 'escalate'>): MessageContribution {
  const text = options.kind;
  return defineMessage({
    ...options,
    description: 'A message of the test.',
    interest: 'OWN_REPORTS',
    module: null,
    audience: `select b.person_id as recipient_id, null::uuid as group_id from membership b where b.group_id = m.subject_id`,
    inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
    mail: 'NONE',
    push: () => Promise.resolve({ title: text, body: '', page: '' }),
    sms: () => Promise.resolve({ text, page: null }),
  });
}
const outage = plant({ kind: 'OUTAGE', class: 'PERSONAL', escalate: { step: 'SUBSTITUTE' } });
const control = plant({ kind: 'CONTROL', class: 'PERSONAL' });
const alarm = plant({ kind: 'ALARM', class: 'EMERGENCY' });

/** Gateway that dies with the tenth SMS of a kind, in the middle of the answers, and can come back. */
const taken: LoopbackSms[] = [];
let diesOf = '';
type Gateway = Awaited<ReturnType<typeof startLoopbackGateway>>;
let gateway: Gateway;
function take(sms: LoopbackSms): Promise<undefined> {
  taken.push(sms);
  if (sms.text === diesOf && numbersOf(diesOf).length === 10) {
    gateway.server.close();
    gateway.server.closeAllConnections();
  }
  return Promise.resolve(undefined);
}
const numbersOf = (kind: string): readonly string[] => taken.flatMap(({ text, to }) => (text === kind ? [to] : []));

let app: TestServer;
let push: PushService;
let place: Place;
let group: string;
let people: readonly Somebody[];
let port: number;
const phones = new Map<string, string>();
const count = 40;

beforeAll(async () => {
  gateway = await startLoopbackGateway(take);
  ({ port } = gateway.server.address() as AddressInfo);
  push = await startPushService();
  const settings = { outsideHosts: [push.host, gateway.host], smsGateway: gateway.seven, smsPrice: 800 };
  const added = defineDomain({ name: 'planted', messages: [outage, control, alarm] });
  // A server of its own: it has messages of the test.
  app = await startTestServer(settings, 'all', [added]);
  push.vapidKey = app.services.pushKeys.publicKey;
  place = await givenPlace(app);
  await setSmsOf(app, place, 'CHOSEN', 1_000_000);
  people = await givenPeople(app, place, count);
  group = await givenGroupOf(app, place, people);
  for (const who of people) {
    const { subscription } = await givenPhone(app, push, who);
    phones.set(who.personId, new URL(subscription.endpoint).pathname);
    await givenNumber(app, who);
    await run(
      `insert into preference (id, recipient_id, interest, channel, mode) values
         (gen_random_uuid(), ?, 'OWN_REPORTS', 'SMS', 'NOW'), (gen_random_uuid(), ?, 'OWN_REPORTS', 'PUSH', 'OFF')`,
      [who.personId, who.personId],
    );
  }
  await run(`update contact set as_substitute = true, for_emergencies = false where channel = 'PUSH'`);
});
afterAll(async () => {
  await app.stop();
  push.stop();
  if (gateway.server.listening) gateway.stop();
});

const run = <Row = never>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.services.em.fork().execute(sql, [...values]);
const smsIn = (kind: string, states: string) =>
  run<{ n: number }>(
    `select count(*)::int as n from delivery d join message m on m.id = d.message_id
     where m.kind = ? and d.channel = 'SMS' and d.state in (${states})`,
    [kind],
  ).then(([row]) => row?.n ?? 0);

/** Sends a message while the gateway dies of it; returns the id of the message when every SMS has been tried. */
async function tellDuring(message: MessageContribution): Promise<string> {
  diesOf = message.kind;
  await write(forkContext(app.services, system), (tx) =>
    enqueueMessage(tx, message, { municipalityId: place.municipalityId, subjectId: group }),
  );
  const settled = async () => (await smsIn(message.kind, `'SENT'`)) + (await smsIn(message.kind, `'PENDING'`));
  const tried = async () =>
    (
      await run(
        'select from delivery d join message m on m.id = d.message_id where m.kind = ? and d.failure is not null',
        [message.kind],
      )
    ).length;
  await expect.poll(async () => (await tried()) > 0 && (await settled()) === count, { timeout: 20_000 }).toBe(true);
  const [row] = await run<{ id: string }>('select id from message where kind = ?', [message.kind]);
  return row?.id ?? expect.fail();
}

/** The gateway comes back, and the time of its pause passes. */
async function revive(kind: string): Promise<void> {
  diesOf = '';
  await new Promise<void>((done) => gateway.server.listen(port, '127.0.0.1', done));
  await endPauses(app);
  await run(`update delivery set due_at = now() where state = 'PENDING'`);
  await run(`update jobs.job set start_after = now() where name like 'notification.send.SMS%' and state = 'created'`);
  await expect.poll(() => smsIn(kind, `'SENT'`), { timeout: 20_000 }).toBe(count);
}

/** Number of people whom the message reached: by an SMS that the gateway took, or by a push. */
async function toldOf(kind: string): Promise<number> {
  const paths = new Set(
    push.pushed.filter(({ message }) => message.notification.title === kind).map(({ path }) => path),
  );
  const bySms = await run<{ who: string }>(
    `select d.recipient_id as who from delivery d join message m on m.id = d.message_id
     where m.kind = ? and d.channel = 'SMS' and d.state = 'SENT'`,
    [kind],
  );
  const ids = new Set(bySms.map(({ who }) => who));
  return people.filter(({ personId }) => ids.has(personId) || paths.has(phones.get(personId) ?? '')).length;
}

test(
  'the gateway dies half-way: an outage reaches everybody by the substitute, and each step is a row',
  { timeout: 90_000 },
  async () => {
    const messageId = await tellDuring(outage);
    const sent = await smsIn('OUTAGE', `'SENT'`);
    expect(sent).toBeLessThan(count);
    const later = { now: () => new Date(Date.now() + 5.1 * 60_000) };
    await substitute(Object.assign(forkContext(app.services, system), later), { messageId });
    await expect.poll(() => toldOf('OUTAGE'), { timeout: 20_000 }).toBe(count);
    const steps = await run<{ channel: string; because: string; n: number }>(
      'select channel, because, count(*)::int as n from escalation where message_id = ? group by 1, 2',
      [messageId],
    );
    console.log(
      `outage: ${sent} SMS before the gateway died, told ${await toldOf('OUTAGE')} of ${count}; steps`,
      steps,
    );
    expect(steps).toEqual([{ channel: 'PUSH', because: 'NOT_ACCEPTED', n: count - sent }]);
    await revive('OUTAGE');

    // Control: the same outage without the option stays unknown to those whose SMS did not leave.
    const plain = await tellDuring(control);
    await substitute(Object.assign(forkContext(app.services, system), later), { messageId: plain });
    const told = await toldOf('CONTROL');
    console.log(`control: told ${told} of ${count}`);
    expect(told).toBeLessThan(count);
    await revive('CONTROL');
  },
);

test('the SMS of an emergency leave when the gateway is back', { timeout: 60_000 }, async () => {
  await tellDuring(alarm);
  const before = await smsIn('ALARM', `'SENT'`);
  expect(before).toBeLessThan(count);
  await revive('ALARM');
  const numbers = numbersOf('ALARM');
  const repeats = numbers.length - new Set(numbers).size;
  console.log(
    `emergency: ${before} SMS before the gateway died, ${new Set(numbers).size} of ${count} after, repeats ${repeats}`,
  );
  expect(new Set(numbers).size).toBe(count);
  expect(repeats).toBeLessThanOrEqual(20); // the slots of the channel: taken, but not answered
});

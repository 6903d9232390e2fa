import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { defineDomain } from '../../kernel/domain.ts';
import { write } from '../../kernel/events.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { defineMessage, enqueueMessage, type MessageContribution } from '../../kernel/message.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import { endPauses, givenGroupOf } from '../../testing/news.ts';
import { givenPhone } from '../../testing/phones.ts';
import { type PushService, startPushService } from '../../testing/push.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { givenNumber, setSmsOf, type SmsService, startSmsService } from '../../testing/sms.ts';
import { release } from '../quiet/notification.release.service.ts';
import { takeReceipt } from '../receipt/notification.receipt.service.ts';
import { substitute } from './notification.substitute.service.ts';

/** Message to the members of a group, its subject. */
function plant(kind: string, options: Pick<MessageContribution, 'escalate' | 'isToMany'> = {}): MessageContribution {
  return defineMessage({
    kind,
    ...options,
    description: 'A message of the test.',
    class: 'PERSONAL',
    interest: 'OWN_REPORTS',
    module: null,
    audience: `select b.person_id as recipient_id, null::uuid as group_id from membership b where b.group_id = m.subject_id`,
    inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
    mail: () => Promise.resolve({ text: { subject: kind, body: ['Text'], action: '' }, values: {} }),
    push: () => Promise.resolve({ title: kind, body: '', page: '' }),
    sms: () => Promise.resolve({ text: kind, page: null }),
  });
}
const outage = plant('PLANTED_OUTAGE', { escalate: { step: 'SUBSTITUTE' }, isToMany: true });
const control = plant('PLANTED_CONTROL');

const channels = ['PUSH', 'EMAIL', 'SMS'] as const;
type Channel = (typeof channels)[number];

let app: TestServer;
let push: PushService;
let mail: MailServer;
let sms: SmsService;
let place: Place;

beforeAll(async () => {
  [push, mail, sms] = await Promise.all([startPushService(), startMailServer(), startSmsService()]);
  const settings = { smtpUrl: mail.url, outsideHosts: [push.host, sms.host], smsGateway: sms.seven, smsPrice: 800 };
  // A server of its own: it has messages of the test.
  app = await startTestServer(settings, 'all', [defineDomain({ name: 'planted', messages: [outage, control] })]);
  push.vapidKey = app.services.pushKeys.publicKey;
  place = await givenPlace(app);
  await setSmsOf(app, place, 'CHOSEN', 100_000);
});
afterEach(async () => {
  push.answerOf = () => ({ status: 201 });
  sms.refusalOf = () => undefined;
  await endPauses(app);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
  push.stop();
  sms.stop();
});

const run = <Row = never>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.services.em.fork().execute(sql, [...values]);
const ctxAt = (minutes: number) =>
  Object.assign(forkContext(app.services, system), { now: () => new Date(Date.now() + 60_000 * minutes) });

/** Gives somebody a device and a number, with these channels chosen and these ticked as substitutes. */
async function choose(who: Somebody, chosen: readonly Channel[], ticked: readonly Channel[]) {
  const phone = await givenPhone(app, push, who);
  const { number } = await givenNumber(app, who);
  for (const channel of channels) {
    const mode = chosen.includes(channel) ? 'NOW' : 'OFF';
    await run(
      `insert into preference (id, recipient_id, interest, channel, mode) values (gen_random_uuid(), ?, 'OWN_REPORTS', ?, ?)`,
      [who.personId, channel, mode],
    );
  }
  await run(
    'update contact set as_substitute = true where recipient_id = ? and channel in (select json_array_elements_text(?::json))',
    [who.personId, JSON.stringify(ticked)],
  );
  return { who, path: new URL(phone.subscription.endpoint).pathname, number };
}

async function tell(message: MessageContribution, people: readonly Somebody[]): Promise<string> {
  const subjectId = await givenGroupOf(app, place, people);
  await write(forkContext(app.services, system), (tx) =>
    enqueueMessage(tx, message, { municipalityId: place.municipalityId, subjectId }),
  );
  await settle(subjectId);
  const [row] = await run<{ id: string }>('select id from message where subject_id = ?', [subjectId]);
  return row?.id ?? expect.fail();
}

/** Waits until no job is due that is about the message, and every delivery has ended, waits for a retry or is held. */
async function settle(subjectId: string): Promise<void> {
  const open = `select from message m where m.subject_id = ? and (
    exists (select from jobs.job j where j.data->>'messageId' = m.id::text and j.state < 'completed' and j.start_after <= now())
    or not exists (select from delivery d where d.message_id = m.id)
    or exists (select from delivery d where d.message_id = m.id
      and (d.state = 'SENDING' or (d.state = 'PENDING' and d.due_at <= now()))))`;
  await expect.poll(() => run(open, [subjectId]), { timeout: 30_000, interval: 100 }).toEqual([]);
}
const settleMessage = async (id: string) =>
  settle((await run<{ subject: string }>('select subject_id as subject from message where id = ?', [id]))[0]!.subject);

interface Row {
  readonly channel: string;
  readonly state: string;
}
/** Deliveries that leave the app, in the order of the channels: "PUSH FAILED, EMAIL SENT". */
async function outcomeOf(messageId: string, { personId }: Somebody): Promise<string> {
  const rows = await run<Row>(
    `select channel, state from delivery where message_id = ? and recipient_id = ? and channel <> 'INBOX'`,
    [messageId, personId],
  );
  return channels
    .flatMap((name) => rows.filter(({ channel }) => channel === name).map(({ state }) => `${name} ${state}`))
    .join(', ');
}
const stepsOf = (messageId: string, { personId }: Somebody) =>
  run<{ channel: string; because: string }>(
    'select channel, because from escalation where message_id = ? and recipient_id = ? order by at, id',
    [messageId, personId],
  );

test(
  'a message that does not arrive goes to the next substitute, at once or after five minutes',
  { timeout: 120_000 },
  async () => {
    const people = await givenPeople(app, place, 9);
    const plans = [
      ['SMS refused, ticked all', ['SMS'], ['PUSH', 'EMAIL', 'SMS'], 'PUSH SENT, SMS FAILED', 'PUSH FAILED'],
      ['SMS refused, ticked mail', ['SMS'], ['EMAIL'], 'EMAIL SENT, SMS FAILED', 'EMAIL FAILED'],
      ['SMS refused, nothing ticked', ['SMS'], [], 'SMS FAILED', ''],
      ['device gone, ticked SMS', ['PUSH'], ['SMS'], 'PUSH FAILED, SMS SENT', 'SMS FAILED'],
      ['device gone, mail arrives', ['PUSH', 'EMAIL'], ['SMS'], 'PUSH FAILED, EMAIL SENT', ''],
      ['mail arrives', ['EMAIL'], ['PUSH', 'SMS'], 'EMAIL SENT', ''],
      ['push service away, ticked mail', ['PUSH'], ['EMAIL'], 'PUSH PENDING, EMAIL SENT', 'EMAIL NOT_ACCEPTED'],
      [
        'SMS refused, device gone, mail',
        ['SMS'],
        ['PUSH', 'EMAIL'],
        'PUSH FAILED, EMAIL SENT, SMS FAILED',
        'PUSH FAILED, EMAIL FAILED',
      ],
      ['only the inbox chosen', [], ['EMAIL'], '', ''],
    ] as const;
    const given: Awaited<ReturnType<typeof choose>>[] = [];
    for (const [n, [, chosen, ticked]] of plans.entries()) given.push(await choose(people[n]!, chosen, ticked));
    const gone = new Set([3, 4, 7].map((n) => given[n]!.path));
    const away = given[6]!.path;
    const refused = new Set([0, 1, 2, 7].map((n) => given[n]!.number));
    // A service that is broken answers 400 to one device only, so that no pause of its host delays the others.
    push.answerOf = (path) => ({ status: gone.has(path) ? 410 : path === away ? 400 : 201 });
    sms.refusalOf = ({ to }) => (refused.has(to) ? { status: 200, body: '202' } : undefined);

    const messageId = await tell(outage, people);
    const plain = await tell(control, people);
    await settleMessage(messageId);
    expect(await outcomeOf(messageId, people[6]!)).toBe('PUSH PENDING'); // its five minutes are not over
    await substitute(ctxAt(4.9), { messageId });
    expect(await outcomeOf(messageId, people[6]!)).toBe('PUSH PENDING');
    await substitute(ctxAt(5.1), { messageId });
    await settleMessage(messageId);

    const table: (readonly [who: string, outcome: string, steps: string, control: string])[] = [];
    for (const [n, [who]] of plans.entries()) {
      const person = people[n]!;
      const steps = (await stepsOf(messageId, person))
        .map(({ channel, because }) => `${channel} ${because}`)
        .join(', ');
      table.push([who, await outcomeOf(messageId, person), steps, await outcomeOf(plain, person)]);
    }
    const line = (cells: readonly string[]) => cells.map((cell, n) => cell.padEnd([32, 38, 28, 0][n] ?? 0)).join(' ');
    console.log([line(['recipient', 'deliveries', 'steps', 'control: no substitutes']), ...table.map(line)].join('\n'));
    expect(table.map(([who, outcome, steps]) => [who, outcome, steps])).toEqual(
      plans.map(([who, , , outcome, steps]) => [who, outcome, steps]),
    );
    // Control: the same message without the option reaches fewer people.
    const reached = (column: 1 | 3): number => table.filter((row) => /SENT/.test(row[column])).length;
    expect([reached(1), reached(3)]).toEqual([7, 2]);
    expect(await run('select from escalation where message_id = ?', [plain])).toEqual([]);

    const admin = await givenStaff(app, place);
    const query = `query($id: ID!) { delivery(messageId: $id) { progress { escalations { step because channel count } } } }`;
    const { delivery } = await askData(app.port, admin, query, { id: toGlobalId('DeliveryReport', messageId) });
    expect(delivery.progress.escalations).toHaveLength(4);
    expect(delivery.progress.escalations).toContainEqual({
      step: 'SUBSTITUTE',
      because: 'FAILED',
      channel: 'PUSH',
      count: 2,
    });
    expect(delivery.progress.escalations).toContainEqual({
      step: 'SUBSTITUTE',
      because: 'NOT_ACCEPTED',
      channel: 'EMAIL',
      count: 1,
    });
  },
);

test('a worker that is killed while it writes a substitute leaves nothing; however often it is repeated, one is sent', async () => {
  const [anna] = (await givenPeople(app, place, 1)) as [Somebody];
  const { path } = await choose(anna, ['SMS'], ['PUSH', 'EMAIL']);
  sms.refusalOf = () => ({ status: 500 });
  const messageId = await tell(outage, [anna]);
  expect(await outcomeOf(messageId, anna)).toBe('SMS PENDING');
  const killed = write(ctxAt(6), async (tx) => {
    await substitute(tx, { messageId });
    expect(await tx.em.execute('select from escalation where message_id = ?', [messageId])).toHaveLength(1);
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  expect([await outcomeOf(messageId, anna), await stepsOf(messageId, anna)]).toEqual(['SMS PENDING', []]);
  await Promise.all([1, 2, 3].map(() => substitute(ctxAt(6), { messageId })));
  await settleMessage(messageId);
  await substitute(ctxAt(6), { messageId });
  expect(await outcomeOf(messageId, anna)).toBe('PUSH SENT, SMS PENDING');
  expect(await stepsOf(messageId, anna)).toEqual([{ channel: 'PUSH', because: 'NOT_ACCEPTED' }]);
  expect(push.pushed.filter((one) => one.path === path)).toHaveLength(1);
});

test('held time does not count; an SMS that fails days later counts; a tick that was taken back does not', async () => {
  const people = (await givenPeople(app, place, 3)) as [Somebody, Somebody, Somebody];
  const [held, late, unticked] = people;
  const { path } = await choose(held, ['PUSH'], ['EMAIL']);
  await choose(late, ['SMS'], ['EMAIL']);
  await choose(unticked, ['SMS'], ['EMAIL']);
  const minute = new Date().getUTCHours() * 60 + new Date().getUTCMinutes();
  await run(`update recipient set time_zone = 'UTC', quiet_from = ?, quiet_to = ? where id = ?`, [
    (minute + 1380) % 1440,
    (minute + 60) % 1440,
    held.personId,
  ]);
  const messageId = await tell(outage, people);
  await substitute(ctxAt(30), { messageId });
  expect(await outcomeOf(messageId, held)).toBe('PUSH HELD');
  await run('update recipient set quiet_to = quiet_from where id = ?', [held.personId]);
  push.answerOf = (to) => ({ status: to === path ? 400 : 201 });
  await release(forkContext(app.services, system), { dueAt: new Date(Date.now() + 2 * 3_600_000).toISOString() });
  await settleMessage(messageId);
  await substitute(ctxAt(4.8), { messageId });
  expect(await outcomeOf(messageId, held)).toBe('PUSH PENDING');
  await substitute(ctxAt(5.2), { messageId });
  await settleMessage(messageId);
  expect(await outcomeOf(messageId, held)).toBe('PUSH PENDING, EMAIL SENT');

  await run('update contact set as_substitute = false where recipient_id = ?', [unticked.personId]);
  for (const { personId } of [late, unticked]) {
    const [row] = await run<{ token: string }>(
      `select token from delivery where message_id = ? and recipient_id = ? and channel = 'SMS'`,
      [messageId, personId],
    );
    const receipt = { token: row?.token ?? '', channel: 'SMS', state: 'FAILED' as const };
    expect((await takeReceipt(forkContext(app.services, system), receipt)).outcome).toBe('CHANGED');
  }
  await settleMessage(messageId);
  expect(await outcomeOf(messageId, late)).toBe('EMAIL SENT, SMS FAILED');
  expect(await outcomeOf(messageId, unticked)).toBe('SMS FAILED');
});

test('a town that lets nobody choose SMS sends none as a substitute either', async () => {
  const people = (await givenPeople(app, place, 1)) as [Somebody];
  const { path } = await choose(people[0], ['PUSH'], ['SMS']);
  push.answerOf = (to) => ({ status: to === path ? 410 : 201 });
  await setSmsOf(app, place, 'EMERGENCY_ONLY', 100_000);
  const messageId = await tell(outage, people);
  await settleMessage(messageId);
  expect(await outcomeOf(messageId, people[0])).toBe('PUSH FAILED');
  await setSmsOf(app, place, 'CHOSEN', 100_000);
  await substitute(ctxAt(0), { messageId, onlyFailed: true });
  await settleMessage(messageId);
  expect(await outcomeOf(messageId, people[0])).toBe('PUSH FAILED, SMS SENT');
});

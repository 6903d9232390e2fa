import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { defineDomain } from '../../kernel/domain.ts';
import { write } from '../../kernel/events.ts';
import { defineMessage, enqueueMessage, type MessageContribution } from '../../kernel/message.ts';
import { givenPlace, type Place } from '../../testing/builders.ts';
import { setTime } from '../../testing/clocks.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import { givenGroupOf } from '../../testing/news.ts';
import { arrivalOf, givenSleepers, type NightRow, nightRows, printNight, type Sleeper } from '../../testing/nights.ts';
import { type PushService, startPushService } from '../../testing/push.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { setSmsOf, type SmsService, startSmsService } from '../../testing/sms.ts';
import { release } from './notification.release.service.ts';

/** The test notes an acknowledgement as a row of suppression. */
const acknowledged = `exists (select from suppression s where s.channel = 'ACK' and s.address_hash = a.recipient_id::text)`;

/** Message to the members of a group, its subject. */
function plant(kind: string, urgency: 'PERSONAL' | 'EMERGENCY', isQuietAtNight?: true): MessageContribution {
  return defineMessage({
    kind,
    class: urgency,
    interest: 'OWN_REPORTS',
    description: 'A message of the test.',
    acknowledged,
    ...(isQuietAtNight && { isQuietAtNight }),
    module: null,
    audience: `select b.person_id as recipient_id, null::uuid as group_id from membership b where b.group_id = m.subject_id`,
    inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
    mail: () => Promise.resolve({ text: { subject: kind, body: ['Text'], action: '' }, values: {} }),
    push: () => Promise.resolve({ title: kind, body: '', page: '' }),
    sms: () => Promise.resolve({ text: kind, page: null }),
  });
}
/** Drill, warning below level 3, and outage are PERSONAL; a warning from level 3 and its end are EMERGENCY. */
const messages = [
  plant('DRILL', 'PERSONAL'),
  plant('LEVEL_2', 'PERSONAL'),
  plant('OUTAGE', 'PERSONAL'),
  plant('LEVEL_3', 'EMERGENCY'),
  plant('CONTROL_OVER', 'EMERGENCY'),
  plant('LEVEL_3_OVER', 'EMERGENCY', true),
];

/** Arrival by EMAIL, PUSH and SMS: "now", "silent", the time until which it waits, "-": not at all. */
const held = 'now 07:00 07:00';
const expected: Readonly<Record<string, readonly string[]>> = {
  DRILL: [held, held, 'now now now', '- - -', held],
  LEVEL_2: [held, held, 'now now now', '- - -', held],
  OUTAGE: [held, held, 'now now now', '- - -', held],
  LEVEL_3: ['now now now', 'now now now', 'now now now', 'now now now', 'now now -'],
  LEVEL_3_OVER: ['now silent 07:00', 'now silent now', 'now now now', 'now silent 07:00', 'now silent -'],
  CONTROL_OVER: ['now now now', 'now now now', 'now now now', 'now now now', 'now now -'],
};

let app: TestServer;
let push: PushService;
let mail: MailServer;
let sms: SmsService;
let place: Place;
let people: Sleeper[] = [];

beforeAll(async () => {
  [push, mail, sms] = await Promise.all([startPushService(), startMailServer(), startSmsService()]);
  const settings = { smtpUrl: mail.url, outsideHosts: [push.host, sms.host], smsGateway: sms.seven, smsPrice: 800 };
  // A server of its own: it has messages of the test.
  app = await startTestServer(settings, 'all', [defineDomain({ name: 'planted', messages })]);
  push.vapidKey = app.services.pushKeys.publicKey;
  place = await givenPlace(app);
  await setSmsOf(app, place, 'CHOSEN', 100_000);
  people = await givenSleepers(app, push, place, ['OWN_REPORTS']);
  for (const { who, hasAcknowledged } of people)
    if (hasAcknowledged)
      await run(`insert into suppression (channel, address_hash, because, at) values ('ACK', ?, 'STOPPED', now())`, [
        who.personId,
      ]);
});
afterEach(() => {
  setTime(app);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
  push.stop();
  sms.stop();
});

const run = <Row = never>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.services.em.fork().execute(sql, [...values]);

const rowsOf = (group: string): Promise<NightRow[]> => nightRows(app, [group]);

test.each([
  ['02:00 in winter', '2027-01-13T01:00:00Z', '2027-01-13T06:00:00Z'],
  ['02:00 in summer', '2027-07-13T00:00:00Z', '2027-07-13T05:00:00Z'],
  ['02:30 for the first time, 31 October 2027', '2027-10-31T00:30:00Z', '2027-10-31T06:00:00Z'],
  ['02:30 for the second time, 31 October 2027', '2027-10-31T01:30:00Z', '2027-10-31T06:00:00Z'],
  ['01:59, a minute before 03:00, 28 March 2027', '2027-03-28T00:59:00Z', '2027-03-28T05:00:00Z'],
])('at %s', { timeout: 60_000 }, async (title, night, morning) => {
  const group = await givenGroupOf(
    app,
    place,
    people.map(({ who }) => who),
  );
  push.pushed.length = 0;
  sms.taken.length = 0;
  for (const [n, message] of messages.entries()) {
    setTime(app, new Date(Date.parse(night) + 1000 * n).toISOString()); // an emergency message ends earlier patient ones
    await write(forkContext(app.services, system), (tx) =>
      enqueueMessage(tx, message, { municipalityId: place.municipalityId, subjectId: group }),
    );
  }
  const isSettled = async (): Promise<boolean> => {
    const jobs = await run(
      `select from jobs.job j join message m on m.id::text = j.data->>'messageId'
       where m.subject_id = ? and j.state < 'completed'`,
      [group],
    );
    const rows = await rowsOf(group);
    return jobs.length === 0 && rows.every(({ state }) => state === 'SENT' || state === 'HELD');
  };
  await expect.poll(isSettled, { timeout: 30_000 }).toBe(true);
  const rows = await rowsOf(group);
  const table: Record<string, string[]> = {};
  for (const { kind } of messages) {
    table[kind] = [];
    for (const sleeper of people) {
      const cells = [];
      for (const channel of ['EMAIL', 'PUSH', 'SMS']) {
        const row = rows.find(
          (one) => one.who === sleeper.who.personId && one.kind === kind && one.channel === channel,
        );
        cells.push(await arrivalOf({ push, sms }, { sleeper, channel, row, isOf: (text) => text === kind }));
      }
      table[kind].push(cells.join(' '));
    }
  }
  printNight(title, table);
  expect(table).toEqual(expected);
  // 07:00 is a moment of this night, whatever the clocks did.
  const ends = new Set(
    rows.flatMap(({ state, due }) => (state === 'HELD' ? [new Date(1000 * due).toISOString()] : [])),
  );
  expect([...ends]).toEqual([morning.replace('Z', '.000Z')]);

  // In the morning the SMS of the end leaves, although it is older than an emergency may be.
  setTime(app, morning);
  await release(forkContext(app.services, system), { dueAt: morning });
  const over = () =>
    sms.taken
      .filter(({ text }) => text === 'LEVEL_3_OVER')
      .map(({ to }) => people.findIndex((one) => one.number === to));
  await expect.poll(() => over().toSorted(), { timeout: 20_000 }).toEqual([0, 1, 2, 3]);
});

test(
  'an end that waits for the morning is not sent if the danger grew again at night',
  { timeout: 60_000 },
  async () => {
    const sleepers = people.slice(0, 1).map(({ who }) => who);
    const kept = await givenGroupOf(app, place, sleepers);
    const grown = await givenGroupOf(app, place, sleepers);
    sms.taken.length = 0;
    const over = messages.find(({ kind }) => kind === 'LEVEL_3_OVER') ?? expect.fail();
    const again = messages.find(({ kind }) => kind === 'LEVEL_3') ?? expect.fail();
    const tell = async (message: MessageContribution, subjectId: string, time: string): Promise<void> => {
      setTime(app, time);
      await write(forkContext(app.services, system), (tx) =>
        enqueueMessage(tx, message, { municipalityId: place.municipalityId, subjectId }),
      );
    };
    const smsOf = async (subjectId: string) =>
      (await rowsOf(subjectId)).flatMap(({ kind, channel, state }) => (channel === 'SMS' ? [`${kind} ${state}`] : []));
    for (const subjectId of [kept, grown]) {
      await tell(over, subjectId, '2027-01-13T01:00:00Z');
      await expect.poll(() => smsOf(subjectId), { timeout: 20_000 }).toEqual(['LEVEL_3_OVER HELD']);
    }
    await tell(again, grown, '2027-01-13T03:00:00Z');
    await expect
      .poll(() => smsOf(grown).then((all) => all.toSorted()), { timeout: 20_000 })
      .toEqual(['LEVEL_3 SENT', 'LEVEL_3_OVER HELD']);
    setTime(app, '2027-01-13T06:00:00Z');
    await release(forkContext(app.services, system), { dueAt: '2027-01-13T06:00:00Z' });
    await expect.poll(() => smsOf(kept), { timeout: 20_000 }).toEqual(['LEVEL_3_OVER SENT']); // control
    await expect
      .poll(() => smsOf(grown).then((all) => all.toSorted()), { timeout: 20_000 })
      .toEqual(['LEVEL_3 SENT', 'LEVEL_3_OVER CANCELLED']);
  },
);

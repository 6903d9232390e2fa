import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { readGlobalId } from '../../kernel/ids.ts';
import { release } from '../../notification/quiet/notification.release.service.ts';
import { alertInput, approved, decide, sendDisruption, sendDrill, sendWarning } from '../../testing/alerts.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import { arrivalOf, givenSleepers, keepSessions, nightRows, printNight, type Sleeper } from '../../testing/nights.ts';
import { type PushService, startPushService } from '../../testing/push.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { setSmsOf, type SmsService, startSmsService } from '../../testing/sms.ts';
import { givenStreet, type GivenStreet } from '../../testing/streets.ts';

/** Arrival by EMAIL, PUSH and SMS: "now", "silent", the time until which it waits, "-": not at all. */
const held = 'now 07:00 07:00';
const patient = ['now silent 07:00', 'now silent now', 'now now now', 'now silent 07:00', 'now silent -'];
const expected: Readonly<Record<string, readonly string[]>> = {
  DRILL: [held, held, 'now now now', '- - -', held],
  LEVEL_2: [held, held, 'now now now', '- - -', held],
  OUTAGE: [held, held, 'now now now', '- - -', held],
  LEVEL_3: ['now now now', 'now now now', 'now now now', 'now now now', 'now now -'],
  LOWERED: patient,
  ENDED: patient,
};

let app: TestServer;
let push: PushService;
let mail: MailServer;
let sms: SmsService;
let place: Place;
let street: GivenStreet;
let warner: Somebody;
let second: Somebody;
let sleepers: Sleeper[] = [];

beforeAll(async () => {
  [push, mail, sms] = await Promise.all([startPushService(), startMailServer(), startSmsService()]);
  const settings = { smtpUrl: mail.url, outsideHosts: [push.host, sms.host], smsGateway: sms.seven, smsPrice: 800 };
  // A server of its own: it has an SMS gateway.
  app = await startTestServer(settings);
  push.vapidKey = app.services.pushKeys.publicKey;
  place = await givenPlace(app);
  await setSmsOf(app, place, 'CHOSEN', 100_000);
  street = await givenStreet(app, place);
  sleepers = await givenSleepers(app, push, place, ['WARNINGS', 'DISRUPTIONS']);
  const follow = 'mutation($input: FollowStreetInput!) { followStreet(input: $input) { userErrors { code } } }';
  for (const { who } of sleepers) await askData(app.port, who, follow, { input: { streetId: street.id } });
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

/** Words by which a message is recognised on every channel. */
const texts = (headline: string) => [
  { locale: 'de', headline, description: 'Der Pegel steigt.', instructions: ['Bleiben Sie im Haus.'] },
];

/** Sends a warning from level 3, which the second person approves; returns the id of the incident. */
async function warn(headline: string, expiresAt: string): Promise<string> {
  const { incident } = await sendWarning(app, place, warner, { texts: texts(headline), expiresAt });
  const { id: alertId, contentHash } = incident.waitingAlerts[0];
  const { userErrors } = await decide(app, second, 'approveAlert', 'ApproveAlertInput', { alertId, contentHash });
  expect(userErrors).toEqual([]);
  return incident.id;
}

/** Waits until the message of this kind about an incident is there, and all its deliveries have left or are held. */
async function settle(incident: string, kind: string): Promise<void> {
  const open = `select d.channel, d.state, d.failure from message m left join delivery d on d.message_id = m.id
    where m.subject_id = ? and m.kind = ? and (d.state is null or d.state in ('PENDING', 'SENDING'))`;
  const isThere = 'select from message m where m.subject_id = ? and m.kind = ?';
  const ask = (sql: string) => app.services.em.fork().execute(sql, [uuidOf(incident), kind]);
  await expect.poll(() => ask(isThere), { timeout: 20_000 }).toHaveLength(1);
  await expect.poll(() => ask(open), { timeout: 60_000, interval: 100 }).toEqual([]);
}
const uuidOf = (id: string): string => readGlobalId(id)?.id ?? '';

/** Notes that the recipients with this setting have read the warning. */
async function acknowledge(incident: string): Promise<void> {
  for (const { who, hasAcknowledged } of sleepers)
    if (hasAcknowledged)
      await app.services.em.fork().execute(
        `insert into acknowledgement (id, incident_id, recipient_id, answer, at)
         values (gen_random_uuid(), ?, ?, 'SEEN', now())`,
        [uuidOf(incident), who.personId],
      );
}

const nights = [
  ['02:00 in winter', '2027-01-13T01:00:00Z', '2027-01-13T06:00:00Z'],
  ['02:30 for the second time, 31 October 2027', '2027-10-31T01:30:00Z', '2027-10-31T06:00:00Z'],
  ['01:59, a minute before 03:00, 28 March 2027', '2027-03-28T00:59:00Z', '2027-03-28T05:00:00Z'],
] as const;
/** The long form also has the night in spring. */
const tested = process.env.FULL === undefined ? nights.slice(0, 2) : nights;

test.each(tested)('at %s', { timeout: 120_000 }, async (title, night, morning) => {
  warner = await givenStaff(app, place, 'WARNER');
  second = await givenStaff(app, place, 'WARNER');
  await keepSessions(app);
  push.pushed.length = 0;
  sms.taken.length = 0;
  setTime(app, night);
  const expiresAt = new Date(Date.parse(night) + 10 * 3_600_000).toISOString();
  const given = (headline: string, more: object = {}) => ({ texts: texts(headline), expiresAt, ...more });
  const streets = [{ streetId: street.id, side: 'ALL' }];
  const drill = await sendDrill(app, place, warner, given('DRILL'));
  const level2 = await sendWarning(app, place, warner, given('LEVEL_2', { severity: 'MODERATE' }));
  const outage = await sendDisruption(app, place, warner, given('OUTAGE', { streets }));
  const level3 = await warn('LEVEL_3', expiresAt);
  const lowered = await warn('DANGER_A', expiresAt);
  const ended = await warn('DANGER_B', expiresAt);
  for (const incident of [level3, lowered, ended]) await settle(incident, 'EMERGENCY_WARNING');
  setTime(app, new Date(Date.parse(night) + 60_000).toISOString());
  for (const incident of [lowered, ended]) await acknowledge(incident);
  const lower = {
    incidentId: lowered,
    isCorrection: false,
    alert: alertInput(given('LOWERED', { severity: 'MINOR' })),
  };
  const end = { incidentId: ended, isFalseAlarm: false, texts: texts('ENDED') };
  for (const [name, input] of [
    ['updateIncident', lower],
    ['endIncident', end],
  ] as const) {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const step = decide(app, warner, name, type, { ...input, idempotencyKey: randomUUID() });
    const { userErrors } = await approved(app, second, step);
    expect(userErrors).toEqual([]);
  }
  const messages = [
    ['DRILL', drill.incident.id, 'DRILL_SENT'],
    ['LEVEL_2', level2.incident.id, 'WARNING_SENT'],
    ['OUTAGE', outage.incident.id, 'DISRUPTION_STARTED'],
    ['LEVEL_3', level3, 'EMERGENCY_WARNING'],
    ['LOWERED', lowered, 'EMERGENCY_EASED'],
    ['ENDED', ended, 'EMERGENCY_EASED'],
  ] as const;
  for (const [, incident, kind] of messages) await settle(incident, kind);

  const rows = await nightRows(
    app,
    messages.map(([, incident]) => uuidOf(incident)),
  );
  const table: Record<string, string[]> = {};
  for (const [headline, incident, kind] of messages) {
    table[headline] = [];
    for (const sleeper of sleepers) {
      const cells = [];
      for (const channel of ['EMAIL', 'PUSH', 'SMS']) {
        const row = rows.find(
          (one) =>
            one.subject === uuidOf(incident) &&
            one.kind === kind &&
            one.who === sleeper.who.personId &&
            one.channel === channel,
        );
        cells.push(await arrivalOf({ push, sms }, { sleeper, channel, row, isOf: (text) => text.includes(headline) }));
      }
      table[headline].push(cells.join(' '));
    }
  }
  printNight(title, table);
  expect(table).toEqual(expected);
  const drillTexts = sms.taken.flatMap(({ text }) => (text.includes('DRILL') ? [text] : []));
  expect(drillTexts.filter((text) => !text.startsWith('PROBE'))).toEqual([]);

  // In the morning the SMS of the lowering and of the end leave to those who have not acknowledged.
  setTime(app, morning);
  await release(forkContext(app.services, system), { dueAt: morning });
  const toldOf = (headline: string) =>
    sms.taken
      .flatMap(({ to, text }) => (text.includes(headline) ? [sleepers.findIndex(({ number }) => number === to)] : []))
      .toSorted();
  for (const headline of ['LOWERED', 'ENDED'])
    await expect.poll(() => toldOf(headline), { timeout: 20_000 }).toEqual([0, 1, 2, 3]);
});

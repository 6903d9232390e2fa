import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import { readGlobalId, toGlobalId } from '../../kernel/ids.ts';
import { release } from '../../notification/quiet/notification.release.service.ts';
import { eraseAccount } from '../../privacy/erasure/privacy.erasure.service.ts';
import { decide, sendDisruption, sendWarning } from '../../testing/alerts.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { setTime } from '../../testing/clocks.ts';
import { keepSessions } from '../../testing/nights.ts';
import { givenNumbers, setSmsOf, type SmsService, startSmsService } from '../../testing/sms.ts';
import { givenStreet } from '../../testing/streets.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
let sms: SmsService;
beforeAll(async () => {
  sms = await startSmsService();
  // A server of its own: it has an SMS gateway.
  app = await startTestServer({ outsideHosts: [sms.host], smsGateway: sms.seven, smsPrice: 800 });
});
afterAll(async () => {
  await app.stop();
  sms.stop();
});

const run = <Row = never>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  app.services.em.fork().execute(sql, [...values]);
const idsOf = (people: readonly Somebody[]): string => JSON.stringify(people.map(({ personId }) => personId));
const among = 'in (select value::uuid from json_array_elements_text(?::json))';

/** An incident that people follow by rows of a table. */
interface Matter {
  readonly start: string;
  readonly end: string;
  readonly interest: string;
  readonly follow: string;
  readonly unfollow: string;
  /** Row that people follow. */
  target(place: Place): Promise<string>;
  begin(place: Place, warner: Somebody, target: string, expiresAt: string): Promise<{ incident: { id: string } }>;
}
const matters: readonly Matter[] = [
  {
    start: 'DISRUPTION_STARTED',
    end: 'DISRUPTION_ENDED',
    interest: 'DISRUPTIONS',
    follow: 'insert into street_follow (street_id, recipient_id) select ?, id from recipient where id',
    unfollow: 'delete from street_follow where street_id = ? and recipient_id',
    target: async (place) => (await givenStreet(app, place)).streetId,
    begin: (place, warner, target, expiresAt) =>
      sendDisruption(app, place, warner, { streets: [{ streetId: streetIdOf(target), side: 'ALL' }], expiresAt }),
  },
  {
    start: 'WARNING_SENT',
    end: 'WARNING_ENDED',
    interest: 'WARNINGS',
    follow: 'insert into membership (group_id, person_id) select ?, id from person where id',
    unfollow: 'delete from membership where group_id = ? and person_id',
    target: ({ groupId }) => Promise.resolve(groupId),
    begin: (place, warner, _target, expiresAt) => sendWarning(app, place, warner, { severity: 'MODERATE', expiresAt }),
  },
];
const streetIdOf = (id: string): string => toGlobalId('Street', id);

/** Waits until no message about the incident is on its way. */
async function settle(subjectId: string, kind: string): Promise<void> {
  const waits = `select from message m where m.subject_id = ? and m.kind = ? and (
    exists (select from jobs.job j where j.data->>'messageId' = m.id::text and j.state < 'completed' and j.start_after <= now())
    or not exists (select from delivery d where d.message_id = m.id)
    or exists (select from delivery d where d.message_id = m.id and d.state in ('PENDING', 'SENDING')))`;
  await expect.poll(() => run(waits, [subjectId, kind]), { timeout: 60_000, interval: 100 }).toEqual([]);
}

interface Row {
  readonly who: string;
  readonly channel: string;
  readonly state: string;
  readonly failure: string | null;
}
const rowsOf = (kind: string, subjectId: string): Promise<Row[]> =>
  run<Row>(
    `select d.recipient_id as who, d.channel, d.state, d.failure from delivery d join message m on m.id = d.message_id
     where m.kind = ? and m.subject_id = ?`,
    [kind, subjectId],
  );

/** Outcome of a message for people as "number state" by channel. */
function outcome(rows: readonly Row[], people: readonly Somebody[]): string {
  const ids = new Set(people.map(({ personId }) => personId));
  const said = (channel: string): string => {
    const states = rows.filter((row) => row.channel === channel && ids.has(row.who));
    const counts = Map.groupBy(states, ({ state, failure }) => (failure === null ? state : `${state} ${failure}`));
    return [...counts].map(([state, { length }]) => `${length} ${state}`).join(' + ') || '-';
  };
  return `sms ${said('SMS')}, inbox ${said('INBOX')}`;
}

/** The long form also has the warning. */
const tested = process.env.FULL === undefined ? matters.slice(0, 1) : matters;

test.each(tested)('who of 500 followers gets the end: $end', { timeout: 180_000 }, async (matter) => {
  sms.taken.length = 0;
  const place = await givenPlace(app);
  await setSmsOf(app, place, 'CHOSEN', 1_000_000);
  const warner = await givenStaff(app, place, 'WARNER');
  await run('delete from membership where person_id = ?', [warner.personId]);
  const target = await matter.target(place);
  const all = await givenPeople(app, place, 501, false);
  const numbers = await givenNumbers(app, all);
  await run(
    `insert into preference (id, recipient_id, interest, channel, mode)
     select gen_random_uuid(), id, ?, 'SMS', 'NOW' from recipient where id ${among}`,
    [matter.interest, idsOf(all)],
  );
  const cut = (from: number, count: number): readonly Somebody[] => all.slice(from, from + count);
  const unfollowed = cut(0, 40);
  const erased = cut(40, 10);
  const held = cut(50, 20);
  const loyal = cut(70, 430);
  const late = cut(500, 1);
  await run(`${matter.follow} ${among}`, [target, idsOf(all.slice(0, 500))]);
  await run(`update recipient set quiet_from = 480, quiet_to = 960 where id ${among}`, [idsOf(held)]);
  await keepSessions(app);

  setTime(app, '2027-01-12T10:00:00Z');
  const { incident } = await matter.begin(place, warner, target, '2027-01-12T20:00:00Z');
  const subject = readGlobalId(incident.id)?.id ?? '';
  await settle(subject, matter.start);
  await run(`${matter.unfollow} ${among}`, [target, idsOf(unfollowed)]);
  for (const { personId } of erased)
    await write(forkContext(app.services, system), (tx) => eraseAccount(tx, personId, false));
  await run(`${matter.follow} ${among}`, [target, idsOf(late)]);
  const second = await givenStaff(app, place, 'WARNER');
  await run('delete from membership where person_id = ?', [second.personId]);
  await keepSessions(app);
  setTime(app, '2027-01-12T11:00:00Z');
  const end = { incidentId: incident.id, isFalseAlarm: false, idempotencyKey: randomUUID() };
  expect((await decide(app, second, 'endIncident', 'EndIncidentInput', end)).userErrors).toEqual([]);
  await settle(subject, matter.end);

  const [starts = [], ends = []] = await Promise.all([matter.start, matter.end].map((kind) => rowsOf(kind, subject)));
  const table = (
    [
      ['follow all the time', loyal],
      ['unfollowed', unfollowed],
      ['erased', erased],
      ['held until the evening', held],
      ['follow since the start', late],
    ] as const
  ).map(([who, people]) => [who, String(people.length), outcome(starts, people), outcome(ends, people)] as const);
  const line = (cells: readonly string[]) => cells.map((cell, n) => cell.padEnd([24, 5, 44, 0][n] ?? 0)).join(' ');
  console.log([line(['500 followers', '', matter.start, matter.end]), ...table.map(line)].join('\n'));
  expect(table).toEqual([
    ['follow all the time', '430', 'sms 430 SENT, inbox 430 SENT', 'sms 430 SENT, inbox 430 SENT'],
    ['unfollowed', '40', 'sms 40 SENT, inbox 40 SENT', 'sms 40 SENT, inbox 40 SENT'],
    ['erased', '10', 'sms -, inbox -', 'sms -, inbox -'],
    ['held until the evening', '20', 'sms 20 CANCELLED ENDED, inbox 20 SENT', 'sms -, inbox 20 SENT'],
    ['follow since the start', '1', 'sms -, inbox -', 'sms 1 SENT, inbox 1 SENT'],
  ]);

  // In the evening nothing of the start rings any more, and the gateway got each message once.
  setTime(app, '2027-01-12T15:00:00Z');
  await release(forkContext(app.services, system), { dueAt: '2027-01-12T15:00:00Z' });
  const countOf = (people: readonly Somebody[]): number[] => {
    const own = new Set(people.map(({ personId }) => numbers.get(personId)));
    return [own.size, sms.taken.filter(({ to }) => own.has(to)).length];
  };
  expect([loyal, unfollowed, erased, held, late].map(countOf)).toEqual([
    [430, 860],
    [40, 80],
    [10, 10],
    [20, 0],
    [1, 1],
  ]);
  setTime(app);
});

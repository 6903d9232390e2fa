import { Temporal } from 'temporal-polyfill';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { idOf } from '../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { setTime } from '../testing/clocks.ts';
import { givenEvent, type GivenEvent } from '../testing/events.ts';
import { keepSessions } from '../testing/nights.ts';
import { type MailServer, startMailServer } from '../testing/mail.ts';
import { deliveriesOf } from '../testing/news.ts';
import { givenPhone } from '../testing/phones.ts';
import { type PushService, startPushService } from '../testing/push.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { Attendance, Slot } from './calendar.slot.entity.ts';

const at = (text: string): string => Temporal.ZonedDateTime.from(`${text}[Europe/Berlin]`).toInstant().toString();
const noon = at('2027-01-11T12:00');
const night = at('2027-01-12T01:00');
let push: PushService;
let mail: MailServer;
let app: TestServer;
let place: Place;
let admin: Somebody;

beforeAll(async () => {
  push = await startPushService();
  mail = await startMailServer();
  app = await startTestServer({ outsideHosts: [push.host], smtpUrl: mail.url });
  push.vapidKey = app.services.pushKeys.publicKey;
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});
afterEach(() => {
  setTime(app);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
  push.stop();
});

/** Three dates in three days from the given start. */
function givenDays(start: string): Promise<GivenEvent> {
  const startsAt = at(start);
  const endsAt = Temporal.Instant.from(startsAt).add({ hours: 1 }).toString();
  const recurrence = { frequency: 'DAILY', count: 3 };
  return givenEvent(app, place, admin, { dates: { startsAt, endsAt, isAllDay: false, recurrence } });
}

type Answer = Partial<Pick<Attendance, 'answer' | 'waitingSince'>>;

/** Stores an answer of the person for a date of the event. */
async function givenAnswer({ occurrences }: GivenEvent, n: number, who: Somebody, answer: Answer = {}): Promise<void> {
  const em = app.services.em.fork();
  const occurrence = idOf('Occurrence', occurrences.nodes[n]?.id ?? '');
  const slot = await em.findOneOrFail(Slot, { occurrence });
  const now = new Date();
  const common = { id: v7(), municipality: place.municipalityId, slot, recipient: who.personId, name: 'Kim' };
  await em
    .persist(em.create(Attendance, { ...common, answer: 'YES', createdAt: now, updatedAt: now, ...answer }))
    .flush();
}

async function change(event: GivenEvent, n: number, more: object, name = 'changeOccurrences'): Promise<void> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation($input: ${type}) { it: ${name}(input: $input) { userErrors { code path } } }`;
  const input = { occurrenceId: event.occurrences.nodes[n]?.id, version: event.version, scope: 'THIS', ...more };
  const { it }: Data = await askData(app.port, admin, query, { input });
  expect(it.userErrors).toEqual([]);
}

const uuidOf = ({ id }: GivenEvent): string => idOf('Event', id);

async function reached(event: GivenEvent, kind: string): Promise<string[]> {
  const rows = await deliveriesOf(app, uuidOf(event), kind);
  return [...new Set(rows.map(({ recipientId }) => recipientId))].sort();
}

test('those who come, may come or wait hear of their own date, and nobody else', async () => {
  const people = await givenPeople(app, place, 6);
  const [yes, maybe, waiting, no, other, silent] = people as [
    Somebody,
    Somebody,
    Somebody,
    Somebody,
    Somebody,
    Somebody,
  ];
  setTime(app, noon);
  await keepSessions(app);
  const event = await givenDays('2027-01-20T18:00');
  await givenAnswer(event, 0, yes);
  await givenAnswer(event, 0, maybe, { answer: 'MAYBE' });
  await givenAnswer(event, 0, waiting, { waitingSince: new Date() });
  await givenAnswer(event, 0, no, { answer: 'NO' });
  await givenAnswer(event, 1, other);
  const wanted = [yes, maybe, waiting].map(({ personId }) => personId).sort();
  await change(event, 0, { startsAt: at('2027-01-20T17:00') });
  await expect.poll(() => reached(event, 'EVENT_CHANGED'), { timeout: 20_000 }).toEqual(wanted);
  await change(event, 0, { version: event.version + 1, reason: 'Glatteis' }, 'cancelOccurrences');
  await expect.poll(() => reached(event, 'EVENT_CANCELLED'), { timeout: 20_000 }).toEqual(wanted);
  const outsiders = [no, other, silent].map(({ personId }) => personId);
  const told = [...(await reached(event, 'EVENT_CHANGED')), ...(await reached(event, 'EVENT_CANCELLED'))];
  expect(told.filter((id) => outsiders.includes(id))).toEqual([]);
  const inbox = `{ viewer { inbox(first: 20) { nodes { kind subject { ... on Event { title } }
    content { ... on Occurrence { startsAt state } } } } } }`;
  const { viewer }: Data = await askData(app.port, yes, inbox);
  const cancelled = viewer.inbox.nodes.find(({ kind }: Data) => kind === 'EVENT_CANCELLED');
  expect(cancelled).toMatchObject({
    subject: { title: 'Flohmarkt' },
    content: { state: 'CANCELLED' },
  });
});

test('a change of the texts is silent', async () => {
  const [guest] = await givenPeople(app, place, 1);
  setTime(app, noon);
  await keepSessions(app);
  const event = await givenDays('2027-01-20T18:00');
  await givenAnswer(event, 0, guest ?? admin);
  const update = `mutation($input: UpdateEventInput!) { it: updateEvent(input: $input) { userErrors { code } } }`;
  const input = { eventId: event.id, version: event.version, title: 'Anderer Titel', place: 'Marktplatz' };
  expect((await askData(app.port, admin, update, { input })).it.userErrors).toEqual([]);
  const sql = `select kind from message where subject_id = ?`;
  expect(await app.services.em.fork().execute(sql, [uuidOf(event)])).toEqual([{ kind: 'EVENT_PUBLISHED' }]);
});

test('quiet hours hold a change unless they end less than two hours before the start; a digest holds none', async () => {
  const table: Record<string, Record<string, string>> = {};
  for (const start of ['07:30', '08:59', '09:00', '19:00']) {
    const [sleeper, reader] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
    await givenPhone(app, push, sleeper);
    const run = (sql: string, values: unknown[]) => app.services.em.fork().execute(sql, values);
    await run('update recipient set quiet_from = 1320, quiet_to = 420 where id = ?', [sleeper.personId]);
    await run(
      `insert into preference (id, recipient_id, interest, channel, mode) values (gen_random_uuid(), ?, 'ATTENDING', 'EMAIL', 'DAILY')`,
      [reader.personId],
    );
    setTime(app, noon);
    await keepSessions(app);
    const event = await givenDays(`2027-01-12T${start}`);
    for (const who of [sleeper, reader]) await givenAnswer(event, 0, who);
    setTime(app, night);
    await change(event, 0, { place: 'Bücherei' });
    const states = async (): Promise<Record<string, string>> => {
      const rows = await deliveriesOf(app, uuidOf(event), 'EVENT_CHANGED');
      const stateOf = (who: Somebody, channel: string): string =>
        rows.find((row) => row.recipientId === who.personId && row.channel === channel)?.state ?? 'none';
      return { push: stateOf(sleeper, 'PUSH'), digest: stateOf(reader, 'EMAIL') };
    };
    await expect.poll(async () => (await states()).push, { timeout: 20_000 }).toMatch(/HELD|SENT/);
    await expect.poll(async () => (await states()).digest, { timeout: 20_000 }).toBe('SENT');
    table[start] = await states();
  }
  console.table(table);
  expect(table).toEqual({
    '07:30': { push: 'SENT', digest: 'SENT' },
    '08:59': { push: 'SENT', digest: 'SENT' },
    '09:00': { push: 'HELD', digest: 'SENT' },
    '19:00': { push: 'HELD', digest: 'SENT' },
  });
});

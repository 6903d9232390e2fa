import { Temporal } from 'temporal-polyfill';
import { v7 } from 'uuid';
import { afterEach, expect } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { release } from '../notification/quiet/notification.release.service.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { setTime } from '../testing/clocks.ts';
import { givenEvent, type GivenEvent } from '../testing/events.ts';
import { test } from '../testing/fixtures.ts';
import { settleMessages } from '../testing/inbox.ts';
import { keepSessions } from '../testing/nights.ts';
import type { MailServer } from '../testing/mail.ts';
import { deliveriesOf } from '../testing/news.ts';
import { givenPhone, type Phone } from '../testing/phones.ts';
import type { PushService } from '../testing/push.ts';
import type { TestServer } from '../testing/server.ts';
import { Attendance, Slot } from './calendar.slot.entity.ts';

const at = (text: string): string => Temporal.ZonedDateTime.from(`${text}[Europe/Berlin]`).toInstant().toString();
const noon = at('2027-01-11T12:00');
const night = at('2027-01-12T01:00');
let push: PushService;
let mail: MailServer;
let app: TestServer;
let place: Place;
let admin: Somebody;

test.beforeAll(async ({ app: server, push: service, mail: smtp }) => {
  app = server;
  push = service;
  mail = smtp;
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});
afterEach(() => {
  setTime(app);
});

/** Three dates in three days from the given start. */
function givenDays(start: string, more: object = {}): Promise<GivenEvent> {
  const startsAt = at(start);
  const endsAt = Temporal.Instant.from(startsAt).add({ hours: 1 }).toString();
  const recurrence = { frequency: 'DAILY', count: 3 };
  return givenEvent(app, place, admin, { dates: { startsAt, endsAt, isAllDay: false, recurrence }, ...more });
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

test('each message names what its own change replaced, also when a later change came before it was sent', async () => {
  const [guest, sleeper] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const phone = await givenPhone(app, push, guest);
  await givenPhone(app, push, sleeper);
  const quiet = 'update recipient set quiet_from = 1320, quiet_to = 420 where id = ?';
  await app.services.em.fork().execute(quiet, [sleeper.personId]);
  setTime(app, at('2027-01-11T23:00'));
  await keepSessions(app);
  const event = await givenDays('2027-01-20T18:00');
  for (const who of [guest, sleeper]) await givenAnswer(event, 0, who);
  const nextMail = async (): Promise<string> =>
    (await mail.next(`${guest.personId}@example.org`)).text.replace(/\s+/g, ' ');
  const bodies = async ({ subscription }: Phone, count: number): Promise<string[]> => {
    const pushed = await push.take(subscription, count + 1); // the first one: the publication
    return pushed.slice(1).map(({ message }) => String(message.notification.body).replace(/\s+/g, ' '));
  };
  const six = 'Mittwoch, 20. Januar 2027, 18–19 Uhr';
  const five = 'Mittwoch, 20. Januar 2027, 17–18 Uhr';

  await change(event, 0, { startsAt: at('2027-01-20T17:00') });
  const moved = await nextMail();
  expect(moved).toContain(`So gilt es jetzt: ${five} Bisherige Zeit: ${six} Ort: Marktplatz Passt`);
  await change(event, 0, { version: event.version + 1, place: 'Turnhalle', onlineUrl: 'https://konferenz.example/' });
  const elsewhere = await nextMail();
  expect(elsewhere).toContain(
    `So gilt es jetzt: ${five} Ort: Turnhalle Bisheriger Ort: Marktplatz Online: https://konferenz.example/ Passt`,
  );
  await change(event, 0, { version: event.version + 2, place: '', onlineUrl: 'https://raum.example/' });
  expect(await nextMail()).toContain(
    `So gilt es jetzt: ${five} Bisheriger Ort: Turnhalle Online: https://raum.example/ Bisher online: https://konferenz.example/ Passt`,
  );
  expect(await bodies(phone, 3)).toEqual([
    `Jetzt: ${five}; bisherige Zeit: ${six}`,
    `Jetzt: ${five}; Ort: Turnhalle; bisheriger Ort: Marktplatz; online: https://konferenz.example/`,
    `Jetzt: ${five}; bisheriger Ort: Turnhalle; online: https://raum.example/; bisher online: https://konferenz.example/`,
  ]);
  expect(await reached(event, 'EVENT_CHANGED')).toEqual([guest, sleeper].map(({ personId }) => personId).sort());
  const pushStates = async (): Promise<string[]> =>
    (await deliveriesOf(app, uuidOf(event), 'EVENT_CHANGED'))
      .filter(({ recipientId, channel }) => recipientId === sleeper.personId && channel === 'PUSH')
      .map(({ state }) => state);
  expect(await pushStates()).toEqual(['HELD', 'HELD', 'HELD']);
  const morning = at('2027-01-12T07:00');
  setTime(app, morning);
  await release(forkContext(app.services, system), { dueAt: morning });
  await expect.poll(pushStates, { timeout: 15_000 }).toEqual(['SENT', 'SENT', 'SENT']);
});

test('a change of all dates names no date that was cancelled before; a push names one date', async () => {
  const [helper] = (await givenPeople(app, place, 1)) as [Somebody];
  const phone = await givenPhone(app, push, helper);
  setTime(app, noon);
  await keepSessions(app);
  const shift = { kind: 'SHIFT', title: 'Aufbau', startsAt: at('2027-01-20T17:30'), endsAt: at('2027-01-20T18:00') };
  const event = await givenDays('2027-01-20T18:00', { slots: [shift] });
  for (const n of [0, 1, 2]) await givenAnswer(event, n, helper, { answer: 'MAYBE' });
  const nextMail = async (): Promise<string> =>
    (await mail.next(`${helper.personId}@example.org`)).text.replace(/\s+/g, ' ');
  await change(event, 0, {}, 'cancelOccurrences');
  expect(await nextMail()).toContain('Abgesagt ist: Mittwoch, 20. Januar 2027');
  const times = { startsAt: at('2027-01-21T17:00'), endsAt: at('2027-01-21T18:00') };
  await change(event, 1, { version: event.version + 1, scope: 'ALL', ...times });
  const moved = await nextMail();
  expect(moved).toContain(
    'So gilt es jetzt: Donnerstag, 21. Januar 2027, 17–18 Uhr; Freitag, 22. Januar 2027, 17–18 Uhr',
  );
  expect(moved).not.toContain('20. Januar');
  const [, , pushed] = await push.take(phone.subscription, 3); // before it the publication and the cancellation
  const day = 'Donnerstag, 21. Januar 2027';
  expect(String(pushed?.message.notification.body).replace(/\s+/g, ' ')).toBe(
    `Jetzt: ${day}, 17–18 Uhr; bisherige Zeit: ${day}, 18–19 Uhr; Schicht: Aufbau, ${day}, 16:30–17 Uhr; bisherige Zeit der Schicht: ${day}, 17:30–18 Uhr`,
  );
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

test('a time that an earlier change replaced does not make a later change urgent', async () => {
  const [sleeper] = (await givenPeople(app, place, 1)) as [Somebody];
  await givenPhone(app, push, sleeper);
  const quiet = 'update recipient set quiet_from = 1320, quiet_to = 420 where id = ?';
  await app.services.em.fork().execute(quiet, [sleeper.personId]);
  setTime(app, noon);
  await keepSessions(app);
  const event = await givenDays('2027-01-12T07:30');
  await givenAnswer(event, 0, sleeper);
  const pushes = async (): Promise<string[]> =>
    (await deliveriesOf(app, uuidOf(event), 'EVENT_CHANGED'))
      .filter(({ channel }) => channel === 'PUSH')
      .map(({ state }) => state)
      .sort();
  await change(event, 0, { startsAt: at('2027-01-20T07:30') });
  await expect.poll(pushes, { timeout: 20_000 }).toEqual(['SENT']);
  setTime(app, night);
  await change(event, 0, { version: event.version + 1, place: 'Bücherei' });
  await expect.poll(async () => (await pushes()).length, { timeout: 20_000 }).toBe(2);
  await expect.poll(pushes, { timeout: 20_000 }).toEqual(['HELD', 'SENT']);
});

test('messages that wait while the series is split keep their dates; later messages of the first series do not concern them', async () => {
  const [second, third, both] = (await givenPeople(app, place, 3)) as [Somebody, Somebody, Somebody];
  const quiet = 'update recipient set quiet_from = 1320, quiet_to = 420 where id = ?';
  await givenPhone(app, push, second);
  const phone = await givenPhone(app, push, third);
  for (const { personId } of [second, third]) await app.services.em.fork().execute(quiet, [personId]);
  setTime(app, noon);
  await keepSessions(app);
  const event = await givenDays('2027-01-20T18:00');
  await givenAnswer(event, 1, second);
  await givenAnswer(event, 2, third);
  for (const n of [0, 1]) await givenAnswer(event, n, both);
  await settleMessages(app);
  setTime(app, night);
  const pushesTo = async ({ personId }: Somebody): Promise<string[]> => {
    const rows: { kind: string; state: string }[] = await app.services.em.fork().execute(
      `select m.kind, d.state from delivery d join message m on m.id = d.message_id
         where d.recipient_id = ? and d.channel = 'PUSH' and m.kind in ('EVENT_CHANGED', 'EVENT_CANCELLED')`,
      [personId],
    );
    return rows.map(({ kind, state }) => `${kind} ${state}`);
  };
  await change(event, 2, { reason: 'Glatteis' }, 'cancelOccurrences');
  await change(event, 1, { version: event.version + 1, scope: 'ALL', place: 'Turnhalle' });
  const held = ['EVENT_CHANGED HELD', 'EVENT_CHANGED HELD'];
  await expect.poll(() => pushesTo(second), { timeout: 20_000 }).toEqual(held.slice(1));
  await change(event, 1, { version: event.version + 2, scope: 'FOLLOWING', onlineUrl: 'https://raum.example/' });
  await expect.poll(() => pushesTo(second), { timeout: 20_000 }).toEqual(held);
  await change(event, 0, { version: event.version + 3, place: 'Bücherei' });
  await settleMessages(app);
  expect(await pushesTo(second)).toEqual(held);
  expect(await pushesTo(third)).toEqual(['EVENT_CANCELLED HELD']);
  const withdraw = `mutation($id: ID!) { it: withdrawEvent(input: { eventId: $id }) { userErrors { code } } }`;
  expect((await askData(app.port, admin, withdraw, { id: event.id })).it.userErrors).toEqual([]);

  const morning = at('2027-01-12T07:00');
  setTime(app, morning);
  await release(forkContext(app.services, system), { dueAt: morning });
  await expect.poll(() => pushesTo(third), { timeout: 15_000 }).toEqual(['EVENT_CANCELLED SENT']);
  await expect
    .poll(() => pushesTo(second), { timeout: 15_000 })
    .toEqual(held.map((one) => one.replace('HELD', 'SENT')));
  const pushed = await push.take(phone.subscription, 2); // the first one: the publication
  expect(String(pushed[1]?.message.notification.body).replace(/\s+/g, ' ')).toBe('Freitag, 22. Januar 2027, 18–19 Uhr');
  const inbox = `{ viewer { inbox(first: 20) { nodes { kind content { ... on Occurrence { startsAt } } } } } }`;
  const later = { kind: 'EVENT_CHANGED', content: { startsAt: '2027-01-21T17:00:00.000Z' } };
  for (const who of [second, both]) {
    const { viewer }: Data = await askData(app.port, who, inbox);
    const found = viewer.inbox.nodes.filter(({ kind, content }: Data) => kind === 'EVENT_CHANGED' && content !== null);
    expect(found).toEqual([later, later]);
  }
});

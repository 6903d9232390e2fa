import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { givenPeople, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { storeEvent, type StoredEvent } from '../../testing/events.ts';
import { settleMessages } from '../../testing/inbox.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { remindDue } from './calendar.reminder.service.ts';

let app: TestServer;
let mail: MailServer;
let place: Place;
const hour = 3_600_000;

beforeAll(async () => {
  mail = await startMailServer();
  app = await startTestServer({ smtpUrl: mail.url });
  place = await givenPlace(app);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

async function reply(who: Somebody, slotId: string, answer: string, reminder: string | null = null): Promise<void> {
  const query = 'mutation($input: AnswerEventInput!) { answerEvent(input: $input) { userErrors { code } } }';
  const { answerEvent } = await askData(app.port, who, query, { input: { slotId, answer, reminder } });
  expect(answerEvent.userErrors).toEqual([]);
}
/** Event that begins in so many hours, all answers to which were given days ago. */
async function given(hours: number, capacity = 9): Promise<StoredEvent> {
  return storeEvent(app, place, { startsAt: new Date(Date.now() + hours * hour), capacity });
}
async function daysAgo(event: StoredEvent): Promise<void> {
  const past = `now() - interval '3 days'`;
  await app.services.em
    .fork()
    .execute(`update attendance set created_at = ${past}, reminder_since = ${past} where slot_id = ?`, [
      event.slotUuid,
    ]);
}
async function moveTo(event: StoredEvent, hours: number): Promise<void> {
  await app.services.em
    .fork()
    .execute('update occurrence set starts_at = ?, ends_at = ? where id = ?', [
      new Date(Date.now() + hours * hour),
      new Date(Date.now() + (hours + 2) * hour),
      event.occurrenceUuid,
    ]);
}
/** Kinds of the messages in the inbox that lead to the event. */
async function inboxFor(who: Somebody, { id }: StoredEvent): Promise<string[]> {
  await settleMessages(app);
  const query = `{ viewer { inbox(first: 100) { edges { node {
    kind subject { ... on Event { id } } content { ... on Occurrence { id } } } } } } }`;
  const { viewer } = await askData(app.port, who, query);
  const about = viewer.inbox.edges.filter(({ node }: Data) => node.subject?.id === id && node.content !== null);
  return about.map(({ node }: Data) => node.kind);
}
const remind = () => remindDue(forkContext(app.services, system));
const mailsTo = ({ personId }: Somebody) =>
  mail.mails
    .filter(({ to }) => to.includes(`${personId}@example.org`))
    .map(({ headers }) => headers.get('subject'))
    .filter((subject) => subject?.startsWith('Zusage: ') !== true);

test('promoted parties are told once, by inbox and mail, and nobody else is', async () => {
  const event = await given(30, 1);
  const [a, b, c] = (await givenPeople(app, place, 3)) as [Somebody, Somebody, Somebody];
  for (const who of [a, b, c]) await reply(who, event.slotId, 'YES');
  await reply(a, event.slotId, 'NO');
  expect(await inboxFor(b, event)).toEqual(['EVENT_PROMOTED']);
  expect([await inboxFor(a, event), await inboxFor(c, event)]).toEqual([[], []]);
  await expect.poll(() => mailsTo(b), { timeout: 20_000 }).toEqual(['Sie haben einen Platz: Flohmarkt']);
  await reply(b, event.slotId, 'MAYBE');
  await reply(c, event.slotId, 'NO');
  await reply(b, event.slotId, 'YES');
  expect(await inboxFor(b, event)).toEqual(['EVENT_PROMOTED']);
});

test('who waits a second time is told a second time', async () => {
  const event = await given(30, 1);
  const [a, b] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  await reply(a, event.slotId, 'YES');
  await reply(b, event.slotId, 'YES');
  await reply(a, event.slotId, 'NO');
  await inboxFor(b, event);
  await reply(b, event.slotId, 'NO');
  await reply(a, event.slotId, 'YES');
  await reply(b, event.slotId, 'YES');
  await reply(a, event.slotId, 'NO');
  expect(await inboxFor(b, event)).toEqual(['EVENT_PROMOTED', 'EVENT_PROMOTED']);
});

test('reminders come once, for YES and MAYBE that asked, not for NO and not for who waits', async () => {
  const event = await given(20, 1);
  const people = await givenPeople(app, place, 5);
  const [yes, maybe, no, waiting, silent] = people as [Somebody, Somebody, Somebody, Somebody, Somebody];
  await reply(yes, event.slotId, 'YES', 'DAY_BEFORE');
  await reply(maybe, event.slotId, 'MAYBE', 'DAY_BEFORE');
  await reply(no, event.slotId, 'NO', 'DAY_BEFORE');
  await reply(waiting, event.slotId, 'YES', 'DAY_BEFORE');
  await reply(silent, event.slotId, 'MAYBE', 'NONE');
  await daysAgo(event);
  await Promise.all([remind(), remind(), remind()]);
  await remind();
  for (const who of [yes, maybe]) expect(await inboxFor(who, event)).toEqual(['EVENT_REMINDER']);
  for (const who of [no, waiting, silent]) expect(await inboxFor(who, event)).toEqual([]);
  await expect.poll(() => mailsTo(yes), { timeout: 20_000 }).toEqual(['Erinnerung: Flohmarkt']);
});

test('two hours before is not a day before; what was due before it was asked for is left out', async () => {
  const event = await given(20);
  const [late, short] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  await reply(short, event.slotId, 'YES', 'TWO_HOURS_BEFORE');
  await daysAgo(event);
  await reply(late, event.slotId, 'YES', 'DAY_BEFORE'); // a day before is over
  await remind();
  expect([await inboxFor(late, event), await inboxFor(short, event)]).toEqual([[], []]);
  setTime(app, new Date(Date.now() + 18.5 * hour).toISOString());
  await remind().finally(() => {
    setTime(app);
  });
  expect([await inboxFor(late, event), await inboxFor(short, event)]).toEqual([[], ['EVENT_REMINDER']]);
});

test('a moved date is reminded of again; a cancelled one and one that has begun are not', async () => {
  const moved = await given(20);
  const cancelled = await given(20);
  const begun = await given(20);
  const [who] = (await givenPeople(app, place, 1)) as [Somebody];
  for (const event of [moved, cancelled, begun]) {
    await reply(who, event.slotId, 'YES', 'DAY_BEFORE');
    await daysAgo(event);
  }
  const em = app.services.em.fork();
  await em.execute(`update occurrence set state = 'CANCELLED' where id = ?`, [cancelled.occurrenceUuid]);
  await moveTo(begun, -0.5);
  await remind();
  expect(await inboxFor(who, moved)).toEqual(['EVENT_REMINDER']);
  await moveTo(moved, 23);
  await remind();
  expect(await inboxFor(who, moved)).toHaveLength(2);
  await moveTo(moved, 72);
  await remind();
  expect(await inboxFor(who, moved)).toEqual(['EVENT_REMINDER', 'EVENT_REMINDER']);
  expect([await inboxFor(who, cancelled), await inboxFor(who, begun)]).toEqual([[], []]);
});

test('a day before is the same time on the wall when the clocks change', async () => {
  const em = app.services.em.fork();
  const startsAt = new Date('2027-03-28T08:00:00Z'); // 10:00 in summer time; the day before, 10:00 is 09:00 in UTC
  const event = await storeEvent(app, place, { startsAt });
  const [who] = (await givenPeople(app, place, 1)) as [Somebody];
  await reply(who, event.slotId, 'YES', 'DAY_BEFORE');
  const isMarked = async (): Promise<boolean> => {
    await remind();
    const [row]: { marked: boolean }[] = await em.execute(
      'select reminded_for is not null as marked from attendance where slot_id = ?',
      [event.slotUuid],
    );
    return row?.marked === true;
  };
  try {
    setTime(app, '2027-03-27T08:59:00Z');
    expect(await isMarked()).toBe(false);
    setTime(app, '2027-03-27T09:00:01Z');
    expect(await isMarked()).toBe(true);
  } finally {
    setTime(app);
  }
});

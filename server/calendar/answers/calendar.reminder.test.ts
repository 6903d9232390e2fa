import { expect } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { givenPeople, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { storeEvent, type StoredEvent } from '../../testing/events.ts';
import { settleMessages } from '../../testing/inbox.ts';
import { type MailServer } from '../../testing/mail.ts';
import { type TestServer } from '../../testing/server.ts';
import { remindDue } from './calendar.reminder.service.ts';
import { test } from '../../testing/fixtures.ts';

test('promoted parties are told once, by inbox and mail, and nobody else is', async ({ app, town, mail }) => {
  const event = await given(app, town, 30, 1);
  const [a, b, c] = (await givenPeople(app, town, 3)) as [Somebody, Somebody, Somebody];
  for (const who of [a, b, c]) await reply(app, who, event.slotId, 'YES');
  await reply(app, a, event.slotId, 'NO');
  expect(await inboxFor(app, b, event)).toEqual(['EVENT_PROMOTED']);
  expect([await inboxFor(app, a, event), await inboxFor(app, c, event)]).toEqual([[], []]);
  await expect.poll(() => mailsTo(mail, b), { timeout: 20_000 }).toEqual(['Sie haben einen Platz: Flohmarkt']);
  await reply(app, b, event.slotId, 'MAYBE');
  await reply(app, c, event.slotId, 'NO');
  await reply(app, b, event.slotId, 'YES');
  expect(await inboxFor(app, b, event)).toEqual(['EVENT_PROMOTED']);
});

test('who waits a second time is told a second time', async ({ app, town }) => {
  const event = await given(app, town, 30, 1);
  const [a, b] = (await givenPeople(app, town, 2)) as [Somebody, Somebody];
  await reply(app, a, event.slotId, 'YES');
  await reply(app, b, event.slotId, 'YES');
  await reply(app, a, event.slotId, 'NO');
  await inboxFor(app, b, event);
  await reply(app, b, event.slotId, 'NO');
  await reply(app, a, event.slotId, 'YES');
  await reply(app, b, event.slotId, 'YES');
  await reply(app, a, event.slotId, 'NO');
  expect(await inboxFor(app, b, event)).toEqual(['EVENT_PROMOTED', 'EVENT_PROMOTED']);
});

test('reminders come once, for YES and MAYBE that asked, not for NO and not for who waits', async ({
  app,
  town,
  mail,
}) => {
  const event = await given(app, town, 20, 1);
  const people = await givenPeople(app, town, 5);
  const [yes, maybe, no, waiting, silent] = people as [Somebody, Somebody, Somebody, Somebody, Somebody];
  await reply(app, yes, event.slotId, 'YES', 'DAY_BEFORE');
  await reply(app, maybe, event.slotId, 'MAYBE', 'DAY_BEFORE');
  await reply(app, no, event.slotId, 'NO', 'DAY_BEFORE');
  await reply(app, waiting, event.slotId, 'YES', 'DAY_BEFORE');
  await reply(app, silent, event.slotId, 'MAYBE', 'NONE');
  await daysAgo(app, event);
  await Promise.all([remind(app), remind(app), remind(app)]);
  await remind(app);
  for (const who of [yes, maybe]) expect(await inboxFor(app, who, event)).toEqual(['EVENT_REMINDER']);
  for (const who of [no, waiting, silent]) expect(await inboxFor(app, who, event)).toEqual([]);
  await expect.poll(() => mailsTo(mail, yes), { timeout: 20_000 }).toEqual(['Erinnerung: Flohmarkt']);
});

test('two hours before is not a day before; what was due before it was asked for is left out', async ({
  app,
  town,
}) => {
  const event = await given(app, town, 20);
  const [late, short] = (await givenPeople(app, town, 2)) as [Somebody, Somebody];
  await reply(app, short, event.slotId, 'YES', 'TWO_HOURS_BEFORE');
  await daysAgo(app, event);
  await reply(app, late, event.slotId, 'YES', 'DAY_BEFORE'); // a day before is over
  await remind(app);
  expect([await inboxFor(app, late, event), await inboxFor(app, short, event)]).toEqual([[], []]);
  setTime(app, new Date(Date.now() + 18.5 * hour).toISOString());
  await remind(app).finally(() => {
    setTime(app);
  });
  expect([await inboxFor(app, late, event), await inboxFor(app, short, event)]).toEqual([[], ['EVENT_REMINDER']]);
});

test('a moved date is reminded of again; a cancelled one and one that has begun are not', async ({ app, town }) => {
  const moved = await given(app, town, 20);
  const cancelled = await given(app, town, 20);
  const begun = await given(app, town, 20);
  const [who] = (await givenPeople(app, town, 1)) as [Somebody];
  for (const event of [moved, cancelled, begun]) {
    await reply(app, who, event.slotId, 'YES', 'DAY_BEFORE');
    await daysAgo(app, event);
  }
  const em = app.services.em.fork();
  await em.execute(`update occurrence set state = 'CANCELLED' where id = ?`, [cancelled.occurrenceUuid]);
  await moveTo(app, begun, -0.5);
  await remind(app);
  expect(await inboxFor(app, who, moved)).toEqual(['EVENT_REMINDER']);
  await moveTo(app, moved, 23);
  await remind(app);
  expect(await inboxFor(app, who, moved)).toHaveLength(2);
  await moveTo(app, moved, 72);
  await remind(app);
  expect(await inboxFor(app, who, moved)).toEqual(['EVENT_REMINDER', 'EVENT_REMINDER']);
  expect([await inboxFor(app, who, cancelled), await inboxFor(app, who, begun)]).toEqual([[], []]);
});

test('a day before is the same time on the wall when the clocks change', async ({ app, town, at }) => {
  const em = app.services.em.fork();
  const startsAt = new Date('2027-03-28T08:00:00Z'); // 10:00 in summer time; the day before, 10:00 is 09:00 in UTC
  const event = await storeEvent(app, town, { startsAt });
  const [who] = (await givenPeople(app, town, 1)) as [Somebody];
  await reply(app, who, event.slotId, 'YES', 'DAY_BEFORE');
  const isMarked = async (): Promise<boolean> => {
    await remind(app);
    const [row]: { marked: boolean }[] = await em.execute(
      'select reminded_for is not null as marked from attendance where slot_id = ?',
      [event.slotUuid],
    );
    return row?.marked === true;
  };

  at('2027-03-27T08:59:00Z');
  expect(await isMarked()).toBe(false);
  at('2027-03-27T09:00:01Z');
  expect(await isMarked()).toBe(true);
});

const hour = 3_600_000;

async function reply(
  app: TestServer,
  who: Somebody,
  slotId: string,
  answer: string,
  reminder: string | null = null,
): Promise<void> {
  const query = 'mutation($input: AnswerEventInput!) { answerEvent(input: $input) { userErrors { code } } }';
  const { answerEvent } = await askData(app.port, who, query, { input: { slotId, answer, reminder } });
  expect(answerEvent.userErrors).toEqual([]);
}
/** Event that begins in so many hours, all answers to which were given days ago. */
async function given(app: TestServer, town: Place, hours: number, capacity = 9): Promise<StoredEvent> {
  return storeEvent(app, town, { startsAt: new Date(Date.now() + hours * hour), capacity });
}
async function daysAgo(app: TestServer, event: StoredEvent): Promise<void> {
  const past = `now() - interval '3 days'`;
  await app.services.em
    .fork()
    .execute(`update attendance set created_at = ${past}, reminder_since = ${past} where slot_id = ?`, [
      event.slotUuid,
    ]);
}
async function moveTo(app: TestServer, event: StoredEvent, hours: number): Promise<void> {
  await app.services.em
    .fork()
    .execute('update occurrence set starts_at = ?, ends_at = ? where id = ?', [
      new Date(Date.now() + hours * hour),
      new Date(Date.now() + (hours + 2) * hour),
      event.occurrenceUuid,
    ]);
}
/** Kinds of the messages in the inbox that lead to the event. */
async function inboxFor(app: TestServer, who: Somebody, { id }: StoredEvent): Promise<string[]> {
  await settleMessages(app);
  const query = `{ viewer { inbox(first: 100) { edges { node {
    kind subject { ... on Event { id } } content { ... on Occurrence { id } } } } } } }`;
  const { viewer } = await askData(app.port, who, query);
  const about = viewer.inbox.edges.filter(({ node }: Data) => node.subject?.id === id && node.content !== null);
  return about.map(({ node }: Data) => node.kind);
}
const remind = (app: TestServer) => remindDue(forkContext(app.services, system));
const mailsTo = (mail: MailServer, { personId }: Somebody) =>
  mail.mails
    .filter(({ to }) => to.includes(`${personId}@example.org`))
    .map(({ headers }) => headers.get('subject'))
    .filter((subject) => subject?.startsWith('Zusage: ') !== true);

import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { ensurePerson } from '../../../identity/identity.person.service.ts';
import { system } from '../../../kernel/actor.ts';
import { forkContext } from '../../../kernel/context.ts';
import { write } from '../../../kernel/events.ts';
import { toGlobalId } from '../../../kernel/ids.ts';
import { runRetention } from '../../../privacy/retention/privacy.retention.run.service.ts';
import { type Somebody } from '../../../testing/builders.ts';
import { askData, type Data } from '../../../testing/client.ts';
import { setTime } from '../../../testing/clocks.ts';
import { storeEvent, type StoredEvent } from '../../../testing/events.ts';
import { tokenIn, visitor } from '../../../testing/followers.ts';
import { keepSessions } from '../../../testing/nights.ts';
import { nextMail } from '../../../testing/answerMails.ts';
import { type MailServer } from '../../../testing/mail.ts';
import { hasServers, type TestServer } from '../../../testing/server.ts';
import { test } from '../../../testing/fixtures.ts';

test.afterEach(({ app }) => {
  setTime(app);
});

test.for<[string, number, boolean]>([
  ['before the start', 0, false],
  ['after the start', 1.5, true],
])('a freed or added seat %s', async ([_when, hours, stillWaits], { app, town, admin, mail, at }) => {
  const freed = await storeEvent(app, town, { startsAt: inHours(1), capacity: 1 });
  const added = await storeEvent(app, town, { startsAt: inHours(1), capacity: 1 });
  const first = `Frei ${randomUUID()}`;
  const link = await answered(app, mail, freed, newEmail(), first);
  await answered(app, mail, added, newEmail());
  await answered(app, mail, freed, newEmail(), 'Bert');
  await answered(app, mail, added, newEmail(), 'Bert');
  if (hours > 0) at(inHours(hours).toISOString());
  await takeBack(app, link, first);
  await raise(app, admin, added, 5);
  expect(await parties(app, freed)).toEqual([{ name: 'Bert', waits: stillWaits }]);
  expect((await parties(app, added))[1]).toEqual({ name: 'Bert', waits: stillWaits });
});

test('30 days after the end names and addresses are deleted, unless the address serves something else', async ({
  app,
  town,
  mail,
}) => {
  const event = await storeEvent(app, town, { startsAt: inHours(1), minutes: 60 });
  const kept = newEmail();
  await answered(app, mail, event, newEmail());
  const link = await answered(app, mail, event, kept, 'Bert Beispiel');
  const later = await storeEvent(app, town, { startsAt: inHours(24 * 60) });
  await answered(app, mail, later, kept, 'Bert Beispiel');
  const contactsAfter = async (days: number): Promise<number> => {
    setTime(app, inHours(2 + days * 24).toISOString());
    await keepSessions(app);
    await runRetention(app.services, { restFactor: 0 });
    setTime(app);
    const [row] = await sql(
      app,
      `select count(*)::int as n from contact k join consent c on c.recipient_id = k.recipient_id
      and c.address_hash = k.address_hash where c.choice = 'EVENT' and exists (
        select from consent o where o.recipient_id = k.recipient_id and o.at > now() - interval '1 hour')`,
    );
    return row?.n ?? 0;
  };
  const before = await contactsAfter(29.9);
  expect((await parties(app, event)).map(({ name }) => name)).toEqual(['Ada Beispiel', 'Bert Beispiel']);
  expect(await contactsAfter(30.1)).toBeLessThan(before);
  expect((await parties(app, event)).map(({ name }) => name)).toEqual(['', '']);
  expect((await parties(app, later)).map(({ name }) => name)).toEqual(['Bert Beispiel']);
  const list = 'query($t: String!, $id: ID!) { it: answersByLink(token: $t, municipalityId: $id) { name } }';
  const id = toGlobalId('Municipality', town.municipalityId);
  expect((await visitor(app).askData(list, { t: link, id })).it).toEqual([{ name: 'Bert Beispiel' }]);
});

test('who ends all messages leaves the seats to the waiting list', async ({ app, town, mail }) => {
  const event = await storeEvent(app, town, { startsAt: inHours(5), capacity: 1 });
  const email = newEmail();
  const token = await answered(app, mail, event, email);
  await answered(app, mail, event, newEmail(), 'Bert');
  await asked(app, mail, await storeEvent(app, town, { startsAt: inHours(5) }), email, 'Nie Bestätigt');
  const end = 'mutation($t: String!) { it: endMessagesByLink(input: { token: $t }) { userErrors { code } } }';
  expect((await visitor(app).askData(end, { t: token })).it.userErrors).toEqual([]);
  expect(await parties(app, event)).toEqual([{ name: 'Bert', waits: false }]);
  expect(await sql(app, `select 1 from answer_request where name = 'Nie Bestätigt'`)).toEqual([]);
});

test.skipIf(!hasServers)(
  'a confirmation waits for an answer that is not committed yet, which took the last seat',
  async ({ app, town, mail }) => {
    const event = await storeEvent(app, town, { startsAt: inHours(5), capacity: 1 });
    const token = await asked(app, mail, event, newEmail(), 'Bert');
    const em = app.services.em.fork();
    await em.begin();
    await em.execute('select id from slot where id = ? for update', [event.slotUuid]);
    await em.execute(
      `insert into attendance (id, municipality_id, slot_id, name, answer, created_at, updated_at)
     values (gen_random_uuid(), ?, ?, 'Ada', 'YES', now(), now())`,
      [town.municipalityId, event.slotUuid],
    );
    await em.execute('update slot set taken = 1 where id = ?', [event.slotUuid]);
    const confirmed = confirm(app, token);
    const waiting = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await expect.poll(async () => (await sql(app, waiting))[0]?.n).toBeGreaterThan(0);
    await em.commit();
    await confirmed;
    expect(await parties(app, event)).toEqual([
      { name: 'Ada', waits: false },
      { name: 'Bert', waits: true },
    ]);
    expect(await sql(app, 'select taken from slot where id = ?', [event.slotUuid])).toEqual([{ taken: 1 }]);
  },
);

test('a new account takes over the answers of its address, which holds one seat', async ({ app, town, mail }) => {
  const event = await storeEvent(app, town, { startsAt: inHours(5) });
  const email = newEmail();
  await answered(app, mail, event, email);
  const personId = await write(forkContext(app.services, system), (tx) => ensurePerson(tx, { email, locale: 'de' }));
  expect(await sql(app, 'select recipient_id from attendance where slot_id = ?', [event.slotUuid])).toEqual([
    { recipient_id: personId },
  ]);
  expect(
    await sql(
      app,
      `select 1 from recipient r join contact k on k.recipient_id = r.id where r.origin = 'LINK'
    and k.address_hash = (select address_hash from contact where recipient_id = ? and channel = 'EMAIL')`,
      [personId],
    ),
  ).toEqual([]);
});

const inHours = (n: number): Date => new Date(Date.now() + n * 3_600_000);
const sql = (app: TestServer, query: string, values: unknown[] = []): Promise<Data[]> =>
  app.services.em.fork().execute(query, values);

/** Answers without confirming; returns the token of the link that confirms. */
async function asked(
  app: TestServer,
  mail: MailServer,
  { slotId }: StoredEvent,
  email: string,
  name = 'Ada Beispiel',
): Promise<string> {
  const byMail = 'mutation($input: AnswerByMailInput!) { it: answerByMail(input: $input) { userErrors { code } } }';
  const input = { slotId, answer: 'YES', name, email, locale: 'de' };
  expect((await visitor(app).askData(byMail, { input })).it.userErrors).toEqual([]);
  return tokenIn(await nextMail(mail, email), 'events/answers/confirm');
}
async function confirm(app: TestServer, token: string): Promise<string> {
  const confirm = 'mutation($t: String!) { it: confirmAnswer(input: { token: $t }) { token userErrors { code } } }';
  const { it } = await visitor(app).askData(confirm, { t: token });
  expect(it.userErrors).toEqual([]);
  return it.token;
}
async function answered(
  app: TestServer,
  mail: MailServer,
  event: StoredEvent,
  email: string,
  name?: string,
): Promise<string> {
  return confirm(app, await asked(app, mail, event, email, name));
}
const newEmail = (): string => `${randomUUID()}@example.org`;
const parties = (app: TestServer, { slotUuid }: StoredEvent): Promise<Data[]> =>
  sql(app, 'select name, waiting_since is not null as waits from attendance where slot_id = ? order by created_at', [
    slotUuid,
  ]);

async function raise(app: TestServer, admin: Somebody, { slotId }: StoredEvent, capacity: number): Promise<void> {
  const query = 'mutation($input: SetCapacityInput!) { it: setCapacity(input: $input) { userErrors { code } } }';
  const { it } = await askData(app.port, admin, query, { input: { slotId, capacity } });
  expect(it.userErrors).toEqual([]);
}
async function takeBack(app: TestServer, token: string, name: string): Promise<void> {
  const [own] = await sql(app, 'select id from attendance where name = ?', [name]);
  const query = 'mutation($input: TakeBackAnswerInput!) { it: takeBackAnswer(input: $input) { userErrors { code } } }';
  const input = { token, attendanceId: toGlobalId('Attendance', own?.id) };
  expect((await visitor(app).askData(query, { input })).it.userErrors).toEqual([]);
}

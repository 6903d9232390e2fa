import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { system } from '../../../kernel/actor.ts';
import { forkContext } from '../../../kernel/context.ts';
import { write } from '../../../kernel/events.ts';
import { toGlobalId } from '../../../kernel/ids.ts';
import { forgetUnconfirmed } from '../../../recipient/recipient.link.service.ts';
import type { Browser } from '../../../testing/browser.ts';
import { givenPerson, givenPlace, type Place, type Somebody } from '../../../testing/builders.ts';
import { askData, type Data } from '../../../testing/client.ts';
import { setTime } from '../../../testing/clocks.ts';
import { storeEvent, type StoredEvent, type StoredEventFacts } from '../../../testing/events.ts';
import { tokenIn, visitor } from '../../../testing/followers.ts';
import { givenGroup } from '../../../testing/groups.ts';
import { settleMessages } from '../../../testing/inbox.ts';
import { nextMail } from '../../../testing/answerMails.ts';
import { type MailServer } from '../../../testing/mail.ts';
import { type TestServer } from '../../../testing/server.ts';
import { test } from '../../../testing/fixtures.ts';

test.afterEach(({ app }) => {
  setTime(app);
});

test('before the confirmation there is no seat and no name; then the party stands in the list with a contact', async ({
  app,
  town,
  admin,
  mail,
}) => {
  const event = await given(app, town, { capacity: 5 });
  const email = newEmail();
  const asked = await ask(app, email.toUpperCase(), event, { companions: 2 });
  expect(asked).toEqual({
    slot: { id: event.slotId, taken: 0, waitingCount: 0 },
    proofChallenge: null,
    userErrors: [],
  });
  const question = await mail.next(email);
  expect(question.text).toContain('„Flohmarkt“: Ich komme, für 3 Personen');
  expect(question.text).not.toContain('Ada'); // the words of a stranger
  expect(await list(app, admin, event)).toEqual([]);
  expect(await seats(app, event)).toEqual({ taken: 0, yesCount: 0, maybeCount: 0, waitingCount: 0 });

  const token = tokenIn(question, 'events/answers/confirm');
  const { token: link } = await confirm(app, token);
  const party = { name: 'Ada Beispiel', answer: 'YES', companions: 2, hasContact: true, waitingSince: null };
  expect(await list(app, admin, event)).toEqual([party]);
  expect(await seats(app, event)).toMatchObject({ taken: 3, yesCount: 1 });
  expect(await listed(app, town, link)).toMatchObject([{ answer: 'YES', companions: 2, name: 'Ada Beispiel' }]);
  expect(await confirm(app, token)).toEqual({ token: link, userErrors: [] }); // the same mail leads there again
  expect((await seats(app, event)).taken).toBe(3);
});

test('opening the page of the link changes nothing', async ({ app, town, mail }) => {
  const event = await given(app, town);
  const email = newEmail();
  await ask(app, email, event);
  const token = await requestToken(mail, email);
  for (const method of ['GET', 'HEAD'])
    await fetch(`http://127.0.0.1:${app.port}/${town.ags}/events/answers/confirm?${token}`, { method });
  expect((await seats(app, event)).taken).toBe(0);
});

test('the same address changes its one answer, and never holds two seats', async ({ app, town, admin, mail }) => {
  const event = await given(app, town, { capacity: 3 });
  const email = newEmail();
  const first = await answered(app, mail, email, event, { companions: 1 });
  const second = await answered(app, mail, email, event, { companions: 0, name: 'Ada B.' });
  expect(second).toBe(first);
  expect(await list(app, admin, event)).toMatchObject([{ name: 'Ada B.', companions: 0 }]);
  expect((await seats(app, event)).taken).toBe(1);

  // Two requests at once, both confirmed.
  const third = newEmail();
  await Promise.all([ask(app, third, event), ask(app, third, event, { companions: 1 })]);
  const tokens = [await requestToken(mail, third), await requestToken(mail, third)];
  await Promise.all(tokens.map((token) => confirm(app, token)));
  expect((await list(app, admin, event)).length).toBe(2);
  expect((await seats(app, event)).yesCount).toBe(2);
});

test('the rules of seats apply: waiting, too few seats, companions, the term, cancelled dates', async ({
  app,
  town,
  admin,
  mail,
}) => {
  const event = await given(app, town, { capacity: 2, maxCompanions: 3 });
  const email = newEmail();
  await answered(app, mail, email, event);
  const waiting = await answered(app, mail, newEmail(), event, { companions: 2, name: 'Bert Beispiel' });
  expect(await seats(app, event)).toMatchObject({ taken: 1, waitingCount: 1 });
  const [own] = await listed(app, town, waiting);
  // More companions than free seats: the request is accepted, its confirmation is not, and the earlier answer stays.
  await ask(app, email, event, { companions: 3 });
  const refused = await confirm(app, await requestToken(mail, email));
  expect(refused).toEqual({ token: null, userErrors: [{ code: 'NOT_ENOUGH_SEATS' }] });
  expect((await list(app, admin, event))[0]).toMatchObject({ companions: 0, waitingSince: null });
  const fits = { token: waiting, attendanceId: own?.id, answer: 'YES', companions: 0 };
  expect((await visitor(app).askData(changing, { input: fits })).it).toMatchObject({
    attendance: { answer: 'YES', companions: 0, name: 'Bert Beispiel', waitingSince: null },
    slot: { taken: 2 },
  });

  expect(await codes(app, event, { companions: 4 })).toEqual(['TOO_MANY_COMPANIONS companions']);
  expect(await codes(app, event, { name: 'A' })).toEqual(['TOO_SHORT name']);
  expect(await codes(app, event, { email: 'kein Postfach' })).toEqual(['BAD_EMAIL email']);
  expect(await codes(app, await given(app, town, { startsAt: new Date(Date.now() - 60_000) }))).toEqual([
    'ANSWERS_CLOSED',
  ]);
  const term = await given(app, town);
  await sql(app, `update event set answers_until = now() - interval '1 minute' where id = ?`, [term.uuid]);
  expect(await codes(app, term)).toEqual(['ANSWERS_CLOSED']);
  expect(await codes(app, await given(app, town, { dateState: 'CANCELLED' }))).toEqual(['DATE_CANCELLED']);

  // Cancelled between the request and the confirmation.
  const late = newEmail();
  const soon = await given(app, town);
  await ask(app, late, soon);
  await sql(app, `update occurrence set state = 'CANCELLED' where id = ?`, [soon.occurrenceUuid]);
  const closed = await confirm(app, await requestToken(mail, late));
  expect(closed.userErrors).toEqual([{ code: 'DATE_CANCELLED' }]);
});

test('only what everybody may read: closed groups and other towns answer NOT_FOUND, accounts and keys FORBIDDEN', async ({
  app,
  town,
  mail,
}) => {
  const kita = await givenGroup(app, town, { joinPolicy: 'CLOSED' });
  const inside = await storeEvent(app, town, { groupIds: [kita.groupId] });
  const input = { slotId: inside.slotId, answer: 'YES', name: 'Ada', email: newEmail(), locale: 'de' };
  const hidden = await visitor(app).ask(byMail, { input });
  expect(hidden.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  const citizen = await givenPerson(app, town);
  const open = await given(app, town);
  await expect(askData(app.port, citizen, byMail, { input: { ...input, slotId: open.slotId } })).rejects.toThrow(
    'FORBIDDEN',
  );
  // The group becomes closed between the request and the confirmation.
  const choir = await givenGroup(app, town, { joinPolicy: 'OPEN' });
  const rehearsal = await storeEvent(app, town, { groupIds: [choir.groupId] });
  const email = newEmail();
  await ask(app, email, rehearsal);
  const token = await requestToken(mail, email);
  await sql(app, `update "group" set join_policy = 'CLOSED' where id = ?`, [choir.groupId]);
  const refused = await visitor(app).ask(confirming, { token });
  expect(refused.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  expect(await sql(app, 'select 1 from attendance where slot_id = ?', [rehearsal.slotUuid])).toEqual([]);
  const elsewhere = await givenPlace(app, 'Nachbarstadt');
  const link = await answered(app, mail, newEmail(), open);
  const other = await visitor(app).ask(listing, {
    token: link,
    id: toGlobalId('Municipality', elsewhere.municipalityId),
  });
  expect(other.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
});

test('a link reads and changes the own answers only; a forged or renewed one does nothing', async ({
  app,
  town,
  admin,
  mail,
}) => {
  const event = await given(app, town);
  const link = await answered(app, mail, newEmail(), event);
  const stranger = await answered(app, mail, newEmail(), event, { name: 'Cora' });
  const [own] = await listed(app, town, stranger);
  const input = { token: link, attendanceId: own?.id, answer: 'NO' };
  const foreign = await visitor(app).ask(changing, { input });
  expect(foreign.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  const taken = await visitor(app).ask(takingBack, { input: { token: link, attendanceId: own?.id } });
  expect(taken.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  const forged = stranger.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  expect((await visitor(app).askData(changing, { input: { ...input, token: forged } })).it.userErrors).toEqual([
    { code: 'UNKNOWN_LINK', path: ['token'] },
  ]);
  for (const wrong of [forged, '', 'x'.repeat(5000)])
    expect((await confirm(app, wrong)).userErrors).toEqual([{ code: 'UNKNOWN_LINK' }]);
  expect((await confirm(app, stranger)).userErrors).toEqual([{ code: 'UNKNOWN_LINK' }]); // a link of another purpose
  expect((await list(app, admin, event)).map(({ answer }) => answer)).toEqual(['YES', 'YES']);
});

test('who changes a YES by the link gets a mail that removes the date from the calendar', async ({
  app,
  town,
  mail,
}) => {
  const event = await given(app, town);
  const email = newEmail();
  const token = await answered(app, mail, email, event);
  expect((await mail.next(email)).raw).toContain('method=REQUEST');
  const [own] = await listed(app, town, token);
  const input = { token, attendanceId: own?.id, answer: 'NO' };
  expect((await visitor(app).askData(changing, { input })).it.userErrors).toEqual([]);
  const removal = await mail.next(email);
  expect(removal.raw).toContain('method=CANCEL');
  expect(tokenIn(removal, 'events/answers')).toBe(token);
});

test('known and unknown addresses get the same reply, also beyond the limit of a mailbox', async ({
  app,
  town,
  mail,
}) => {
  const event = await given(app, town);
  const known = newEmail();
  await answered(app, mail, known, event);
  const account = await givenPerson(app, town);
  const [{ email }] = (await sql(app, 'select email from person where id = ?', [account.personId])) as [
    { email: string },
  ];
  const replies = [];
  for (const address of [known, newEmail(), email]) replies.push(await ask(app, address, event, { answer: 'MAYBE' }));
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
  const from = visitor(app);
  const many = newEmail();
  for (let n = 0; n < 5; n++) replies.push(await ask(app, many, event, { answer: 'MAYBE' }, from));
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
  await settleMessages(app);
  expect(mailsTo(mail, many)).toHaveLength(3);
});

test('an answer with the address of an account belongs to the account, which holds one seat', async ({
  app,
  town,
  admin,
  mail,
}) => {
  const event = await given(app, town);
  const person = await givenPerson(app, town);
  const [{ email }] = (await sql(app, 'select email from person where id = ?', [person.personId])) as [
    { email: string },
  ];
  const reply = 'mutation($input: AnswerEventInput!) { it: answerEvent(input: $input) { userErrors { code } } }';
  await askData(app.port, person, reply, { input: { slotId: event.slotId, answer: 'YES', name: 'Kim' } });
  expect(await answered(app, mail, email, event, { companions: 1, name: 'Kim B.' })).toBeNull();
  expect(await list(app, admin, event)).toMatchObject([{ name: 'Kim B.', companions: 1 }]);
  expect((await seats(app, event)).taken).toBe(2);
  expect(
    await sql(
      app,
      `select 1 from recipient where origin = 'LINK' and id in (select recipient_id from contact
    where address_hash = (select address_hash from contact where recipient_id = ? and channel = 'EMAIL'))`,
      [person.personId],
    ),
  ).toEqual([]);
});

test('unconfirmed requests are deleted with name and address; a confirmed one stays', async ({ app, town, mail }) => {
  const event = await given(app, town);
  const email = newEmail();
  await ask(app, email, event, { name: 'Nie Bestätigt' });
  const token = await requestToken(mail, email);
  const kept = await answered(app, mail, newEmail(), event);
  const consents = await sql(app, `select c.id, c.recipient_id from consent c order by c.id desc limit 2`);
  const forget = (id: string) => write(forkContext(app.services, system), (tx) => forgetUnconfirmed(tx, id));
  for (const { id } of consents) await forget(id);
  expect(await sql(app, `select 1 from answer_request where name = 'Nie Bestätigt'`)).toEqual([]);
  expect(await sql(app, 'select 1 from recipient where id = ?', [consents[1]?.recipient_id])).toEqual([]);
  expect((await confirm(app, token)).userErrors).toEqual([{ code: 'UNKNOWN_LINK' }]);
  expect(await listed(app, town, kept)).toHaveLength(1);
  const [job] = await sql(
    app,
    `select extract(day from start_after - created_on)::int as days from jobs.job
     where name = 'recipient.forgetConsent' and data::text like ?`,
    [`%${consents[0]?.id}%`],
  );
  expect(job?.days).toBeGreaterThanOrEqual(2);
});

test('taking the answer back frees the seat for who waits, and deletes name and address', async ({
  app,
  town,
  admin,
  mail,
}) => {
  const event = await given(app, town, { capacity: 1 });
  const email = newEmail();
  const link = await answered(app, mail, email, event);
  const next = newEmail();
  await answered(app, mail, next, event, { name: 'Bert' });
  const [own] = await listed(app, town, link);
  const done = (await visitor(app).askData(takingBack, { input: { token: link, attendanceId: own?.id } })).it;
  expect(done).toEqual({ slot: { taken: 1 }, userErrors: [] });
  expect(await list(app, admin, event)).toMatchObject([{ name: 'Bert', waitingSince: null }]);
  const promoted = await nextMail(mail, next);
  expect(promoted.headers.get('subject')).toContain('Sie haben einen Platz');
  expect(await listed(app, town, tokenIn(promoted, 'events/answers'))).toHaveLength(1);
  const gone = await visitor(app).ask(listing, { token: link, id: townId(town) });
  expect(gone.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  // Control: the other address is still there.
  expect(
    await sql(app, 'select 1 from contact k join attendance a on a.recipient_id = k.recipient_id where a.slot_id = ?', [
      event.slotUuid,
    ]),
  ).toHaveLength(1);
});

const townId = (town: Place): string => toGlobalId('Municipality', town.municipalityId);
const newEmail = (): string => `${randomUUID()}@example.org`;
const sql = (app: TestServer, query: string, values: unknown[] = []): Promise<Data[]> =>
  app.services.em.fork().execute(query, values);
const mailsTo = (mail: MailServer, email: string) => mail.mails.filter(({ to }) => to.includes(email));

async function given(
  app: TestServer,
  town: Place,
  { maxCompanions = 4, ...facts }: StoredEventFacts & { maxCompanions?: number } = {},
) {
  const stored = await storeEvent(app, town, facts);
  await sql(app, 'update event set max_companions = ? where id = ?', [maxCompanions, stored.uuid]);
  return stored;
}

const byMail = `mutation($input: AnswerByMailInput!) { it: answerByMail(input: $input) {
  slot { id taken waitingCount } proofChallenge userErrors { code path } } }`;
const confirming = `mutation($token: String!) { it: confirmAnswer(input: { token: $token }) { token userErrors { code } } }`;
const changing = `mutation($input: ChangeAnswerByLinkInput!) { it: changeAnswerByLink(input: $input) {
  attendance { answer companions name waitingSince } slot { taken } userErrors { code path } } }`;
const takingBack = `mutation($input: TakeBackAnswerInput!) { it: takeBackAnswer(input: $input) {
  slot { taken } userErrors { code } } }`;
const listing = `query($token: String!, $id: ID!) { it: answersByLink(token: $token, municipalityId: $id) {
  id answer companions name hasContact slot { occurrence { startsAt event { title } } } } }`;

async function ask(
  app: TestServer,
  email: string,
  { slotId }: StoredEvent,
  more: object = {},
  from = visitor(app),
): Promise<Data> {
  const input = { slotId, answer: 'YES', name: 'Ada Beispiel', email, locale: 'de', ...more };
  return (await from.askData(byMail, { input })).it;
}
async function codes(app: TestServer, event: StoredEvent, more: object = {}): Promise<string[]> {
  return (await ask(app, newEmail(), event, more)).userErrors.map(({ code, path }: Data) => [code, ...path].join(' '));
}
const confirm = async (app: TestServer, token: string, from: Browser = visitor(app)): Promise<Data> =>
  (await from.askData(confirming, { token })).it;

/** Token of the next link that confirms an answer. */
const requestToken = async (mail: MailServer, email: string): Promise<string> =>
  tokenIn(await nextMail(mail, email), 'events/answers/confirm');

/** Answers and opens the link in the mail; returns the token of the link to the answers. */
async function answered(
  app: TestServer,
  mail: MailServer,
  email: string,
  event: StoredEvent,
  more: object = {},
): Promise<string> {
  expect((await ask(app, email, event, more)).userErrors).toEqual([]);
  const confirmed = await confirm(app, await requestToken(mail, email));
  expect(confirmed.userErrors).toEqual([]);
  return confirmed.token;
}
const listed = async (app: TestServer, town: Place, token: string, id = townId(town)): Promise<Data[]> =>
  (await visitor(app).askData(listing, { token, id })).it;

/** Answers that an organiser reads. */
async function list(app: TestServer, admin: Somebody, { slotId }: StoredEvent): Promise<Data[]> {
  const query = `query($id: ID!) { node(id: $id) { ... on Slot { attendances(first: 100) {
    edges { node { name answer companions hasContact waitingSince } } } } } }`;
  const { node } = await askData(app.port, admin, query, { id: slotId });
  return node.attendances.edges.map((edge: Data) => edge.node);
}
async function seats(app: TestServer, { slotId }: StoredEvent): Promise<Data> {
  const query = 'query($id: ID!) { node(id: $id) { ... on Slot { taken yesCount maybeCount waitingCount } } }';
  return (await askData(app.port, {}, query, { id: slotId })).node;
}

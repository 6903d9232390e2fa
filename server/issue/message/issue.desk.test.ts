import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { Role } from '../../identity/identity.entity.ts';
import { idOf, toGlobalId } from '../../kernel/ids.ts';
import { Desk, Municipality } from '../../municipality/municipality.entity.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, connect, type Data, watch } from '../../testing/client.ts';
import { expectInbox, inboxOf, settleMessages } from '../../testing/inbox.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { CategoryEmergency } from '../category/issue.question.entity.ts';
import { DeskDeputy } from '../issue.routing.entity.ts';
import { test } from '../../testing/fixtures.ts';

test('a new report reaches the clerks of its desk within a second, and nobody else', async ({ app, mail }) => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const others = [
    await givenStaff(app, place),
    await givenStaff(app, place, 'EDITOR'),
    (await givenDesk(app, place, 'Bauhof')).clerk,
    await givenStaff(app, await givenPlace(app, 'Nachbarstadt'), 'CLERK'),
  ];
  const client = connect(app.port, clerk);
  const live = watch(
    client,
    'subscription { inbox { unreadCount entries { kind subject { ... on Issue { reference } } } } }',
  );
  await live.until(({ data }) => data?.inbox.unreadCount === 0);
  const citizen = await givenPerson(app, place);
  const { reference } = await givenIssue(app, place, citizen);
  const reportedAt = performance.now();
  await live.until(({ data }) =>
    data?.inbox.entries.some((entry: Data) => entry.kind === 'ISSUE_REPORTED' && entry.subject.reference === reference),
  );
  const tookMs = performance.now() - reportedAt;
  console.log(`a report is in the open inbox of the clerk after ${tookMs.toFixed(0)} ms`);
  expect(tookMs).toBeLessThan(1000);
  await expectInbox(app, clerk, `ISSUE_REPORTED ${reference}`);
  await settleMessages(app);
  for (const nobody of [...others, citizen]) expect(await inboxOf(app, nobody)).toEqual([]);
  expect(mail.mails.filter(({ to }) => to.includes(`${clerk.personId}@example.org`))).toEqual([]);
  await client.dispose();
});

test('an anonymous report is announced at once, confirmed or not; a recorded one not to the clerk who recorded it', async ({
  app,
}) => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const colleague = await givenStaff(app, place, 'CLERK');
  const anonymous = await givenIssue(app, place, {}, { email: `${randomUUID()}@example.org` });
  await expectInbox(app, clerk, `ISSUE_REPORTED ${anonymous.reference}`);
  const take = `mutation($input: TakeIssueInput!) { takeIssue(input: $input) { issue { reference } userErrors { code } } }`;
  const input = {
    municipalityId: toGlobalId('Municipality', place.municipalityId),
    kind: 'DEFECT',
    categoryId: await givenCategory(app, place),
    point: { lat: 50.6, lon: 7.2 },
    text: 'Die Laterne ist kaputt.',
    channel: 'PHONE',
    idempotencyKey: randomUUID(),
  };
  const { takeIssue: taken } = await askData(app.port, clerk, take, { input });
  expect(taken.userErrors).toEqual([]);
  await expectInbox(app, colleague, `ISSUE_REPORTED ${anonymous.reference}`, `ISSUE_REPORTED ${taken.issue.reference}`);
  await settleMessages(app);
  expect(await inboxOf(app, clerk)).toEqual([`ISSUE_REPORTED ${anonymous.reference}`]);
});

test('if the desk has no people its deputies get the message, otherwise the admins; nobody stands in for complaints', async ({
  app,
}) => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  const first = await givenIssue(app, place, await givenPerson(app, place));
  await expectInbox(app, admin, `ISSUE_REPORTED ${first.reference}`);
  const { deskId, clerk: deputy } = await givenDesk(app, place, 'Bauhof');
  await app.services.em.fork().insert(DeskDeputy, { desk: place.deskId, deputyDesk: deskId });
  const second = await givenIssue(app, place, await givenPerson(app, place));
  await expectInbox(app, deputy, `ISSUE_REPORTED ${second.reference}`);
  const categoryId = await givenCategory(app, place, 'COMPLAINT');
  const secret = await givenIssue(app, place, await givenPerson(app, place), { kind: 'COMPLAINT', categoryId });
  await expectInbox(app, admin, `ISSUE_REPORTED ${first.reference}`, `ISSUE_REPORTED ${secret.reference}`);
  await settleMessages(app);
  expect(await inboxOf(app, deputy)).toEqual([`ISSUE_REPORTED ${second.reference}`]);
  // Control: without the rule about complaints the deputy would get the message of this one, too.
  await app.services.em.fork().execute(`update issue set kind = 'DEFECT' where id = ?`, [idOf('Issue', secret.id)]);
  await write(app, await reporterOf(app, secret), secret);
  await expectInbox(app, deputy, `ISSUE_REPORTED ${second.reference}`, `ISSUE_REPLIED ${secret.reference}`);
});

/** Makes a new person the reporter of the issue, so that a test can write as the reporter. */
async function reporterOf(app: TestServer, { id }: GivenIssue): Promise<Somebody> {
  const place = await givenPlace(app);
  const who = await givenPerson(app, place);
  await app.services.em
    .fork()
    .execute('update issue set reporter_id = ? where id = ?', [who.personId, idOf('Issue', id)]);
  return who;
}

test('the desk hears of a reply, of an answer to a question, and of reopening; not of what staff write', async ({
  app,
}) => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const citizen = await givenPerson(app, place);
  const issue = await givenIssue(app, place, citizen);
  const { reference } = issue;
  await write(app, clerk, issue);
  await write(app, citizen, issue);
  await expectInbox(app, clerk, `ISSUE_REPORTED ${reference}`, `ISSUE_REPLIED ${reference}`);
  await move(app, clerk, issue, 1, 'ASSIGNED');
  await move(app, clerk, issue, 2, 'WAITING_ON_REPORTER', { message: 'Wo genau?' });
  await write(app, citizen, issue);
  const replies = [`ISSUE_REPLIED ${reference}`, `ISSUE_REPLIED ${reference}`];
  await expectInbox(app, clerk, `ISSUE_REPORTED ${reference}`, ...replies);
  await move(app, clerk, issue, 4, 'RESOLVED');
  await move(app, citizen, issue, 5, 'ASSIGNED', { reason: 'Das Loch ist wieder da.' });
  await expectInbox(app, clerk, `ISSUE_REPORTED ${reference}`, ...replies, `ISSUE_REOPENED ${reference}`);
  await move(app, clerk, issue, 6, 'RESOLVED');
  await move(app, clerk, issue, 7, 'ASSIGNED', { reason: 'Doch nicht.' });
  await settleMessages(app);
  expect(await inboxOf(app, clerk)).toHaveLength(4);
});

const reroute = `mutation($input: RerouteIssueInput!) { rerouteIssue(input: $input) { userErrors { code } } }`;

test('the new desk hears that a report was handed over, also with a move; what was taken back reaches nobody', async ({
  app,
}) => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const { deskId, clerk: builder } = await givenDesk(app, place, 'Bauhof');
  const issue = await givenIssue(app, place, await givenPerson(app, place));
  await settleMessages(app); // a message about a report goes to the desk that has it when the message is fanned out
  const desk = toGlobalId('Desk', deskId);
  const input = { issueId: issue.id, deskId: desk, reason: 'Sache des Bauhofs', version: 1, tellReporter: false };
  expect((await askData(app.port, clerk, reroute, { input })).rerouteIssue.userErrors).toEqual([]);
  await expectInbox(app, builder, `ISSUE_HANDED_OVER ${issue.reference}`);
  const second = await givenIssue(app, place, await givenPerson(app, place));
  await settleMessages(app);
  await move(app, clerk, second, 1, 'ASSIGNED', { deskId: desk, isUndoable: true });
  const undo = 'mutation($input: UndoMoveInput!) { undoMove(input: $input) { userErrors { code } } }';
  const undone = await askData(app.port, clerk, undo, { input: { issueId: second.id, version: 2 } });
  expect(undone.undoMove.userErrors).toEqual([]);
  const third = await givenIssue(app, place, await givenPerson(app, place));
  await settleMessages(app);
  await move(app, clerk, third, 1, 'ASSIGNED', { deskId: desk });
  await expectInbox(app, builder, `ISSUE_HANDED_OVER ${issue.reference}`, `ISSUE_HANDED_OVER ${third.reference}`);
  const kinds = `select kind from message where subject_id = ? and kind = 'ISSUE_HANDED_OVER'`;
  expect(await app.services.em.fork().execute(kinds, [idOf('Issue', second.id)])).toEqual([]);
  expect((await inboxOf(app, clerk)).filter((message) => message.startsWith('ISSUE_HANDED_OVER'))).toEqual([]);
});

test('a report in a category with a safety notice is mailed to its desk at once', async ({ app, mail }) => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const categoryId = await givenCategory(app, place);
  const notice = { category: idOf('IssueCategory', categoryId), text: 'Bei Gefahr: 112' };
  await app.services.em.fork().insert(CategoryEmergency, notice);
  const { reference } = await givenIssue(app, place, await givenPerson(app, place), { categoryId });
  const received = await mail.next(`${clerk.personId}@example.org`);
  expect(received.headers.get('subject')).toBe(`Dringend: neue Meldung ${reference}`);
  expect(received.text).toContain(`/${place.ags}/board/${reference}`);
  expect(received.text).not.toContain('Schlagloch');
  await expectInbox(app, clerk, `ISSUE_URGENT_REPORTED ${reference}`);
});

test('a town without the module gets no messages about reports, and one that is set aside reaches nobody', async ({
  app,
}) => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const citizen = await givenPerson(app, place);
  const issue = await givenIssue(app, place, citizen);
  await expectInbox(app, clerk, `ISSUE_REPORTED ${issue.reference}`);
  const em = app.services.em.fork();
  await em.execute(`update issue set flag = 'SPAM' where id = ?`, [idOf('Issue', issue.id)]);
  await write(app, citizen, issue);
  await settleMessages(app);
  expect(await inboxOf(app, clerk)).toEqual([`ISSUE_REPORTED ${issue.reference}`]);
  await em.nativeUpdate(Municipality, place.municipalityId, { modules: ['POSTS'] });
  expect(await inboxOf(app, clerk)).toEqual([]);
});

async function givenDesk(app: TestServer, place: Place, name: string): Promise<{ deskId: string; clerk: Somebody }> {
  const em = app.services.em.fork();
  const desk = em.create(Desk, { id: randomUUID(), municipality: place.municipalityId, name });
  await em.persist(desk).flush();
  const clerk = await givenPerson(app, place);
  const grant = { id: randomUUID(), person: clerk.personId, role: 'CLERK' as const };
  await em.persist(em.create(Role, { ...grant, municipality: place.municipalityId, desk: desk.id })).flush();
  return { deskId: desk.id, clerk };
}

async function move(
  app: TestServer,
  who: Somebody,
  { id }: GivenIssue,
  version: number,
  to: string,
  more: object = {},
) {
  const query = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const done = await askData(app.port, who, query, { input: { issueId: id, version, to, ...more } });
  expect(done.moveIssue.userErrors).toEqual([]);
}
async function write(app: TestServer, who: Somebody, { id }: GivenIssue, reach = 'PRIVATE'): Promise<void> {
  const query = 'mutation($input: CommentIssueInput!) { commentIssue(input: $input) { userErrors { code } } }';
  const input = { issueId: id, reach, text: 'Es ist noch da.', idempotencyKey: randomUUID() };
  expect((await askData(app.port, who, query, { input })).commentIssue.userErrors).toEqual([]);
}

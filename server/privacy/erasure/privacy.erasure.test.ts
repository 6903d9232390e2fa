import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { grantRole } from '../../identity/identity.person.service.ts';
import { createSignInLink } from '../../identity/identity.service.ts';
import { anonymous, system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { erasuresFile, readErasures } from '../../kernel/erasures.ts';
import { write } from '../../kernel/events.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { openBrowser } from '../../testing/browser.ts';
import { givenPerson, givenPlace, givenProof, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, watch } from '../../testing/client.ts';
import { comment } from '../../testing/comments.ts';
import { storeEvent } from '../../testing/events.ts';
import { findTraces } from '../../testing/erasure.ts';
import { givenFollower, tokenIn, visitor } from '../../testing/followers.ts';
import { openIdea } from '../../testing/ideas.ts';
import { settleMessages } from '../../testing/inbox.ts';
import { givenCategory, givenIssue } from '../../testing/issues.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import { givenStoredPhoto } from '../../testing/photos.ts';
import { givenPoll, type GivenPoll } from '../../testing/polls.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { carryOut, eraseAccount } from './privacy.erasure.service.ts';
import { cleanEmptyPerson } from './privacy.eraser.service.ts';
import { replayTombstones } from './privacy.tombstone.service.ts';

let mail: MailServer;
let app: TestServer;
let place: Place;
let admin: Somebody;
const dataDir = mkdtempSync(join(tmpdir(), 'erasure-'));
beforeAll(async () => {
  mail = await startMailServer();
  // A server of its own: its data folder is searched.
  app = await startTestServer({ dataDir, smtpUrl: mail.url, trustProxy: 1 });
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
  rmSync(dataDir, { recursive: true });
});

const eraseMutation = `mutation($input: EraseAccountInput!) { eraseAccount(input: $input) {
  erasesAt userErrors { code } } }`;
const undoMutation = `mutation($token: String!) { undoErasure(input: { token: $token }) { userErrors { code } } }`;
const voteMutation = `mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }`;
const closeMutation = 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }';

const emailOf = ({ personId }: Somebody): string => `${personId}@example.org`;

async function askErasure(who: Somebody, withTexts = false): Promise<Data> {
  const input = { municipalityId: toGlobalId('Municipality', place.municipalityId), withTexts };
  return (await askData(app.port, who, eraseMutation, { input })).eraseAccount;
}

interface Story {
  readonly anna: Somebody;
  /** Strings of the person that no place may hold after the erasure. */
  readonly always: readonly string[];
  /** Words that go on wish only. */
  readonly onWish: readonly string[];
  readonly open: GivenPoll;
  readonly report: string;
  readonly idea: string;
}

/** Address of the own calendar, and an answer without the account that nobody confirmed. */
async function givenDates(who: Somebody, name: string): Promise<void> {
  const making = 'mutation { it: makeCalendarAddress { userErrors { code } } }';
  expect((await askData(app.port, who, making)).it.userErrors).toEqual([]);
  const { slotId } = await storeEvent(app, place);
  const answering = 'mutation($input: AnswerByMailInput!) { it: answerByMail(input: $input) { userErrors { code } } }';
  const input = { slotId, answer: 'YES', name, email: emailOf(who), locale: 'de' };
  expect((await visitor(app).askData(answering, { input })).it.userErrors).toEqual([]);
}

let stories = 0;

/** A citizen who did everything that leaves traces. */
async function givenStory(): Promise<Story> {
  const no = ++stories;
  const anna = await givenPerson(app, place);
  await givenFollower(app, mail, place, [place.groupId], emailOf(anna));
  const words = (what: string): string => `${what} von Anna, Geschichte ${no}`;
  const photoIds = [await givenStoredPhoto(app, place, anna)];
  const { id: report } = await givenIssue(app, place, anna, { text: words('Schlagloch'), photoIds });
  const categoryId = await givenCategory(app, place, 'COMPLAINT');
  const complaint = { categoryId, kind: 'COMPLAINT', text: words('Beschwerde'), address: words('Adresse') };
  const { id: complaintId } = await givenIssue(app, place, anna, complaint);
  for (const issueId of [report, complaintId]) {
    await comment(app, anna, issueId, 'PRIVATE', { text: words('Vertrauliches') });
    await comment(app, admin, issueId, 'PRIVATE', { text: words('Antwort an') });
  }
  const texts = { title: words('Titel'), text: words('Idee, dass es mehr Bänke geben soll') };
  const idea = await openIdea(app, place, anna, admin, texts);
  await givenIssue(app, place, {}, { email: emailOf(anna), text: 'Ohne Konto gemeldet.' });
  const open = await givenPoll(app, place, admin);
  const closed = await givenPoll(app, place, admin);
  for (const { id, options } of [open, closed]) {
    const input = { pollId: id, optionIds: [options[0]] };
    expect((await askData(app.port, anna, voteMutation, { input })).castVote.userErrors).toEqual([]);
  }
  await askData(app.port, admin, closeMutation, { id: closed.id });
  await givenDates(anna, words('Zusage'));
  const mine = ['Zusage', 'Beschwerde', 'Adresse', 'Vertrauliches', 'Antwort an'].map(words);
  return {
    anna,
    always: [anna.personId, emailOf(anna), ...mine],
    onWish: [words('Schlagloch'), texts.title, texts.text],
    open,
    report,
    idea,
  };
}

const countsQuery = `query($ags: String!, $idea: ID!) {
  municipality(ags: $ags) {
    issueCounts { stage deskId count } issueMedians { answerMinutes }
    audit(first: 100) { nodes { at kind status actor { party name } subject { kind objectId name } } } }
  idea: node(id: $idea) { ... on Idea { supportCount } } }`;

const pollCounts = `select p.turnout, p.eligible_count, json_agg(o.votes order by q.position, o.position) as votes
  from poll p join question q on q.poll_id = p.id join poll_option o on o.question_id = q.id
  where p.municipality_id = ? group by p.id order by p.id`;

/** Counts and audit trail of the town hall; equal before and after an erasure. */
async function readCounts({ idea }: Story): Promise<Data> {
  const polls: unknown[] = await app.services.em.fork().execute(pollCounts, [place.municipalityId]);
  return { ...(await askData(app.port, admin, countsQuery, { ags: place.ags, idea })), polls };
}

/** Rows of people who were erased, except for the known ones. */
async function findEmptyPeople(known: readonly string[] = []): Promise<string[]> {
  const rows: { id: string }[] = await app.services.em
    .fork()
    .execute('select id from person where erased_at is not null');
  return rows.map(({ id }) => id).filter((id) => !known.includes(id));
}

/** Runs the jobs that remove these empty rows, as if a day had passed. */
async function cleanEmptyPeople(ids: readonly string[]): Promise<void> {
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) await write(forkContext(app.services, system), (tx) => cleanEmptyPerson(tx, id));
}

/** Text of the mail about the erasure. */
async function readNotice(who: Somebody): Promise<string> {
  const { text } = await mail.next(emailOf(who));
  return text.includes('keep-account') ? text : readNotice(who);
}

/** Lets the time for undoing pass and runs the job. */
async function carryOutNow({ personId }: Somebody): Promise<void> {
  const rows: { id: string }[] = await app.services.em
    .fork()
    .execute(`update erasure set due_at = now() - interval '1 second' where person_id = ? returning id`, [personId]);
  for (const { id } of rows) await write(forkContext(app.services, system), (tx) => carryOut(tx, id));
}

test('after the erasure nothing of the person is in database, jobs, Redis and files; counts and trail stay', async () => {
  const emptyBefore = await findEmptyPeople();
  const story = await givenStory();
  const { anna, always, onWish } = story;
  const there = await findTraces(app, [...always, ...onWish]);
  for (const text of [...always, ...onWish]) expect(there.some((trace) => trace.endsWith(text))).toBe(true);
  expect(there).toContain(`public.calendar_address: ${anna.personId}`);

  const client = connect(app.port, anna);
  const inbox = watch(client, 'subscription { inbox { unreadCount } }');
  await inbox.until(({ data }) => data !== undefined);
  const messages = inbox.messages.length;
  const started = performance.now();
  expect(await askErasure(anna)).toMatchObject({ userErrors: [] });
  await expect
    .poll(() => ask(app.port, anna, '{ viewer { id } accountErased }'))
    .toEqual({
      data: { viewer: null, accountErased: true },
    });
  await inbox.ended;
  expect(performance.now() - started).toBeLessThan(5000);
  await comment(app, admin, story.report, 'PUBLIC');
  await settleMessages(app);
  expect(inbox.messages.slice(messages).filter(({ data }) => data !== undefined)).toEqual([]);
  await client.dispose();
  expect(await readNotice(anna)).toContain('Öffentliche Meldungen und Ideen bleiben stehen');

  const before = await readCounts(story);
  await carryOutNow(anna);
  await expect.poll(() => findTraces(app, always), { timeout: 10_000 }).toEqual([]);
  expect((await findTraces(app, onWish)).length).toBeGreaterThan(0);
  expect(await app.services.em.fork().execute('select id from answer_request')).toEqual([]);
  expect(await readCounts(story)).toEqual(before);
  expect((await askData(app.port, admin, closeMutation, { id: story.open.id })).closePoll.userErrors).toEqual([]);
  expect((await readCounts(story)).polls).toEqual(before.polls);
  await cleanEmptyPeople(await findEmptyPeople(emptyBefore));
  expect(await findEmptyPeople(emptyBefore)).toEqual([]);
});

test('with texts and photos nothing of the words and no file is left, and the report stays empty', async () => {
  const story = await givenStory();
  const files = (): string[] => readdirSync(join(dataDir, 'files'), { recursive: true, encoding: 'utf8' });
  const photos: { id: string }[] = await app.services.em
    .fork()
    .execute('select id from photo where uploader_id = ?', [story.anna.personId]);
  const filesOf = (): string[] => files().filter((file) => photos.some(({ id }) => file.includes(id)));
  expect(filesOf()).toHaveLength(2);
  await askErasure(story.anna, true);
  await carryOutNow(story.anna);
  await expect.poll(() => findTraces(app, [...story.always, ...story.onWish]), { timeout: 10_000 }).toEqual([]);
  await expect.poll(filesOf, { timeout: 10_000 }).toEqual([]);
  const { node } = await askData(
    app.port,
    admin,
    'query($id: ID!) { node(id: $id) { ... on Issue { text status } } }',
    {
      id: story.report,
    },
  );
  expect(node).toMatchObject({ text: '', status: 'SUBMITTED' });
});

test('control: a column that the map does not blank is found', async () => {
  const { anna, always } = await givenStory();
  const { registry } = app.services;
  const rule = registry.personalData.get('IssueComment')!;
  const personalData = new Map(registry.personalData).set('IssueComment', {
    ...rule,
    columns: { ...rule.columns, text: 'KEEP' },
  });
  await write(forkContext({ ...app.services, registry: { ...registry, personalData } }, system), (tx) =>
    eraseAccount(tx, anna.personId, false),
  );
  const places = (await findTraces(app, always)).map((trace) => trace.split(':')[0]);
  expect([...new Set(places)]).toEqual(['public.issue_comment']);
});

test('the link of the mail keeps the account; until then nobody can sign in, and no message leaves', async () => {
  const anna = await givenPerson(app, place);
  await askErasure(anna);
  const text = await readNotice(anna);
  const signIn = async (): Promise<Data> => {
    const link = await createSignInLink(forkContext(app.services, anonymous), emailOf(anna), 1, place.ags);
    const token = new URL(link).pathname.split('/').at(-1);
    const query = 'mutation($token: String!) { confirmSignIn(input: { token: $token }) { userErrors { code } } }';
    return (await openBrowser(app.port, '198.51.100.7').askData(query, { token })).confirmSignIn.userErrors;
  };
  expect(await signIn()).toEqual([{ code: 'ACCOUNT_ENDS' }]);
  const token = tokenIn({ text }, 'keep-account');
  expect(
    (await askData(app.port, {}, undoMutation, { token: token.replace(/.$/, '~') })).undoErasure.userErrors,
  ).toEqual([{ code: 'UNKNOWN_LINK' }]);
  expect((await askData(app.port, {}, undoMutation, { token })).undoErasure.userErrors).toEqual([]);
  expect(await signIn()).toEqual([]);
  expect((await askData(app.port, {}, undoMutation, { token })).undoErasure.userErrors).toEqual([
    { code: 'UNKNOWN_LINK' },
  ]);
  await carryOutNow(anna);
  expect(await findTraces(app, [emailOf(anna)])).not.toEqual([]);
});

test('people whose accounts are about to be erased are in no list of staff and members', async () => {
  const clerk = await givenStaff(app, place, 'CLERK');
  const { id: issueId } = await givenIssue(app, place, {}, {});
  const query = `query($ags: String!, $group: ID!, $issue: ID!) {
    municipality(ags: $ags) { staff { email personId } }
    group: node(id: $group) { ... on Group { members(first: 100) { nodes { personId } } } }
    issue: node(id: $issue) { ... on Issue { colleagues { assigneeId } } } }`;
  const variables = { ags: place.ags, group: toGlobalId('Group', place.groupId), issue: issueId };
  /** Lists in which the clerk stands. */
  const lists = async (): Promise<string[]> => {
    const answer = await askData(app.port, admin, query, variables);
    const texts = Object.entries(answer).map(([list, found]) => ({ list, text: JSON.stringify(found) }));
    const ids = ['Person', 'Viewer'].map((type) => toGlobalId(type, clerk.personId));
    return texts.filter(({ text }) => ids.some((id) => text.includes(id))).map(({ list }) => list);
  };
  expect(await lists()).toEqual(['municipality', 'group', 'issue']);
  await askErasure(clerk);
  expect(await lists()).toEqual([]);
});

test('an old sign-in is refused, and the last admin of a town cannot leave', async () => {
  const anna = await givenPerson(app, place);
  await givenProof(app, anna, 'BASIC', 16);
  expect((await askErasure(anna)).userErrors).toEqual([{ code: 'SIGN_IN_AGAIN' }]);
  expect((await askErasure(admin)).userErrors).toEqual([{ code: 'LAST_ADMIN' }]);
  const second = await givenStaff(app, place);
  expect((await askErasure(second)).userErrors).toEqual([]);
  expect((await askErasure(admin)).userErrors).toEqual([{ code: 'LAST_ADMIN' }]);
});

test('staff stay in the trail by their function, without name, address and id', async () => {
  const clerk = await givenPerson(app, place);
  const grant = { personId: clerk.personId, role: 'CLERK', municipalityId: place.municipalityId, deskId: place.deskId };
  await grantRole(forkContext(app.services, system), { ...grant, role: 'CLERK' });
  await app.services.em
    .fork()
    .execute('update person set display_name = ? where id = ?', ['Petra Klein', clerk.personId]);
  const { id: issueId } = await givenIssue(app, place, {}, {});
  const query = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const moved = await askData(app.port, clerk, query, { input: { issueId, version: 1, to: 'TRIAGED' } });
  expect(moved.moveIssue.userErrors).toEqual([]);
  await write(forkContext(app.services, system), (tx) => eraseAccount(tx, clerk.personId, false));
  expect(await findTraces(app, [clerk.personId, emailOf(clerk), 'Petra Klein'])).toEqual([]);
  const trail = await askData(
    app.port,
    admin,
    `query($ags: String!) { municipality(ags: $ags) { audit(first: 100) { nodes {
      actor { party name } subject { objectId } } } } }`,
    { ags: place.ags },
  );
  const acts = trail.municipality.audit.nodes.filter(({ subject }: Data) => subject?.objectId === issueId);
  expect(acts).toContainEqual({ actor: { party: 'STAFF', name: 'Bürgerbüro' }, subject: { objectId: issueId } });
});

test('a restored database erases again whom it still holds; without the log the person is back', async () => {
  const { anna, always } = await givenStory();
  await write(forkContext(app.services, system), (tx) => eraseAccount(tx, anna.personId, false));
  expect(await findTraces(app, always)).toEqual([]);
  // The person as an earlier backup holds it: the row, its address and no tombstone.
  const em = app.services.em.fork();
  const log = await readErasures(erasuresFile(app.config));
  await em.execute('delete from tombstone');
  await em.execute('insert into person (id, email) values (?, ?)', [anna.personId, emailOf(anna)]);
  expect(await replayTombstones(app.services, [])).toBe(0);
  expect(await findTraces(app, always)).not.toEqual([]);
  expect(await replayTombstones(app.services, ['{"half', ...log])).toBe(1);
  expect(await findTraces(app, always)).toEqual([]);
  expect(await replayTombstones(app.services, log)).toBe(0);
});

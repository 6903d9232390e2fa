import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { idOf, toGlobalId } from '../../kernel/ids.ts';
import { createDesk } from '../../municipality/municipality.service.ts';
import { givenPerson, givenPlace, givenStaff } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../../testing/client.ts';
import { comment } from '../../testing/comments.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { confirmationToken } from '../issue.claims.service.ts';
import { test } from '../../testing/fixtures.ts';

test('answer, message and note stand in the timeline in the order of time, each for those it is for', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const issue = await givenIssue(app, town, citizen);
  await comment(app, clerk, issue.id, 'INTERNAL', { text: 'Kennen wir schon.' });
  await moveTo(app, clerk, issue, 1, 'TRIAGED');
  await comment(app, clerk, issue.id, 'PUBLIC', { text: 'Danke für den Hinweis.' });
  await comment(app, clerk, issue.id, 'PRIVATE', { text: 'Dürfen wir Sie anrufen?' });
  const line = ({ to, number, reach, text }: Data): string => to ?? `${number} ${reach} ${text}`;
  expect((await read(app, clerk, issue)).timeline.map(line)).toEqual([
    'SUBMITTED',
    '1 INTERNAL Kennen wir schon.',
    'TRIAGED',
    '2 PUBLIC Danke für den Hinweis.',
    '3 PRIVATE Dürfen wir Sie anrufen?',
  ]);
  expect((await read(app, citizen, issue)).timeline.map(line)).toEqual([
    'SUBMITTED',
    'TRIAGED',
    '2 PUBLIC Danke für den Hinweis.',
    '3 PRIVATE Dürfen wir Sie anrufen?',
  ]);
});

test('the reporter writes to the town hall alone; strangers, other towns and a withdrawn report are refused', async ({
  app,
  town,
  citizen,
}) => {
  const issue = await givenIssue(app, town, citizen);
  expect(codes(await comment(app, citizen, issue.id, 'PUBLIC'))).toEqual(['ONLY_PRIVATE']);
  expect(codes(await comment(app, citizen, issue.id, 'INTERNAL'))).toEqual(['ONLY_PRIVATE']);
  expect(codes(await comment(app, citizen, issue.id, 'PRIVATE', { text: ' ' }))).toEqual(['TOO_SHORT']);
  const said = await comment(app, citizen, issue.id, 'PRIVATE', { text: 'Es ist größer geworden.' });
  expect(said.comment).toMatchObject({ by: 'REPORTER', reach: 'PRIVATE', number: 1 });
  const elsewhere = await givenStaff(app, await givenPlace(app, 'Anderswo'), 'CLERK');
  const codeOf = async (who: Identified, more: object = {}): Promise<unknown> => {
    const input = { issueId: issue.id, reach: 'PRIVATE', text: 'Hallo', idempotencyKey: randomUUID(), ...more };
    const query = 'mutation($input: CommentIssueInput!) { commentIssue(input: $input) { userErrors { code } } }';
    return (await ask(app.port, who, query, { input })).errors?.[0]?.extensions?.code;
  };
  expect(await codeOf({})).toBe('UNAUTHENTICATED');
  expect(await codeOf({}, { claimCode: 'AAAAA-AAAAA' })).toBe('UNAUTHENTICATED');
  expect(await codeOf(await givenPerson(app, town))).toBe('FORBIDDEN');
  expect(await codeOf(elsewhere)).toBe('FORBIDDEN');
  await moveTo(app, citizen, issue, 1, 'WITHDRAWN');
  expect(codes(await comment(app, citizen, issue.id, 'PRIVATE'))).toEqual(['NOT_OPEN']);
});

test('nothing said on a complaint is for everybody', async ({ app, town, clerk, citizen }) => {
  const categoryId = await givenCategory(app, town, 'COMPLAINT');
  const issue = await givenIssue(app, town, citizen, { kind: 'COMPLAINT', categoryId });
  expect(codes(await comment(app, clerk, issue.id, 'PUBLIC'))).toEqual(['NEVER_PUBLIC']);
  expect(codes(await comment(app, clerk, issue.id, 'PRIVATE'))).toEqual([]);
});

test('words of the reporter wait on the board, press from the third on, and are answered by a word or a move', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const issue = await givenIssue(app, town, citizen);
  const waiting = async (who: Identified = clerk): Promise<unknown> => (await read(app, who, issue)).unanswered;
  expect(await waiting()).toBeNull();
  for (const text of ['Und?', 'Noch da?', 'Hallo?']) await comment(app, citizen, issue.id, 'PRIVATE', { text });
  expect(await waiting()).toEqual({ count: 3, isPressing: true });
  expect(await waiting(citizen)).toBeNull();
  await comment(app, clerk, issue.id, 'INTERNAL');
  expect(await waiting()).toMatchObject({ count: 3 });
  await comment(app, clerk, issue.id, 'PUBLIC');
  expect(await waiting()).toBeNull();
  await comment(app, citizen, issue.id, 'PRIVATE');
  expect(await waiting()).toEqual({ count: 1, isPressing: false });
  await moveTo(app, clerk, issue, 1, 'TRIAGED');
  expect(await waiting()).toBeNull();
});

test('without an account the claim code answers; an answer that was waited for moves the report on', async ({
  app,
  town,
  clerk,
}) => {
  const issue = await givenIssue(app, town, {}, { email: `${randomUUID()}@example.org` });
  const { claimCode } = issue;
  const confirm = 'mutation($input: ConfirmIssueInput!) { confirmIssue(input: $input) { userErrors { code } } }';
  const token = confirmationToken(app.services, idOf('Issue', issue.id));
  await askData(app.port, {}, confirm, { input: { token } });
  await moveTo(app, clerk, issue, 1, 'ASSIGNED');
  await moveTo(app, clerk, issue, 2, 'WAITING_ON_REPORTER', { message: 'Vor welchem Haus?' });
  const answered = await comment(app, {}, issue.id, 'PRIVATE', { claimCode, text: 'Vor Nummer 16.' });
  expect(answered).toMatchObject({ comment: null, issue: { status: 'ASSIGNED' }, userErrors: [] });
  const { timeline, unanswered } = await read(app, clerk, issue);
  expect(timeline.at(-1)).toMatchObject({ to: 'ASSIGNED', message: 'Vor Nummer 16.' });
  expect(unanswered).toEqual({ count: 1, isPressing: false });
});

test('with or without telling: inbox and mail with an account, mail to the confirmed address without', async ({
  app,
  town,
  clerk,
  mail,
}) => {
  const email = `${randomUUID()}@example.org`;
  const issue = await givenIssue(app, town, {}, { email, locale: 'en' });
  const token = /\/confirm\/([\w-]+)/.exec((await mail.next(email)).text)?.[1];
  await askData(app.port, {}, 'mutation($t: String!) { confirmIssue(input: { token: $t }) { userErrors { code } } }', {
    t: token,
  });
  await comment(app, clerk, issue.id, 'PUBLIC', { text: 'Nur im Verlauf.', tellReporter: false });
  await comment(app, clerk, issue.id, 'PRIVATE', { text: 'Bitte rufen Sie an.' });
  const letter = await mail.next(email);
  expect(letter.headers.get('subject')).toContain('a message for you');
  expect(letter.text).toContain('Bitte rufen Sie an.');
  expect(letter.text).toContain(issue.claimCode);

  const owner = await givenPerson(app, town);
  const own = await givenIssue(app, town, owner);
  await comment(app, clerk, own.id, 'PUBLIC', { text: 'Morgen ab acht.' });
  const told = await mail.next(`${owner.personId}@example.org`);
  expect(told.text).toContain('Morgen ab acht.');
  const inbox = '{ viewer { inbox { edges { node { kind content { ... on IssueComment { text reach } } } } } } }';
  const { viewer } = await askData(app.port, owner, inbox);
  expect(viewer.inbox.edges[0].node).toEqual({
    kind: 'ISSUE_COMMENTED',
    content: { text: 'Morgen ab acht.', reach: 'PUBLIC' },
  });
});

test('the same key says it once; the open page hears of it at once', async ({ app, town, clerk, citizen }) => {
  const issue = await givenIssue(app, town, citizen);
  const client = connect(app.port, citizen);
  const messages = watch(client, 'subscription($id: ID!) { issue(id: $id) { issue { comments { text } } } }', {
    id: issue.id,
  });
  await messages.until(({ data }) => data?.issue.issue.comments.length === 0);
  const idempotencyKey = randomUUID();
  const first = await comment(app, clerk, issue.id, 'PUBLIC', { idempotencyKey });
  const second = await comment(app, clerk, issue.id, 'PUBLIC', { idempotencyKey });
  expect(second.comment.id).toBe(first.comment.id);
  await messages.until(({ data }) => data?.issue.issue.comments.length === 1);
  expect(codes(await comment(app, clerk, issue.id, 'PUBLIC', { idempotencyKey, text: 'Anders' }))).toEqual([
    'IDEMPOTENCY_KEY_REUSED',
  ]);
  await client.dispose();
});

test('what made the report is no question, and another desk no answer, also after a step was taken back', async ({
  app,
  town,
  clerk,
}) => {
  const issue = await givenIssue(app, town, {});
  await comment(app, clerk, issue.id, 'INTERNAL');
  const undo = (version: number) =>
    `mutation { undoMove(input: { issueId: "${issue.id}", version: ${version} }) { userErrors { code } } }`;
  await moveTo(app, clerk, issue, 1, 'TRIAGED', { isUndoable: true });
  expect((await askData(app.port, clerk, undo(2))).undoMove.userErrors).toEqual([]);
  expect((await read(app, clerk, issue)).unanswered).toBeNull();
  await comment(app, {}, issue.id, 'PRIVATE', { claimCode: issue.claimCode });
  const admin = await givenStaff(app, town);
  const { id: otherDesk } = await createDesk(forkContext(app.services, system), town.municipalityId, 'Bauhof');
  const reroute = 'mutation($input: RerouteIssueInput!) { rerouteIssue(input: $input) { userErrors { code } } }';
  const input = {
    issueId: issue.id,
    version: 3,
    deskId: toGlobalId('Desk', otherDesk),
    reason: 'Nicht unsere Straße.',
  };
  expect((await askData(app.port, admin, reroute, { input })).rerouteIssue.userErrors).toEqual([]);
  await moveTo(app, admin, issue, 4, 'TRIAGED', { isUndoable: true });
  expect((await askData(app.port, admin, undo(5))).undoMove.userErrors).toEqual([]);
  expect((await read(app, admin, issue)).unanswered).toEqual({ count: 1, isPressing: false });
});

test('a step that is taken back has answered nothing: the words wait as before', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const issue = await givenIssue(app, town, citizen);
  const waiting = async (): Promise<unknown> => (await read(app, clerk, issue)).unanswered;
  await comment(app, citizen, issue.id, 'PRIVATE', { text: 'Wann?' });
  await moveTo(app, clerk, issue, 1, 'TRIAGED');
  for (const text of ['Und?', 'Noch da?', 'Hallo?']) await comment(app, citizen, issue.id, 'PRIVATE', { text });
  await moveTo(app, clerk, issue, 2, 'ASSIGNED', { isUndoable: true });
  expect(await waiting()).toBeNull();
  const undo = `mutation { undoMove(input: { issueId: "${issue.id}", version: 3 }) { userErrors { code } } }`;
  expect((await askData(app.port, clerk, undo)).undoMove.userErrors).toEqual([]);
  expect(await waiting()).toEqual({ count: 3, isPressing: true });
});

const codes = ({ userErrors }: Data): string[] => userErrors.map(({ code }: Data) => code);
const page = `query($id: ID!) { node(id: $id) { ... on Issue { status unanswered { count isPressing }
  timeline { ... on IssueMove { to message } ... on IssueComment { number reach by text authorName } } } } }`;

async function read(app: TestServer, who: Identified, { id }: GivenIssue): Promise<Data> {
  return (await askData(app.port, who, page, { id })).node;
}
async function moveTo(
  app: TestServer,
  who: Identified,
  { id }: GivenIssue,
  version: number,
  to: string,
  more = {},
): Promise<Data> {
  const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) {
    issue { status version } userErrors { code } } }`;
  return (await askData(app.port, who, move, { input: { issueId: id, to, version, ...more } })).moveIssue;
}

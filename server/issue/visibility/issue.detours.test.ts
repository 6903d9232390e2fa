import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPerson, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { givenClerkOf, setUp } from '../../testing/routing.ts';
import { type TestServer } from '../../testing/server.ts';
import { quietTest as test } from '../../testing/fixtures.ts';

/* Sequences of allowed moves that once revealed secret data. */

let clerk: Somebody;
let admin: Somebody;
let outsider: Somebody;
let complaints: string;

test.beforeAll(async ({ app, town }) => {
  [clerk, admin] = [await givenStaff(app, town, 'CLERK'), await givenStaff(app, town)];
  outsider = await givenClerkOf(app, town, await setUp(app, town, admin).desk('Bauhof'));
  complaints = await givenCategory(app, town, 'COMPLAINT');
});

test('set aside while public, found to be a complaint and brought back: it stays a secret, also when it is none again', async ({
  app,
  town,
}) => {
  const issue = await made(app, town);
  await show(app, issue);
  await flag(app, issue);
  await step(app, 'reroute', issue, { reason: 'Betrifft eine Person.', categoryId: complaints });
  expect((await unflag(app, issue)).issue.isPublic).toBe(false);
  expect(await publicIds(app, town)).not.toContain(issue.id);
  await flag(app, issue);
  const defects = await givenCategory(app, town);
  await step(app, 'reroute', issue, { reason: 'Doch nicht.', categoryId: defects, version: 2 });
  expect((await unflag(app, issue)).issue.isPublic).toBe(false);
  // Control: a report that was only set aside is public again.
  const other = await made(app, town);
  await show(app, other);
  await flag(app, other);
  expect((await unflag(app, other)).issue.isPublic).toBe(true);
});

test('what others were merged into does not become a complaint; if it did, nobody finds it through them', async ({
  app,
  town,
}) => {
  const child = await made(app, town);
  const parent = await made(app, town, { text: 'Herr Klein im Amt war unfreundlich.' });
  await step(app, 'merge', child, { parentId: parent.id });
  const refused = await step(
    app,
    'reroute',
    parent,
    { reason: 'Betrifft eine Person.', categoryId: complaints },
    admin,
  );
  expect(refused.userErrors).toEqual([{ code: 'COMPLAINT_ALONE', path: ['categoryId'] }]);
  await app.services.em.fork().execute(`update issue set kind = 'COMPLAINT' where reference = ?`, [parent.reference]);
  const read = `{ node(id: "${child.id}") { ... on Issue { parent { text } } } }`;
  expect((await askData(app.port, outsider, read)).node.parent).toBeNull();
});

test('a partner that watches a report hears nothing more of it once it is set aside', async ({ app, town }) => {
  const issue = await made(app, town);
  const client = connect(app.port, await givenKey(app, town, ['issues:read']));
  const watched = watch(client, 'subscription($id: ID!) { issue(id: $id) { issue { version } } }', { id: issue.id });
  await watched.until(({ data }) => data?.issue.issue.version === 1);
  await flag(app, issue);
  await step(app, 'move', issue, { to: 'ASSIGNED' });
  expect(JSON.stringify(await watched.ended)).toContain('NOT_FOUND');
  expect(watched.messages.map(({ data }) => data?.issue?.issue.version ?? 1)).not.toContain(2);
  await client.dispose();
});

test('of a complaint without an account other desks are not even told the id', async ({ app, town }) => {
  const client = connect(app.port, outsider);
  const stream = 'subscription($id: ID!) { issueBoard(municipalityId: $id) { entries { id } removedIds reset } }';
  const board = watch(client, stream, { id: toGlobalId('Municipality', town.municipalityId) });
  await board.until(({ data }) => data?.issueBoard.reset === true);
  const text = 'Herr Klein im Amt war unfreundlich.';
  const issue = await givenIssue(app, town, {}, { kind: 'COMPLAINT', categoryId: complaints, text });
  const words = { reach: 'PRIVATE', text: 'Bitte bestätigen Sie.', idempotencyKey: randomUUID(), version: undefined };
  expect((await step(app, 'comment', issue, words)).userErrors).toEqual([]);
  const { id } = await made(app, town);
  await board.until(({ data }) => data?.issueBoard.entries.some((one: Data) => one.id === id));
  expect(JSON.stringify(board.messages)).not.toContain(issue.id);
  await client.dispose();
});

test('public medians count neither complaints nor what was set aside', async ({ app, town }) => {
  const people = await givenPeople(app, town, 6);
  const defects = await givenCategory(app, town);
  for (const who of people) {
    const text = 'Frau Klein im Amt war unfreundlich.';
    const complaint = await givenIssue(app, town, who, { kind: 'COMPLAINT', categoryId: complaints, text });
    const spam = await givenIssue(app, town, who, { categoryId: defects });
    for (const issue of [complaint, spam]) await step(app, 'move', issue, { to: 'TRIAGED' });
    if (who !== people[0]) await flag(app, spam);
  }
  const query = 'query($ags: String!) { municipality(ags: $ags) { issueMedians { category { id } } } }';
  const { data } = await ask(app.port, {}, query, { ags: town.ags });
  expect(data.municipality.issueMedians).toEqual([]);
});

const steps = {
  reroute: 'mutation($input: RerouteIssueInput!) { done: rerouteIssue(input: $input)',
  merge: 'mutation($input: MergeIssueInput!) { done: mergeIssue(input: $input)',
  move: 'mutation($input: MoveIssueInput!) { done: moveIssue(input: $input)',
  comment: 'mutation($input: CommentIssueInput!) { done: commentIssue(input: $input)',
} as const;
async function step(
  app: TestServer,
  name: keyof typeof steps,
  { id }: GivenIssue,
  more: object,
  who: Identified = clerk,
): Promise<Data> {
  const query = `${steps[name]} { issue { status isPublic version } userErrors { code path } } }`;
  return (await askData(app.port, who, query, { input: { issueId: id, version: 1, tellReporter: false, ...more } }))
    .done;
}
async function act(app: TestServer, call: string, { id }: GivenIssue): Promise<Data> {
  const query = `mutation($id: ID!) { done: ${call} { issue { isPublic status } userErrors { code } } }`;
  return (await askData(app.port, clerk, query, { id })).done;
}
const show = (app: TestServer, issue: GivenIssue): Promise<Data> =>
  act(app, 'setIssueVisibility(input: { issueId: $id, isPublic: true })', issue);
const flag = (app: TestServer, issue: GivenIssue): Promise<Data> =>
  act(app, 'flagIssue(input: { issueId: $id, flag: HIDDEN, reason: "Name" })', issue);
const unflag = (app: TestServer, issue: GivenIssue): Promise<Data> =>
  act(app, 'unflagIssue(input: { issueId: $id })', issue);
const made = async (app: TestServer, town: Place, more: object = {}): Promise<GivenIssue> =>
  givenIssue(app, town, await givenPerson(app, town), more);
async function publicIds(app: TestServer, town: Place): Promise<string[]> {
  const query =
    'query($ags: String!) { municipality(ags: $ags) { publicIssues(first: 100) { edges { node { id } } } } }';
  const { municipality } = await askData(app.port, {}, query, { ags: town.ags });
  return municipality.publicIssues.edges.map(({ node }: Data) => node.id);
}

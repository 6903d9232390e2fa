import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { givenClerkOf, setUp } from '../../testing/routing.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

/* Sequences of allowed moves that once revealed secret data. */

let app: TestServer;
let place: Place;
let clerk: Somebody;
let admin: Somebody;
let outsider: Somebody;
let complaints: string;

beforeAll(async () => {
  app = await startTestServer({}, 'web');
  place = await givenPlace(app);
  [clerk, admin] = [await givenStaff(app, place, 'CLERK'), await givenStaff(app, place)];
  outsider = await givenClerkOf(app, place, await setUp(app, place, admin).desk('Bauhof'));
  complaints = await givenCategory(app, place, 'COMPLAINT');
});
afterAll(() => app.stop());

const steps = {
  reroute: 'mutation($input: RerouteIssueInput!) { done: rerouteIssue(input: $input)',
  merge: 'mutation($input: MergeIssueInput!) { done: mergeIssue(input: $input)',
  move: 'mutation($input: MoveIssueInput!) { done: moveIssue(input: $input)',
  comment: 'mutation($input: CommentIssueInput!) { done: commentIssue(input: $input)',
} as const;
async function step(
  name: keyof typeof steps,
  { id }: GivenIssue,
  more: object,
  who: Identified = clerk,
): Promise<Data> {
  const query = `${steps[name]} { issue { status isPublic version } userErrors { code path } } }`;
  return (await askData(app.port, who, query, { input: { issueId: id, version: 1, tellReporter: false, ...more } }))
    .done;
}
async function act(call: string, { id }: GivenIssue): Promise<Data> {
  const query = `mutation($id: ID!) { done: ${call} { issue { isPublic status } userErrors { code } } }`;
  return (await askData(app.port, clerk, query, { id })).done;
}
const show = (issue: GivenIssue): Promise<Data> =>
  act('setIssueVisibility(input: { issueId: $id, isPublic: true })', issue);
const flag = (issue: GivenIssue): Promise<Data> =>
  act('flagIssue(input: { issueId: $id, flag: HIDDEN, reason: "Name" })', issue);
const unflag = (issue: GivenIssue): Promise<Data> => act('unflagIssue(input: { issueId: $id })', issue);
const made = async (more: object = {}): Promise<GivenIssue> =>
  givenIssue(app, place, await givenPerson(app, place), more);
async function publicIds(): Promise<string[]> {
  const query =
    'query($ags: String!) { municipality(ags: $ags) { publicIssues(first: 100) { edges { node { id } } } } }';
  const { municipality } = await askData(app.port, {}, query, { ags: place.ags });
  return municipality.publicIssues.edges.map(({ node }: Data) => node.id);
}

test('set aside while public, found to be a complaint and brought back: it stays a secret, also when it is none again', async () => {
  const issue = await made();
  await show(issue);
  await flag(issue);
  await step('reroute', issue, { reason: 'Betrifft eine Person.', categoryId: complaints });
  expect((await unflag(issue)).issue.isPublic).toBe(false);
  expect(await publicIds()).not.toContain(issue.id);
  await flag(issue);
  const defects = await givenCategory(app, place);
  await step('reroute', issue, { reason: 'Doch nicht.', categoryId: defects, version: 2 });
  expect((await unflag(issue)).issue.isPublic).toBe(false);
  // Control: a report that was only set aside is public again.
  const other = await made();
  await show(other);
  await flag(other);
  expect((await unflag(other)).issue.isPublic).toBe(true);
});

test('what others were merged into does not become a complaint; if it did, nobody finds it through them', async () => {
  const child = await made();
  const parent = await made({ text: 'Herr Klein im Amt war unfreundlich.' });
  await step('merge', child, { parentId: parent.id });
  const refused = await step('reroute', parent, { reason: 'Betrifft eine Person.', categoryId: complaints }, admin);
  expect(refused.userErrors).toEqual([{ code: 'COMPLAINT_ALONE', path: ['categoryId'] }]);
  await app.services.em.fork().execute(`update issue set kind = 'COMPLAINT' where reference = ?`, [parent.reference]);
  const read = `{ node(id: "${child.id}") { ... on Issue { parent { text } } } }`;
  expect((await askData(app.port, outsider, read)).node.parent).toBeNull();
});

test('a partner that watches a report hears nothing more of it once it is set aside', async () => {
  const issue = await made();
  const client = connect(app.port, await givenKey(app, place, ['issues:read']));
  const watched = watch(client, 'subscription($id: ID!) { issue(id: $id) { issue { version } } }', { id: issue.id });
  await watched.until(({ data }) => data?.issue.issue.version === 1);
  await flag(issue);
  await step('move', issue, { to: 'ASSIGNED' });
  expect(JSON.stringify(await watched.ended)).toContain('NOT_FOUND');
  expect(watched.messages.map(({ data }) => data?.issue?.issue.version ?? 1)).not.toContain(2);
  await client.dispose();
});

test('of a complaint without an account other desks are not even told the id', async () => {
  const client = connect(app.port, outsider);
  const stream = 'subscription($id: ID!) { issueBoard(municipalityId: $id) { entries { id } removedIds reset } }';
  const board = watch(client, stream, { id: toGlobalId('Municipality', place.municipalityId) });
  await board.until(({ data }) => data?.issueBoard.reset === true);
  const text = 'Herr Klein im Amt war unfreundlich.';
  const issue = await givenIssue(app, place, {}, { kind: 'COMPLAINT', categoryId: complaints, text });
  const words = { reach: 'PRIVATE', text: 'Bitte bestätigen Sie.', idempotencyKey: randomUUID(), version: undefined };
  expect((await step('comment', issue, words)).userErrors).toEqual([]);
  const { id } = await made();
  await board.until(({ data }) => data?.issueBoard.entries.some((one: Data) => one.id === id));
  expect(JSON.stringify(board.messages)).not.toContain(issue.id);
  await client.dispose();
});

test('public medians count neither complaints nor what was set aside', async () => {
  const people = await givenPeople(app, place, 6);
  const defects = await givenCategory(app, place);
  for (const who of people) {
    const text = 'Frau Klein im Amt war unfreundlich.';
    const complaint = await givenIssue(app, place, who, { kind: 'COMPLAINT', categoryId: complaints, text });
    const spam = await givenIssue(app, place, who, { categoryId: defects });
    for (const issue of [complaint, spam]) await step('move', issue, { to: 'TRIAGED' });
    if (who !== people[0]) await flag(spam);
  }
  const query = 'query($ags: String!) { municipality(ags: $ags) { issueMedians { category { id } } } }';
  const { data } = await ask(app.port, {}, query, { ags: place.ags });
  expect(data.municipality.issueMedians).toEqual([]);
});

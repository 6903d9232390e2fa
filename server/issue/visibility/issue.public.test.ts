import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, watch } from '../../testing/client.ts';
import { givenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('everybody sees what the town hall shows, page by page and by stage, and nothing else', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const first = await givenIssue(app, town, citizen, { text: 'Rufen Sie 02224 123456 an, die Laterne ist aus.' });
  const second = await givenIssue(app, town, citizen);
  const hidden = await givenIssue(app, town, citizen);
  await show(app, clerk, first.id);
  await show(app, clerk, second.id);
  const elsewhere = await givenPlace(app);
  const theirs = await givenIssue(app, elsewhere, citizen);
  expect(ids(await shown(app, town))).toEqual([second.id, first.id]);
  const page = await shown(app, town, { first: 1 });
  expect([ids(page), page.pageInfo.hasNextPage]).toEqual([[second.id], true]);
  expect(ids(await shown(app, town, { first: 1, after: page.pageInfo.endCursor }))).toEqual([first.id]);
  for (const who of [{}, clerk, citizen]) {
    const { edges } = await shown(app, town, {}, who);
    expect(edges[1].node).toMatchObject({ text: 'Rufen Sie […] an, die Laterne ist aus.', desk: null });
    expect(edges[1].node.reporterEmail).toBeNull();
    expect(JSON.stringify(edges)).not.toContain(hidden.id);
    expect(JSON.stringify(edges)).not.toContain(theirs.id);
  }
  await move(app, clerk, first.id, 'TRIAGED');
  expect(ids(await shown(app, town, { stages: ['REVIEWED'] }))).toEqual([first.id]);
  expect(ids(await shown(app, town, { stages: ['DONE'] }))).toEqual([]);
  const category = (await shown(app, town)).edges[0].node.category.id;
  expect(ids(await shown(app, town, { category }))).toContain(second.id);
});

test('a map asks for its section, and for what changed since it asked last', async ({ app, citizen }) => {
  const filtered = `query($ags: String!, $since: DateTime, $box: BoundsInput, $after: PageCursor) {
    municipality(ags: $ags) { publicIssues(updatedSince: $since, within: $box, first: 1, after: $after) {
      totalCount nodes { id updatedAt place { point { lat lon } } } pageInfo { endCursor } } } }`;
  const read = async (variables: object) =>
    (await askData(app.port, {}, filtered, { ags: there.ags, ...variables })).municipality.publicIssues;
  const there = await givenPlace(app);
  const clerkThere = await givenStaff(app, there, 'CLERK');
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  for (let n = 0; n < 2; n++) {
    const { id } = await givenIssue(app, there, citizen);
    await askData(app.port, clerkThere, show, { id });
  }
  const all = await read({});
  const [
    {
      id,
      updatedAt,
      place: { point },
    },
  ] = all.nodes;
  expect(all.totalCount).toBe(2);
  expect(await read({ since: updatedAt })).toMatchObject({ totalCount: 1, nodes: [{ id }] });
  const moment = new Date();
  expect(await read({ since: moment.toISOString() })).toMatchObject({ totalCount: 0 });
  // An older report that becomes public is news, though nothing of it has changed.
  await askData(app.port, clerkThere, show.replace('true', 'false'), { id });
  await askData(app.port, clerkThere, show, { id });
  expect(await read({ since: moment.toISOString() })).toMatchObject({ totalCount: 1, nodes: [{ id, updatedAt }] });
  const around = {
    west: point.lon - 0.001,
    east: point.lon + 0.001,
    south: point.lat - 0.001,
    north: point.lat + 0.001,
  };
  expect(await read({ box: around })).toMatchObject({ totalCount: 2 });
  expect(await read({ box: { ...around, west: point.lon + 0.0005 } })).toMatchObject({ totalCount: 0 });
  const codeAfter = async (variables: object): Promise<unknown> =>
    (await ask(app.port, {}, filtered, { ags: there.ags, ...variables })).errors?.[0]?.extensions.code;
  expect(await codeAfter({ box: around, after: all.pageInfo.endCursor })).toBe('BAD_CURSOR');
  for (const wrong of [{ west: point.lon + 1 }, { north: -91 }, { east: 181 }])
    expect(await codeAfter({ box: { ...around, ...wrong } })).toBe('BAD_USER_INPUT');
});

test('the stream tells what is shown, moves and is shown no longer; of the rest not even that it moves', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const known = await givenIssue(app, town, citizen);
  const secret = await givenIssue(app, town, citizen);
  const client = connect(app.port, {});
  const messages = watch(client, stream, { id: toGlobalId('Municipality', town.municipalityId) });
  await messages.until(({ data }) => data?.publicIssues.reset === true);
  await show(app, clerk, known.id);
  await messages.until(({ data }) => data?.publicIssues.entries.some(({ id }: Data) => id === known.id));
  await move(app, clerk, secret.id, 'TRIAGED');
  await move(app, clerk, known.id, 'TRIAGED');
  await messages.until(({ data }) => data?.publicIssues.entries.some(({ status }: Data) => status === 'TRIAGED'));
  await show(app, clerk, known.id, false);
  await messages.until(({ data }) => data?.publicIssues.removedIds.includes(known.id));
  expect(JSON.stringify(messages.messages)).not.toContain(secret.id);
  await client.dispose();
});

const list = `query($ags: String!, $stages: [IssueStage!], $category: ID, $first: Int, $after: PageCursor) {
  municipality(ags: $ags) { publicIssues(stages: $stages, categoryId: $category, first: $first, after: $after) {
    edges { node { id stage text desk { name } reporterEmail category { id } place { point { lat lon } } } }
    pageInfo { hasNextPage endCursor } } } }`;
const stream = `subscription($id: ID!) { publicIssues(municipalityId: $id) {
  entries { id status text } removedIds reset } }`;

async function shown(app: TestServer, town: Place, variables: object = {}, who = {}): Promise<Data> {
  return (await askData(app.port, who, list, { ags: town.ags, ...variables })).municipality.publicIssues;
}
const ids = ({ edges }: Data): string[] => edges.map(({ node }: Data) => node.id);

async function show(app: TestServer, clerk: Somebody, issueId: string, isPublic = true): Promise<void> {
  const mutation = `mutation($id: ID!, $on: Boolean!) { setIssueVisibility(input: { issueId: $id, isPublic: $on }) {
    userErrors { code } } }`;
  const { setIssueVisibility } = await askData(app.port, clerk, mutation, { id: issueId, on: isPublic });
  expect(setIssueVisibility.userErrors).toEqual([]);
}

async function move(app: TestServer, clerk: Somebody, issueId: string, to: string, version = 1): Promise<void> {
  const mutation = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const { moveIssue } = await askData(app.port, clerk, mutation, { input: { issueId, to, version } });
  expect(moveIssue.userErrors).toEqual([]);
}

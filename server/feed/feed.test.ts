import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { Group, type JoinPolicy, Membership } from '../group/group.entity.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { givenIssue } from '../testing/issues.ts';
import { givenKey } from '../testing/keys.ts';
import { givenPoll } from '../testing/polls.ts';
import { moveStored, storePost } from '../testing/posts.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let place: Place;
let admin: Somebody;
test.beforeEach(async ({ app }) => {
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});

test('news, polls of their own and public reports, newest first, with the reason why', async ({ app }) => {
  const first = await storePost(app, place);
  const poll = await givenPoll(app, place, admin);
  const issue = await givenIssue(app, place, admin);
  await storePost(app, place, [place.groupId], 'DRAFT');
  expect(titles(await readFeed(app, {}))).toEqual(['Spielplatz am Rheinufer', first.title]);
  await askData(app.port, admin, show, { id: issue.id, isPublic: true });
  const feed = await readFeed(app, {});
  expect(titles(feed)).toEqual([issue.reference, 'Spielplatz am Rheinufer', first.title]);
  expect(feed.edges.map(({ node }: Data) => [node.kind, node.subject.__typename, node.because])).toEqual([
    ['ISSUE', 'Issue', [{ name: 'Musterstadt' }]],
    ['POLL', 'Poll', [{ name: 'Musterstadt' }]],
    ['POST', 'Post', [{ name: 'Musterstadt' }]],
  ]);
  await askData(app.port, admin, show, { id: issue.id, isPublic: false });
  await moveStored(app, first, 'WITHDRAWN');
  expect(titles(await readFeed(app, {}))).toEqual(['Spielplatz am Rheinufer']);
  expect((await ask(app.port, {}, 'query($id: ID!) { poll(id: $id) { post { id } } }', poll as never)).data).toEqual({
    poll: { post: null },
  });
});

test('what one follows: own groups and remembered ones; the same thing in several groups is one entry', async ({
  app,
}) => {
  const person = await givenPerson(app, place);
  const kita = await givenGroup(app, 'Kita', 'OPEN', [person]);
  const fire = await givenGroup(app, 'Feuerwehr');
  const both = await storePost(app, place, [kita, place.groupId]);
  const other = await storePost(app, place, [fire]);
  const feed = await readFeed(app, person);
  expect(titles(feed)).toEqual([both.title]);
  expect(feed.edges[0].node.because).toEqual([{ name: 'Kita' }, { name: 'Musterstadt' }]);
  expect(feed.streams.map(({ group }: Data) => group.name)).toEqual(['Kita', 'Musterstadt']);
  expect((await readFeed(app, {})).edges[0].node).toMatchObject({ because: [{ name: 'Musterstadt' }] });
  const remembered = { groupIds: [toGlobalId('Group', fire), toGlobalId('Poll', fire), 'nonsense'] };
  expect(titles(await readFeed(app, {}, remembered))).toEqual([other.title, both.title]);
  expect(titles(await readFeed(app, person, remembered))).toEqual([other.title, both.title]);
  const tooMany = { ags: place.ags, first: 20, groupIds: Array(101).fill('x') };
  expect((await ask(app.port, {}, page, tooMany)).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

test('pages hold everything once and end; a cursor of another list is refused', async ({ app }) => {
  const groups = [place.groupId, await givenGroup(app, 'Kita'), await givenGroup(app, 'Feuerwehr')];
  const groupIds = groups.map((id) => toGlobalId('Group', id));
  const made: string[] = [];
  for (let n = 0; n < 13; n++) made.unshift((await storePost(app, place, groups.slice(0, 1 + (n % 3)))).title);
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const feed: Data = await readFeed(app, {}, { groupIds, first: 4, after });
    seen.push(...titles(feed));
    after = feed.pageInfo.hasNextPage ? feed.pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen).toEqual(made);
  const own =
    'query($id: ID!, $after: PageCursor) { node(id: $id) { ... on Group { feed(first: 4, after: $after) { edges { cursor } } } } }';
  const foreign = (await readFeed(app, {}, { first: 1 })).pageInfo.endCursor;
  const refused = await ask(app.port, {}, own, { id: groupIds[0], after: foreign });
  expect(refused.errors?.[0]?.extensions?.code).toBe('BAD_CURSOR');
});

test('a closed group is nowhere for those it is not for, whatever they ask', async ({ app }) => {
  const [member, outsider] = await givenPeople(app, place, 2);
  const clerk = await givenStaff(app, place, 'CLERK');
  const groups = [
    await givenGroup(app, 'Beirat', 'CLOSED', [member!, clerk]),
    await givenGroup(app, 'Eltern', 'ON_REQUEST', [member!]),
  ];
  const secret = await storePost(app, place, groups);
  const mixed = await storePost(app, place, [groups[0]!, place.groupId]);
  const groupIds = groups.map((id) => toGlobalId('Group', id));
  const entry = toGlobalId('FeedEntry', secret.uuid);
  const own = 'query($id: ID!) { node(id: $id) { ... on Group { feed { edges { node { id } } } } } }';
  for (const who of [outsider!, {}]) {
    const feed = await readFeed(app, who, { groupIds });
    expect(titles(feed)).toEqual([mixed.title]);
    expect(JSON.stringify(feed)).not.toMatch(/Beirat|Eltern/);
    for (const id of [...groupIds, entry]) {
      const asked = await ask(app.port, who, own, { id });
      expect([asked.data?.node?.feed ?? null, asked.errors?.[0]?.extensions?.code]).toEqual([null, 'NOT_FOUND']);
    }
  }
  for (const who of [member!, clerk]) {
    expect(titles(await readFeed(app, who, { groupIds }))).toEqual([mixed.title, secret.title]);
    for (const id of groupIds) {
      expect((await askData(app.port, who, own, { id })).node.feed.edges[0].node.id).toMatch(/./);
    }
  }
  expect(titles(await readFeed(app, member!))).toEqual([mixed.title, secret.title]);
  expect(titles(await readFeed(app, clerk))).toEqual([mixed.title, secret.title]);
  expect(titles(await readFeed(app, admin, { groupIds: groupIds.slice(0, 1) }))).toEqual([mixed.title]);
  expect(titles(await readFeed(app, admin, { groupIds }))).toEqual([mixed.title, secret.title]); // in the other group
});

test('an entry is found by its id where the feed shows it: with the groups that one may read, and no longer when it is gone', async ({
  app,
}) => {
  const [member, outsider] = await givenPeople(app, place, 2);
  const closed = await givenGroup(app, 'Beirat', 'CLOSED', [member!]);
  const mixed = await storePost(app, place, [closed, place.groupId]);
  const find =
    'query($id: ID!) { node(id: $id) { ... on FeedEntry { kind because { name } subject { __typename } } } }';
  const variables = { id: toGlobalId('FeedEntry', mixed.uuid) };
  const found = async (who: Identified): Promise<Data> => {
    const { data, errors } = await ask(app.port, who, find, variables);
    return errors?.[0]?.extensions?.code ?? data.node;
  };
  const entry = { kind: 'POST', subject: { __typename: 'Post' }, because: [{ name: 'Musterstadt' }] };
  for (const who of [{}, outsider!]) expect(await found(who)).toEqual(entry);
  const all = await found(member!);
  expect(all.because.map(({ name }: Data) => name).toSorted()).toEqual(['Beirat', 'Musterstadt']);
  expect(await found(await givenKey(app, place, ['posts:read']))).toEqual(entry);
  expect(await found(await givenKey(app, place, ['polls:read']))).toBe('NOT_FOUND');
  const use = (modules: string[]): Promise<number> =>
    app.services.em.fork().nativeUpdate(Municipality, { id: place.municipalityId }, { modules: modules as never });
  await use(['POLLS']);
  expect(await found(member!)).toBe('NOT_FOUND');
  await use([...app.services.registry.modules]);
  await moveStored(app, mixed, 'WITHDRAWN');
  expect(await found(member!)).toBe('NOT_FOUND');
});

test('a part that the town does not use is not in its feed', async ({ app }) => {
  const post = await storePost(app, place);
  await givenPoll(app, place, admin);
  const use = (modules: string[]): Promise<number> =>
    app.services.em.fork().nativeUpdate(Municipality, { id: place.municipalityId }, { modules: modules as never });
  await use(['POSTS', 'ISSUES']);
  expect(titles(await readFeed(app, {}))).toEqual([post.title]);
  await use(['POLLS']);
  expect(titles(await readFeed(app, {}))).toEqual(['Spielplatz am Rheinufer']);
  await use([]);
  expect(titles(await readFeed(app, {}))).toEqual([]);
});

const page = `query($ags: String!, $groupIds: [ID!], $first: Int!, $after: PageCursor) { municipality(ags: $ags) {
  feed(groupIds: $groupIds, first: $first, after: $after) {
    edges { node { id kind at because { name } subject { __typename
      ... on Post { postTitle: title poll { id } } ... on Poll { title } ... on Issue { reference } } } }
    pageInfo { hasNextPage endCursor } streams { group { name } cursor } } } }`;

async function readFeed(app: TestServer, who: Identified, more: object = {}): Promise<Data> {
  return (await askData(app.port, who, page, { ags: place.ags, first: 20, ...more })).municipality.feed;
}
const titles = (feed: Data): string[] =>
  feed.edges.map(({ node: { subject } }: Data) => subject.postTitle ?? subject.title ?? subject.reference);

async function givenGroup(
  app: TestServer,
  name: string,
  joinPolicy: JoinPolicy = 'OPEN',
  members: Somebody[] = [],
): Promise<string> {
  const em = app.services.em.fork();
  const group = em.create(Group, { id: randomUUID(), municipality: place.municipalityId, name, joinPolicy });
  const rows = members.map(({ personId }) => em.create(Membership, { group, person: personId }, { partial: true }));
  await em.persist([group, ...rows]).flush();
  return group.id;
}

const show = `mutation($id: ID!, $isPublic: Boolean!) { setIssueVisibility(input: { issueId: $id, isPublic: $isPublic }) {
  issue { isPublic } userErrors { code } } }`;

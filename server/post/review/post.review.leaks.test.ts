import { expect } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, post as postGraphql } from '../../testing/client.ts';
import { givenGroup, type GivenGroup, givenMember } from '../../testing/groups.ts';
import { inboxPoll, settleMessages } from '../../testing/inbox.ts';
import { givenKey } from '../../testing/keys.ts';
import { givenPost } from '../../testing/posts.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let editor: Somebody;
let second: Somebody;
let publisher: Somebody;
let member: Somebody;
let club: GivenGroup;
test.beforeAll(async ({ app, town }) => {
  editor = await givenStaff(app, town, 'EDITOR');
  second = await givenStaff(app, town, 'EDITOR');
  club = await givenGroup(app, town, { name: 'Musikverein', joinPolicy: 'OPEN', needsReview: true });
  publisher = await givenMember(app, town, club, { isPublisher: true });
  member = await givenMember(app, town, club);
});

test('no reader sees a post that waits, a proposal or a reason; those who decide do', async ({ app, town }) => {
  const waiting = await givenPost(app, town, publisher, { groupIds: [club.id], title: mark, body: mark });
  const published = await givenPost(app, town, publisher, { groupIds: [club.id], title: 'Konzert' });
  const review = `mutation($input: ReviewPostInput!) { it: reviewPost(input: $input) { post { version } userErrors { code } } }`;
  const approval = { postId: published.id, version: published.version, decision: 'APPROVE' };
  const { it } = await askData(app.port, editor, review, { input: approval });
  expect(it.userErrors).toEqual([]);
  const revise = `mutation($input: RevisePostInput!) { it: revisePost(input: $input) { post { version } userErrors { code } } }`;
  const proposal = { postId: published.id, version: it.post.version, title: mark, body: mark, change: mark };
  const proposed = (await askData(app.port, publisher, revise, { input: proposal })).it;
  const back = { postId: published.id, version: proposed.post.version, decision: 'RETURN', reason: mark };
  await askData(app.port, editor, review, { input: back });
  for (const [name, who] of Object.entries(await readers(app, town))) {
    for (const { id } of [waiting, published]) expect(await readAll(app, town, who, id), name).not.toContain(mark);
  }
  for (const who of [publisher, editor]) {
    for (const { id } of [waiting, published]) expect(await readAll(app, town, who, id)).toContain(mark);
  }
});

const inbox = `{ viewer { inbox(first: 50) { edges { node { kind subject { ... on Post { id title } }
  content { ... on PostDecision { outcome reason } } } } } } }`;
/** Messages about reviews in a person's inbox. */
const messagesOf = async (app: TestServer, who: Somebody): Promise<Data[]> => {
  const { viewer } = await askData(app.port, who, inbox);
  const messages: Data[] = viewer.inbox.edges.map(({ node }: Data) => node);
  return messages.filter(({ kind }) => kind.startsWith('REVIEW_'));
};

test('reviewers are asked, the author is told the decision, and nobody else gets a message', async ({ app, town }) => {
  await settleMessages(app);
  const before = new Map<Somebody, number>();
  for (const who of [editor, second, publisher, member]) before.set(who, (await messagesOf(app, who)).length);
  const post = await givenPost(app, town, editor, { groupIds: [club.id], title: 'Probe fällt aus' });
  await expect.poll(() => messagesOf(app, second), inboxPoll).toHaveLength((before.get(second) ?? 0) + 1);
  const asked = (await messagesOf(app, second)).find(({ subject }) => subject?.id === post.id);
  expect(asked).toMatchObject({ kind: 'REVIEW_REQUESTED', subject: { title: 'Probe fällt aus' } });
  await settleMessages(app);
  for (const who of [editor, publisher, member]) expect(await messagesOf(app, who)).toHaveLength(before.get(who) ?? 0);
  const review = `mutation($input: ReviewPostInput!) { reviewPost(input: $input) { userErrors { code } } }`;
  const input = { postId: post.id, version: post.version, decision: 'RETURN', reason: 'Wann?' };
  await ask(app.port, second, review, { input });
  const told = async () => (await messagesOf(app, editor)).find(({ kind }) => kind === 'REVIEW_DECIDED');
  await expect
    .poll(told, inboxPoll)
    .toMatchObject({ subject: { id: post.id }, content: { outcome: 'RETURNED', reason: 'Wann?' } });
  await settleMessages(app);
  const publish = 'mutation($id: ID!) { it: publishPost(input: { postId: $id }) { post { version } } }';
  const { version } = (await askData(app.port, editor, publish, { id: post.id })).it.post;
  const approval = { postId: post.id, version, decision: 'APPROVE' };
  await ask(app.port, second, review, { input: approval });
  const revise = 'mutation($input: RevisePostInput!) { it: revisePost(input: $input) { userErrors { code } } }';
  const seen = (await askData(app.port, editor, 'query($id: ID!) { post(id: $id) { version } }', { id: post.id })).post;
  const proposal = {
    postId: post.id,
    version: seen.version,
    title: 'Probe fällt doch aus',
    body: 'Neu.',
    change: 'Tag',
  };
  expect((await askData(app.port, editor, revise, { input: proposal })).it.userErrors).toEqual([]);
  const requests = async () => (await messagesOf(app, second)).filter(({ subject }) => subject?.id === post.id);
  await expect
    .poll(async () => (await requests()).filter(({ kind }) => kind === 'REVIEW_REQUESTED'), inboxPoll)
    .toHaveLength(3);
  await settleMessages(app);
  for (const who of [publisher, member]) expect(await messagesOf(app, who)).toHaveLength(before.get(who) ?? 0);
});

const mark = 'Geheimnis';
const everything = `query($id: ID!, $ags: String!, $group: ID!) {
  node(id: $id) { ... on Post { title body html excerpt variants { title } review { proposal { title } returnedBecause } } }
  town: municipality(ags: $ags) {
    posts(first: 50) { edges { node { title excerpt review { proposal { title } } } } }
    waiting: posts(state: IN_REVIEW, first: 50) { edges { node { title } } } }
  group: node(id: $group) { ... on Group { pinnedPosts { title }
    feed(first: 50) { edges { node { subject { ... on Post { title excerpt } } } } } } } }`;

/** All that this reader gets of the town by GraphQL and feeds, as one text. */
async function readAll(app: TestServer, town: Place, who: object, id: string): Promise<string> {
  const variables = { id, ags: town.ags, group: club.id };
  const texts = [await (await postGraphql(app.port, who, { query: everything, variables })).text()];
  for (const path of ['town.atom', 'town.json', `groups/${club.id}.atom`]) {
    const response = await fetch(`http://127.0.0.1:${app.port}/feeds/${town.ags}/${path}`);
    expect(response.status, path).toBe(200);
    texts.push(await response.text());
  }
  return texts.join('\n');
}

async function readers(app: TestServer, town: Place): Promise<Readonly<Record<string, object>>> {
  const [citizen] = (await givenPeople(app, town, 1)) as [Somebody];
  const other = await givenPlace(app);
  return {
    nobody: {},
    citizen,
    member,
    clerk: await givenStaff(app, town, 'CLERK'),
    'editor of another town': await givenStaff(app, other, 'EDITOR'),
    key: await givenKey(app, town, ['posts:read', 'groups:read']),
  };
}

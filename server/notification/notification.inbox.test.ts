import { expect } from 'vitest';
import { readGlobalId, toGlobalId } from '../kernel/ids.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { givenPeople, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, connect, type Data, watch } from '../testing/client.ts';
import { givenIssue } from '../testing/issues.ts';
import { givenGroupOf, givenNews, isSettled } from '../testing/news.ts';
import { givenPoll } from '../testing/polls.ts';
import { givenPost } from '../testing/posts.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

test('a report that moved: what, which step, from whom; opened it counts no more', async ({ app, town, clerk }) => {
  const reporter = await givenOne(app, town);
  const issue = await givenIssue(app, town, reporter);
  const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }`;
  await askData(app.port, clerk, move, { input: { issueId: issue.id, version: 1, to: 'TRIAGED' } });
  const read = async () => (await askData(app.port, reporter, readInbox)).viewer;
  await expect.poll(async () => (await read()).unreadCount, { timeout: 15_000 }).toBe(1);
  const [{ node }] = (await read()).inbox.edges;
  expect(node).toMatchObject({
    kind: 'ISSUE_MOVED',
    readAt: null,
    group: null,
    municipality: { name: 'Musterstadt' },
    content: { to: 'TRIAGED' },
    subject: { __typename: 'Issue', reference: issue.reference, status: 'TRIAGED', reporterEmail: null },
  });
  const stranger = await givenOne(app, town);
  const foreign = await askData(app.port, stranger, mark, { ids: [node.id] });
  expect([foreign.markInboxRead.unreadCount, (await read()).unreadCount]).toEqual([0, 1]);
  expect((await askData(app.port, reporter, mark, { ids: [node.id] })).markInboxRead.unreadCount).toBe(0);
  expect((await read()).inbox.edges[0].node.readAt).not.toBeNull();

  await app.services.em.fork().nativeUpdate(Municipality, town.municipalityId, { modules: ['POSTS', 'POLLS'] });
  expect(await read()).toMatchObject({ unreadCount: 0, inbox: { edges: [] } });
  await app.services.em
    .fork()
    .nativeUpdate(Municipality, town.municipalityId, { modules: ['POSTS', 'POLLS', 'ISSUES'] });
});

test('pages go back in time; a closed group that was left is not named', async ({ app, town }) => {
  const reader = await givenOne(app, town);
  const kita = await givenGroupOf(app, town, [reader], { name: 'Kita am Rhein' });
  for (let n = 0; n < 3; n++) await tell(app, town, kita);
  const first = (await askData(app.port, reader, readInbox, { first: 2 })).viewer.inbox;
  const rest = (await askData(app.port, reader, readInbox, { first: 2, after: first.pageInfo.endCursor })).viewer.inbox;
  expect([first.edges.length, first.pageInfo.hasNextPage, rest.edges.length, rest.pageInfo.hasNextPage]).toEqual([
    2,
    true,
    1,
    false,
  ]);
  expect(first.edges[0].node.group).toEqual({ name: 'Kita am Rhein' });
  await app.services.em.fork().execute('delete from membership where group_id = ?', [kita]);
  const left = (await askData(app.port, reader, readInbox, { first: 3 })).viewer.inbox.edges;
  expect(left.map(({ node }: Data) => [node.group, node.subject])).toEqual(Array(3).fill([null, null]));
});

test('live: nobody else hears it, a cut misses nothing and doubles nothing, reading travels too', async ({
  app,
  town,
}) => {
  const reader = await givenOne(app, town);
  const stranger = await givenOne(app, town);
  const kita = await givenGroupOf(app, town, [reader]);
  const client = connect(app.port, reader);
  const other = connect(app.port, stranger);
  const own = watch(client, inbox);
  const foreign = watch(other, inbox);
  await Promise.all([own.until(({ data }) => data.inbox.reset), foreign.until(({ data }) => data.inbox.reset)]);
  await tell(app, town, kita);
  const seen = await own.until(({ data }) => !data.inbox.reset);
  expect(seen.data.inbox).toMatchObject({ unreadCount: 1, entries: [{ kind: 'POST_PUBLISHED', readAt: null }] });
  await client.dispose();

  for (let n = 0; n < 5; n++) await tell(app, town, kita);
  await askData(app.port, reader, mark, { ids: idsOf(seen.data) });
  const again = connect(app.port, reader);
  const resumed = await watch(again, inbox, { after: seen.data.inbox.cursor }).until(() => true);
  expect(resumed.data.inbox).toMatchObject({ reset: false, unreadCount: 5 });
  const ids = idsOf(resumed.data);
  expect([ids.length, new Set(ids).size, resumed.data.inbox.entries.at(-1).readAt === null]).toEqual([6, 6, false]);

  const more = watch(again, inbox, { after: resumed.data.inbox.cursor });
  await askData(app.port, reader, mark, {});
  const all = await more.until(({ data }) => data.inbox.reset);
  expect([all.data.inbox.unreadCount, all.data.inbox.entries.length]).toEqual([0, 6]);
  expect(foreign.messages.map(({ data }) => data.inbox.entries)).toEqual([[]]);
  await Promise.all([again.dispose(), other.dispose()]);
});

test('opening the subject itself opens what was told about it, and nothing else', async ({ app, town }) => {
  const reader = await givenOne(app, town);
  const other = await givenOne(app, town);
  const kita = await givenGroupOf(app, town, [reader, other]);
  const post = await givenNews(app, town, [kita]);
  await expect.poll(() => isSettled(app, post), { timeout: 15_000 }).toBe(true);
  await tell(app, town, kita);
  const markAbout = async (about: string) =>
    (await askData(app.port, reader, mark, { about })).markInboxRead.unreadCount;
  expect(await markAbout('nonsense')).toBe(2);
  expect(await markAbout(toGlobalId('Post', kita))).toBe(2);
  expect(await markAbout(toGlobalId('Post', post))).toBe(1);
  expect((await askData(app.port, other, readInbox)).viewer.unreadCount).toBe(2);
});

test('a poll that ended with its withdrawn post is news to nobody; withdrawn later, it leads nowhere', async ({
  app,
  town,
}) => {
  const voter = await givenOne(app, town);
  const admin = await givenStaff(app, town);
  const vote = `mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }`;
  const close = `mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }`;
  const withdraw = `mutation($id: ID!) { withdrawPost(input: { postId: $id }) { userErrors { code } } }`;
  const read = async () => (await askData(app.port, voter, readInbox)).viewer.inbox.edges.map(({ node }: Data) => node);
  for (const isClosedBefore of [false, true]) {
    const post = await givenPost(app, town, admin);
    const poll = await givenPoll(app, town, admin, { postId: post.id });
    await askData(app.port, voter, vote, { input: { pollId: poll.id, optionIds: [poll.options[0]] } });
    const settled = () => isSettled(app, readGlobalId(poll.id)?.id ?? '');
    if (isClosedBefore) {
      await askData(app.port, admin, close, { id: poll.id });
      await expect.poll(read, { timeout: 15_000 }).toMatchObject([{ subject: { __typename: 'Poll' } }]);
    }
    await askData(app.port, admin, withdraw, { id: post.id });
    await expect.poll(settled, { timeout: 15_000 }).toBe(true);
    expect(await read()).toMatchObject(isClosedBefore ? [{ kind: 'POLL_CLOSED', subject: null }] : []);
  }
});

test('signed out there is no inbox', async ({ app, town, clerk }) => {
  const client = connect(app.port, {});
  const { errors } = await watch(client, inbox).until(() => true);
  expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  await client.dispose();
  expect((await ask(app.port, {}, mark, {})).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  const tooMany = { ids: Array.from({ length: 101 }, () => toGlobalId('InboxItem', town.groupId)) };
  expect((await ask(app.port, clerk, mark, tooMany)).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

const item =
  'id kind readAt group { name } municipality { name } content { ... on PostRevision { change } ... on IssueMove { to } } subject { __typename ... on Issue { reference status reporterEmail } }';
const readInbox = `query($first: Int, $after: PageCursor) { viewer { unreadCount inbox(first: $first, after: $after) {
  edges { node { ${item} } } pageInfo { hasNextPage endCursor } } } }`;
const inbox = `subscription($after: StreamCursor) { inbox(after: $after) { entries { id kind readAt } unreadCount reset cursor } }`;
const mark = `mutation($ids: [ID!], $about: ID) { markInboxRead(input: { ids: $ids, about: $about }) { unreadCount userErrors { code } } }`;

async function givenOne(app: TestServer, town: Place): Promise<Somebody> {
  return (await givenPeople(app, town, 1, false))[0] as Somebody;
}
async function tell(app: TestServer, town: Place, groupId: string): Promise<void> {
  const post = await givenNews(app, town, [groupId]);
  await expect.poll(() => isSettled(app, post), { timeout: 15_000 }).toBe(true);
}
const idsOf = (data: Data): string[] => data.inbox.entries.map(({ id }: Data) => id);

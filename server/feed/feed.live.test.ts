import { randomUUID } from 'node:crypto';
import type { Client } from 'graphql-ws';
import { beforeEach, expect } from 'vitest';
import { Group, Membership } from '../group/group.entity.ts';
import { groupChanged } from '../group/group.events.ts';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { record, write } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import type { Module } from '../kernel/names.ts';
import { setModules } from '../municipality/municipality.service.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { type Answer, askData, connect, type Data, watch } from '../testing/client.ts';
import { givenIssue } from '../testing/issues.ts';
import { givenPoll } from '../testing/polls.ts';
import { moveStored, type StoredPost, storePost } from '../testing/posts.ts';
import { liveTest as test } from '../testing/fixtures.ts';
import type { TestServer } from '../testing/server.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;

test.beforeAll(async ({ app: server }) => {
  app = server;
});
beforeEach(async () => {
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});

const feedLive = `subscription($groupId: ID!, $after: StreamCursor) { feed(groupId: $groupId, after: $after) {
  entries { id kind at because { name } subject { ... on Post { postTitle: title } ... on Poll { title }
    ... on Issue { reference status } } } removedIds reset cursor } }`;
const streams = `query($ags: String!) { municipality(ags: $ags) { feed(first: 50) {
  edges { node { id } } streams { group { id } cursor } } } }`;
const show = `mutation($id: ID!, $isPublic: Boolean!) { setIssueVisibility(input: { issueId: $id, isPublic: $isPublic }) { userErrors { code } } }`;
const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }`;
const leave = `mutation($id: ID!) { leaveGroup(input: { groupId: $id }) { userErrors { code } } }`;

const update = ({ data }: Answer): Data => data?.feed;
const entryId = ({ uuid }: StoredPost): string => toGlobalId('FeedEntry', uuid);
const idsOf = (messages: readonly Answer[]): string[] =>
  messages.flatMap((message) => update(message)?.entries.map(({ id }: Data) => id) ?? []);
const brings = (id: string) => (message: Answer) => update(message)?.entries.some((entry: Data) => entry.id === id);
const takes = (id: string) => (message: Answer) => update(message)?.removedIds.includes(id);

function watchFeed(client: Client, groupId = place.groupId, after: string | null = null) {
  return watch(client, feedLive, { groupId: toGlobalId('Group', groupId), after });
}

async function givenClosed(members: Somebody[]): Promise<string> {
  const em = app.services.em.fork();
  const id = randomUUID();
  const group = em.create(Group, {
    id,
    municipality: place.municipalityId,
    name: `Beirat ${id}`,
    joinPolicy: 'CLOSED',
  });
  const rows = members.map(({ personId }) => em.create(Membership, { group, person: personId }, { partial: true }));
  await em.persist([group, ...rows]).flush();
  return id;
}

test('news, polls and public reports come by themselves, change in place and go', async () => {
  const client = connect(app.port, {});
  const feed = watchFeed(client);
  expect(update(await feed.until(() => true))).toMatchObject({ reset: true, entries: [], removedIds: [] });
  const post = await storePost(app, place);
  const came = update(await feed.until(brings(entryId(post))));
  expect(came).toMatchObject({ reset: false, entries: [{ kind: 'POST', because: [{ name: 'Musterstadt' }] }] });
  await moveStored(app, post, 'PUBLISHED', 'Geändert');
  await feed.until((message) => update(message)?.entries[0]?.subject.postTitle === 'Geändert');
  const poll = await givenPoll(app, place, admin);
  await feed.until((message) => update(message)?.entries[0]?.kind === 'POLL');
  const issue = await givenIssue(app, place, admin);
  await askData(app.port, admin, show, { id: issue.id, isPublic: true });
  await feed.until((message) => update(message)?.entries[0]?.subject.reference === issue.reference);
  await askData(app.port, admin, move, { input: { issueId: issue.id, version: 1, to: 'TRIAGED' } });
  await feed.until((message) => update(message)?.entries[0]?.subject.status === 'TRIAGED');
  await askData(app.port, admin, show, { id: issue.id, isPublic: false });
  const hidden = update(await feed.until((message) => update(message)?.removedIds.length > 0));
  expect(hidden.entries).toEqual([]);
  await moveStored(app, post, 'WITHDRAWN');
  await feed.until(takes(entryId(post)));
  expect(poll.id).toBeDefined();
  await client.dispose();
});

test('a page and its streams leave no gap; ten posts during a cut come exactly once, in order', async () => {
  const old = await storePost(app, place);
  const { feed } = (await askData(app.port, {}, streams, { ags: place.ags })).municipality;
  const between = await storePost(app, place);
  const client = connect(app.port, {});
  const before = watchFeed(client, place.groupId, feed.streams[0].cursor);
  const { cursor, reset } = update(await before.until(brings(entryId(between))));
  expect([reset, idsOf(before.messages)]).toEqual([false, [entryId(between)]]);
  expect(feed.edges.map(({ node }: Data) => node.id)).toEqual([entryId(old)]);
  before.cancel();
  const missed: StoredPost[] = [];
  for (let n = 0; n < 10; n++) missed.push(await storePost(app, place));
  await moveStored(app, missed[0]!, 'PUBLISHED', 'Noch einmal gelesen');
  await moveStored(app, between, 'WITHDRAWN');
  const resumed = watchFeed(client, place.groupId, cursor);
  const first = update(await resumed.until(() => true));
  expect(first).toMatchObject({ reset: false, removedIds: [entryId(between)] });
  const [revised, ...others] = missed.map(entryId);
  expect(idsOf(resumed.messages)).toEqual([...others, revised]);
  const later = await storePost(app, place);
  await resumed.until(brings(entryId(later)));
  expect(idsOf(resumed.messages)).toEqual([...others, revised, entryId(later)]);
  await app.services.em.fork().execute('delete from topic_log where topic = ?', [`feed:${place.groupId}`]);
  const tooLate = update(await watchFeed(client, place.groupId, cursor).until(() => true));
  expect(tooLate.reset).toBe(true);
  expect(tooLate.entries).toHaveLength(12);
  const forged = watchFeed(client, place.groupId, `${cursor}x`);
  await forged.ended;
  expect(forged.messages[0]?.errors?.[0]?.extensions?.code).toBe('BAD_CURSOR');
  await client.dispose();
});

test('the feed of a closed group is for its members, whatever their role; who leaves gets nothing more', async () => {
  const [member, outsider] = await givenPeople(app, place, 2);
  const clerk = await givenStaff(app, place, 'CLERK');
  const groupId = await givenClosed([member!, clerk]);
  for (const who of [outsider!, admin, {}]) {
    const client = connect(app.port, who);
    const refused = watchFeed(client, groupId);
    await refused.ended;
    expect(refused.messages.map(({ errors }) => errors?.[0]?.extensions?.code)).toEqual(['NOT_FOUND']);
    await client.dispose();
  }
  const clients = [connect(app.port, member!), connect(app.port, clerk)];
  const own = watchFeed(clients[0]!, groupId);
  const staff = watchFeed(clients[1]!, groupId);
  await Promise.all([own.until(() => true), staff.until(() => true)]);
  const first = await storePost(app, place, [groupId]);
  await Promise.all([own.until(brings(entryId(first))), staff.until(brings(entryId(first)))]);
  await askData(app.port, member!, leave, { id: toGlobalId('Group', groupId) });
  await own.ended;
  const second = await storePost(app, place, [groupId]);
  await staff.until(brings(entryId(second)));
  expect(idsOf(own.messages)).toEqual([entryId(first)]);
  await Promise.all(clients.map((client) => client.dispose()));
});

test('a group that is closed ends the streams of those it is not for any more', async () => {
  const [member] = await givenPeople(app, place, 1);
  const clients = [connect(app.port, {}), connect(app.port, member!)];
  const stranger = watchFeed(clients[0]!);
  const own = watchFeed(clients[1]!);
  await Promise.all([stranger.until(() => true), own.until(() => true)]);
  await write(forkContext(app.services, system), async (tx) => {
    await tx.em.nativeUpdate(Group, { id: place.groupId }, { joinPolicy: 'CLOSED' });
    await record(tx, groupChanged({ groupId: place.groupId, municipalityId: place.municipalityId }));
  });
  await stranger.ended;
  const post = await storePost(app, place);
  await own.until(brings(entryId(post)));
  expect(idsOf(stranger.messages)).toEqual([]);
  await Promise.all(clients.map((client) => client.dispose()));
});

test('fifty readers cost one execution per change', async () => {
  const clients = Array.from({ length: 50 }, () => connect(app.port, {}));
  const feeds = clients.map((client) => watchFeed(client));
  await Promise.all(feeds.map((feed) => feed.until(() => true)));
  const before = app.multicast!.stats.executions;
  for (let n = 0; n < 3; n++) {
    const post = await storePost(app, place);
    await Promise.all(feeds.map((feed) => feed.until(brings(entryId(post)))));
  }
  const executions = app.multicast!.stats.executions - before;
  console.log(`3 posts, 50 readers: ${executions} executions`);
  expect(executions).toBe(3);
  await Promise.all(clients.map((client) => client.dispose()));
  await expect.poll(() => app.multicast!.groups().length).toBe(0);
});

test('a part switched on between the reading of a page and its stream is not missed', async () => {
  const post = await storePost(app, place);
  const use = (...modules: Module[]) => setModules(forkContext(app.services, system), place.municipalityId, modules);
  await use('POLLS');
  const { feed } = (await askData(app.port, {}, streams, { ags: place.ags })).municipality;
  expect(feed.edges).toEqual([]);
  await use('POSTS', 'POLLS');
  const client = connect(app.port, {});
  const late = watchFeed(client, place.groupId, feed.streams[0].cursor);
  expect(update(await late.until(brings(entryId(post)))).reset).toBe(true);
  await use('POLLS');
  expect(update(await late.until((message) => update(message)?.entries.length === 0))).toMatchObject({ reset: true });
  await client.dispose();
});

import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { Group } from '../group/group.entity.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../testing/client.ts';
import { givenAuthor, givenGroup, givenMember } from '../testing/groups.ts';
import { givenPoll } from '../testing/polls.ts';
import { givenPost, moveStored, storePost } from '../testing/posts.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

test('a poll of an unpublished post is for staff only, opens with the post and is voted on inside it', async ({
  app,
  town: place,
  admin,
  citizen,
}) => {
  const draft = await storePost(app, place, [place.groupId], 'DRAFT');
  const made = await givenPoll(app, place, admin, { postId: draft.id });
  const seen = (await askData(app.port, admin, poll, { id: made.id })).poll;
  expect(seen).toEqual({
    state: 'SCHEDULED',
    openedAt: null,
    post: { id: draft.id },
    results: { hiddenBecause: 'NOT_OPENED' },
  });
  const input = { pollId: made.id, optionIds: [made.options[0]] };
  for (const who of [citizen, {}]) {
    expect(await codeOf(app, who, poll, { id: made.id })).toBe('NOT_FOUND');
    expect(await codeOf(app, who, 'query($id: ID!) { node(id: $id) { id } }', { id: made.options[0] })).toBe(
      'NOT_FOUND',
    );
    expect(await codeOf(app, who, 'query($id: ID!) { pollResults(pollId: $id) { __typename } }', made as never)).toBe(
      'NOT_FOUND',
    );
    expect(await listed(app, place, who)).not.toContain(made.id);
  }
  expect(await listed(app, place, admin)).toContain(made.id);
  expect(await codeOf(app, citizen, vote, { input })).toBe('NOT_FOUND');
  await moveStored(app, draft, 'PUBLISHED');
  expect((await askData(app.port, {}, poll, { id: made.id })).poll.state).toBe('OPEN');
  const inFeed = { id: made.id, viewerCanVote: { allowed: true } };
  const { municipality } = await askData(app.port, citizen, feed, { ags: place.ags });
  expect(municipality.feed.edges).toEqual([{ node: { kind: 'POST', subject: { id: draft.id, poll: inFeed } } }]);
  expect((await askData(app.port, citizen, vote, { input })).castVote.userErrors).toEqual([]);
  expect(await listed(app, place, {})).toContain(made.id);
});

test('a poll ends with the post it is part of: nothing of it is told any more', async ({
  app,
  town: place,
  admin,
  citizen,
}) => {
  const post = await storePost(app, place);
  const made = await givenPoll(app, place, admin, { postId: post.id });
  const client = connect(app.port, {});
  const query = `subscription($id: ID!) { pollResults(pollId: $id) { __typename ... on HiddenResults { hiddenBecause } } }`;
  const results = watch(client, query, made as never);
  await results.until(() => true);
  await moveStored(app, post, 'WITHDRAWN');
  await results.until(({ data }) => data?.pollResults.hiddenBecause === 'WITHDRAWN');
  expect(results.messages.map(({ data }) => data.pollResults.__typename)).not.toContain('PollTally');
  const input = { pollId: made.id, optionIds: [made.options[0]] };
  expect(await codeOf(app, citizen, vote, { input })).toBe('NOT_FOUND');
  expect(await codeOf(app, citizen, poll, { id: made.id })).toBe('NOT_FOUND');
  expect((await askData(app.port, admin, poll, { id: made.id })).poll.results.hiddenBecause).toBe('WITHDRAWN');
  await client.dispose();
});

test('a post takes one poll, of one of its own groups, and has no opening of its own while it waits', async ({
  app,
  town: place,
  admin,
}) => {
  const em = app.services.em.fork();
  const group = { id: randomUUID(), municipality: place.municipalityId, name: 'Kita', joinPolicy: 'OPEN' } as const;
  await em.persist(em.create(Group, group)).flush();
  const draft = await storePost(app, place, [place.groupId], 'DRAFT');
  const ofGroup = await storePost(app, place, [group.id]);
  const gone = await storePost(app, place);
  await moveStored(app, gone, 'WITHDRAWN');
  const opensAt = new Date(Date.now() + 60_000).toISOString();
  expect(await refusedFor(app, place, admin, { postId: draft.id, opensAt })).toContain('OPENS_WITH_POST');
  expect(await refusedFor(app, place, admin, { postId: ofGroup.id })).toContain('UNKNOWN_POST');
  expect(await refusedFor(app, place, admin, { postId: toGlobalId('Post', randomUUID()) })).toContain('UNKNOWN_POST');
  expect(await refusedFor(app, place, admin, { postId: gone.id })).toContain('POST_IS_WITHDRAWN');
  expect(await refusedFor(app, place, admin, { postId: draft.id })).toBe('made');
  expect(await refusedFor(app, place, admin, { postId: draft.id })).toContain('POST_HAS_POLL');
});

const postOf = `query($id: ID!) { poll(id: $id) { id post { title body } } }`;

test('a poll leads to its post only those who may read it: no colleague to a draft, nobody who left to the group', async ({
  app,
  town: place,
  admin,
}) => {
  const clerk = await givenStaff(app, place, 'CLERK');
  const kita = await givenGroup(app, place);
  const member = await givenMember(app, place, kita);
  const draft = await givenPost(app, place, admin, { isDraft: true });
  const author = await givenAuthor(app, place, kita);
  const inKita = await givenPost(app, place, author, { groupIds: [kita.id] });
  const ofDraft = await givenPoll(app, place, admin, { postId: draft.id });
  const rules = { groupId: kita.id, eligibility: 'MEMBERS' };
  const ofKita = await givenPoll(app, place, author, { postId: inKita.id, ...rules });
  const read = async (who: Identified, { id }: { id: string }) => (await askData(app.port, who, postOf, { id })).poll;
  expect((await read(member, ofKita)).post.title).toBeDefined();
  await askData(
    app.port,
    member,
    'mutation($id: ID!) { leaveGroup(input: { groupId: $id }) { userErrors { code } } }',
    kita,
  );
  expect(await read(member, ofKita)).toEqual({ id: ofKita.id, post: null });
  expect(await read(clerk, ofDraft)).toEqual({ id: ofDraft.id, post: null });
  expect((await read(admin, ofDraft)).post.title).toBeDefined();
});

test('a draft with a poll stays for the group of the poll', async ({ app, town: place, admin }) => {
  const kita = await givenGroup(app, place);
  await givenMember(app, place, kita, { who: admin });
  const draft = await givenPost(app, place, admin, { isDraft: true });
  await givenPoll(app, place, admin, { postId: draft.id });
  const revise = `mutation($input: RevisePostInput!) { revisePost(input: $input) { userErrors { code path } } }`;
  const input = { postId: draft.id, version: draft.version, title: 'Personalrat', body: 'Nur für Mitglieder.' };
  const town = toGlobalId('Group', place.groupId);
  const revised = async (groupIds: string[]) =>
    (await askData(app.port, admin, revise, { input: { ...input, groupIds } })).revisePost.userErrors;
  expect(await revised([kita.id])).toEqual([{ code: 'POLL_NEEDS_GROUP', path: ['groupIds'] }]);
  expect(await revised([kita.id, town])).toEqual([]);
});

const poll = `query($id: ID!) { poll(id: $id) { state openedAt post { id } results { ... on HiddenResults { hiddenBecause } } } }`;
const list = `query($ags: String!) { municipality(ags: $ags) { polls(first: 100) { edges { node { id } } } } }`;
const feed = `query($ags: String!) { municipality(ags: $ags) { feed(first: 1) { edges { node {
  kind subject { ... on Post { id poll { id viewerCanVote { allowed } } } } } } } } }`;
const vote = `mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }`;

async function codeOf(app: TestServer, who: Identified, query: string, variables: object): Promise<unknown> {
  return (await ask(app.port, who, query, variables)).errors?.[0]?.extensions?.code;
}
async function listed(app: TestServer, place: Place, who: Identified): Promise<string[]> {
  const data: Data = await askData(app.port, who, list, { ags: place.ags });
  return data.municipality.polls.edges.map(({ node }: Data) => node.id);
}
async function refusedFor(app: TestServer, place: Place, admin: Somebody, more: object): Promise<string> {
  return givenPoll(app, place, admin, more).then(
    () => 'made',
    (error: Error) => error.message,
  );
}

import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { givenAuthor, givenGroup } from '../testing/groups.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { givenPost } from '../testing/posts.ts';
import { type TestServer } from '../testing/server.ts';
import { uuidOf } from '../testing/voter.ts';
import { test } from '../testing/fixtures.ts';

let editor: Somebody;

test.beforeAll(async ({ app, town }) => {
  editor = await givenStaff(app, town, 'EDITOR');
});

test('a draft is for staff only, in no list of other states, and opens when it is started', async ({
  app,
  town,
  citizen,
}) => {
  const poll = await draft(app, town);
  expect(await seen(app, poll)).toMatchObject({
    state: 'DRAFT',
    openedAt: null,
    viewerCanRevise: { allowed: true },
    viewerCanPlanReminder: { allowed: false },
  });
  for (const who of [citizen, {}]) {
    expect(await codeFor(app, who, poll)).toBe('NOT_FOUND');
    for (const state of [null, 'DRAFT', 'SCHEDULED'])
      expect(await listed(app, town, who, state)).not.toContain(poll.id);
  }
  expect(await listed(app, town, editor, 'DRAFT')).toContain(poll.id);
  for (const state of ['SCHEDULED', 'OPEN', 'CLOSED'])
    expect(await listed(app, town, editor, state)).not.toContain(poll.id);

  expect(await change(app, poll, { isDraft: true })).toMatchObject({
    poll: { state: 'DRAFT', version: 2 },
    userErrors: [],
  });
  expect(await change(app, poll, {}, 2)).toMatchObject({ poll: { state: 'OPEN', version: 3 }, userErrors: [] });
  expect((await seen(app, poll, citizen)).state).toBe('OPEN');
  expect(await listed(app, town, citizen, 'OPEN')).toContain(poll.id);
});

test('a scheduled poll becomes a draft again and does not open at its time', async ({ app, town }) => {
  const poll = await givenPoll(app, town, editor, { opensAt: new Date(Date.now() + 1500).toISOString() });
  expect(await change(app, poll, { isDraft: true })).toMatchObject({ poll: { state: 'DRAFT' } });
  await new Promise((done) => setTimeout(done, 3000));
  expect(await seen(app, poll)).toMatchObject({ state: 'DRAFT', openedAt: null });
});

test('a poll moves to another group in which its editor may publish, with the rules of that group', async ({
  app,
  town,
}) => {
  const kita = await givenGroup(app, town);
  const author = await givenAuthor(app, town, kita);
  const poll = await draft(app, town);
  const refused = await change(app, poll, { groupId: kita.id, isDraft: true }, 1, author);
  expect(refused.userErrors).toEqual([{ code: 'MEMBERS_ONLY', path: ['eligibility'] }]);
  const stranger = await change(app, poll, { groupId: kita.id, eligibility: 'MEMBERS', isDraft: true });
  expect(stranger.userErrors).toEqual([{ code: 'UNKNOWN_GROUP', path: ['groupId'] }]);
  expect((await seen(app, poll)).version).toBe(1);
  const moved = await change(app, poll, { groupId: kita.id, eligibility: 'MEMBERS', isDraft: true }, 1, author);
  expect(moved.userErrors).toEqual([]);
  expect((await seen(app, poll, author)).group.id).toBe(kita.id);
  expect(await codeFor(app, editor, poll)).toBe('NOT_FOUND');
});

test('a group of another town is no group for a poll', async ({ app, town }) => {
  const elsewhere = await givenPlace(app);
  const poll = await draft(app, town);
  const { userErrors } = await change(app, poll, { groupId: toGlobalId('Group', elsewhere.groupId), isDraft: true });
  expect(userErrors).toEqual([{ code: 'UNKNOWN_GROUP', path: ['groupId'] }]);
});

test('a draft becomes part of a draft post and opens when the post is published', async ({ app, town, citizen }) => {
  const poll = await draft(app, town);
  const post = await givenPost(app, town, editor, { isDraft: true });
  const attached = await change(app, poll, { postId: post.id, isDraft: true });
  expect(attached).toMatchObject({ poll: { state: 'SCHEDULED' }, userErrors: [] });
  expect(await seen(app, poll)).toMatchObject({ post: { id: post.id }, openedAt: null });
  expect(await codeFor(app, citizen, poll)).toBe('NOT_FOUND');

  const second = await change(app, await draft(app, town), { postId: post.id });
  expect(second.userErrors).toEqual([{ code: 'POST_HAS_POLL', path: ['postId'] }]);
  const other = await givenPost(app, town, editor, { isDraft: true });
  const moved = await change(app, poll, { postId: other.id }, 2);
  expect(moved.userErrors).toEqual([{ code: 'UNKNOWN_POST', path: ['postId'] }]);

  await askData(app.port, editor, publish, { id: post.id });
  expect((await seen(app, poll, citizen)).state).toBe('OPEN');
});

test('a poll is deleted before it opens, with its questions, and never afterwards', async ({ app, town, citizen }) => {
  const poll = await draft(app, town);
  const refused = (await ask(app.port, citizen, discard, { id: poll.id })).errors?.[0]?.extensions?.code;
  expect(['FORBIDDEN', 'NOT_FOUND']).toContain(refused);
  expect((await askData(app.port, editor, discard, { id: poll.id })).discardPoll).toEqual({
    discardedId: poll.id,
    userErrors: [],
  });
  expect(await codeFor(app, editor, poll)).toBe('NOT_FOUND');
  const rows = await app.services.em.fork().execute('select from question where poll_id = ?', [uuidOf(poll.id)]);
  expect(rows).toEqual([]);

  const open = await givenPoll(app, town, editor);
  const late = (await askData(app.port, editor, discard, { id: open.id })).discardPoll;
  expect(late).toEqual({ discardedId: null, userErrors: [{ code: 'POLL_HAS_OPENED' }] });
  expect((await seen(app, open)).state).toBe('OPEN');
});

const read = `query($id: ID!) { poll(id: $id) { id title state openedAt version group { id } post { id }
  viewerCanRevise { allowed } viewerCanPlanReminder { allowed } } }`;
const list = `query($ags: String!, $state: PollState) {
  municipality(ags: $ags) { polls(state: $state, first: 100) { edges { node { id } } } } }`;
const revise = `mutation($input: RevisePollInput!) { revisePoll(input: $input) {
  poll { id state version } userErrors { code path } } }`;
const discard = `mutation($id: ID!) { discardPoll(input: { pollId: $id }) { discardedId userErrors { code } } }`;
const publish = `mutation($id: ID!) { publishPost(input: { postId: $id }) { post { state } userErrors { code } } }`;
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

const text = (more: object = {}): object => ({
  title: 'Was kommt auf den Platz?',
  resultsVisibility: 'LIVE',
  eligibility: 'SIGNED_IN',
  questions: [{ text: 'Was kommt auf den Platz?', kind: 'SINGLE', options: ['Bank', 'Baum'] }],
  closesAt: inDays(2),
  ...more,
});
const draft = (app: TestServer, town: Place, more: object = {}): Promise<GivenPoll> =>
  givenPoll(app, town, editor, { isDraft: true, ...more });
const change = async (
  app: TestServer,
  { id: pollId }: GivenPoll,
  more: object = {},
  version = 1,
  who: Identified = editor,
) => (await askData(app.port, who, revise, { input: { pollId, version, ...text(more) } })).revisePoll;
const seen = async (app: TestServer, { id }: GivenPoll, who: Identified = editor): Promise<Data> =>
  (await askData(app.port, who, read, { id })).poll;
const codeFor = async (app: TestServer, who: Identified, { id }: GivenPoll): Promise<unknown> =>
  (await ask(app.port, who, read, { id })).errors?.[0]?.extensions?.code;
async function listed(app: TestServer, town: Place, who: Identified, state: string | null): Promise<string[]> {
  const data: Data = await askData(app.port, who, list, { ags: town.ags, state });
  return data.municipality.polls.edges.map(({ node }: Data) => node.id);
}

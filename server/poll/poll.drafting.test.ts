import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { givenAuthor, givenGroup } from '../testing/groups.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { givenPost } from '../testing/posts.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { uuidOf } from '../testing/voter.ts';

let app: TestServer;
let place: Place;
let editor: Somebody;
let citizen: Somebody;

beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
  editor = await givenStaff(app, place, 'EDITOR');
  citizen = await givenPerson(app, place);
});
afterAll(() => app.stop());

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
const draft = (more: object = {}): Promise<GivenPoll> => givenPoll(app, place, editor, { isDraft: true, ...more });
const change = async ({ id: pollId }: GivenPoll, more: object = {}, version = 1, who: Identified = editor) =>
  (await askData(app.port, who, revise, { input: { pollId, version, ...text(more) } })).revisePoll;
const seen = async ({ id }: GivenPoll, who: Identified = editor): Promise<Data> =>
  (await askData(app.port, who, read, { id })).poll;
const codeFor = async (who: Identified, { id }: GivenPoll): Promise<unknown> =>
  (await ask(app.port, who, read, { id })).errors?.[0]?.extensions?.code;
async function listed(who: Identified, state: string | null): Promise<string[]> {
  const data: Data = await askData(app.port, who, list, { ags: place.ags, state });
  return data.municipality.polls.edges.map(({ node }: Data) => node.id);
}

test('a draft is for staff only, in no list of other states, and opens when it is started', async () => {
  const poll = await draft();
  expect(await seen(poll)).toMatchObject({
    state: 'DRAFT',
    openedAt: null,
    viewerCanRevise: { allowed: true },
    viewerCanPlanReminder: { allowed: false },
  });
  for (const who of [citizen, {}]) {
    expect(await codeFor(who, poll)).toBe('NOT_FOUND');
    for (const state of [null, 'DRAFT', 'SCHEDULED']) expect(await listed(who, state)).not.toContain(poll.id);
  }
  expect(await listed(editor, 'DRAFT')).toContain(poll.id);
  for (const state of ['SCHEDULED', 'OPEN', 'CLOSED']) expect(await listed(editor, state)).not.toContain(poll.id);

  expect(await change(poll, { isDraft: true })).toMatchObject({ poll: { state: 'DRAFT', version: 2 }, userErrors: [] });
  expect(await change(poll, {}, 2)).toMatchObject({ poll: { state: 'OPEN', version: 3 }, userErrors: [] });
  expect((await seen(poll, citizen)).state).toBe('OPEN');
  expect(await listed(citizen, 'OPEN')).toContain(poll.id);
});

test('a scheduled poll becomes a draft again and does not open at its time', async () => {
  const poll = await givenPoll(app, place, editor, { opensAt: new Date(Date.now() + 1500).toISOString() });
  expect(await change(poll, { isDraft: true })).toMatchObject({ poll: { state: 'DRAFT' } });
  await new Promise((done) => setTimeout(done, 3000));
  expect(await seen(poll)).toMatchObject({ state: 'DRAFT', openedAt: null });
});

test('a poll moves to another group in which its editor may publish, with the rules of that group', async () => {
  const kita = await givenGroup(app, place);
  const author = await givenAuthor(app, place, kita);
  const poll = await draft();
  const refused = await change(poll, { groupId: kita.id, isDraft: true }, 1, author);
  expect(refused.userErrors).toEqual([{ code: 'MEMBERS_ONLY', path: ['eligibility'] }]);
  const stranger = await change(poll, { groupId: kita.id, eligibility: 'MEMBERS', isDraft: true });
  expect(stranger.userErrors).toEqual([{ code: 'UNKNOWN_GROUP', path: ['groupId'] }]);
  expect((await seen(poll)).version).toBe(1);
  const moved = await change(poll, { groupId: kita.id, eligibility: 'MEMBERS', isDraft: true }, 1, author);
  expect(moved.userErrors).toEqual([]);
  expect((await seen(poll, author)).group.id).toBe(kita.id);
  expect(await codeFor(editor, poll)).toBe('NOT_FOUND');
});

test('a group of another town is no group for a poll', async () => {
  const elsewhere = await givenPlace(app);
  const poll = await draft();
  const { userErrors } = await change(poll, { groupId: toGlobalId('Group', elsewhere.groupId), isDraft: true });
  expect(userErrors).toEqual([{ code: 'UNKNOWN_GROUP', path: ['groupId'] }]);
});

test('a draft becomes part of a draft post and opens when the post is published', async () => {
  const poll = await draft();
  const post = await givenPost(app, place, editor, { isDraft: true });
  const attached = await change(poll, { postId: post.id, isDraft: true });
  expect(attached).toMatchObject({ poll: { state: 'SCHEDULED' }, userErrors: [] });
  expect(await seen(poll)).toMatchObject({ post: { id: post.id }, openedAt: null });
  expect(await codeFor(citizen, poll)).toBe('NOT_FOUND');

  const second = await change(await draft(), { postId: post.id });
  expect(second.userErrors).toEqual([{ code: 'POST_HAS_POLL', path: ['postId'] }]);
  const other = await givenPost(app, place, editor, { isDraft: true });
  const moved = await change(poll, { postId: other.id }, 2);
  expect(moved.userErrors).toEqual([{ code: 'UNKNOWN_POST', path: ['postId'] }]);

  await askData(app.port, editor, publish, { id: post.id });
  expect((await seen(poll, citizen)).state).toBe('OPEN');
});

test('a poll is deleted before it opens, with its questions, and never afterwards', async () => {
  const poll = await draft();
  const refused = (await ask(app.port, citizen, discard, { id: poll.id })).errors?.[0]?.extensions?.code;
  expect(['FORBIDDEN', 'NOT_FOUND']).toContain(refused);
  expect((await askData(app.port, editor, discard, { id: poll.id })).discardPoll).toEqual({
    discardedId: poll.id,
    userErrors: [],
  });
  expect(await codeFor(editor, poll)).toBe('NOT_FOUND');
  const rows = await app.services.em.fork().execute('select from question where poll_id = ?', [uuidOf(poll.id)]);
  expect(rows).toEqual([]);

  const open = await givenPoll(app, place, editor);
  const late = (await askData(app.port, editor, discard, { id: open.id })).discardPoll;
  expect(late).toEqual({ discardedId: null, userErrors: [{ code: 'POLL_HAS_OPENED' }] });
  expect((await seen(open)).state).toBe('OPEN');
});

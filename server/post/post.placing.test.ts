import { expect } from 'vitest';
import { givenStaff, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { givenPost } from '../testing/posts.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let editor: Somebody;

test.beforeAll(async ({ app, town }) => {
  editor = await givenStaff(app, town, 'EDITOR');
});

test('three posts are pinned in a group, the last first; a fourth is refused also at the same moment, and a withdrawn one makes room', async ({
  app,
  town,
}) => {
  const group = await givenGroup(app, town, { joinPolicy: 'OPEN' });
  const author = await givenMember(app, town, group, { isPublisher: true });
  const posts = await Promise.all([1, 2, 3, 4, 5].map(() => givenPost(app, town, author, { groupIds: [group.id] })));
  const [first, second, third, fourth, fifth] = posts.map(({ id }) => id) as [string, string, string, string, string];
  expect(await setPin(app, author, first, true)).toBe('pinned');
  expect(await setPin(app, author, second, true)).toBe('pinned');
  expect(await setPin(app, author, second, true)).toBe('pinned');
  const atOnce = await Promise.all([third, fourth, fifth].map((id) => setPin(app, author, id, true)));
  expect(atOnce.toSorted()).toEqual(['TOO_MANY_PINNED', 'TOO_MANY_PINNED', 'pinned']);
  const now = await pinnedIn(app, {}, group.id);
  expect(now).toHaveLength(3);
  expect(now.slice(1)).toEqual([second, first]);
  await askData(app.port, author, withdraw, { id: first });
  expect(await setPin(app, author, second, false)).toBe('not pinned');
  expect(await pinnedIn(app, {}, group.id)).toHaveLength(1);
});

test('an expired post leaves feeds, lists and pins; who has its address still reads it, and its end cannot be moved any more', async ({
  app,
  town,
}) => {
  const group = await givenGroup(app, town, { joinPolicy: 'OPEN' });
  const author = await givenMember(app, town, group, { isPublisher: true });
  const { id } = await givenPost(app, town, author, { groupIds: [group.id], expiresAt: soon(3_600_000) });
  const stays = await givenPost(app, town, author, { groupIds: [group.id] });
  await setPin(app, author, id, true);
  const shown = async (): Promise<string[]> => {
    const { municipality, node } = await askData(app.port, {}, listed, { ags: town.ags, group: group.id });
    const feed: string[] = node.feed.edges.map((edge: Data) => edge.node.subject?.id);
    return [...municipality.posts.edges.map((edge: Data) => edge.node.id), ...feed].filter((one) =>
      [id, stays.id].includes(one),
    );
  };
  await expect.poll(shown).toHaveLength(4);
  const moved = (await askData(app.port, author, expire, { id, at: soon(1500) })).setPostExpiry;
  expect(moved.userErrors).toEqual([]);
  await expect.poll(shown, { timeout: 30_000, interval: 300 }).toEqual([stays.id, stays.id]);
  expect(await pinnedIn(app, {}, group.id)).toEqual([]);
  const read = 'query($id: ID!) { post(id: $id) { state expiresAt } }';
  expect((await askData(app.port, {}, read, { id })).post.state).toBe('PUBLISHED');
  const again = (await askData(app.port, author, expire, { id, at: null })).setPostExpiry;
  expect(again.userErrors).toMatchObject([{ code: 'POST_IS_NOT_SHOWN' }]);
});

test('an end in the past or too far ahead is refused by name, and drafts are neither pinned nor do they expire', async ({
  app,
  town,
}) => {
  const { id } = await givenPost(app, town, editor, {});
  const code = async (at: string | null) =>
    (await askData(app.port, editor, expire, { id, at })).setPostExpiry.userErrors.map(
      (e: Data) => `${e.code} ${e.path}`,
    );
  expect(await code(soon(-1000))).toEqual(['IN_THE_PAST expiresAt']);
  expect(await code(soon(400 * 86_400_000))).toEqual(['TOO_FAR_AHEAD expiresAt']);
  expect(await code(null)).toEqual([]);
  const draft = await givenPost(app, town, editor, { isDraft: true });
  expect(await setPin(app, editor, draft.id, true)).toBe('POST_IS_NOT_SHOWN');
});

const pin = `mutation($id: ID!, $isPinned: Boolean!) { pinPost(input: { postId: $id, isPinned: $isPinned }) {
  post { pinnedAt } userErrors { code path } } }`;
const expire = `mutation($id: ID!, $at: DateTime) { setPostExpiry(input: { postId: $id, expiresAt: $at }) {
  post { expiresAt } userErrors { code path } } }`;
const pinned = 'query($id: ID!) { node(id: $id) { ... on Group { pinnedPosts { id } } } }';
const listed = `query($ags: String!, $group: ID!) {
  municipality(ags: $ags) { posts(state: PUBLISHED, first: 50) { edges { node { id } } } }
  node(id: $group) { ... on Group { feed(first: 50) { edges { node { subject { ... on Post { id } } } } } } } }`;
const withdraw = 'mutation($id: ID!) { withdrawPost(input: { postId: $id }) { userErrors { code } } }';

const setPin = async (app: TestServer, who: Partial<Somebody>, id: string, isPinned: boolean): Promise<string> => {
  const { pinPost } = await askData(app.port, who, pin, { id, isPinned });
  return pinPost.userErrors[0]?.code ?? (pinPost.post.pinnedAt === null ? 'not pinned' : 'pinned');
};
const pinnedIn = async (app: TestServer, who: Partial<Somebody>, id: string): Promise<string[]> =>
  (await askData(app.port, who, pinned, { id })).node.pinnedPosts.map((post: Data) => post.id);
const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();

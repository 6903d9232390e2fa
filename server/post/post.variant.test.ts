import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { givenPost, postInput } from '../testing/posts.ts';
import { askData, connect, type Data, watch } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let place: Place;
let editor: Somebody;

beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
  editor = await givenStaff(app, place, 'EDITOR');
});
afterAll(() => app.stop());

const said = 'variants { locale title body html excerpt }';
const create = `mutation($input: CreatePostInput!) { createPost(input: $input) { post { id } userErrors { code path } } }`;
const revise = `mutation($input: RevisePostInput!) { revisePost(input: $input) {
  post { id version title revisions { change } ${said} } userErrors { code path } } }`;
const read = `query($id: ID!) { post(id: $id) { title version ${said} } }`;
const live = `subscription($id: ID!, $after: StreamCursor) { feed(groupId: $id, after: $after) { cursor entries { subject {
  ... on Post { id variants { locale title } } } } } }`;

const plain = { locale: 'de-x-leicht', title: 'Kein Wasser', body: 'Am **Donnerstag** kommt kein Wasser.' };
const english = { locale: 'en', title: 'No water on Thursday', body: 'From 8 to 12 <script>x</script> [here](/x)' };

async function refused(query: string, field: string, input: object): Promise<string[]> {
  const { userErrors } = (await askData(app.port, editor, query, { input }))[field];
  return userErrors.map(({ code, path }: Data) => [code, ...path].join(' '));
}
const change = async (input: object): Promise<Data> => (await askData(app.port, editor, revise, { input })).revisePost;
const eventsOf = async (id: string): Promise<string[]> => {
  const uuid = Buffer.from(id, 'base64url').toString().slice('Post:'.length);
  const sql = `select type from domain_event where facts->>'postId' = ? order by id`;
  const rows = await app.services.em.fork().execute<{ type: string }[]>(sql, [uuid]);
  return rows.map(({ type }) => type);
};

test('a post says the same in other languages, each as clean as the original', async () => {
  const { id } = await givenPost(app, place, editor, { variants: [plain, english] });
  const { post } = await askData(app.port, {}, read, { id });
  expect(post.variants).toEqual([
    {
      ...plain,
      html: '<p>Am <strong>Donnerstag</strong> kommt kein Wasser.</p>\n',
      excerpt: 'Am Donnerstag kommt kein Wasser.',
    },
    {
      ...english,
      html: '<p>From 8 to 12 &lt;script&gt;x&lt;/script&gt; <a href="/x" rel="noopener nofollow ugc">here</a></p>\n',
      excerpt: 'From 8 to 12 <script>x</script> here',
    },
  ]);
  expect((await askData(app.port, {}, read, await givenPost(app, place, editor))).post.variants).toEqual([]);
});

test('nothing empty, no language twice, none that nobody can choose, none in the language of the original', async () => {
  const codes = (...variants: object[]) => refused(create, 'createPost', postInput(place, { variants }));
  expect(await codes({ ...plain, title: ' ' })).toEqual(['TOO_SHORT variants 0 title']);
  expect(await codes(english, { ...plain, body: '' })).toEqual(['TOO_SHORT variants 1 body']);
  expect(await codes({ ...english, locale: 'fr' })).toEqual(['UNKNOWN_LOCALE variants']);
  expect(await codes({ ...english, locale: 'de' })).toEqual(['UNKNOWN_LOCALE variants']);
  expect(await codes(plain, plain)).toEqual(['SAME_LOCALE_TWICE variants']);
  expect(await codes({ ...plain, body: 'a'.repeat(20_001) })).toEqual(['TOO_LONG variants 0 body']);
});

test('another language comes later without a word to readers, and open feeds get it', async () => {
  const { id } = await givenPost(app, place, editor);
  const { title, body } = postInput(place) as Data;
  const client = connect(app.port, {});
  const feed = watch(client, live, { id: toGlobalId('Group', place.groupId) });
  await feed.until(({ data }) => data.feed.entries.some(({ subject }: Data) => subject.id === id));
  const same = { postId: id, version: 1, title, body };
  const { post } = await change({ ...same, variants: [plain] });
  expect(post).toMatchObject({ version: 2, revisions: [], variants: [plain] });
  await feed.until(({ data }) =>
    data.feed.entries.some(({ subject }: Data) => subject.variants[0]?.title === plain.title),
  );
  await client.dispose();
  expect(await eventsOf(id)).toEqual(['post.published', 'post.translated']);
  expect(await refused(revise, 'revisePost', { ...same, version: 2, variants: [plain] })).toEqual([
    'NOTHING_CHANGED body',
  ]);
  expect(await refused(revise, 'revisePost', { ...same, version: 2 })).toEqual(['NOTHING_CHANGED body']);
  expect((await change({ ...same, version: 2, variants: [] })).post.variants).toEqual([]);
});

test('whoever changes the text says what the other languages say now: none stays behind unnoticed', async () => {
  const { id } = await givenPost(app, place, editor, { variants: [plain] });
  const changed = {
    postId: id,
    version: 1,
    title: 'Freitag kein Wasser',
    body: 'Am Freitag.',
    change: 'Tag berichtigt',
  };
  expect(await refused(revise, 'revisePost', changed)).toEqual(['VARIANTS_OUTDATED variants']);
  const friday = { ...plain, body: 'Am Freitag kommt kein Wasser.' };
  const { post } = await change({ ...changed, variants: [friday] });
  expect(post).toMatchObject({ version: 2, revisions: [{ change: 'Tag berichtigt' }], variants: [friday] });
  expect(await eventsOf(id)).toEqual(['post.published', 'post.revised']);
});

test('a draft keeps its other languages while only its groups change', async () => {
  const { id } = await givenPost(app, place, editor, { isDraft: true, variants: [plain] });
  const { title, body, groupIds } = postInput(place) as Data;
  const { post } = await change({ postId: id, version: 1, title, body, groupIds });
  expect(post).toMatchObject({ version: 2, variants: [plain] });
});

import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenStaff, type Somebody } from '../testing/builders.ts';
import { givenPost, postInput } from '../testing/posts.ts';
import { askData, connect, type Data, watch } from '../testing/client.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let editor: Somebody;

test.beforeAll(async ({ app, town }) => {
  editor = await givenStaff(app, town, 'EDITOR');
});

test('a post says the same in other languages, each as clean as the original', async ({ app, town }) => {
  const { id } = await givenPost(app, town, editor, { variants: [plain, english] });
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
  expect((await askData(app.port, {}, read, await givenPost(app, town, editor))).post.variants).toEqual([]);
});

test('nothing empty, no language twice, none that nobody can choose, none in the language of the original', async ({
  app,
  town,
}) => {
  const codes = (...variants: object[]) => refused(app, create, 'createPost', postInput(town, { variants }));
  expect(await codes({ ...plain, title: ' ' })).toEqual(['TOO_SHORT variants 0 title']);
  expect(await codes(english, { ...plain, body: '' })).toEqual(['TOO_SHORT variants 1 body']);
  expect(await codes({ ...english, locale: 'fr' })).toEqual(['UNKNOWN_LOCALE variants']);
  expect(await codes({ ...english, locale: 'de' })).toEqual(['UNKNOWN_LOCALE variants']);
  expect(await codes(plain, plain)).toEqual(['SAME_LOCALE_TWICE variants']);
  expect(await codes({ ...plain, body: 'a'.repeat(20_001) })).toEqual(['TOO_LONG variants 0 body']);
});

test('another language comes later without a word to readers, and open feeds get it', async ({ app, town }) => {
  const { id } = await givenPost(app, town, editor);
  const { title, body } = postInput(town) as Data;
  const client = connect(app.port, {});
  const feed = watch(client, live, { id: toGlobalId('Group', town.groupId) });
  await feed.until(({ data }) => data.feed.entries.some(({ subject }: Data) => subject.id === id));
  const same = { postId: id, version: 1, title, body };
  const { post } = await change(app, { ...same, variants: [plain] });
  expect(post).toMatchObject({ version: 2, revisions: [], variants: [plain] });
  await feed.until(({ data }) =>
    data.feed.entries.some(({ subject }: Data) => subject.variants[0]?.title === plain.title),
  );
  await client.dispose();
  expect(await eventsOf(app, id)).toEqual(['post.published', 'post.translated']);
  expect(await refused(app, revise, 'revisePost', { ...same, version: 2, variants: [plain] })).toEqual([
    'NOTHING_CHANGED body',
  ]);
  expect(await refused(app, revise, 'revisePost', { ...same, version: 2 })).toEqual(['NOTHING_CHANGED body']);
  expect((await change(app, { ...same, version: 2, variants: [] })).post.variants).toEqual([]);
});

test('whoever changes the text says what the other languages say now: none stays behind unnoticed', async ({
  app,
  town,
}) => {
  const { id } = await givenPost(app, town, editor, { variants: [plain] });
  const changed = {
    postId: id,
    version: 1,
    title: 'Freitag kein Wasser',
    body: 'Am Freitag.',
    change: 'Tag berichtigt',
  };
  expect(await refused(app, revise, 'revisePost', changed)).toEqual(['VARIANTS_OUTDATED variants']);
  const friday = { ...plain, body: 'Am Freitag kommt kein Wasser.' };
  const { post } = await change(app, { ...changed, variants: [friday] });
  expect(post).toMatchObject({ version: 2, revisions: [{ change: 'Tag berichtigt' }], variants: [friday] });
  expect(await eventsOf(app, id)).toEqual(['post.published', 'post.revised']);
});

test('a draft keeps its other languages while only its groups change', async ({ app, town }) => {
  const { id } = await givenPost(app, town, editor, { isDraft: true, variants: [plain] });
  const { title, body, groupIds } = postInput(town) as Data;
  const { post } = await change(app, { postId: id, version: 1, title, body, groupIds });
  expect(post).toMatchObject({ version: 2, variants: [plain] });
});

const said = 'variants { locale title body html excerpt }';
const create = `mutation($input: CreatePostInput!) { createPost(input: $input) { post { id } userErrors { code path } } }`;
const revise = `mutation($input: RevisePostInput!) { revisePost(input: $input) {
  post { id version title revisions { change } ${said} } userErrors { code path } } }`;
const read = `query($id: ID!) { post(id: $id) { title version ${said} } }`;
const live = `subscription($id: ID!, $after: StreamCursor) { feed(groupId: $id, after: $after) { cursor entries { subject {
  ... on Post { id variants { locale title } } } } } }`;

const plain = { locale: 'de-x-leicht', title: 'Kein Wasser', body: 'Am **Donnerstag** kommt kein Wasser.' };
const english = { locale: 'en', title: 'No water on Thursday', body: 'From 8 to 12 <script>x</script> [here](/x)' };

async function refused(app: TestServer, query: string, field: string, input: object): Promise<string[]> {
  const { userErrors } = (await askData(app.port, editor, query, { input }))[field];
  return userErrors.map(({ code, path }: Data) => [code, ...path].join(' '));
}
const change = async (app: TestServer, input: object): Promise<Data> =>
  (await askData(app.port, editor, revise, { input })).revisePost;
const eventsOf = async (app: TestServer, id: string): Promise<string[]> => {
  const uuid = Buffer.from(id, 'base64url').toString().slice('Post:'.length);
  const sql = `select type from domain_event where facts->>'postId' = ? order by id`;
  const rows = await app.services.em.fork().execute<{ type: string }[]>(sql, [uuid]);
  return rows.map(({ type }) => type);
};

import { expect } from 'vitest';
import { idOf } from '../kernel/ids.ts';
import { Attachment } from '../media/media.attachment.entity.ts';
import { givenAttachment, makePdf, sendAttachment } from '../testing/attachments.ts';
import { givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data, identify } from '../testing/client.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { givenPhoto } from '../testing/photos.ts';
import { postInput } from '../testing/posts.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let editor: Somebody;

test.beforeAll(async ({ app, town }) => {
  editor = await givenStaff(app, town, 'EDITOR');
});

test('a post shows its pictures and its poster to everybody who reads it; browsers save the PDF and run nothing in it', async ({
  app,
  town,
}) => {
  const pictures = [await picture(app, town, 'Der Anger'), await picture(app, town, 'Die Bühne')];
  const { post } = await createPost(app, town, editor, { pictures, attachments: [await poster(app, town)] });
  expect(post.pictures.map(({ alt }: Data) => alt)).toEqual(['Der Anger', 'Die Bühne']);
  expect(post.attachments).toMatchObject([{ ...words, bytes: makePdf().length }]);
  expect((await open(app, post.pictures[0].large.url)).status).toBe(200);
  const answer = await open(app, post.attachments[0].url);
  expect([
    answer.status,
    ...[
      'content-type',
      'content-disposition',
      'x-content-type-options',
      'content-security-policy',
      'cache-control',
    ].map((name) => answer.headers.get(name)),
  ]).toEqual([
    200,
    'application/pdf',
    'attachment; filename="Plakat-zum-Dorffest.pdf"',
    'nosniff',
    "default-src 'none'; sandbox; frame-ancestors 'none'",
    'private, no-cache',
  ]);
  expect(Buffer.from(await answer.arrayBuffer()).equals(makePdf())).toBe(true);
});

test('files of a draft, of a closed group and of a withdrawn post are read by those only who read the post', async ({
  app,
  town,
  citizen,
}) => {
  const group = await givenGroup(app, town, { joinPolicy: 'CLOSED' });
  const author = await givenMember(app, town, group, { isPublisher: true });
  const member = await givenMember(app, town, group);
  const statuses = async (url: string) =>
    (await Promise.all([open(app, url), open(app, url, citizen), open(app, url, member), open(app, url, author)])).map(
      ({ status }) => status,
    );
  const make = async (isDraft: boolean) =>
    (
      await createPost(app, town, author, {
        groupIds: [group.id],
        isDraft,
        pictures: [await picture(app, town, 'Gruppenbild', author)],
        attachments: [await poster(app, town, author)],
      })
    ).post;
  const urls = ({ pictures, attachments }: Data): string[] => [pictures[0].large.url, attachments[0].url];
  const draft = await make(true);
  for (const url of urls(draft)) expect(await statuses(url)).toEqual([404, 404, 404, 200]);
  const published = await make(false);
  for (const url of urls(published)) expect(await statuses(url)).toEqual([404, 404, 200, 200]);
  await askData(app.port, author, withdraw, { id: published.id });
  for (const url of urls(published)) expect(await statuses(url)).toEqual([404, 404, 404, 200]);
  const query = 'query($id: ID!) { node(id: $id) { ... on Attachment { title } } }';
  const [{ id }] = draft.attachments;
  expect((await askData(app.port, author, query, { id })).node).toEqual({ title: words.title });
});

test('a file that is no PDF, or is too large, and a sender without an account are refused by name', async ({
  app,
  town,
}) => {
  const codes = async (bytes: Uint8Array, who: Partial<Somebody> = editor) => {
    const { status, code } = await sendAttachment(app, town, who, bytes);
    return `${status} ${code ?? ''}`.trim();
  };
  expect(await codes(Buffer.from('<html><script>alert(1)</script>%PDF-%%EOF'))).toBe('415 NOT_A_PDF');
  expect(await codes(Buffer.from('%PDF-1.7 and then nothing'))).toBe('415 NOT_A_PDF');
  expect(await codes(makePdf('x', 30 * 1024 * 1024))).toBe('413 TOO_LARGE');
  expect(await codes(makePdf(), {})).toBe('401 UNAUTHENTICATED');
  expect(await codes(makePdf('x', 9 * 1024 * 1024))).toBe('201');
});

test('a picture needs alternative text, a PDF its words; files of others and too many are refused, and nothing is kept', async ({
  app,
  town,
  citizen,
}) => {
  const refusal = async (more: object) => codesOf(await createPost(app, town, editor, more));
  const bare = await picture(app, town, ' ');
  expect(await refusal({ pictures: [bare] })).toEqual(['PICTURE_WITHOUT_ALT pictures.0.alt']);
  const attachment = await poster(app, town);
  const empty = { ...attachment, title: '', summary: 'kurz' };
  expect(await refusal({ attachments: [empty] })).toEqual([
    'TOO_SHORT attachments.0.title',
    'TOO_SHORT attachments.0.summary',
  ]);
  expect(await refusal({ attachments: [await poster(app, town, citizen)] })).toEqual([
    'UNKNOWN_ATTACHMENT attachments.0',
  ]);
  expect(await refusal({ attachments: [attachment, attachment] })).toEqual(['UNKNOWN_ATTACHMENT attachments.1']);
  expect(await refusal({ attachments: Array(4).fill(attachment) })).toEqual(['TOO_MANY_ATTACHMENTS attachments']);
  expect(await refusal({ pictures: Array(7).fill(bare) })).toContain('TOO_MANY_PICTURES pictures');
  expect((await createPost(app, town, editor, { attachments: [attachment] })).post.attachments).toHaveLength(1);
  expect(await refusal({ attachments: [attachment] })).toEqual(['UNKNOWN_ATTACHMENT attachments.0']);
});

test('a change keeps what it does not name, and deletes the files that the post no longer has', async ({
  app,
  town,
}) => {
  const pictures = [await picture(app, town, 'Der Anger')];
  const first = await poster(app, town);
  const { post } = await createPost(app, town, editor, {
    title: 'Dorffest',
    body: 'Am Anger.',
    pictures,
    attachments: [first],
  });
  const change = async (version: number, more: object) => {
    const input = { postId: post.id, version, title: 'Dorffest', body: 'Am Anger.', ...more };
    return (await askData(app.port, editor, revise, { input })).revisePost;
  };
  expect(codesOf(await change(1, {}))).toEqual(['NOTHING_CHANGED body']);
  const second = await poster(app, town);
  const renamed = { ...first, title: 'Plakat, neue Fassung' };
  const both = (await change(1, { attachments: [second, renamed] })).post;
  expect(both).toMatchObject({ version: 2, revisions: [], pictures: [{ alt: 'Der Anger' }] });
  expect(both.attachments.map(({ title }: Data) => title)).toEqual([words.title, 'Plakat, neue Fassung']);
  const left = (await change(2, { attachments: [second] })).post;
  expect(left.attachments).toHaveLength(1);
  const gone = idOf('Attachment', first.attachmentId);
  expect(await app.services.em.fork().count(Attachment, { id: gone })).toBe(0);
  await expect.poll(() => app.services.files.get(`${gone}.pdf`), { timeout: 20_000 }).toBeUndefined();
});

const files = 'pictures { id alt large { url } } attachments { id title summary bytes url }';
const create = `mutation($input: CreatePostInput!) { createPost(input: $input) {
  post { id version state ${files} } userErrors { code path } } }`;
const revise = `mutation($input: RevisePostInput!) { revisePost(input: $input) {
  post { id version ${files} revisions { change } } userErrors { code path } } }`;
const withdraw = `mutation($id: ID!) { withdrawPost(input: { postId: $id }) { userErrors { code } } }`;
const words = { title: 'Plakat zum Dorffest', summary: 'Samstag ab 14 Uhr am Anger, Eintritt frei.' };

const createPost = async (app: TestServer, town: Place, who: Somebody, more: object): Promise<Data> =>
  (await askData(app.port, who, create, { input: postInput(town, more) })).createPost;
const poster = async (app: TestServer, town: Place, who = editor) => ({
  attachmentId: await givenAttachment(app, town, who),
  ...words,
});
const picture = async (app: TestServer, town: Place, alt: string, who = editor) => ({
  photoId: await givenPhoto(app, town, who),
  alt,
});
const open = (app: TestServer, url: string, who: Partial<Somebody> = {}) =>
  fetch(`http://127.0.0.1:${app.port}${url}`, { headers: identify(who) });
const codesOf = (payload: Data): string[] =>
  payload.userErrors.map(({ code, path }: { code: string; path: string[] }) => `${code} ${path.join('.')}`);

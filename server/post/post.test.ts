import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { type Answer, ask, askData, type Data } from '../testing/client.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { givenPost, postInput } from '../testing/posts.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let editor: Somebody;

test.beforeAll(async ({ app, town: place }) => {
  editor = await givenStaff(app, place, 'EDITOR');
});

test('a published post is read by everybody who reads one of its groups; its HTML is clean', async ({
  app,
  town: place,
  citizen,
}) => {
  const { post } = await createPost(app, place, editor, { body: 'Bitte **vorher** füllen <script>x</script>' });
  expect(post).toMatchObject({
    state: 'PUBLISHED',
    version: 1,
    sender: 'Musterstadt',
    groups: [{ name: 'Musterstadt' }],
  });
  expect(post.html).toBe('<p>Bitte <strong>vorher</strong> füllen &lt;script&gt;x&lt;/script&gt;</p>\n');
  expect(await see(app, {}, post.id)).toMatchObject({ title: post.title, viewerCanEdit: { code: 'UNAUTHENTICATED' } });
  expect(await see(app, citizen, post.id)).toMatchObject({ viewerCanEdit: { allowed: false, code: 'FORBIDDEN' } });
  const byNode = await askData(app.port, {}, 'query($id: ID!) { node(id: $id) { ... on Post { title } } }', post);
  expect(byNode.node.title).toBe(post.title);
  const events = `select type from domain_event where facts->>'postId' = ?`;
  const uuid = Buffer.from(post.id, 'base64url').toString().slice('Post:'.length);
  expect(await app.services.em.fork().execute(events, [uuid])).toEqual([{ type: 'post.published' }]);
});

test('draft, scheduled, draft again, published, withdrawn: others see only what is published', async ({
  app,
  town: place,
  citizen,
}) => {
  const { post } = await createPost(app, place, editor, { isDraft: true });
  expect(post.state).toBe('DRAFT');
  for (const who of [{}, citizen]) expect(await see(app, who, post.id)).toBeNull();
  const at = inHours(24);
  const { publishPost: scheduled } = await askData(app.port, editor, publish, { id: post.id, at });
  expect(scheduled.post).toMatchObject({ state: 'SCHEDULED', publishAt: at, publishedAt: null, version: 2 });
  expect(await see(app, citizen, post.id)).toBeNull();
  const { withdrawPost: stopped } = await askData(app.port, editor, withdraw, post);
  expect(stopped.post.state).toBe('DRAFT');
  const { publishPost: published } = await askData(app.port, editor, publish, post);
  expect(published.post).toMatchObject({ state: 'PUBLISHED', publishAt: null, version: 4 });
  expect(await see(app, {}, post.id)).not.toBeNull();
  const again = await askData(app.port, editor, publish, post);
  expect(again.publishPost.userErrors).toEqual([{ code: 'POST_IS_PUBLISHED', path: [] }]);
  const { withdrawPost: gone } = await askData(app.port, editor, withdraw, post);
  expect(gone.post).toEqual({ state: 'WITHDRAWN', withdrawnBecause: 'Termin abgesagt' });
  for (const who of [{}, citizen]) expect(await see(app, who, post.id)).toBeNull();
  expect((await see(app, editor, post.id)).state).toBe('WITHDRAWN');
  const late = await askData(app.port, editor, publish, post);
  expect(late.publishPost.userErrors).toEqual([{ code: 'POST_IS_WITHDRAWN', path: [] }]);
});

test('a change of a published post is kept and told; the older version is a CONFLICT', async ({ app, town: place }) => {
  const made = await givenPost(app, place, editor, { body: 'Am 5. März.' });
  const text = { postId: made.id, version: 1, title: 'Kein Wasser', body: 'Am 6. März.' };
  const untold = await askData(app.port, editor, revise, { input: text });
  expect(untold.revisePost.userErrors).toEqual([{ code: 'TOO_SHORT', path: ['change'] }]);
  const told = { ...text, change: 'Datum berichtigt' };
  const { revisePost: done } = await askData(app.port, editor, revise, { input: told });
  expect(done.post).toMatchObject({ version: 2, html: '<p>Am 6. März.</p>\n', lastChange: { change: told.change } });
  const { revisePost: late } = await askData(app.port, editor, revise, { input: { ...told, body: 'Am 7. März.' } });
  expect(late.userErrors).toEqual([{ code: 'CONFLICT', path: ['version'] }]);
  expect(late.post).toMatchObject({ version: 2, body: 'Am 6. März.' });
  const same = { ...told, version: 2 };
  const { revisePost: idle } = await askData(app.port, editor, revise, { input: same });
  expect(idle.userErrors).toEqual([{ code: 'NOTHING_CHANGED', path: ['body'] }]);
  const history = [{ version: 1, title: 'Donnerstag kein Wasser in zwei Gassen', change: 'Datum berichtigt' }];
  expect((await see(app, {}, made.id)).revisions).toEqual(history);
});

test('an unpublished text is simply rewritten, also for other groups; the groups of a published one stay', async ({
  app,
  town: place,
}) => {
  const club = (await givenGroup(app, place, { name: 'Sportverein', joinPolicy: 'OPEN' })).id;
  const draft = await givenPost(app, place, editor, { isDraft: true });
  const input = { postId: draft.id, version: 1, title: 'Neuer Titel', body: 'Neu.', groupIds: [club] };
  const { revisePost: done } = await askData(app.port, editor, revise, { input });
  expect(done).toMatchObject({ userErrors: [], post: { groups: [{ name: 'Sportverein' }], lastChange: null } });
  const published = await givenPost(app, place, editor);
  const other = { ...input, postId: published.id, change: 'Für den Verein' };
  const { revisePost: refused } = await askData(app.port, editor, revise, { input: other });
  expect(refused.userErrors).toEqual([{ code: 'GROUPS_ARE_FIXED', path: ['groupIds'] }]);
});

test('bad input is refused field by field, and nothing is written', async ({ app, town: place }) => {
  const before = await countRows(app);
  const { userErrors } = await createPost(app, place, editor, {
    title: 'x',
    body: ' ',
    groupIds: [],
    publishAt: inHours(-1),
  });
  expect(userErrors).toEqual([
    { code: 'NO_AUDIENCE', path: ['groupIds'] },
    { code: 'TOO_SHORT', path: ['title'] },
    { code: 'TOO_SHORT', path: ['body'] },
    { code: 'IN_THE_PAST', path: ['publishAt'] },
  ]);
  const long = await createPost(app, place, editor, {
    title: 'x'.repeat(201),
    body: 'x'.repeat(20_001),
    publishAt: inHours(9000),
  });
  expect(long.userErrors.map(({ code }: Data) => code)).toEqual(['TOO_LONG', 'TOO_LONG', 'TOO_FAR_AHEAD']);
  const unknown = await createPost(app, place, editor, { groupIds: [toGlobalId('Group', randomUUID())] });
  expect(unknown.userErrors).toEqual([{ code: 'UNKNOWN_GROUP', path: ['groupIds', '0'] }]);
  expect(codeOf(await ask(app.port, {}, create, { input: postInput(place) }))).toBe('UNAUTHENTICATED');
  expect(await countRows(app)).toBe(before);
});

test('who may not publish is told at the group; strangers and other towns are FORBIDDEN', async ({
  app,
  town: place,
  citizen,
}) => {
  const before = await countRows(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const desks = (await givenGroup(app, place, { joinPolicy: 'OPEN', publishPolicy: 'STAFF' })).id;
  const town = toGlobalId('Group', place.groupId);
  const { userErrors } = await createPost(app, place, clerk, { groupIds: [desks, town] });
  expect(userErrors).toEqual([{ code: 'MAY_NOT_PUBLISH', path: ['groupIds', '1'] }]);
  expect((await createPost(app, place, citizen)).userErrors).toEqual([
    { code: 'MAY_NOT_PUBLISH', path: ['groupIds', '0'] },
  ]);
  const elsewhere = await givenPlace(app, 'Nachbarstadt');
  const theirs = postInput(place, { groupIds: [town, toGlobalId('Group', elsewhere.groupId)] });
  expect(codeOf(await ask(app.port, editor, create, { input: theirs }))).toBe('FORBIDDEN');
  const secret = postInput(place, { groupIds: [(await givenGroup(app, place)).id] });
  expect(codeOf(await ask(app.port, citizen, create, { input: secret }))).toBe('NOT_FOUND');
  expect(await countRows(app)).toBe(before);
  const post = await givenPost(app, place, editor);
  const foreigner = await givenStaff(app, elsewhere, 'ADMIN');
  for (const mutation of [publish, withdraw]) {
    expect(codeOf(await ask(app.port, foreigner, mutation, post))).toBe('FORBIDDEN');
    expect(codeOf(await ask(app.port, {}, mutation, post))).toBe('UNAUTHENTICATED');
  }
});

test('a named member publishes as the group; a closed group is named to its own only', async ({
  app,
  town: place,
  citizen,
}) => {
  const council = await givenGroup(app, place, { name: 'Arbeitskreis' });
  const club = await givenGroup(app, place, { name: 'Musikverein', joinPolicy: 'ON_REQUEST' });
  for (const group of [council, club]) await givenMember(app, place, group, { who: citizen, isPublisher: true });
  const both = [council.id, club.id];
  const { post } = await createPost(app, place, citizen, { groupIds: both });
  expect(post).toMatchObject({ state: 'PUBLISHED', sender: 'Arbeitskreis' });
  const player = await givenPerson(app, place);
  expect(await see(app, player, post.id)).toBeNull();
  await givenMember(app, place, club, { who: player });
  expect(await see(app, player, post.id)).toMatchObject({ sender: 'Musikverein', groups: [{ name: 'Musikverein' }] });
  expect((await see(app, editor, post.id)).viewerCanWithdraw).toEqual({ allowed: false });
  await givenMember(app, place, council, { who: editor });
  expect((await see(app, editor, post.id)).viewerCanWithdraw).toEqual({ allowed: true });
});

test('the same request again gives the first post; a switched-off part does not exist', async ({
  app,
  town: place,
}) => {
  const input = postInput(place);
  const first = await createPost(app, place, editor, input);
  const second = await createPost(app, place, editor, input);
  expect(second.post.id).toBe(first.post.id);
  const reused = await createPost(app, place, editor, { ...input, title: 'Etwas anderes' });
  expect(reused.userErrors[0].code).toBe('IDEMPOTENCY_KEY_REUSED');
  const quiet = await givenPlace(app, 'Stillstadt');
  const admin = await givenStaff(app, quiet);
  const post = await givenPost(app, quiet, admin);
  await app.services.em.fork().nativeUpdate(Municipality, quiet.municipalityId, { modules: ['POLLS'] });
  for (const answer of [
    await ask(app.port, admin, create, { input: postInput(quiet) }),
    await ask(app.port, admin, withdraw, post),
    await ask(app.port, {}, read, post),
  ]) {
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', module: 'POSTS' });
  }
});

const facts = 'id title body html state publishAt publishedAt withdrawnAt sender version groups { name }';
const create = `mutation($input: CreatePostInput!) { createPost(input: $input) { post { ${facts} } userErrors { code path } } }`;
const revise = `mutation($input: RevisePostInput!) { revisePost(input: $input) {
  post { ${facts} lastChange { change version title at } } userErrors { code path } } }`;
const publish = `mutation($id: ID!, $at: DateTime) { publishPost(input: { postId: $id, publishAt: $at }) {
  post { ${facts} } userErrors { code path } } }`;
const withdraw = `mutation($id: ID!) { withdrawPost(input: { postId: $id, reason: "Termin abgesagt" }) {
  post { state withdrawnBecause } userErrors { code path } } }`;
const read = `query($id: ID!) { post(id: $id) { ${facts} revisions { version title change }
  viewerCanEdit { allowed code } viewerCanWithdraw { allowed } } }`;
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

async function createPost(app: TestServer, place: Place, who: Partial<Somebody>, more: object = {}): Promise<Data> {
  return (await askData(app.port, who, create, { input: postInput(place, more) })).createPost;
}
const codeOf = ({ errors }: Answer): string => errors?.[0]?.extensions.code;
const see = async (app: TestServer, who: Partial<Somebody>, id: string): Promise<Data> =>
  (await ask(app.port, who, read, { id })).data.post;
const countRows = async (app: TestServer): Promise<number> =>
  (await app.services.em.fork().execute<{ n: number }[]>('select count(*)::int as n from post'))[0]?.n ?? -1;

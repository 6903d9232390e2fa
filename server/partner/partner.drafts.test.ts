import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPlace, type Place } from '../testing/builders.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { givenKey } from '../testing/keys.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

/* Drafts that an API key creates, changes and withdraws; other keys of the town cannot see them. */

let key: string;
let other: string;

test.beforeAll(async ({ app, town }) => {
  key = (await givenKey(app, town, ['posts:write'])).key;
  other = (await givenKey(app, town, ['posts:write', 'posts:read'])).key;
});

test('it reads, corrects and withdraws what it handed in, and another key does none of it', async ({ app, town }) => {
  const { id, version } = await handIn(app, town, 'Konzert am Rhein');
  expect((await askData(app.port, { key }, read, { id })).it).toMatchObject({
    state: 'DRAFT',
    viewerCanEdit: { allowed: true },
    viewerCanWithdraw: { allowed: true },
  });
  const input = { postId: id, version, title: 'Konzert am Rhein, 19 Uhr', body: 'Vom Lokalradio' };
  const acts = [
    [read, { id }, 'NOT_FOUND'],
    [revise, { input }, 'FORBIDDEN'],
    [withdraw, { input: { postId: id } }, 'FORBIDDEN'],
  ] as const;
  for (const [query, variables, code] of acts)
    expect([query, await codeOf(app, other, query, variables)]).toEqual([query, code]);
  const revised = (await askData(app.port, { key }, revise, { input })).it;
  expect(revised).toMatchObject({ post: { title: 'Konzert am Rhein, 19 Uhr' }, userErrors: [] });
  expect(await codeOf(app, key, revise, { input })).toBe('CONFLICT');
  expect(await codeOf(app, key, publish, { input: { postId: id } })).toBe('FORBIDDEN');
  expect(await codeOf(app, key, withdraw, { input: { postId: id } })).toBe('OK');
  expect(await codeOf(app, key, revise, { input: { ...input, version: revised.post.version + 1 } })).toBe(
    'POST_IS_WITHDRAWN',
  );
});

test('it reads what became of its drafts; published they are no longer its to change', async ({ app, town, admin }) => {
  const { id, version } = await handIn(app, town, 'Markt am Samstag');
  const gone = await handIn(app, town, 'Werbung');
  await askData(app.port, admin, publish, { input: { postId: id } });
  await askData(app.port, admin, withdraw, { input: { postId: gone.id, reason: 'nur Werbung' } });
  const { it } = await askData(app.port, { key }, read, { id });
  expect([it.state, typeof it.publishedAt, it.viewerCanEdit.code]).toEqual([
    'PUBLISHED',
    'string',
    'POST_IS_PUBLISHED',
  ]);
  const input = { postId: id, version: version + 1, title: 'Markt', body: 'Vom Lokalradio', change: 'Titel' };
  expect(await codeOf(app, key, revise, { input })).toBe('POST_IS_PUBLISHED');
  expect(await codeOf(app, key, withdraw, { input: { postId: id } })).toBe('POST_IS_PUBLISHED');
  const refused = (await askData(app.port, { key }, read, { id: gone.id })).it;
  expect([refused.state, refused.withdrawnBecause]).toEqual(['WITHDRAWN', null]);
  const { partnerKey } = await askData(app.port, { key }, handedIn);
  expect(partnerKey.posts.nodes.slice(0, 2)).toEqual([
    { title: 'Werbung', state: 'WITHDRAWN' },
    { title: 'Markt am Samstag', state: 'PUBLISHED' },
  ]);
  expect((await askData(app.port, { key: other }, handedIn)).partnerKey.posts).toEqual({ totalCount: 0, nodes: [] });
});

test('unknown groups, and those of another town, stand among the user errors', async ({ app, town }) => {
  const elsewhere = await givenPlace(app);
  const ids = [toGlobalId('Group', elsewhere.groupId), 'none', toGlobalId('Group', town.groupId)];
  const input = {
    title: 'Konzert',
    body: 'Vom Lokalradio',
    groupIds: ids,
    isDraft: true,
    idempotencyKey: randomUUID(),
  };
  const query = create.replace('userErrors { code }', 'userErrors { code path }');
  expect((await askData(app.port, { key }, query, { input })).it).toEqual({
    post: null,
    userErrors: [0, 1].map((n) => ({ code: 'UNKNOWN_GROUP', path: ['groupIds', String(n)] })),
  });
});

test('it finds what it created by an id of its own, which nobody else is told', async ({ app, town, admin }) => {
  const { key: other } = await givenKey(app, town, ['posts:write', 'posts:read']);
  const externalId = 'cms-4711';
  const find = 'query($e: String!) { partnerKey { createdAs(externalId: $e) { id ... on Post { externalId } } } }';
  const given = { groupIds: [toGlobalId('Group', town.groupId)], isDraft: true, externalId };
  const input = { title: 'Lesung', body: 'Vom Lokalradio', ...given, idempotencyKey: randomUUID() };
  const { id } = (await askData(app.port, { key }, create, { input })).it.post;
  expect((await askData(app.port, { key }, create, { input })).it.post.id).toBe(id);
  const inCapitals = { ...input, idempotencyKey: input.idempotencyKey.toUpperCase() };
  expect((await askData(app.port, { key }, create, { input: inCapitals })).it.post.id).toBe(id);
  expect((await askData(app.port, { key }, find, { e: externalId })).partnerKey.createdAs).toEqual({ id, externalId });
  expect((await askData(app.port, { key: other }, find, { e: externalId })).partnerKey.createdAs).toBeNull();
  const codeFor = async (as: object, more: object): Promise<unknown> => {
    const again = { ...input, idempotencyKey: randomUUID(), ...more };
    return (await askData(app.port, as, create, { input: again })).it.userErrors[0]?.code;
  };
  expect(await codeFor({ key }, {})).toBe('EXTERNAL_ID_TAKEN');
  expect(await codeFor({ key: other }, {})).toBeUndefined();
  expect(await codeFor(admin, {})).toBe('KEYS_ONLY');
  expect(await codeFor({ key }, { externalId: 'x'.repeat(101) })).toBe('TOO_LONG');
  await askData(app.port, admin, publish, { input: { postId: id } });
  const seen = 'query($id: ID!) { post(id: $id) { externalId } }';
  expect((await askData(app.port, admin, seen, { id })).post.externalId).toBeNull();
});

const create =
  'mutation($input: CreatePostInput!) { it: createPost(input: $input) { post { id state version } userErrors { code } } }';
const revise =
  'mutation($input: RevisePostInput!) { it: revisePost(input: $input) { post { title version } userErrors { code } } }';
const withdraw =
  'mutation($input: WithdrawPostInput!) { it: withdrawPost(input: $input) { post { state } userErrors { code } } }';
const publish =
  'mutation($input: PublishPostInput!) { it: publishPost(input: $input) { post { state } userErrors { code } } }';
const read = `query($id: ID!) { it: post(id: $id) { title state version publishedAt withdrawnBecause
  viewerCanEdit { allowed code } viewerCanWithdraw { allowed code } } }`;
const handedIn = '{ partnerKey { posts { totalCount nodes { title state } } } }';

async function handIn(app: TestServer, town: Place, title: string): Promise<{ id: string; version: number }> {
  const groupIds = [toGlobalId('Group', town.groupId)];
  const input = { title, body: 'Vom Lokalradio', groupIds, isDraft: true, idempotencyKey: randomUUID() };
  return (await askData(app.port, { key }, create, { input })).it.post;
}

async function codeOf(app: TestServer, as: string, query: string, variables: object): Promise<unknown> {
  const { data, errors }: Data = await ask(app.port, { key: as }, query, variables);
  return errors?.[0]?.extensions.code ?? data.it?.userErrors?.[0]?.code ?? 'OK';
}

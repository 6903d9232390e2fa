import { expect } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { readGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { givenGroup, type GivenGroup, givenMember } from '../../testing/groups.ts';
import { type GivenKey, givenKey } from '../../testing/keys.ts';
import { givenPost } from '../../testing/posts.ts';
import { type TestServer } from '../../testing/server.ts';
import { publishDue } from '../post.publishing.service.ts';
import { test } from '../../testing/fixtures.ts';

let editor: Somebody;
let publisher: Somebody;
let member: Somebody;
let stranger: Somebody;
let club: GivenGroup;
let key: GivenKey;
test.beforeAll(async ({ app, town }) => {
  editor = await givenStaff(app, town, 'EDITOR');
  [stranger] = (await givenPeople(app, town, 1)) as [Somebody];
  club = await givenGroup(app, town, { name: 'Musikverein', joinPolicy: 'OPEN', needsReview: true });
  publisher = await givenMember(app, town, club, { isPublisher: true });
  member = await givenMember(app, town, club);
  key = await givenKey(app, town, ['posts:read', 'posts:write']);
});

test('a post waits, is returned with a reason, submitted again and approved by somebody else', async ({
  app,
  town,
  admin,
}) => {
  const post = await submitPost(app, town);
  expect(post.state).toBe('IN_REVIEW');
  expect(await queued(app, town, editor)).toContain(post.id);
  expect(codesOf(await decide(app, editor, post, { decision: 'RETURN', reason: ' ' }))).toEqual(['REASON_REQUIRED']);
  const returned = await decide(app, editor, post, { decision: 'RETURN', reason: 'Die Uhrzeit fehlt.' });
  expect(returned.post).toMatchObject({ state: 'DRAFT', review: { submittedAt: null } });
  expect((await see(app, publisher, post.id)).review).toMatchObject({
    returnedBecause: 'Die Uhrzeit fehlt.',
    isNeeded: true,
  });
  expect(await queued(app, town, editor)).not.toContain(post.id);
  expect(codesOf(await decide(app, editor, returned.post))).toEqual(['NOT_IN_REVIEW']);
  const again = (await askData(app.port, publisher, publish, { id: post.id })).it.post;
  expect(again).toMatchObject({ state: 'IN_REVIEW', review: { returnedBecause: null } });
  expect(codesOf(await decide(app, editor, post))).toEqual(['CONFLICT']);
  expect((await decide(app, admin, again)).post).toMatchObject({ state: 'PUBLISHED', review: { submittedAt: null } });
  expect(await see(app, {}, post.id)).toMatchObject({ state: 'PUBLISHED', review: null });
  const submitted = ['post.submitted', 'post.reviewed RETURNED', 'post.submitted'];
  expect(await eventsOf(app, post.id)).toEqual([...submitted, 'post.published', 'post.reviewed APPROVED']);
});

test('who wrote or submitted it cannot decide, nor can clerks, members and programs', async ({ app, town, admin }) => {
  const post = await submitPost(app, town, {}, editor);
  expect(post.state).toBe('IN_REVIEW');
  expect((await see(app, editor, post.id)).review.viewerCanDecide).toEqual({ allowed: false, code: 'OWN_SUBMISSION' });
  expect(codesOf(await decide(app, editor, post))).toEqual(['OWN_SUBMISSION']);
  const changed = await change(app, admin, post.id);
  expect(changed.post.state).toBe('IN_REVIEW');
  for (const who of [editor, admin]) expect(codesOf(await decide(app, who, changed.post))).toEqual(['OWN_SUBMISSION']);
  const clerk = await givenStaff(app, town, 'CLERK');
  const input = { postId: post.id, version: changed.post.version, decision: 'APPROVE' };
  for (const who of [publisher, member, clerk, stranger, key]) {
    expect((await ask(app.port, who, review, { input })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await ask(app.port, who, queue, { ags: town.ags })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }
});

test('the only reviewer of a town decides alone, and the audit trail says so', async ({ app }) => {
  const village = await givenPlace(app);
  const only = await givenStaff(app, village);
  const choir = await givenGroup(app, village, { joinPolicy: 'OPEN', needsReview: true });
  const post = await givenPost(app, village, only, { groupIds: [choir.id] });
  expect(post.state).toBe('IN_REVIEW');
  expect((await decide(app, only, post)).post.state).toBe('PUBLISHED');
  expect(await eventsOf(app, post.id)).toContain('post.reviewed APPROVED_ALONE');
  const trail = 'query($ags: String!) { municipality(ags: $ags) { audit(first: 20) { edges { node { kind } } } } }';
  const { municipality } = await askData(app.port, only, trail, { ags: village.ags });
  expect(municipality.audit.edges.map(({ node }: Data) => node.kind)).toContain('POST_APPROVED_ALONE');
});

test('new wording of a published post waits, and readers see the approved wording until then', async ({
  app,
  town,
  admin,
}) => {
  const post = await submitPost(app, town);
  await decide(app, editor, post);
  const { post: waiting } = await change(app, publisher, post.id);
  expect(waiting).toMatchObject({ state: 'PUBLISHED', title: 'Konzert im Park', review: { isNeeded: true } });
  expect(waiting.review.proposal).toEqual({ title: 'Konzert am See', body: 'Anders.', change: 'Ort' });
  expect(await see(app, member, post.id)).toMatchObject({ title: 'Konzert im Park', revisions: [], review: null });
  expect(await queued(app, town, admin)).toContain(post.id);
  expect(codesOf(await change(app, publisher, post.id, { title: '' }))).toEqual(['TOO_SHORT']);
  const returned = await decide(app, editor, waiting, { decision: 'RETURN', reason: 'Welcher See?' });
  expect(returned.post).toMatchObject({ state: 'PUBLISHED', title: 'Konzert im Park' });
  expect((await see(app, publisher, post.id)).review).toMatchObject({
    returnedBecause: 'Welcher See?',
    submittedAt: null,
  });
  const better = await change(app, publisher, post.id, { title: 'Konzert am Waldsee' });
  const approved = await decide(app, editor, better.post);
  expect(approved.post).toMatchObject({ title: 'Konzert am Waldsee', review: { proposal: null, submittedAt: null } });
  expect((await see(app, {}, post.id)).revisions).toEqual([{ title: 'Konzert im Park', change: 'Ort' }]);
});

test('a proposal is taken back with the published wording; files cannot change, and a withdrawal ends it', async ({
  app,
  town,
}) => {
  const post = await submitPost(app, town, { body: 'Um acht.' });
  await decide(app, editor, post);
  const published = { title: 'Konzert im Park', body: 'Um acht.' };
  expect(codesOf(await change(app, publisher, post.id, published))).toEqual(['NOTHING_CHANGED']);
  await change(app, publisher, post.id);
  const dropped = await change(app, publisher, post.id, published);
  expect(dropped.post.review).toMatchObject({ proposal: null, submittedAt: null });
  const english = { variants: [{ locale: 'en', title: 'Concert', body: 'At eight.' }], change: null };
  const translated = await change(app, publisher, post.id, { ...published, ...english });
  expect(translated.post.review.proposal).toMatchObject({ change: null });
  const gone = (await askData(app.port, publisher, withdraw, { id: post.id })).it.post;
  expect(gone.state).toBe('WITHDRAWN');
  expect(codesOf(await decide(app, editor, gone))).toEqual(['NOT_IN_REVIEW']);
});

test('a planned post is published at its time only if exactly its wording was approved', async ({ app, town }) => {
  const post = await submitPost(app, town, { publishAt: inHours(3) });
  expect(post.state).toBe('IN_REVIEW');
  const approved = (await decide(app, editor, post)).post;
  expect(approved).toMatchObject({ state: 'SCHEDULED', review: { isNeeded: false } });
  const changed = (await change(app, publisher, post.id)).post;
  expect(changed.state).toBe('IN_REVIEW');
  await publishDue(forkContext(app.services, system), uuidOf(post.id));
  expect((await see(app, editor, post.id)).state).toBe('IN_REVIEW');
  const late = "update post set publish_at = now() - interval '1 minute' where id = ?";
  await app.services.em.fork().execute(late, [uuidOf(post.id)]);
  expect((await decide(app, editor, changed)).post.state).toBe('PUBLISHED');
});

test('a post planned before its group needed a review waits when it is due', async ({ app, town }) => {
  const group = await givenGroup(app, town, { joinPolicy: 'OPEN' });
  const author = await givenMember(app, town, group, { isPublisher: true });
  const post = await submitPost(app, town, { publishAt: inHours(3) }, author, [group]);
  expect(post.state).toBe('SCHEDULED');
  const em = app.services.em.fork();
  await em.execute('update "group" set needs_review = true where id = ?', [group.groupId]);
  await em.execute(`update post set publish_at = now() - interval '1 minute' where id = ?`, [uuidOf(post.id)]);
  await publishDue(forkContext(app.services, system), uuidOf(post.id));
  const waiting = await see(app, editor, post.id);
  expect(waiting).toMatchObject({ state: 'IN_REVIEW', review: { viewerCanDecide: { allowed: true } } });
});

test('reviewers of a closed group are its members only', async ({ app, town, admin }) => {
  const council = await givenGroup(app, town, { needsReview: true });
  const author = await givenMember(app, town, council, { isPublisher: true });
  const second = await givenMember(app, town, council, { who: await givenStaff(app, town, 'EDITOR') });
  const post = await submitPost(app, town, {}, author, [council, club].slice(0, 1));
  for (const who of [editor, admin]) {
    expect(await queued(app, town, who)).not.toContain(post.id);
    expect(await see(app, who, post.id)).toBeNull();
  }
  expect(await queued(app, town, second)).toContain(post.id);
  expect((await decide(app, second, post)).post.state).toBe('PUBLISHED');
});

test('a draft of a program cannot pass the review', async ({ app, town }) => {
  const draft = await givenPost(app, town, key as object as Somebody, { groupIds: [club.id], isDraft: true });
  const waiting = (await askData(app.port, publisher, publish, { id: draft.id })).it.post;
  expect(waiting.state).toBe('IN_REVIEW');
  const input = { postId: draft.id, version: waiting.version, title: 'Anderer Text', body: 'Anders.' };
  expect(codesOf((await askData(app.port, key, revise, { input })).it)).toEqual(['POST_IN_REVIEW']);
  expect((await ask(app.port, key, publish, { id: draft.id })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

const facts = `id title state version publishAt publishedAt
  review { submittedAt returnedBecause isNeeded viewerCanDecide { allowed code } proposal { title body change } }`;
const read = `query($id: ID!) { post(id: $id) { ${facts} revisions { title change } } }`;
const review = `mutation($input: ReviewPostInput!) { it: reviewPost(input: $input) {
  post { ${facts} } userErrors { code path } } }`;
const publish = `mutation($id: ID!, $at: DateTime) { it: publishPost(input: { postId: $id, publishAt: $at }) {
  post { ${facts} } userErrors { code } } }`;
const revise = `mutation($input: RevisePostInput!) { it: revisePost(input: $input) {
  post { ${facts} } userErrors { code path } } }`;
const withdraw = `mutation($id: ID!) { it: withdrawPost(input: { postId: $id }) { post { ${facts} } userErrors { code } } }`;
const queue = `query($ags: String!) { municipality(ags: $ags) { postsInReview(first: 50) { totalCount edges { node { id } } } } }`;

const submitPost = (app: TestServer, town: Place, more: object = {}, who = publisher, groups = [club]) =>
  givenPost(app, town, who, { groupIds: groups.map(({ id }) => id), title: 'Konzert im Park', ...more });
const see = async (app: TestServer, who: object, id: string): Promise<Data> =>
  (await ask(app.port, who, read, { id })).data.post;
const decide = async (
  app: TestServer,
  who: object,
  post: { id: string; version: number },
  more: object = {},
): Promise<Data> => {
  const input = { postId: post.id, version: post.version, decision: 'APPROVE', ...more };
  return (await askData(app.port, who, review, { input })).it;
};
const codesOf = ({ userErrors }: Data): string[] => userErrors.map(({ code }: Data) => code);
const change = async (app: TestServer, who: object, id: string, more: object = {}): Promise<Data> => {
  const { version } = await see(app, publisher, id);
  const input = { postId: id, version, title: 'Konzert am See', body: 'Anders.', change: 'Ort', ...more };
  return (await askData(app.port, who, revise, { input })).it;
};
const queued = async (app: TestServer, town: Place, who: object): Promise<string[]> => {
  const { municipality } = await askData(app.port, who, queue, { ags: town.ags });
  return municipality.postsInReview.edges.map(({ node }: Data) => node.id);
};
const uuidOf = (id: string): string => readGlobalId(id)?.id ?? '';
const eventsOf = async (app: TestServer, id: string): Promise<string[]> => {
  const sql = `select type, facts->>'outcome' as outcome from domain_event where facts->>'postId' = ? order by id`;
  const rows: { type: string; outcome: string | null }[] = await app.services.em.fork().execute(sql, [uuidOf(id)]);
  return rows.map(({ type, outcome }) => (outcome === null ? type : `${type} ${outcome}`));
};
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

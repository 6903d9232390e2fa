import { expect } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext, type Services } from '../kernel/context.ts';
import { readGlobalId } from '../kernel/ids.ts';
import { givenStaff, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { givenPost } from '../testing/posts.ts';
import { type TestServer } from '../testing/server.ts';
import { publishDue } from './post.publishing.service.ts';
import { test } from '../testing/fixtures.ts';

let editor: Somebody;

test.beforeAll(async ({ app, town }) => {
  editor = await givenStaff(app, town, 'EDITOR');
});

test('a scheduled post is published by itself, once and not before its time', async ({ app, town }) => {
  const publishAt = inSeconds(2);
  const { id } = await givenPost(app, town, editor, { publishAt });
  await expect.poll(async () => (await readPost(app, id)).state, { timeout: 30_000, interval: 200 }).toBe('PUBLISHED');
  const late = Date.parse((await readPost(app, id)).publishedAt) - Date.parse(publishAt);
  console.log(`published ${late} ms after its time`);
  expect(late).toBeGreaterThanOrEqual(0);
  expect(await eventsOf(app, id)).toEqual(['post.scheduled', 'post.published']);
});

test('the database decides whether it is time, not the clock of this process', async ({ app, town }) => {
  const { id } = await givenPost(app, town, editor, { publishAt: inSeconds(3600) });
  const ahead: Services = { ...app.services, now: () => new Date(Date.now() + 7_200_000) };
  await publishDue(forkContext(ahead, system), uuidOf(id));
  expect((await readPost(app, id)).state).toBe('SCHEDULED');
});

test('what was stopped or moved is not published by the old job', async ({ app, town }) => {
  const stopped = await givenPost(app, town, editor, { publishAt: inSeconds(3600) });
  const withdraw = 'mutation($id: ID!) { withdrawPost(input: { postId: $id }) { post { state } } }';
  await askData(app.port, editor, withdraw, stopped);
  await publishDue(forkContext(app.services, system), uuidOf(stopped.id));
  expect((await readPost(app, stopped.id)).state).toBe('DRAFT');
  expect(await eventsOf(app, stopped.id)).toEqual(['post.scheduled', 'post.drafted']);
});

test('run twice at the same time it is published once', async ({ app, town }) => {
  const { id } = await givenPost(app, town, editor, { publishAt: inSeconds(3600) });
  await app.services.em
    .fork()
    .execute(`update post set publish_at = now() - interval '1 s' where id = ?`, [uuidOf(id)]);
  await Promise.all([1, 2, 3].map(() => publishDue(forkContext(app.services, system), uuidOf(id))));
  expect(await eventsOf(app, id)).toEqual(['post.scheduled', 'post.published']);
});

const read = 'query($id: ID!) { post(id: $id) { state publishedAt publishAt } }';
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
const uuidOf = (id: string): string => readGlobalId(id)?.id ?? '';
const readPost = async (app: TestServer, id: string): Promise<Data> =>
  (await askData(app.port, editor, read, { id })).post;

async function eventsOf(app: TestServer, id: string): Promise<string[]> {
  const sql = `select type from domain_event where facts->>'postId' = ? order by id`;
  const rows: { type: string }[] = await app.services.em.fork().execute(sql, [uuidOf(id)]);
  return rows.map(({ type }) => type);
}

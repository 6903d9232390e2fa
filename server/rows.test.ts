import type { EntityClass } from '@mikro-orm/core';
import { expect } from 'vitest';
import { Group } from './group/group.entity.ts';
import { IssueCategory } from './issue/issue.category.entity.ts';
import { Issue, IssueMove } from './issue/issue.entity.ts';
import { system } from './kernel/actor.ts';
import { forkContext } from './kernel/context.ts';
import { write } from './kernel/events.ts';
import { rowById, rowsOf } from './kernel/rows.ts';
import { Municipality } from './municipality/municipality.entity.ts';
import { Poll, PollOption, Question } from './poll/poll.entity.ts';
import { Post } from './post/post.entity.ts';
import { givenPlace, givenStaff } from './testing/builders.ts';
import { settleMessages } from './testing/inbox.ts';
import { givenCategory, givenIssue } from './testing/issues.ts';
import { givenPoll } from './testing/polls.ts';
import { storePost } from './testing/posts.ts';
import { statementsOf } from './testing/statements.ts';
import { test } from './testing/fixtures.ts';

test.beforeAll(async ({ app }) => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  await storePost(app, place);
  await givenPoll(app, place, admin);
  const variants = [{ locale: 'en', name: 'Road' }];
  await givenIssue(app, place, admin, { categoryId: await givenCategory(app, place, 'DEFECT', { variants }) });
  await settleMessages(app); // their statements would be counted
});

const entities: EntityClass<{ id: string }>[] = [
  Municipality,
  Group,
  Post,
  Poll,
  Question,
  PollOption,
  Issue,
  IssueCategory,
  IssueMove,
];

test.for(entities)('a row of %o says what the entity says, moments and references too', async (entity, { app }) => {
  const em = app.services.em.fork();
  const [row] = await rowsOf(entity)({ em }, 'order by t.id desc limit 1', []);
  const same = await em.findOneOrFail(entity, { id: row?.id ?? '' });
  for (const [name, value] of Object.entries(row ?? {})) {
    const isReference = value !== null && typeof value === 'object' && 'id' in value;
    const said: unknown = Reflect.get(same, name);
    if (isReference) expect(said).toMatchObject(value);
    else if (name !== 'boundary') expect([name, value]).toEqual([name, said]); // loaded lazily by the entity
  }
  expect(Object.keys(row ?? {}).length).toBeGreaterThan(3);
});

test('whoever asks at once shares one statement and cannot change what others see', async ({ app }) => {
  const find = rowById(rowsOf(Post));
  const [{ id } = { id: '' }] = await rowsOf(Post)({ em: app.services.em.fork() }, 'limit 1', []);
  const sent = await statementsOf(app, async () => {
    const rows = await Promise.all(Array.from({ length: 20 }, () => find({ em: app.services.em.fork() }, id)));
    expect(rows.every((row) => row?.id === id && Object.isFrozen(row))).toBe(true);
  });
  expect(sent).toHaveLength(1);
});

test('a transaction sees its own changes, and nobody else does before its end', async ({ app }) => {
  const find = rowById(rowsOf(Post));
  const [{ id } = { id: '' }] = await rowsOf(Post)({ em: app.services.em.fork() }, 'limit 1', []);
  const ctx = forkContext(app.services, system);
  await write(ctx, async (tx) => {
    await tx.em.execute(`update post set title = 'anders' where id = ?`, [id]);
    expect([(await find(tx, id))?.title, (await find(ctx, id))?.title]).toEqual(['anders', 'anders']);
  });
  expect((await find(ctx, id))?.title).toBe('anders');
});

test('what is left out is not read, and rows asked for at once are one statement in the order asked', async ({
  app,
}) => {
  const em = app.services.em.fork();
  const read = rowsOf(Post, ['body', 'html']);
  const [post] = await read({ em }, 'limit 1', []);
  expect(post).not.toHaveProperty('body');
  const find = rowById(read);
  const unknown = '00000000-0000-4000-8000-000000000000';
  const ids = [unknown, post?.id ?? '', unknown, post?.id ?? ''];
  const sent = await statementsOf(app, async () => {
    expect(await Promise.all(ids.map((id) => find({ em }, id)))).toEqual([null, post, null, post]);
  });
  expect(sent).toHaveLength(1);
});

import { expect } from 'vitest';
import { v7 } from 'uuid';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { givenPeople, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { deliveriesOf, givenGroupOf, givenNews } from '../testing/news.ts';
import { type TestServer } from '../testing/server.ts';
import { statementsOf } from '../testing/statements.ts';
import { spread } from './notification.spread.service.ts';
import { quietTest as test } from '../testing/fixtures.ts';

test('a message to 900 people, with mail, takes as many statements as one to three', async ({ app, town }) => {
  const few = await statementsOfSpread(app, town, 3);
  const many = await statementsOfSpread(app, town, 900);
  const told = await deliveriesOf(app, many.subjectId);
  expect(told.filter(({ channel }) => channel === 'EMAIL')).toHaveLength(900);
  expect(told.filter(({ channel }) => channel === 'INBOX')).toHaveLength(900);
  console.log(`statements of spreading: ${few.sent.length} to 3 people, ${many.sent.length} to 900`);
  expect(many.sent.length).toBe(few.sent.length);
});

const inbox = `query($first: Int!) { viewer { unreadCount inbox(first: $first) { edges { node {
  id kind at readAt group { name picture } municipality { ags name } content { ... on PostRevision { change } ... on IssueMove { to message } }
  subject { __typename ... on Post { id postTitle: title } ... on Poll { id } ... on Issue { reference } } } }
  pageInfo { hasNextPage } } } }`;
const read = async (app: TestServer, who: Somebody, first: number): Promise<Data> =>
  (await askData(app.port, who, inbox, { first })).viewer;

test('a page of the inbox takes as many statements for 100 messages of 50 groups as for one', async ({ app, town }) => {
  const [reader] = (await givenPeople(app, town, 1, false)) as [Somebody];
  for (let i = 0; i < 50; i++) {
    const groupId = await givenGroupOf(app, town, [reader], { name: `Gruppe ${i} ${v7()}` });
    for (let n = 0; n < 2; n++) {
      await spread(forkContext(app.services, system), await messageOf(app, await givenNews(app, town, [groupId])));
    }
  }
  const page = await read(app, reader, 100);
  expect([page.unreadCount, page.inbox.edges.length]).toEqual([100, 100]);
  expect(page.inbox.edges.every(({ node }: Data) => node.subject.postTitle === 'Neuer Zaun' && node.group)).toBe(true);
  const one = await statementsOf(app, () => read(app, reader, 1));
  const all = await statementsOf(app, () => read(app, reader, 100));
  console.log(`statements of an inbox page: ${one.length} for one message, ${all.length} for 100`);
  expect(all.length).toBe(one.length);
});

async function messageOf(app: TestServer, subjectId: string): Promise<string> {
  const rows: { id: string }[] = await app.services.em
    .fork()
    .execute('select id from message where subject_id = ?', [subjectId]);
  return rows[0]?.id ?? '';
}

/** Statements that spreading a post to `count` members sends to the database; all members have mails switched on. */
async function statementsOfSpread(
  app: TestServer,
  town: Place,
  count: number,
): Promise<{ sent: string[]; subjectId: string }> {
  const people = await givenPeople(app, town, count);
  const groupId = await givenGroupOf(app, town, people);
  await app.services.em.fork().execute(
    `insert into preference (id, recipient_id, interest, group_id, channel, mode)
       select gen_random_uuid(), person_id, 'GROUP', group_id, 'EMAIL', 'NOW' from membership where group_id = ?`,
    [groupId],
  );
  const subjectId = await givenNews(app, town, [groupId]);
  const messageId = await messageOf(app, subjectId);
  const sent = await statementsOf(app, () => spread(forkContext(app.services, system), messageId));
  return { sent, subjectId };
}

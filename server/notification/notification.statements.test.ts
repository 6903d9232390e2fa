import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 } from 'uuid';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { givenPeople, givenPlace, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { deliveriesOf, givenGroupOf, givenNews } from '../testing/news.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { statementsOf } from '../testing/statements.ts';
import { spread } from './notification.spread.service.ts';

/** Server without a worker: the test itself spreads messages, so that only these statements are counted. */
let app: TestServer;
let place: Place;

beforeAll(async () => {
  app = await startTestServer({ compareMs: 3_600_000 }, 'web');
  place = await givenPlace(app);
});
afterAll(() => app.stop());

async function messageOf(subjectId: string): Promise<string> {
  const rows: { id: string }[] = await app.services.em
    .fork()
    .execute('select id from message where subject_id = ?', [subjectId]);
  return rows[0]?.id ?? '';
}

/** Statements that spreading a post to `count` members sends to the database; all members have mails switched on. */
async function statementsOfSpread(count: number): Promise<{ sent: string[]; subjectId: string }> {
  const people = await givenPeople(app, place, count);
  const groupId = await givenGroupOf(app, place, people);
  await app.services.em.fork().execute(
    `insert into preference (id, recipient_id, interest, group_id, channel, mode)
       select gen_random_uuid(), person_id, 'GROUP', group_id, 'EMAIL', 'NOW' from membership where group_id = ?`,
    [groupId],
  );
  const subjectId = await givenNews(app, place, [groupId]);
  const messageId = await messageOf(subjectId);
  const sent = await statementsOf(app, () => spread(forkContext(app.services, system), messageId));
  return { sent, subjectId };
}

test('a message to 900 people, with mail, takes as many statements as one to three', async () => {
  const few = await statementsOfSpread(3);
  const many = await statementsOfSpread(900);
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
const read = async (who: Somebody, first: number): Promise<Data> =>
  (await askData(app.port, who, inbox, { first })).viewer;

test('a page of the inbox takes as many statements for 100 messages of 50 groups as for one', async () => {
  const [reader] = (await givenPeople(app, place, 1, false)) as [Somebody];
  for (let i = 0; i < 50; i++) {
    const groupId = await givenGroupOf(app, place, [reader], { name: `Gruppe ${i} ${v7()}` });
    for (let n = 0; n < 2; n++) {
      await spread(forkContext(app.services, system), await messageOf(await givenNews(app, place, [groupId])));
    }
  }
  const page = await read(reader, 100);
  expect([page.unreadCount, page.inbox.edges.length]).toEqual([100, 100]);
  expect(page.inbox.edges.every(({ node }: Data) => node.subject.postTitle === 'Neuer Zaun' && node.group)).toBe(true);
  const one = await statementsOf(app, () => read(reader, 1));
  const all = await statementsOf(app, () => read(reader, 100));
  console.log(`statements of an inbox page: ${one.length} for one message, ${all.length} for 100`);
  expect(all.length).toBe(one.length);
});

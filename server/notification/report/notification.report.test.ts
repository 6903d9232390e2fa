import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { givenDeliveries } from '../../testing/deliveries.ts';
import { givenKey } from '../../testing/keys.ts';
import { givenGroupOf } from '../../testing/news.ts';
import { givenPost } from '../../testing/posts.ts';
import { type TestServer } from '../../testing/server.ts';
import { statementsOf } from '../../testing/statements.ts';
import { quietTest as test } from '../../testing/fixtures.ts';

let editor: Somebody;
test.beforeAll(async ({ app, town: place }) => {
  editor = await givenStaff(app, place, 'EDITOR');
});

test('the report counts people and deliveries by channel and state, and says why some did not arrive', async ({
  app,
  town: place,
}) => {
  const { id } = await givenDeliveries(app, place, [
    { people: 100, channel: 'EMAIL', state: 'SENT', sentAfter: [1, 8] },
    { people: 20, channel: 'EMAIL', state: 'DELIVERED', sentAfter: [30, 90] },
    { people: 7, channel: 'EMAIL', state: 'FAILED', failure: 'EENVELOPE 552', kind: 'PERMANENT' },
    { people: 5, channel: 'EMAIL', state: 'FAILED', failure: '5.1.1 550', kind: 'PERMANENT' },
    { people: 3, channel: 'EMAIL', state: 'PENDING', failure: 'ETIMEDOUT', kind: 'TEMPORARY' },
    { people: 2, channel: 'PUSH', state: 'HELD' },
    { people: 1, channel: 'PUSH', state: 'UNKNOWN' },
    { people: 4, channel: 'PUSH', state: 'CANCELLED', failure: 'EXPIRED' },
    { people: 6, channel: 'INBOX', state: 'SENT', sentAfter: [0, 0] },
  ]);
  const { progress, ...head } = await reportOf(app, id);
  expect(head).toMatchObject({ id, kind: 'POST_PUBLISHED', subject: null });
  // People whose push was cancelled are reached by nothing but the app, as those of the inbox.
  expect(progress).toMatchObject({ people: 148, reached: 120, waiting: 5, failed: 13, inAppOnly: 10 });
  expect(progress.reachedInMinute).toBe(110);
  expect(progress.withinTenSeconds).toBeCloseTo(100 / 136, 10);
  const [inbox, email, push] = progress.channels;
  expect(inbox).toMatchObject({ channel: 'INBOX', leavesApp: false, people: 6, sent: 6, troubles: [] });
  expect(email).toMatchObject({
    channel: 'EMAIL',
    leavesApp: true,
    people: 135,
    pending: 3,
    held: 0,
    sent: 100,
    delivered: 20,
    failed: 12,
    troubles: [
      { state: 'FAILED', reason: 'MAILBOX_FULL', count: 7 },
      { state: 'FAILED', reason: 'ADDRESS_UNKNOWN', count: 5 },
      { state: 'WAITING', reason: 'NOT_REACHABLE', count: 3 },
    ],
  });
  expect(push).toMatchObject({ people: 7, held: 2, unknown: 1, cancelled: 4 });
  expect(push.troubles).toEqual([{ state: 'CANCELLED', reason: 'EXPIRED', count: 4 }]);
  const { curve } = progress;
  expect(curve.length).toBeLessThanOrEqual(60);
  expect(curve.at(-1)).toMatchObject({ reached: 120 });
  expect(Date.parse(curve.at(-1).at) - Date.parse(progress.startedAt)).toBe(90_000);
  expect(curve.map(({ reached }: Data) => reached)).toEqual(
    curve.map(({ reached }: Data) => reached).toSorted((a: number, b: number) => a - b),
  );
});

test('a person with several devices counts once, and is reached by the first of them', async ({ app, town: place }) => {
  const { uuid, id } = await givenDeliveries(app, place, [
    { people: 1, channel: 'PUSH', state: 'FAILED', failure: 'HTTP_410', kind: 'PERMANENT' },
  ]);
  expect((await reportOf(app, id)).progress).toMatchObject({ people: 1, reached: 0, failed: 1 });
  await app.services.em.fork().execute(
    `with c as (insert into contact (id, recipient_id, channel, address_hash, verified_at)
       select gen_random_uuid(), recipient_id, 'PUSH', 'second', now() from delivery where message_id = ? returning id, recipient_id)
     insert into delivery (message_id, contact_id, recipient_id, channel, lane, state, sent_at)
     select ?, id, recipient_id, 'PUSH', 'BULK', 'SENT', now() from c`,
    [uuid, uuid],
  );
  const { progress } = await reportOf(app, id);
  expect(progress).toMatchObject({ people: 1, reached: 1, failed: 0 });
  expect(progress.channels[0]).toMatchObject({ people: 1, sent: 1, failed: 1 });
});

test('editors, admins and the sender read it; nobody else, and nobody reads that of a message to one person', async ({
  app,
  town: place,
}) => {
  const clerk = await givenStaff(app, place, 'CLERK');
  const { id } = await givenDeliveries(app, place, [], { senderId: clerk.personId });
  const own = await givenDeliveries(app, place, [], { kind: 'ISSUE_MOVED', senderId: clerk.personId });
  const elsewhere = await givenPlace(app);
  const codeFor = async (who: Parameters<typeof ask>[1], messageId = id): Promise<unknown> => {
    const { data, errors } = await ask(app.port, who, query, { id: messageId });
    return errors?.[0]?.extensions.code ?? data.delivery.kind;
  };
  expect(await codeFor(clerk)).toBe('POST_PUBLISHED');
  expect(await codeFor(await givenStaff(app, place, 'ADMIN'))).toBe('POST_PUBLISHED');
  const refused = [
    await codeFor({}),
    await codeFor(await givenKey(app, place, ['posts:read', 'posts:write'])),
    await codeFor(await givenPerson(app, place)),
    await codeFor(await givenStaff(app, place, 'CLERK')),
    await codeFor(await givenStaff(app, elsewhere, 'ADMIN')),
    await codeFor(editor, own.id),
    await codeFor(clerk, own.id),
    await codeFor(editor, toGlobalId('Post', own.uuid)),
  ];
  expect(refused).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', ...Array<string>(6).fill('NOT_FOUND')]);
});

test('the subject of a closed group stays hidden from who may not read it; its numbers do not', async ({
  app,
  town: place,
}) => {
  const author = await givenStaff(app, place, 'EDITOR');
  const kita = await givenGroupOf(app, place, [author, ...(await givenPeople(app, place, 2))]);
  const post = await givenPost(app, place, author, { groupIds: [toGlobalId('Group', kita)], title: 'Zaun der Kita' });
  const newest = 'query($id: ID!) { newestDelivery(subjectId: $id) { id subject { id } } }';
  const { newestDelivery: own } = await askData(app.port, author, newest, { id: post.id });
  expect(own.subject).toEqual({ id: post.id });
  const { newestDelivery: others } = await askData(app.port, editor, newest, { id: post.id });
  expect(others).toEqual({ id: own.id, subject: null });
  for (const who of [{}, await givenPerson(app, place), await givenStaff(app, place, 'CLERK')]) {
    expect(await askData(app.port, who, newest, { id: post.id })).toEqual({ newestDelivery: null });
  }
});

test('10,000 deliveries are counted by one statement in well under a second, like a page of reports', async ({
  app,
}) => {
  const town = await givenPlace(app);
  const admin = await givenStaff(app, town);
  const { id } = await givenDeliveries(app, town, [
    { people: 4000, channel: 'INBOX', state: 'SENT', sentAfter: [0, 1] },
    { people: 5000, channel: 'EMAIL', state: 'SENT', sentAfter: [1, 900] },
    { people: 900, channel: 'EMAIL', state: 'PENDING' },
    { people: 100, channel: 'EMAIL', state: 'FAILED', failure: 'EENVELOPE 550', kind: 'PERMANENT' },
  ]);
  await app.services.em.fork().execute('analyze delivery');
  await reportOf(app, id, admin);
  const times: number[] = [];
  for (let n = 0; n < 3; n++) {
    const from = performance.now();
    expect((await reportOf(app, id, admin)).progress).toMatchObject({ people: 10_000, reached: 5000 });
    times.push(performance.now() - from);
  }
  const ms = Math.min(...times);
  console.log(`delivery report of 10,000 deliveries: ${ms.toFixed(0)} ms`);
  expect(ms).toBeLessThan(1000);
  const one = await statementsOf(app, () => reportOf(app, id, admin));
  expect(one.filter((text) => text.includes('from q group by'))).toHaveLength(1);
  for (let n = 0; n < 4; n++) await givenDeliveries(app, town, [{ people: 2, channel: 'EMAIL', state: 'PENDING' }]);
  const page = async (first: number): Promise<Data> =>
    (await askData(app.port, admin, list, { ags: town.ags, first })).municipality.deliveries;
  const few = await statementsOf(app, () => page(1));
  const many = await statementsOf(app, () => page(5));
  expect((await page(5)).nodes.map(({ progress }: Data) => progress.people).toSorted()).toEqual([10_000, 2, 2, 2, 2]);
  console.log(
    `statements: ${one.length} for a report, ${few.length} for a page of one, ${many.length} for one of five`,
  );
  expect(many.length).toBe(few.length);
});

const query = `query($id: ID!) { delivery(messageId: $id) { id kind at subject { __typename id } progress {
  startedAt changedAt people reached reachedInMinute waiting failed inAppOnly withinTenSeconds
  channels { channel leavesApp people pending held sending sent delivered failed cancelled unknown withinTenSeconds
    troubles { state reason count } } curve { at reached } } } }`;
const reportOf = async (app: TestServer, id: string, who = editor): Promise<Data> =>
  (await askData(app.port, who, query, { id })).delivery;
const list = `query($ags: String!, $first: Int!) { municipality(ags: $ags) { deliveries(first: $first) {
  nodes { id kind progress { people reached } } pageInfo { hasNextPage } } } }`;

import { afterEach, expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data } from '../../testing/client.ts';
import { test } from '../../testing/fixtures.ts';
import { endPauses, givenNews } from '../../testing/news.ts';
import { givenPhone } from '../../testing/phones.ts';
import type { PushService } from '../../testing/push.ts';
import type { TestServer } from '../../testing/server.ts';

let push: PushService;
let app: TestServer;
let place: Place;
let admin: Somebody;

test.beforeAll(async ({ app: server, push: service }) => {
  app = server;
  push = service;
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});
afterEach(() => endPauses(app));

const query = `query($id: ID!) { newestDelivery(subjectId: $id) { progress { people reached failed
  channels { channel people sent failed cancelled troubles { state reason count } } } } }`;

async function pushOf(postId: string): Promise<Data> {
  const { newestDelivery } = await askData(app.port, admin, query, { id: toGlobalId('Post', postId) });
  return newestDelivery?.progress.channels.find(({ channel }: Data) => channel === 'PUSH');
}
const remove = 'mutation($input: RemoveDeviceInput!) { removeDevice(input: $input) { userErrors { code } } }';

test('a device that ended stays in the report of the message that it did not take', async () => {
  const [anna, bert] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const gone = await givenPhone(app, push, anna);
  await givenPhone(app, push, bert);
  push.answerOf = (path) => ({ status: gone.subscription.endpoint.endsWith(path) ? 410 : 201 });
  const post = await givenNews(app, place, [place.groupId]);
  const trouble = { state: 'FAILED', reason: 'ADDRESS_UNKNOWN', count: 1 };
  await expect
    .poll(() => pushOf(post), { timeout: 20_000 })
    .toMatchObject({
      people: 2,
      sent: 1,
      failed: 1,
      troubles: [trouble],
    });
  const [{ n }] = await app.services.em
    .fork()
    .execute<Data[]>(`select count(*)::int as n from contact where channel = 'PUSH' and recipient_id = ?`, [
      anna.personId,
    ]);
  expect(n).toBe(0);
});

test('what waits for a device that is removed is cancelled, and stays in the report', async () => {
  const [carl] = (await givenPeople(app, place, 1)) as [Somebody];
  const phone = await givenPhone(app, push, carl);
  const em = app.services.em.fork();
  push.answerOf = () => ({ status: 429, headers: { 'retry-after': '3600' } });
  const post = await givenNews(app, place, [place.groupId]);
  const stateOf = async (): Promise<string | undefined> =>
    (
      await em.execute<Data[]>(
        `select concat_ws(' ', d.state, d.failure) as state from delivery d join message m on m.id = d.message_id
         where m.subject_id = ? and d.recipient_id = ? and d.channel = 'PUSH'`,
        [post, carl.personId],
      )
    )[0]?.state;
  await expect.poll(stateOf, { timeout: 20_000 }).toBe('PENDING HTTP_429');
  await phone.browser.askData(remove, { input: { id: phone.id } });
  expect(await stateOf()).toBe('CANCELLED NO_LONGER_WANTED');
});

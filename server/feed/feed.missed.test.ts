import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPlace, type Place } from '../testing/builders.ts';
import { connect, watch } from '../testing/client.ts';
import { storePost } from '../testing/posts.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let place: Place;

beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
});
afterAll(() => app.stop());

const feed = `subscription($id: ID!, $after: StreamCursor) { feed(groupId: $id, after: $after) { entries { id } reset cursor } }`;

/** Appends a number of changes of the same post to the log of the town's feed. */
const changed = `
with more as (update topic_version set version = version + ? where topic = ? returning topic, version)
insert into topic_log (topic, version, event_id)
select l.topic, n, l.event_id from more join topic_log l using (topic), generate_series(more.version - ? + 1, more.version) n`;

test.each([
  [200, false],
  [201, true],
])('who missed %i changes starts over with the newest page: %s', async (times, isReset) => {
  await storePost(app, place);
  const client = connect(app.port, {});
  const id = toGlobalId('Group', place.groupId);
  const { cursor } = (await watch(client, feed, { id }).until(() => true)).data.feed;
  await app.services.em.fork().execute('delete from topic_log where version <> (select max(version) from topic_log)');
  await app.services.em.fork().execute(changed, [times, `feed:${place.groupId}`, times]);
  const { data } = await watch(client, feed, { id, after: cursor }).until(() => true);
  expect(data.feed.reset).toBe(isReset);
  await client.dispose();
});

import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { connect, watch } from '../testing/client.ts';
import { storePost } from '../testing/posts.ts';
import { test } from '../testing/fixtures.ts';

test.for([
  [200, false],
  [201, true],
])('who missed %i changes starts over with the newest page: %s', async ([times, isReset], { app, town }) => {
  await storePost(app, town);
  const client = connect(app.port, {});
  const id = toGlobalId('Group', town.groupId);
  const { cursor } = (await watch(client, feed, { id }).until(() => true)).data.feed;
  const topic = `feed:${town.groupId}`;
  const { em } = app.services;
  const forget = `delete from topic_log l where topic = ? and version <> (select max(version) from topic_log where topic = l.topic)`;
  await em.fork().execute(forget, [topic]);
  await em.fork().execute(changed, [times, topic, times]);
  const { data } = await watch(client, feed, { id, after: cursor }).until(() => true);
  expect(data.feed.reset).toBe(isReset);
  await client.dispose();
});

const feed = `subscription($id: ID!, $after: StreamCursor) { feed(groupId: $id, after: $after) { entries { id } reset cursor } }`;

/** Appends a number of changes of the same post to the log of the town's feed. */
const changed = `
with more as (update topic_version set version = version + ? where topic = ? returning topic, version)
insert into topic_log (topic, version, event_id)
select l.topic, n, l.event_id from more join topic_log l using (topic), generate_series(more.version - ? + 1, more.version) n`;

import { expect, test } from 'vitest';
import { givenPlace, givenStaff } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { givenDeliveries } from '../../testing/deliveries.ts';
import { startTestServer } from '../../testing/server.ts';

const query = `query($id: ID!) { delivery(messageId: $id) { progress { channels { channel sent noBounce failed } } } }`;

/** Channels of a report on mails that left four days ago, of which one bounced, and on mails of today. */
async function channelsWith(bounceDomain: string | undefined): Promise<unknown> {
  const app = await startTestServer({ compareMs: 3_600_000, bounceDomain }, 'web');
  const place = await givenPlace(app);
  const editor = await givenStaff(app, place, 'EDITOR');
  const { id, uuid } = await givenDeliveries(app, place, [
    { people: 5, channel: 'EMAIL', state: 'SENT', sentAfter: [1, 5] },
    { people: 1, channel: 'EMAIL', state: 'FAILED', failure: '5.1.1', kind: 'PERMANENT' },
    { people: 2, channel: 'PUSH', state: 'SENT', sentAfter: [1, 2] },
  ]);
  await app.services.em.fork().execute(
    `update delivery set sent_at = sent_at - interval '4 days' where message_id = ?
       and contact_id not in (select contact_id from delivery where message_id = ? and channel = 'EMAIL' and state = 'SENT' order by contact_id limit 2)`,
    [uuid, uuid],
  );
  const { delivery } = await askData(app.port, editor, query, { id });
  await app.stop();
  return delivery.progress.channels;
}

test('72 hours after they left, mails without a bounce stand apart, if bounces are read at all', async () => {
  expect(await channelsWith('post.example')).toEqual([
    { channel: 'EMAIL', sent: 5, noBounce: 3, failed: 1 },
    { channel: 'PUSH', sent: 2, noBounce: 0, failed: 0 },
  ]);
  expect(await channelsWith(undefined)).toMatchObject([{ noBounce: 0 }, { noBounce: 0 }]); // control
});

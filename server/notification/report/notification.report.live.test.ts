import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place } from '../../testing/builders.ts';
import { askData, connect, type Data, watch } from '../../testing/client.ts';
import { givenGroupOf } from '../../testing/news.ts';
import { givenPost } from '../../testing/posts.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

/** Mail server that knows no mailbox of the addresses in `unknown`. */
const unknown = new Set<string>();
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onRcptTo: ({ address }, _session, done) => {
    done(unknown.has(address) ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null);
  },
  onData(stream, _session, done) {
    stream.resume().on('end', () => {
      done();
    });
  },
});
let app: TestServer;
let place: Place;
beforeAll(async () => {
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
  const { port } = smtp.server.address() as AddressInfo;
  app = await startTestServer({ smtpUrl: `smtp://127.0.0.1:${port}` });
  place = await givenPlace(app);
});
afterAll(async () => {
  await app.stop();
  await new Promise<void>((done) => {
    smtp.close(done);
  });
});

const live =
  'subscription($id: ID!) { delivery(messageId: $id) { people reached failed inAppOnly channels { channel sent failed } cursor } }';

const newest = 'query($id: ID!) { newestDelivery(subjectId: $id) { id } }';

test('a published post changes its live report within three seconds, with what failed', async () => {
  const editor = await givenStaff(app, place, 'EDITOR');
  const people = await givenPeople(app, place, 12);
  const groupId = await givenGroupOf(app, place, [editor, ...people]);
  await app.services.em.fork().execute(
    `insert into preference (id, recipient_id, interest, group_id, channel, mode)
     select gen_random_uuid(), person_id, 'GROUP', group_id, 'EMAIL', 'NOW' from membership
     where group_id = ? and person_id <> ?`,
    [groupId, editor.personId],
  );
  for (const { personId } of people.slice(0, 2)) unknown.add(`${personId}@example.org`);
  const { id } = await givenPost(app, place, editor, { groupIds: [toGlobalId('Group', groupId)] });
  const from = performance.now();
  const { newestDelivery } = await askData(app.port, editor, newest, { id });
  const client = connect(app.port, editor);
  const stream = watch(client, live, { id: newestDelivery.id });
  const isSettled = ({ data }: Data): boolean => data.delivery.reached === 10 && data.delivery.failed === 2;
  const { data } = (await stream.until(isSettled, 3000)) as Data;
  console.log(`live report of 13 people complete after the publication: ${(performance.now() - from).toFixed(0)} ms`);
  expect(data.delivery).toMatchObject({ people: 13, inAppOnly: 1 });
  expect(data.delivery.channels).toEqual([
    { channel: 'INBOX', sent: 13, failed: 0 },
    { channel: 'EMAIL', sent: 10, failed: 2 },
  ]);
  await client.dispose();
});

test('strangers get no live numbers', async () => {
  const admin = await givenStaff(app, place);
  const { id } = await givenPost(app, place, admin);
  const { newestDelivery } = await askData(app.port, admin, newest, { id });
  for (const who of [await givenStaff(app, await givenPlace(app)), await givenStaff(app, place, 'CLERK')]) {
    const client = connect(app.port, who);
    const stream = watch(client, live, { id: newestDelivery.id });
    await stream.ended;
    expect(stream.messages.map(({ errors }) => errors?.[0]?.extensions?.code)).toEqual(['NOT_FOUND']);
    await client.dispose();
  }
});

import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Papa from 'papaparse';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readGlobalId, toGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, connect, type Data, identify, type Identified, watch } from '../../testing/client.ts';
import { givenGroupOf, isSettled } from '../../testing/news.ts';
import { readPages } from '../../testing/pdf.ts';
import { givenPost } from '../../testing/posts.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { MessageText } from './notification.text.entity.ts';

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
  // A server of its own: its mail server is stopped and started.
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

/** Lets the members of a group get its news by mail, except one. */
async function wantMail(groupId: string, { personId }: Somebody): Promise<void> {
  await app.services.em.fork().execute(
    `insert into preference (id, recipient_id, interest, group_id, channel, mode)
     select gen_random_uuid(), person_id, 'GROUP', group_id, 'EMAIL', 'NOW' from membership
     where group_id = ? and person_id <> ?`,
    [groupId, personId],
  );
}

test('a published post changes its live report within three seconds, with what failed', async () => {
  const editor = await givenStaff(app, place, 'EDITOR');
  const people = await givenPeople(app, place, 12);
  const groupId = await givenGroupOf(app, place, [editor, ...people]);
  await wantMail(groupId, editor);
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

test('the proof has the text that was sent with its hash, and neither names nor addresses', async () => {
  const author = await givenStaff(app, place, 'EDITOR');
  const [anna, bert] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const kita = await givenGroupOf(app, place, [author, anna, bert], { name: 'Kita am Rhein' });
  await wantMail(kita, author);
  unknown.add(`${bert.personId}@example.org`);
  const { id } = await givenPost(app, place, author, {
    groupIds: [toGlobalId('Group', kita)],
    title: '=1+1 Zaun',
    body: 'Der Zaun wird blau.',
  });
  const report = (await askData(app.port, author, newest, { id })).newestDelivery.id as string;
  await expect.poll(() => isSettled(app, readGlobalId(id)?.id ?? ''), { timeout: 20_000 }).toBe(true);
  const get = (who: Identified, file: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${app.port}/deliveries/${report}/proof.${file}`, { headers: identify(who) });
  const csv = await (await get(author, 'csv')).text();
  const { data } = Papa.parse<Record<string, string>>(csv, {
    header: true,
    delimiter: ';',
    skipEmptyLines: true,
  });
  expect(data).toMatchObject([
    { Kanal: 'In der App', Stand: 'Übergeben', Anzahl: '3' },
    { Kanal: 'E-Mail', Stand: 'Übergeben', Anzahl: '1' },
    { Kanal: 'E-Mail', Stand: 'Fehler', Anzahl: '1' },
    { Kanal: 'E-Mail', Stand: 'davon Fehler', Grund: 'Adresse oder Gerät gibt es nicht mehr', Anzahl: '1' },
    { Kanal: 'E-Mail', Sprache: 'de', Stand: 'Gesendeter Text' },
  ]);
  const [kept] = await app.services.em.fork().find(MessageText, { sha256: data.at(-1)?.['SHA-256'] ?? '' });
  expect(
    createHash('sha256')
      .update(kept?.text ?? '')
      .digest('hex'),
  ).toBe(kept?.sha256);
  expect(kept?.text).toContain('Der Zaun wird blau.');
  const pages = readPages(Buffer.from(await (await get(author, 'pdf')).arrayBuffer())).join(' ');
  expect(pages).toContain('1 von 3 Personen');
  expect(pages).toContain(String(kept?.sha256));
  expect(pages).toContain('Der Zaun wird blau.');
  for (const text of [csv, pages, String(kept?.text)]) {
    for (const { personId } of [anna, bert, author]) expect(text).not.toContain(personId);
    expect(text).not.toContain('example.org');
  }
  // An editor who may not read the group gets the numbers and the hash, but not the words.
  const hidden = readPages(Buffer.from(await (await get(await givenStaff(app, place), 'pdf')).arrayBuffer())).join(' ');
  expect(hidden).toContain(String(kept?.sha256));
  expect(hidden).not.toContain('Zaun');
  const statuses = await Promise.all(
    [{}, anna, await givenStaff(app, place, 'CLERK'), await givenStaff(app, await givenPlace(app))].flatMap((who) =>
      ['csv', 'pdf'].map(async (file) => (await get(who, file)).status),
    ),
  );
  expect(statuses).toEqual([401, 401, 404, 404, 404, 404, 404, 404]);
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

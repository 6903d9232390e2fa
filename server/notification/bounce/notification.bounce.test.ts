import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hashAddress } from '../../recipient/recipient.service.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { givenDeliveries } from '../../testing/deliveries.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import { deliveriesOf, givenNews, isSettled } from '../../testing/news.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { bounceLimits } from './notification.bounce.server.ts';

const domain = 'post.example.org';
let mail: MailServer;
let app: TestServer;
let port = 0;
let place: Place;
let anna: Somebody;
let address = '';

beforeAll(async () => {
  mail = await startMailServer();
  port = await freePort();
  // A server of its own: it receives bounces on a port.
  app = await startTestServer({ smtpUrl: mail.url, bounceDomain: domain, bouncePort: port });
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});
beforeEach(async () => {
  place = await givenPlace(app);
  anna = await givenPerson(app, place);
  address = `${anna.personId}@example.org`;
  await em().execute(
    `insert into preference (id, recipient_id, interest, group_id, channel, mode) values (gen_random_uuid(), ?, 'GROUP', ?, 'EMAIL', 'NOW')`,
    [anna.personId, place.groupId],
  );
});

const em = () => app.services.em.fork();

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return free;
}

/** Token of a mail about news that has left. */
async function givenSent(): Promise<string> {
  const post = await givenNews(app, place, [place.groupId]);
  const { from } = await mail.next(address);
  await expect.poll(() => isSettled(app, post), { timeout: 15_000 }).toBe(true);
  const token = new RegExp(`^bounce\\+([a-z2-7]{16})@${domain}$`).exec(from)?.[1];
  if (token === undefined) throw new Error(`no token in ${from}`);
  return token;
}

const sample = (name: string, token: string): string =>
  readFileSync(new URL(`../../testing/bounces/${name}.eml`, import.meta.url), 'utf8').replaceAll('TOKEN', token);

/** Hands in a mail at the listener; returns the code of the refusal, or 250. */
async function handIn(raw: string, to: string, from = ''): Promise<number> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, name: 'mx.example.net' });
  try {
    await transport.sendMail({ envelope: { from, to }, raw });
    return 250;
  } catch (error) {
    return error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  }
}
const bounce = (name: string, token: string): Promise<number> =>
  handIn(sample(name, token), `bounce+${token}@${domain}`);

async function stateOf(token: string): Promise<unknown> {
  const [row] = await em().execute('select state, failure from delivery where token = ?', [token]);
  return row;
}
async function isSuppressed(): Promise<boolean> {
  const rows: { because: string }[] = await em().execute(
    `select because from suppression where channel = 'EMAIL' and address_hash = ?`,
    [hashAddress(app.services, address)],
  );
  return rows.length === 1 && rows[0]?.because === 'BOUNCED';
}
const isNoticed = async (): Promise<boolean> =>
  (await askData(app.port, anna, '{ viewer { mailsBounce } }')).viewer.mailsBounce;
async function countOf(outcome: string): Promise<number> {
  const [row]: { n: number }[] = await em().execute(
    `select coalesce(sum(count), 0)::int as n from receipt_count where channel = 'EMAIL' and outcome = ?`,
    [outcome],
  );
  return row?.n ?? 0;
}

test.each([
  ['unknown-user', { state: 'FAILED', failure: '5.1.1' }, true, 'CHANGED'],
  ['mailbox-full-final', { state: 'FAILED', failure: '5.2.2' }, false, 'CHANGED'],
  ['policy', { state: 'FAILED', failure: '5.7.1' }, false, 'CHANGED'],
  ['delayed', { state: 'SENT', failure: null }, false, 'NOTED'],
  ['relayed', { state: 'SENT', failure: null }, false, 'NOTED'],
  ['plain-text', { state: 'SENT', failure: null }, false, 'NO_REPORT'],
  ['vacation', { state: 'SENT', failure: null }, false, 'NO_REPORT'],
])('%s', async (name, delivery, suppressed, outcome) => {
  const token = await givenSent();
  const before = await countOf(outcome);
  expect(await bounce(name, token)).toBe(250);
  expect([await stateOf(token), await isSuppressed()]).toEqual([delivery, suppressed]);
  expect(await countOf(outcome)).toBe(before + 1);
});

test('mails ask for reports; a suppressed address gets no mail until its owner signs in by mail', async () => {
  const token = await givenSent();
  const post = await givenNews(app, place, [place.groupId]);
  const asked = await mail.next(address);
  expect([asked.notify, asked.headers.get('from')]).toEqual(['FAILURE,DELAY', expect.stringContaining('noreply@')]);
  await expect.poll(() => isSettled(app, post), { timeout: 15_000 }).toBe(true);
  await bounce('unknown-user', token.toUpperCase());
  expect(await isSuppressed()).toBe(true);
  expect(await isNoticed()).toBe(true);
  const silent = await givenNews(app, place, [place.groupId]);
  await expect.poll(() => isSettled(app, silent), { timeout: 15_000 }).toBe(true);
  expect((await deliveriesOf(app, silent)).map(({ channel }) => channel)).toEqual(['INBOX']);

  await askData(app.port, {}, `mutation($e: String!) { requestSignIn(input: { email: $e }) { userErrors { code } } }`, {
    e: address,
  });
  const link = /\/sign-in\/([\w-]+)/.exec((await mail.next(address)).text)?.[1];
  const confirm = 'mutation($t: String!) { confirmSignIn(input: { token: $t }) { userErrors { code } } }';
  expect((await askData(app.port, {}, confirm, { t: link })).confirmSignIn.userErrors).toEqual([]);
  expect([await isSuppressed(), await isNoticed()]).toEqual([false, false]);
  // A bounce of a mail that left before the owner proved the address says nothing.
  const old = (await em().execute(
    `select token from delivery d join message m on m.id = d.message_id where m.subject_id = ? and channel = 'EMAIL'`,
    [post],
  )) as { token: string }[];
  expect(await bounce('unknown-user', old[0]?.token ?? '')).toBe(250);
  expect([await stateOf(old[0]?.token ?? ''), await isSuppressed()]).toEqual([
    { state: 'FAILED', failure: '5.1.1' },
    false,
  ]);
  expect(await givenSent()).toMatch(/^[a-z2-7]{16}$/);
});

test('a mailbox that is full three times in 30 days is suppressed, not one that was full long ago', async () => {
  for (const round of [1, 2]) {
    expect(await bounce('mailbox-full-final', await givenSent())).toBe(250);
    expect([round, await isSuppressed()]).toEqual([round, false]);
  }
  const age = `update delivery_receipt r set at = at - interval '31 days' from contact k
    where k.id = r.delivery_contact_id and k.recipient_id = ?`;
  await em().execute(age, [anna.personId]);
  await em().execute(`update contact set verified_at = verified_at - interval '1 year' where recipient_id = ?`, [
    anna.personId,
  ]);
  for (const isLast of [false, false, true]) {
    await bounce('mailbox-full-final', await givenSent());
    expect(await isSuppressed()).toBe(isLast);
  }
});

test.each([
  ['550 5.1.1 no such user', '5.1.1', true],
  ['550 5.1.8 sender has no address record', '5.1.8', false],
  ['550 5.7.1 relaying denied', '5.7.1', false],
  ['550 no such user here', 'EENVELOPE 550', false],
])('an answer to RCPT is judged by the same rules: %s', async (answer, failure, suppressed) => {
  mail.refusals.set(address, answer);
  const post = await givenNews(app, place, [place.groupId]);
  await expect.poll(() => isSettled(app, post), { timeout: 15_000 }).toBe(true);
  const email = (await deliveriesOf(app, post)).find(({ channel }) => channel === 'EMAIL');
  expect(email).toMatchObject({ state: 'FAILED', failure, attempts: 1 });
  expect(await isSuppressed()).toBe(suppressed);
});

test('full mailboxes count alike at RCPT and in bounces', async () => {
  await bounce('mailbox-full-final', await givenSent());
  mail.refusals.set(address, '552 5.2.2 over quota');
  for (const isLast of [false, true]) {
    const post = await givenNews(app, place, [place.groupId]);
    await expect.poll(() => isSettled(app, post), { timeout: 15_000 }).toBe(true);
    expect(await isSuppressed()).toBe(isLast);
  }
});

test('forged, doubled and contradicting bounces change nothing', async () => {
  const token = await givenSent();
  const unknown = await countOf('UNKNOWN_TOKEN');
  expect(await bounce('unknown-user', 'a'.repeat(16))).toBe(250);
  expect(await countOf('UNKNOWN_TOKEN')).toBe(unknown + 1);
  const inMail = `Subject: Re: Neues\nContent-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: text/plain\n\nHm.\n\n--m\nContent-Type: message/rfc822\n\n${sample('unknown-user', token)}\n--m--\n`;
  expect(await handIn(inMail, `bounce+${token}@${domain}`)).toBe(250);
  expect([await stateOf(token), await isSuppressed()]).toEqual([{ state: 'SENT', failure: null }, false]);

  await bounce('policy', token);
  await bounce('policy', token);
  await bounce('unknown-user', token);
  expect([await stateOf(token), await isSuppressed()]).toEqual([{ state: 'FAILED', failure: '5.7.1' }, false]);
  const receipts = await em().execute(
    `select r.code, r.has_changed as changed from delivery_receipt r
     join delivery d on d.message_id = r.delivery_message_id and d.contact_id = r.delivery_contact_id
     where d.token = ? order by r.id`,
    [token],
  );
  expect(receipts).toEqual([
    { code: '5.7.1', changed: true },
    { code: '5.7.1', changed: false },
    { code: '5.1.1', changed: false },
  ]);
});

test('of an alias whose mailboxes answer differently, the mildest answer counts', async () => {
  const token = await givenSent();
  const two = sample('unknown-user', token).replace(
    'Final-Recipient:',
    'Final-Recipient: rfc822; berta@example.net\nAction: relayed\nStatus: 2.0.0\n\nFinal-Recipient:',
  );
  await handIn(two, `bounce+${token}@${domain}`);
  expect([await stateOf(token), await isSuppressed()]).toEqual([{ state: 'SENT', failure: null }, false]);
  const full = sample('unknown-user', token).replace(
    'Final-Recipient:',
    'Final-Recipient: rfc822; berta@example.net\nAction: failed\nStatus: 5.2.2 (full)\n\nFinal-Recipient:',
  );
  await handIn(full, `bounce+${token}@${domain}`);
  expect([await stateOf(token), await isSuppressed()]).toEqual([{ state: 'FAILED', failure: '5.2.2' }, false]);
});

test('the listener takes nothing but small mails without a sender to addresses of bounces', async () => {
  const token = await givenSent();
  const own = `bounce+${token}@${domain}`;
  const report = sample('unknown-user', token);
  const refused = await countOf('REFUSED');
  expect(await handIn(report, own, 'anna@example.net')).toBe(550);
  expect(await countOf('REFUSED')).toBe(refused + 1);
  for (const to of [
    'somebody@example.org',
    `bounce+${token}@example.org`,
    `bounce+${token}x@${domain}`,
    `bounce@${domain}`,
    `${token}@${domain}`,
  ])
    expect([to, await handIn(report, to)]).toEqual([to, 550]);
  expect(await handIn(`${report}${'x'.repeat(70)}\n`.padEnd(bounceLimits.bytes + 1, 'x\n'), own)).toBe(552);
  expect([await stateOf(token), await isSuppressed()]).toEqual([{ state: 'SENT', failure: null }, false]);
  const talk = ['EHLO x', 'AUTH PLAIN AAAA', 'MAIL FROM:<>', `RCPT TO:<${own}>`, `RCPT TO:<${own}>`, 'QUIT', ''];
  const socket = connect(port, '127.0.0.1');
  socket.once('data', () => socket.write(talk.join('\r\n')));
  const codes = (await text(socket)).split('\r\n').flatMap((line) => /^(\d{3}) /.exec(line)?.[1] ?? []);
  expect(codes).toEqual(['220', '250', '500', '250', '250', '452', '221']);
});

test('an address that opens many connections gets no more of them', async () => {
  const sockets = Array.from({ length: bounceLimits.connectionsPerAddress + 3 }, () => connect(port, '127.0.0.1'));
  const greetings = await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<string>((done) =>
          socket.once('data', (data) => {
            done(data.toString().slice(0, 3));
          }),
        ),
    ),
  );
  expect(greetings.filter((code) => code === '421')).toHaveLength(3);
  for (const socket of sockets) socket.destroy();
  await expect.poll(async () => bounce('delayed', 'a'.repeat(16)), { timeout: 10_000 }).toBe(250);
});

test('without settings mails keep the sender of the mail, and nobody listens', async () => {
  const other = await startTestServer({ smtpUrl: mail.url });
  const to = `${randomUUID()}@example.org`;
  await askData(
    other.port,
    {},
    `mutation($e: String!) { requestSignIn(input: { email: $e }) { userErrors { code } } }`,
    {
      e: to,
    },
  );
  expect((await mail.next(to)).from).toMatch(/^noreply@/);
  await other.stop();
});

const channelsQuery = `query($id: ID!) { delivery(messageId: $id) { progress { channels { channel sent noBounce failed } } } }`;

/** Channels of a report on mails that left four days ago, of which one bounced, and on mails of today. */
async function channelsOf(server: TestServer): Promise<unknown> {
  const town = await givenPlace(server);
  const editor = await givenStaff(server, town, 'EDITOR');
  const { id, uuid } = await givenDeliveries(server, town, [
    { people: 5, channel: 'EMAIL', state: 'SENT', sentAfter: [1, 5] },
    { people: 1, channel: 'EMAIL', state: 'FAILED', failure: '5.1.1', kind: 'PERMANENT' },
    { people: 2, channel: 'PUSH', state: 'SENT', sentAfter: [1, 2] },
  ]);
  await server.services.em.fork().execute(
    `update delivery set sent_at = sent_at - interval '4 days' where message_id = ?
       and contact_id not in (select contact_id from delivery where message_id = ? and channel = 'EMAIL' and state = 'SENT' order by contact_id limit 2)`,
    [uuid, uuid],
  );
  const { delivery } = await askData(server.port, editor, channelsQuery, { id });
  return delivery.progress.channels;
}

test('72 hours after they left, mails without a bounce stand apart, if bounces are read at all', async () => {
  expect(await channelsOf(app)).toEqual([
    { channel: 'EMAIL', sent: 5, noBounce: 3, failed: 1 },
    { channel: 'PUSH', sent: 2, noBounce: 0, failed: 0 },
  ]);
  const deaf = await startTestServer({}, 'web');
  expect(await channelsOf(deaf)).toMatchObject([{ noBounce: 0 }, { noBounce: 0 }]); // control
  await deaf.stop();
});

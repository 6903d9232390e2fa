import { createServer } from 'node:net';
import { expect } from 'vitest';
import { readGlobalId, toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { test } from '../testing/fixtures.ts';
import type { MailServer, ReceivedMail } from '../testing/mail.ts';
import { deliveriesOf, givenGroupOf, givenNews } from '../testing/news.ts';
import { givenPost } from '../testing/posts.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let mail: MailServer;
let place: Place;

test.beforeAll(async ({ app: server, mail: smtp }) => {
  app = server;
  mail = smtp;
  place = await givenPlace(app);
});

const set = `mutation($input: SetPreferenceInput!) { setPreference(input: $input) { preference { channel mode group { id } } userErrors { code path } } }`;
const read = `query($id: ID!) { viewer { preferences(municipalityId: $id) { interest group { id } channel mode } } }`;
const end = `mutation($token: String!) { unsubscribe(input: { token: $token }) { groupName wasOn userErrors { code path } } }`;
const look = `query($token: String!) { unsubscribeLink(token: $token) { groupName isOn municipality { ags } } }`;
const addressOf = ({ personId }: Somebody): string => `${personId}@example.org`;

async function choose(who: Somebody, groupId: string, channel: string, mode: string): Promise<Data> {
  const input = { interest: 'GROUP', groupId: toGlobalId('Group', groupId), channel, mode };
  return (await askData(app.port, who, set, { input })).setPreference;
}
const linkIn = ({ headers }: ReceivedMail): string => /^<(.+)>$/.exec(headers.get('list-unsubscribe') ?? '')?.[1] ?? '';
const tokenIn = (received: ReceivedMail): string => linkIn(received).split('/').at(-1) ?? '';

test('mail comes to who asked for it, group by group, and says how it ends', async () => {
  const [anna, bert] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const kita = await givenGroupOf(app, place, [anna, bert], { name: 'Kita am Rhein' });
  const other = await givenGroupOf(app, place, [anna]);
  expect(await choose(anna, kita, 'EMAIL', 'NOW')).toMatchObject({ preference: { channel: 'EMAIL', mode: 'NOW' } });
  const { viewer } = await askData(app.port, anna, read, { id: toGlobalId('Municipality', place.municipalityId) });
  expect(viewer.preferences).toHaveLength(3 * (3 + 7));
  expect(viewer.preferences.slice(0, 2)).toMatchObject([
    { group: { id: toGlobalId('Group', place.groupId) }, channel: 'INBOX', mode: 'NOW' },
    { channel: 'EMAIL', mode: 'OFF' },
  ]);
  await givenNews(app, place, [other], 'Ohne Post');
  const post = await givenNews(app, place, [kita], 'Neuer Zaun');
  const received = await mail.next(addressOf(anna));
  expect(received.headers.get('subject')).toBe('Kita am Rhein: Neuer Zaun');
  expect(received.headers.get('from')).toMatch(/^Stadt Musterstadt <noreply@[^>]+>$/);
  expect(received.headers.get('list-id')).toContain(`"Kita am Rhein" <group-${kita}.${place.ags}.`);
  expect(received.headers.get('references')).toContain(`<thread.${post}@`);
  expect(received.text).toContain(`Wir bauen & feiern.`);
  expect(received.text).toContain(`/${place.ags}/posts/${toGlobalId('Post', post)}`);
  expect(received.raw).toContain('text/html');
  expect(received.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(received.text).toContain(linkIn(received));
  await expect.poll(async () => (await deliveriesOf(app, post))[0]?.state).toBe('SENT');
  expect(mail.to(addressOf(anna), addressOf(bert))).toEqual([]);
});

test('the second mail about a subject is a reply to the first, the first to none', async () => {
  const people = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const admin = await givenStaff(app, place, 'EDITOR');
  const kita = await givenGroupOf(app, place, [admin, ...people]);
  for (const who of people) await choose(who, kita, 'EMAIL', 'NOW');
  const { id } = await givenPost(app, place, admin, { groupIds: [toGlobalId('Group', kita)] });
  const firsts = await Promise.all(people.map((who) => mail.next(addressOf(who))));
  const revise = `mutation($input: RevisePostInput!) { revisePost(input: $input) { userErrors { code } } }`;
  const input = {
    postId: id,
    version: 1,
    title: 'Neuer Zaun, verschoben',
    body: 'Wir bauen später.',
    change: 'Neuer Termin',
  };
  expect(await askData(app.port, admin, revise, { input })).toEqual({ revisePost: { userErrors: [] } });
  const seconds = await Promise.all(people.map((who) => mail.next(addressOf(who))));
  const thread = `<thread.${readGlobalId(id)?.id}@`;
  for (const [n, first] of firsts.entries()) {
    const messageId = first.headers.get('message-id') ?? '';
    expect([first.headers.get('in-reply-to'), first.headers.get('references')]).toEqual([
      undefined,
      expect.stringContaining(thread),
    ]);
    const second = seconds[n]?.headers;
    expect(second?.get('in-reply-to')).toBe(messageId);
    expect(second?.get('references')).toContain(thread);
    expect(second?.get('references')).toContain(messageId);
  }
  expect(new Set(firsts.map(({ headers }) => headers.get('message-id'))).size).toBe(2);
});

test('the link under a mail ends it without signing in; used again it says so; a forged one is refused', async () => {
  const [anna, bert] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const kita = await givenGroupOf(app, place, [anna, bert], { name: 'Kita am Berg' });
  for (const who of [anna, bert]) await choose(who, kita, 'EMAIL', 'NOW');
  await givenNews(app, place, [kita]);
  const letter = await mail.next(addressOf(anna));
  const oneClick = await mail.next(addressOf(bert));
  const token = tokenIn(letter);
  const seen = async () => (await askData(app.port, {}, look, { token })).unsubscribeLink;
  const about = { groupName: 'Kita am Berg', municipality: { ags: place.ags } };
  expect([await seen(), await seen()]).toEqual(Array(2).fill({ ...about, isOn: true }));
  for (const forged of [
    '',
    'x',
    `${token.slice(0, 50)}${token[50] === 'A' ? 'B' : 'A'}${token.slice(51)}`,
    `${token}X`,
  ]) {
    const { unsubscribe } = await askData(app.port, {}, end, { token: forged });
    expect(unsubscribe).toMatchObject({ groupName: null, userErrors: [{ code: 'UNKNOWN_LINK', path: ['token'] }] });
    expect((await ask(app.port, {}, look, { token: forged })).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  }
  const used = async () => (await askData(app.port, {}, end, { token })).unsubscribe;
  expect(await used()).toEqual({ groupName: 'Kita am Berg', wasOn: true, userErrors: [] });
  expect(await used()).toEqual({ groupName: 'Kita am Berg', wasOn: false, userErrors: [] });
  expect(await seen()).toEqual({ ...about, isOn: false });

  const post = (path: string) =>
    fetch(`http://127.0.0.1:${app.port}/unsubscribe/${path}`, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
  const answers = [await post('nonsense'), await post(tokenIn(oneClick)), await post(tokenIn(oneClick))];
  expect(answers.map(({ status }) => status)).toEqual([404, 200, 200]);
  expect(await answers[0]?.json()).toMatchObject({ userErrors: [{ code: 'UNKNOWN_LINK' }] });

  const next = await givenNews(app, place, [kita]);
  await expect.poll(async () => (await deliveriesOf(app, next)).length, { timeout: 15_000 }).toBe(2);
  expect((await deliveriesOf(app, next)).map(({ channel }) => channel)).toEqual(['INBOX', 'INBOX']);
});

test('only members choose, and nobody signed out', async () => {
  const [stranger] = (await givenPeople(app, place, 1, false)) as [Somebody];
  expect(await choose(stranger, place.groupId, 'EMAIL', 'NOW')).toMatchObject({
    userErrors: [{ code: 'NOT_A_MEMBER', path: ['groupId'] }],
  });
  const closed = await givenGroupOf(app, place, []);
  const input = { groupId: toGlobalId('Group', closed), interest: 'GROUP', channel: 'EMAIL', mode: 'NOW' };
  expect((await ask(app.port, stranger, set, { input })).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  const open = { ...input, groupId: toGlobalId('Group', place.groupId) };
  expect((await ask(app.port, {}, set, { input: open })).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});

test('a refused recipient is a failure with its reason; the mailbox of the next one is not held up', async () => {
  const refusing = createServer((socket) => {
    socket.write('220 here\r\n');
    socket.on('error', () => undefined);
    socket.on('data', (line) => {
      socket.write(/^RCPT/.test(String(line)) ? '550 no such user\r\n' : '250 ok\r\n');
    });
  });
  await new Promise<void>((done) => refusing.listen(0, '127.0.0.1', done));
  const address = refusing.address();
  const smtpUrl = `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  // A server of its own: one test needs a mail server that does not answer.
  const server = await startTestServer({ smtpUrl });
  const town = await givenPlace(server);
  const [anna] = (await givenPeople(server, town, 1)) as [Somebody];
  const input = { groupId: toGlobalId('Group', town.groupId), interest: 'GROUP', channel: 'EMAIL', mode: 'NOW' };
  await askData(server.port, anna, set, { input });
  const post = await givenNews(server, town, [town.groupId]);
  const failed = { channel: 'EMAIL', state: 'FAILED', failure: 'EENVELOPE 550', attempts: 1 };
  await expect.poll(async () => (await deliveriesOf(server, post))[0], { timeout: 15_000 }).toMatchObject(failed);
  await server.stop();
  refusing.close();
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { hashAddress } from '../../recipient/recipient.service.ts';
import { isSuppressed, suppressAddress } from '../../recipient/recipient.suppression.service.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { type MailServer, type ReceivedMail, startMailServer } from '../../testing/mail.ts';
import { givenGroupOf, givenNews } from '../../testing/news.ts';
import { givenOperator } from '../../testing/replyTo.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { dropUnconfirmedReplyTo } from './notification.address.service.ts';

let app: TestServer;
let mail: MailServer;
let place: Place;
let admin: Somebody;
let operator: Somebody;
let reader: Somebody;
let kita: string;

beforeAll(async () => {
  mail = await startMailServer();
  // A server of its own: towns may send from a domain.
  app = await startTestServer({ smtpUrl: mail.url, mailDomains: ['unkel.example'] });
});
beforeEach(async () => {
  place = await givenPlace(app, 'Unkel');
  admin = await givenStaff(app, place);
  operator = await givenOperator(app, place);
  [reader] = (await givenPeople(app, place, 1)) as [Somebody];
  kita = await givenGroupOf(app, place, [reader], { name: 'Kita' });
  await app.services.em
    .fork()
    .execute(
      `insert into preference (id, recipient_id, interest, group_id, channel, mode) values (gen_random_uuid(), ?, 'GROUP', ?, 'EMAIL', 'NOW')`,
      [reader.personId, kita],
    );
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

const parts = '{ sender { name fromAddress isFromOfTown maySetFrom replyTo askedReplyTo } userErrors { code path } }';
const calls = {
  requestReplyTo: `mutation($input: RequestReplyToInput!) { it: requestReplyTo(input: $input) ${parts} }`,
  confirmReplyTo: `mutation($input: ConfirmReplyToInput!) { it: confirmReplyTo(input: $input) ${parts} }`,
  removeReplyTo: `mutation($input: RemoveReplyToInput!) { it: removeReplyTo(input: $input) ${parts} }`,
  setFromAddress: `mutation($input: SetFromAddressInput!) { it: setFromAddress(input: $input) ${parts} }`,
};

async function call(name: keyof typeof calls, who: Somebody, more: object = {}): Promise<Data> {
  const input = { municipalityId: toGlobalId('Municipality', place.municipalityId), ...more };
  return (await askData(app.port, who, calls[name], { input })).it;
}
const codeIn = ({ text }: ReceivedMail): string => /\b\d{4} \d{4}\b/.exec(text)?.[0] ?? '';

/** Next mail to the reader after a post of the group. */
async function nextMail(): Promise<ReceivedMail> {
  await givenNews(app, place, [kita]);
  return mail.next(`${reader.personId}@example.org`);
}

test('replies go to an address only after the code that was mailed to it; until then the earlier one is used', async () => {
  expect((await nextMail()).headers.get('reply-to')).toBeUndefined();
  const address = `rathaus@${place.ags}.example`;
  const asked = await call('requestReplyTo', admin, { address: ` Rathaus@${place.ags}.EXAMPLE ` });
  expect(asked).toMatchObject({ sender: { replyTo: null, askedReplyTo: address }, userErrors: [] });
  const letter = await mail.next(address);
  expect(letter.headers.get('subject')).toContain(codeIn(letter));
  expect((await nextMail()).headers.get('reply-to')).toBeUndefined();
  const wrong = await call('confirmReplyTo', admin, { code: '0000 0000' });
  expect(wrong).toMatchObject({ sender: null, userErrors: [{ code: 'WRONG_CODE', path: ['code'] }] });
  const confirmed = await call('confirmReplyTo', admin, { code: codeIn(letter) });
  expect(confirmed).toMatchObject({ sender: { replyTo: address, askedReplyTo: null }, userErrors: [] });
  const received = await nextMail();
  expect(received.headers.get('reply-to')).toBe(address);
  expect(received.headers.get('from')).toMatch(/^Stadt Unkel <noreply@[^>]+>$/);
  expect(received.headers.get('references')).toMatch(/^<thread\.[0-9a-f-]+@[^>]+>$/);
  expect(received.headers.get('list-id')).toContain(`"Kita" <group-${kita}.${place.ags}.`);
  expect(received.text).toContain(address);
  // A second address replaces the first only when it is confirmed; the code of another address is useless.
  const second = `buero@${place.ags}.example`;
  await call('requestReplyTo', admin, { address: second });
  expect((await nextMail()).headers.get('reply-to')).toBe(address);
  const codeOfSecond = codeIn(await mail.next(second));
  await call('requestReplyTo', admin, { address: `dritte@${place.ags}.example` });
  const late = await call('confirmReplyTo', admin, { code: codeOfSecond });
  expect(late.userErrors).toMatchObject([{ code: 'WRONG_CODE' }]);
  expect(await call('removeReplyTo', admin)).toMatchObject({ sender: { replyTo: null, askedReplyTo: null } });
  expect((await nextMail()).headers.get('reply-to')).toBeUndefined();
});

test('the code is mailed although the address bounced; five wrong codes lock it; it is deleted after three days', async () => {
  const address = `tot@${place.ags}.example`;
  const ctx = forkContext(app.services, system);
  const suppressed = { channel: 'EMAIL', addressHash: hashAddress(ctx, address) };
  await suppressAddress(ctx, suppressed, 'BOUNCED');
  await call('requestReplyTo', admin, { address });
  const code = codeIn(await mail.next(address));
  for (let n = 0; n < 5; n++) await call('confirmReplyTo', admin, { code: '0000 0000' });
  const locked = await call('confirmReplyTo', admin, { code });
  expect(locked.userErrors).toMatchObject([{ code: 'NUMBER_CODE_LOCKED' }]);
  await call('requestReplyTo', admin, { address });
  const confirmed = await call('confirmReplyTo', admin, { code: codeIn(await mail.next(address)) });
  expect(confirmed.sender).toMatchObject({ replyTo: address });
  expect(await isSuppressed(ctx, suppressed)).toBe(false);
  await call('requestReplyTo', admin, { address: `neu@${place.ags}.example` });
  const [contact]: Data[] = await ctx.em.execute(
    `select k.id from contact k join recipient r on r.id = k.recipient_id where r.municipality_id = ? and k.verified_at is null`,
    [place.municipalityId],
  );
  await dropUnconfirmedReplyTo(forkContext(app.services, system), contact.id);
  const sender = `query($ags: String!) { municipality(ags: $ags) ${parts.replace(' userErrors { code path }', '')} }`;
  const { municipality } = await askData(app.port, admin, sender, { ags: place.ags });
  expect(municipality.sender).toMatchObject({ replyTo: address, askedReplyTo: null });
});

test('operators set the sender of a town in a domain that is allowed, and nobody else does', async () => {
  const allowed = await call('setFromAddress', operator, { address: 'Stadt@unkel.example' });
  expect(allowed.sender).toMatchObject({ fromAddress: 'stadt@unkel.example', isFromOfTown: true, maySetFrom: true });
  const received = await nextMail();
  expect([received.headers.get('from'), received.from]).toEqual([
    'Stadt Unkel <stadt@unkel.example>',
    'stadt@unkel.example',
  ]);
  for (const address of ['stadt@bank.example', 'stadt@sub.unkel.example']) {
    const { userErrors } = await call('setFromAddress', operator, { address });
    expect([address, userErrors]).toEqual([address, [{ code: 'DOMAIN_NOT_ALLOWED', path: ['address'] }]]);
  }
  const input = { municipalityId: toGlobalId('Municipality', place.municipalityId), address: 'a@unkel.example' };
  const codes = [];
  for (const who of [{}, reader, admin]) {
    codes.push((await ask(app.port, who, calls.setFromAddress, { input })).errors?.[0]?.extensions.code);
  }
  expect(codes).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN']);
  const back = await call('setFromAddress', operator, { address: null });
  expect(back.sender).toMatchObject({ isFromOfTown: false });
  expect((await nextMail()).headers.get('from')).toMatch(/<noreply@/);
});

test('a domain that is no longer allowed falls back to the sender of the installation', async () => {
  await app.services.em
    .fork()
    .execute(`update municipality set from_address = 'stadt@gestern.example' where id = ?`, [place.municipalityId]);
  expect((await nextMail()).headers.get('from')).toMatch(/^Stadt Unkel <noreply@/);
});

test('line breaks, names and whatever else is no address are refused with their code', async () => {
  const bad = [
    '',
    'rathaus',
    'a@b',
    'a@x.example\r\nBcc: b@x.example',
    '"Stadt\n" <a@x.example>',
    'a@x.example,b@x.example',
  ];
  for (const address of bad) {
    for (const [name, who] of [
      ['requestReplyTo', admin],
      ['setFromAddress', operator],
    ] as const) {
      const { userErrors } = await call(name, who, { address });
      expect([address, userErrors]).toEqual([address, [{ code: 'BAD_EMAIL', path: ['address'] }]]);
    }
  }
});

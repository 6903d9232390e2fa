import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPlace, type Place } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { givenFollower, tokenIn } from '../../testing/followers.ts';
import { givenGroup, type GivenGroup } from '../../testing/groups.ts';
import { settleMessages } from '../../testing/inbox.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import { givenNews } from '../../testing/news.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { setSmsOf, type SmsService, startSmsService } from '../../testing/sms.ts';

let app: TestServer;
let mail: MailServer;
let sms: SmsService;
let place: Place;
let choir: GivenGroup;
let email: string;
let token: string;
let used = 0;

beforeAll(async () => {
  mail = await startMailServer();
  sms = await startSmsService();
  // A server of its own: it has an SMS gateway.
  app = await startTestServer({
    smtpUrl: mail.url,
    trustProxy: 1,
    outsideHosts: [sms.host],
    smsGateway: sms.seven,
    smsPrice: 800,
  });
});
beforeEach(async () => {
  place = await givenPlace(app);
  choir = await givenGroup(app, place, { name: 'Chor', joinPolicy: 'OPEN' });
  email = nextEmail();
  token = await givenFollower(app, mail, place, [choir.groupId], email);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
  sms.stop();
});

const nextEmail = (): string => `n${randomUUID()}@example.org`;
const nextNumber = (): string => `+49160${String(30_000_000 + ++used)}`;
const parts = 'contacts { contactId channel name } preferences { group { name } channel mode }';
const types = { addAddressByLink: '', requestNumberByLink: 'contact { contactId name }', confirmNumberByLink: '' };

async function act(name: keyof typeof types, input: object): Promise<Data> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const document = `mutation($input: ${type}) { ${name}(input: $input) { choices { ${parts} } ${types[name]} userErrors { code path } } }`;
  return (await askData(app.port, {}, document, { input }))[name];
}
const add = (address: string, link = token): Promise<Data> => act('addAddressByLink', { token: link, email: address });
const codesOf = ({ userErrors }: Data): string[] => userErrors.map(({ code }: Data) => code);

async function read(link = token): Promise<Data> {
  const document = `query($token: String!, $id: ID!) { messageChoices(token: $token, municipalityId: $id) { ${parts} } }`;
  const id = toGlobalId('Municipality', place.municipalityId);
  return (await ask(app.port, {}, document, { token: link, id })).data?.messageChoices ?? null;
}
const namesOf = async (link = token): Promise<string[]> => (await read(link)).contacts.map(({ name }: Data) => name);

async function confirm(confirmation: string): Promise<Data> {
  const document = `mutation($token: String!) { confirmFollowedGroups(input: { token: $token }) { token userErrors { code } } }`;
  return (await askData(app.port, {}, document, { token: confirmation })).confirmFollowedGroups;
}

/** Adds an address and confirms it with the link in the mail. */
async function givenAdded(address: string, link = token): Promise<Data> {
  expect(codesOf(await add(address, link))).toEqual([]);
  return confirm(tokenIn(await mail.next(address), 'notify/address'));
}

test('a second address gets nothing but a question before its owner confirms, and then all that the first gets', async () => {
  const second = nextEmail();
  expect(codesOf(await add(second))).toEqual([]);
  const question = await mail.next(second);
  expect(question.text).not.toContain('…@'); // no words that whoever asked has chosen
  await givenNews(app, place, [choir.groupId], 'Noch nicht');
  await mail.next(email);
  await settleMessages(app);
  expect(mail.mails.filter(({ to }) => to.includes(second) || to.includes(email))).toEqual([]);
  expect(await namesOf()).toHaveLength(1);

  expect(await confirm(tokenIn(question, 'notify/address'))).toEqual({ token, userErrors: [] });
  expect(await namesOf()).toEqual(['n…@example.org', 'n…@example.org']);
  await givenNews(app, place, [choir.groupId], 'An beide');
  for (const one of [email, second]) expect((await mail.next(one)).text).toContain('An beide');
});

test('an added address changes no choice, and a group that is left meanwhile stays left', async () => {
  const set = `mutation($input: SetPreferenceByLinkInput!) { setPreferenceByLink(input: $input) { userErrors { code } } }`;
  const choice = { token, groupId: choir.id, channel: 'EMAIL', mode: 'WEEKLY' };
  await askData(app.port, {}, set, { input: choice });
  const second = nextEmail();
  expect(codesOf(await add(second))).toEqual([]);
  await givenAdded(nextEmail());
  expect((await read()).preferences).toEqual([{ group: { name: 'Chor' }, channel: 'EMAIL', mode: 'WEEKLY' }]);
  const leave = `mutation($input: UnfollowGroupByLinkInput!) { unfollowGroupByLink(input: $input) { userErrors { code } } }`;
  await askData(app.port, {}, leave, { input: { token, groupId: choir.id } });
  await confirm(tokenIn(await mail.next(second), 'notify/address'));
  expect(await read()).toMatchObject({ contacts: [{}, {}, {}], preferences: [] });
  expect(codesOf(await add(nextEmail()))).toEqual(['NO_GROUP']);
});

test('an address that a stranger has entered belongs to nobody: its owner gets choices of its own', async () => {
  const victim = nextEmail();
  expect(codesOf(await add(victim))).toEqual([]);
  const question = await mail.next(victim);
  const own = await givenFollower(app, mail, place, [choir.groupId], victim);
  expect(own).not.toBe(token);
  expect(await namesOf(own)).toHaveLength(1);
  expect(await namesOf()).toHaveLength(1);
  await removeOnly();
  // The stranger's recipient has ended with its last verified contact, so the question leads nowhere.
  expect(codesOf(await confirm(tokenIn(question, 'notify/address')))).toEqual(['UNKNOWN_LINK']);
  expect(await namesOf(own)).toHaveLength(1);
});

async function removeOnly(): Promise<void> {
  const [contact] = (await read()).contacts;
  const remove = `mutation($input: RemoveContactByLinkInput!) { removeContactByLink(input: $input) { userErrors { code } } }`;
  await askData(app.port, {}, remove, { input: { token, contactId: contact.contactId } });
  expect(await read()).toBeNull();
}

test('addresses that cannot be are refused, more than five are not possible, and known ones get no second mail', async () => {
  for (const bad of ['anna', 'a@b', 'a@example.org\nBcc: b@example.org', '', `${'x'.repeat(400)}@example.org`])
    expect(codesOf(await add(bad))).toEqual(['BAD_EMAIL']);
  expect(codesOf(await add(email))).toEqual([]);
  for (let n = 0; n < 4; n++) expect(codesOf(await add(nextEmail()))).toEqual([]);
  expect(codesOf(await add(nextEmail()))).toEqual(['TOO_MANY_MAILBOXES']);
  await settleMessages(app);
  expect(mail.mails.filter(({ to }) => to.includes(email))).toEqual([]);
});

test('a number is added by a code, and removed; only where the town sends SMS', async () => {
  const number = nextNumber();
  await setSmsOf(app, place, 'OFF', 0);
  expect(codesOf(await act('requestNumberByLink', { token, number }))).toEqual(['SMS_NOT_OFFERED']);
  await setSmsOf(app, place, 'CHOSEN', 100_000);
  for (const [bad, code] of [
    ['02224 12345', 'NUMBER_NOT_MOBILE'],
    ['+1 201 555 0123', 'NUMBER_ABROAD'],
    ['anna', 'BAD_NUMBER'],
  ])
    expect(codesOf(await act('requestNumberByLink', { token, number: bad }))).toEqual([code]);
  const { contact } = await act('requestNumberByLink', { token, number });
  expect(contact.name).toBe(`+49 … ${number.slice(-2)}`);
  expect(await namesOf()).toHaveLength(1);
  const sent = () => sms.taken.find(({ to }) => to === number)?.text ?? '';
  await expect.poll(sent, { timeout: 20_000 }).toMatch(/\d{4} \d{4}/);
  const [code = ''] = /\d{4} \d{4}/.exec(sent()) ?? [];
  const wrong = code === '0000 0000' ? '1111 1111' : '0000 0000';
  const redeem = (digits: string): Promise<Data> =>
    act('confirmNumberByLink', { token, contactId: contact.contactId, code: digits });
  expect(codesOf(await redeem(wrong))).toEqual(['WRONG_CODE']);
  expect((await redeem(code)).choices).toMatchObject({
    contacts: [{ channel: 'EMAIL' }, { channel: 'SMS', name: contact.name }],
    preferences: [
      { channel: 'EMAIL', mode: 'NOW' },
      { channel: 'SMS', mode: 'OFF' },
    ],
  });
  expect(codesOf(await redeem(code))).toEqual(['NUMBER_CODE_EXPIRED']);
  const [consent] = await app.services.em
    .fork()
    .execute(`select choice, address_hash <> '' as "hasAddress" from consent where choice = 'SMS' order by id desc`);
  expect(consent).toEqual({ choice: 'SMS', hasAddress: true });
});

test('the number of another recipient cannot be confirmed, and a town that allows emergencies only offers no choice', async () => {
  await setSmsOf(app, place, 'EMERGENCY_ONLY', 100_000);
  const number = nextNumber();
  const { contact } = await act('requestNumberByLink', { token, number });
  const other = await givenFollower(app, mail, place, [choir.groupId], nextEmail());
  const document = `mutation($input: ConfirmNumberByLinkInput!) { confirmNumberByLink(input: $input) { userErrors { code } } }`;
  const input = { token: other, contactId: contact.contactId, code: '12345678' };
  const { errors } = await ask(app.port, {}, document, { input });
  expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  const set = `mutation($input: SetPreferenceByLinkInput!) { setPreferenceByLink(input: $input) { userErrors { code } } }`;
  const choice = { token, groupId: choir.id, channel: 'SMS', mode: 'NOW' };
  const refused = (await askData(app.port, {}, set, { input: choice })).setPreferenceByLink;
  expect(codesOf(refused)).toEqual(['CHANNEL_NOT_OFFERED']);
});

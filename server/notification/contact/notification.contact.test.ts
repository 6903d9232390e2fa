import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPerson, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, watch } from '../../testing/client.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('an account has an inbox and its address, which emergency messages reach until the person says otherwise', async ({
  app,
  town,
}) => {
  const anna = await givenPerson(app, town);
  const address = `${anna.personId}@example.org`;
  const fresh = { forEmergencies: true, testState: null, testFailure: null };
  const [first, second, ...others] = await contactsOf(app, anna);
  expect([first, second]).toMatchObject([
    { ...fresh, channel: 'INBOX', address: null },
    { ...fresh, channel: 'EMAIL', address },
  ]);
  expect(others).toEqual([]);
  const input = { contactId: second.id, isOn: false };
  expect((await askData(app.port, anna, tick, { input })).setEmergencyContact).toEqual({
    contact: { channel: 'EMAIL', forEmergencies: false },
    userErrors: [],
  });
  expect((await contactsOf(app, anna)).map(({ forEmergencies }) => forEmergencies)).toEqual([true, false]);
});

const substitute = `mutation($input: SetSubstituteContactInput!) { setSubstituteContact(input: $input) {
  contact { channel asSubstitute } userErrors { code path } } }`;

test('a contact is a substitute only if its owner says so; the inbox is none, and strangers tick nothing', async ({
  app,
  town,
}) => {
  const [anna, bert] = (await givenPeople(app, town, 2)) as [Somebody, Somebody];
  const ticksOf = async () =>
    (await askData(app.port, anna, '{ viewer { contacts { id channel asSubstitute } } }')).viewer.contacts as Data[];
  const [inboxContact, email] = (await ticksOf()) as [Data, Data];
  expect([inboxContact.asSubstitute, email.asSubstitute]).toEqual([false, false]);
  const tickIt = async (who: Somebody, contactId: string, isOn: boolean) =>
    (await ask(app.port, who, substitute, { input: { contactId, isOn } })) as Data;
  expect((await tickIt(anna, email.id, true)).data.setSubstituteContact).toEqual({
    contact: { channel: 'EMAIL', asSubstitute: true },
    userErrors: [],
  });
  expect((await tickIt(anna, inboxContact.id, true)).data.setSubstituteContact).toEqual({
    contact: null,
    userErrors: [{ code: 'MODE_NOT_POSSIBLE', path: ['contactId'] }],
  });
  expect((await tickIt(bert, email.id, false)).errors[0].extensions.code).toBe('NOT_FOUND');
  expect((await ticksOf()).map(({ asSubstitute }) => asSubstitute)).toEqual([false, true]);
  expect((await tickIt(anna, email.id, false)).data.setSubstituteContact.contact.asSubstitute).toBe(false);
});

test('a contact gets a name; line breaks and names that are too long are refused, and strangers name nothing', async ({
  app,
  town,
}) => {
  const anna = await givenPerson(app, town);
  const { id } = await contactOf(app, anna, 'EMAIL');
  const rename = `mutation($input: RenameContactInput!) { it: renameContact(input: $input) { contact { label } userErrors { code path } } }`;
  const nameIt = (who: Somebody, label: string) =>
    ask(app.port, who, rename, { input: { contactId: id, label } }) as Promise<Data>;
  expect((await nameIt(anna, ' Post von Oma ')).data.it).toEqual({
    contact: { label: 'Post von Oma' },
    userErrors: [],
  });
  for (const [label, code] of [
    ['Oma\nBcc: x', 'BAD_CHARACTERS'],
    ['x'.repeat(61), 'TOO_LONG'],
  ] as const) {
    expect((await nameIt(anna, label)).data.it).toEqual({ contact: null, userErrors: [{ code, path: ['label'] }] });
  }
  const [stranger] = (await givenPeople(app, town, 1)) as [Somebody];
  expect((await nameIt(stranger, 'Meins')).errors[0].extensions.code).toBe('NOT_FOUND');
  expect((await nameIt(anna, '')).data.it).toMatchObject({ contact: { label: '' } });
});

test('a test message arrives by mail and in the inbox, also for somebody who wants emergencies only, and says so', async ({
  app,
  town,
  mail,
}) => {
  const anna = await givenPerson(app, town);
  await app.services.em
    .fork()
    .execute('update recipient set only_emergencies = true, quiet_from = 0, quiet_to = 1439 where id = ?', [
      anna.personId,
    ]);
  expect((await sendTestTo(app, town, anna, 'EMAIL')).userErrors).toEqual([]);
  const { headers, text } = await mail.next(`${anna.personId}@example.org`);
  expect(headers.get('subject')).toBe('Testnachricht aus Musterstadt');
  expect(text).toContain('/me/notifications');
  await expect.poll(() => contactOf(app, anna, 'EMAIL')).toMatchObject({ testState: 'SENT', testFailure: null });

  for (let n = 0; n < 2; n++) expect((await sendTestTo(app, town, anna, 'INBOX')).contact.testState).toBe('SENT');
  expect((await askData(app.port, anna, inbox)).viewer).toEqual({
    unreadCount: 1, // the second test replaced the first
    inbox: { nodes: [{ kind: 'TEST_MESSAGE', subject: { __typename: 'Municipality', name: 'Musterstadt' } }] },
  });
});

test('contacts belong to their owner, and those that nobody verified are not listed', async ({ app, town }) => {
  const [anna, bert] = (await givenPeople(app, town, 2)) as [Somebody, Somebody];
  const { id } = await contactOf(app, anna, 'EMAIL');
  const codeOf = async (document: string, input: object) =>
    (await ask(app.port, bert, document, { input })).errors?.[0]?.extensions?.code;
  const municipalityId = toGlobalId('Municipality', town.municipalityId);
  expect(await codeOf(tick, { contactId: id, isOn: false })).toBe('NOT_FOUND');
  expect(await codeOf(sendTest, { contactId: id, municipalityId })).toBe('NOT_FOUND');
  expect((await contactOf(app, anna, 'EMAIL')).forEmergencies).toBe(true);
  await app.services.em
    .fork()
    .execute(`update contact set verified_at = null where recipient_id = ? and channel = 'EMAIL'`, [anna.personId]);
  expect(await contactOf(app, anna, 'EMAIL')).toBeUndefined();
});

test('a test message changes the live figure of the town', async ({ app, town }) => {
  const admin = await givenStaff(app, town);
  const client = connect(app.port, admin);
  const live = 'subscription($id: ID!) { sending(municipalityId: $id) { waiting today { deliveries } } }';
  const stream = watch(client, live, { id: toGlobalId('Municipality', town.municipalityId) });
  const first = (await stream.until(({ data }: Data) => data.sending !== null)) as Data;
  const before = first.data.sending.today?.deliveries ?? 0;
  await sendTestTo(app, town, admin, 'EMAIL');
  const isCounted = ({ data }: Data): boolean =>
    data.sending.today?.deliveries === before + 1 && data.sending.waiting === 0;
  await stream.until(isCounted, 10_000);
  await client.dispose();
});

const list = '{ viewer { contacts { id channel address forEmergencies testState testFailure } } }';
const tick = `mutation($input: SetEmergencyContactInput!) { setEmergencyContact(input: $input) {
  contact { channel forEmergencies } userErrors { code } } }`;
const sendTest = `mutation($input: SendTestMessageInput!) { sendTestMessage(input: $input) {
  contact { channel testState } userErrors { code } } }`;
const inbox = `{ viewer { unreadCount inbox { nodes { kind subject { __typename ... on Municipality { name } } } } } }`;

const contactsOf = async (app: TestServer, who: Somebody): Promise<Data[]> =>
  (await askData(app.port, who, list)).viewer.contacts;
async function contactOf(app: TestServer, who: Somebody, channel: string): Promise<Data> {
  return (await contactsOf(app, who)).find((contact) => contact.channel === channel);
}
async function sendTestTo(app: TestServer, town: Place, who: Somebody, channel: string): Promise<Data> {
  const { id } = await contactOf(app, who, channel);
  const municipalityId = toGlobalId('Municipality', town.municipalityId);
  return (await askData(app.port, who, sendTest, { input: { contactId: id, municipalityId } })).sendTestMessage;
}

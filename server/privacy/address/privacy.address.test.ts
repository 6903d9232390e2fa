import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { erasuresFile, readErasures } from '../../kernel/erasures.ts';
import { givenPerson, givenPlace, type Place } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { findTraces } from '../../testing/erasure.ts';
import { openLink, readExport } from '../../testing/exports.ts';
import { givenFollower, tokenIn, visitor } from '../../testing/followers.ts';
import { givenIssue } from '../../testing/issues.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let mail: MailServer;
let app: TestServer;
let place: Place;
const dataDir = mkdtempSync(join(tmpdir(), 'address-'));
beforeAll(async () => {
  mail = await startMailServer();
  // A server of its own: its data folder is searched.
  app = await startTestServer({ dataDir, smtpUrl: mail.url, trustProxy: 1 });
  place = await givenPlace(app);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
  rmSync(dataDir, { recursive: true });
});

const choicesQuery = `query($token: String!, $id: ID!) { messageChoices(token: $token, municipalityId: $id) {
  contacts { contactId channel name } } }`;
const askMutation = `mutation($input: AskAddressDataInput!) { askAddressData(input: $input) { userErrors { code } } }`;
const exportMutation = `mutation($token: String!) { exportAddress(input: { token: $token }) { path userErrors { code } } }`;
const eraseMutation = `mutation($input: EraseAddressInput!) { eraseAddress(input: $input) { userErrors { code } } }`;
const addressQuery = 'query($token: String!) { addressOfLink(token: $token) }';
const addMutation = `mutation($input: AddAddressByLinkInput!) { addAddressByLink(input: $input) { userErrors { code } } }`;
const confirmMutation = `mutation($token: String!) { confirmFollowedGroups(input: { token: $token }) { userErrors { code } } }`;

async function contactsOf(token: string): Promise<Data[]> {
  const id = toGlobalId('Municipality', place.municipalityId);
  return (await askData(app.port, {}, choicesQuery, { token, id })).messageChoices.contacts;
}

/** Asks for the mail about an address among the choices; returns the token of its link. */
async function mailedTo(email: string, choices: string): Promise<string> {
  const contact = (await contactsOf(choices)).find(({ name }) => name.endsWith(email.slice(email.lastIndexOf('@'))));
  const { askAddressData } = await askData(app.port, {}, askMutation, {
    input: { token: choices, contactId: contact?.contactId },
  });
  expect(askAddressData.userErrors).toEqual([]);
  const read = async (): Promise<string> => tokenIn(await mail.next(email), 'address-data') || read();
  return read();
}

async function pathOf(token: string): Promise<string> {
  const { exportAddress } = await askData(app.port, {}, exportMutation, { token });
  expect(exportAddress.userErrors).toEqual([]);
  return exportAddress.path;
}

test('by the link of a mail an address is exported once, and erased with its reports and a tombstone', async () => {
  const email = 'karla@karla.example.org';
  const choices = await givenFollower(app, mail, place, [place.groupId], email);
  await givenIssue(app, place, {}, { email, text: 'Laterne, gemeldet ohne Konto.' });
  await givenIssue(app, place, {}, { email: 'fremd@example.net', text: 'Von jemand anderem.' });
  const token = await mailedTo(email, choices);
  expect(await askData(app.port, {}, addressQuery, { token })).toEqual({ addressOfLink: 'k…@karla.example.org' });

  const path = await pathOf(token);
  const { data, all } = await readExport(app, {}, path);
  expect(data.Issue?.rows).toMatchObject([{ text: 'Laterne, gemeldet ohne Konto.', reporterEmail: email }]);
  expect(data.Consent?.rows).toHaveLength(1);
  expect(data.GroupFollow?.rows).toMatchObject([{ group: expect.any(String) }]);
  expect(all).not.toContain('fremd@example.net');
  expect((await openLink(app, {}, path)).status).toBe(410);

  const input = { token, withTexts: true };
  expect((await askData(app.port, {}, eraseMutation, { input })).eraseAddress.userErrors).toEqual([]);
  await expect.poll(() => findTraces(app, [email, 'Laterne, gemeldet']), { timeout: 10_000 }).toEqual([]);
  const line = (await readErasures(erasuresFile(app.config))).at(-1);
  expect(JSON.parse(line ?? '')).toMatchObject({ kind: 'ADDRESS', withTexts: true });
  expect(await findTraces(app, ['fremd@example.net'])).not.toEqual([]);
  expect((await askData(app.port, {}, eraseMutation, { input })).eraseAddress.userErrors).toEqual([
    { code: 'UNKNOWN_LINK' },
  ]);
  expect(await askData(app.port, {}, addressQuery, { token })).toEqual({ addressOfLink: null });
});

test('an address that was added with a forwarded link gets and erases nothing of the owner', async () => {
  const owner = 'otto@otto.example.org';
  const added = 'eva@eva.example.net';
  const choices = await givenFollower(app, mail, place, [place.groupId], owner);
  await givenIssue(app, place, {}, { email: owner, text: 'Ottos Meldung.' });
  const browser = visitor(app);
  const asked = await browser.askData(addMutation, { input: { token: choices, email: added } });
  expect(asked.addAddressByLink.userErrors).toEqual([]);
  const confirming = tokenIn(await mail.next(added), 'notify/address');
  await browser.askData(confirmMutation, { token: confirming });

  const token = await mailedTo(added, choices);
  const { all } = await readExport(app, {}, await pathOf(token));
  expect(all).toContain(added);
  expect(all).not.toContain(owner);
  expect(all).not.toContain('Ottos Meldung');
  const { eraseAddress } = await askData(app.port, {}, eraseMutation, { input: { token } });
  expect(eraseAddress.userErrors).toEqual([]);
  await expect.poll(() => findTraces(app, [added]), { timeout: 10_000 }).toEqual([]);
  expect(await contactsOf(choices)).toMatchObject([{ name: 'o…@otto.example.org' }]);
});

test('an account with the same address is neither exported nor erased by the link', async () => {
  const anna = await givenPerson(app, place);
  const email = `${anna.personId}@example.org`;
  const choices = await givenFollower(app, mail, place, [place.groupId], email);
  const token = await mailedTo(email, choices);
  const { data, all } = await readExport(app, {}, await pathOf(token));
  expect(data.Person).toBeUndefined();
  expect(data.Session).toBeUndefined();
  expect(data.Contact?.rows).toHaveLength(1);
  expect(all).not.toContain(anna.personId + '"');
  await askData(app.port, {}, eraseMutation, { input: { token } });
  const { viewer } = await askData(app.port, anna, '{ viewer { email } }');
  expect(viewer.email).toBe(email);
  const left: unknown[] = await app.services.em
    .fork()
    .execute(`select channel from contact where recipient_id = ? and channel = 'EMAIL'`, [anna.personId]);
  expect(left).toHaveLength(1);
});

test('forged and old links, contacts of others and too many mails are refused', async () => {
  const email = 'paul@paul.example.org';
  const choices = await givenFollower(app, mail, place, [place.groupId], email);
  const other = await givenFollower(app, mail, place, [place.groupId], 'rosa@rosa.example.org');
  const token = await mailedTo(email, choices);
  const [stranger] = await contactsOf(other);
  const wrong = await ask(app.port, {}, askMutation, { input: { token: choices, contactId: stranger.contactId } });
  expect(wrong.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  for (const one of [choices, token.replace(/.$/, '~')])
    expect((await askData(app.port, {}, exportMutation, { token: one })).exportAddress.userErrors).toEqual([
      { code: 'UNKNOWN_LINK' },
    ]);
  const [own] = await contactsOf(choices);
  const again = { input: { token: choices, contactId: own.contactId } };
  for (let i = 0; i < 4; i += 1) await askData(app.port, {}, askMutation, again);
  expect((await ask(app.port, {}, askMutation, again)).errors?.[0]?.extensions.code).toBe('RATE_LIMITED');
  await app.services.em.fork().execute(`update message set at = at - interval '25 hours' where kind = 'ADDRESS_DATA'`);
  expect(await askData(app.port, {}, addressQuery, { token })).toEqual({ addressOfLink: null });
});

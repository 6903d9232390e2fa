import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPlace, type Place } from '../../testing/builders.ts';
import { ask, type Data } from '../../testing/client.ts';
import { givenFollower, tokenIn } from '../../testing/followers.ts';
import { givenGroup, type GivenGroup } from '../../testing/groups.ts';
import { settleMessages } from '../../testing/inbox.ts';
import { type MailServer } from '../../testing/mail.ts';
import { givenNews } from '../../testing/news.ts';
import { type TestServer } from '../../testing/server.ts';
import { bundleDigests } from '../digest/notification.digest.service.ts';
import { test } from '../../testing/fixtures.ts';

let choir: GivenGroup;
let email: string;
let token: string;
test.beforeAll(async ({ app, town: place }) => {
  choir = await givenGroup(app, place, { name: 'Chor', joinPolicy: 'OPEN' });
});
test.beforeEach(async ({ app, town: place, mail }) => {
  email = `m${randomUUID()}@example.org`;
  token = await givenFollower(app, mail, place, [choir.groupId, place.groupId], email);
});

test('the link shows masked addresses and what comes', async ({ app, town: place }) => {
  const { choices } = await readAs(app, place, token);
  expect(choices).toEqual({
    municipality: { name: 'Musterstadt' },
    contacts: [{ contactId: expect.any(String), channel: 'EMAIL', name: 'm…@example.org' }],
    preferences: [
      { group: { name: 'Musterstadt' }, channel: 'EMAIL', mode: 'NOW' },
      { group: { name: 'Chor' }, channel: 'EMAIL', mode: 'NOW' },
    ],
  });
  expect(JSON.stringify(choices)).not.toContain(email);
});

test('choices by link take effect: weekly, off, and no longer following', async ({ app, town: place, mail }) => {
  const modeOf = ({ choices }: Data): string[] => choices.preferences.map(({ mode }: Data) => mode);
  expect(modeOf(await act(app, 'setPreferenceByLink', token))).toEqual(['NOW', 'WEEKLY']);
  expect(await isSilent(app, place, mail, 'Wartet bis Freitag')).toBe(true);
  const off = await act(app, 'setPreferenceByLink', token, { groupId: choir.id, channel: 'EMAIL', mode: 'OFF' });
  expect(modeOf(off)).toEqual(['NOW', 'OFF']);
  expect(modeOf(await act(app, 'unfollowGroupByLink', token))).toEqual(['NOW']);
  expect(modeOf(await act(app, 'unfollowGroupByLink', token))).toEqual(['NOW']);
  expect(await isSilent(app, place, mail, 'Chor ohne mich')).toBe(true);
  // Control: the other group is still followed.
  await givenNews(app, place, [place.groupId], 'Für alle');
  expect((await mail.next(email)).text).toContain('Für alle');
});

test('a digest holds the link to the choices, and leads to the town instead of an inbox', async ({
  app,
  town: place,
  mail,
}) => {
  await act(app, 'setPreferenceByLink', token, { groupId: choir.id, channel: 'EMAIL', mode: 'WEEKLY' });
  await givenNews(app, place, [choir.groupId], 'Gesammelt');
  await settleMessages(app);
  const [{ due }] = (await app.services.em
    .fork()
    .execute(`select max(due_at) as due from delivery where state = 'HELD' and group_id = ?`, [choir.groupId])) as [
    { due: Date | string },
  ];
  const dueAt = new Date(due).toISOString();
  await bundleDigests(forkContext(app.services, system), { municipalityId: place.municipalityId, dueAt });
  const digest = await mail.next(email);
  expect(digest.text).toContain('Gesammelt');
  expect(tokenIn(digest, 'notifications')).toBe(token);
  expect(digest.text).not.toContain('/inbox');
});

test('a group that is not followed, and a mode that the channel lacks, are refused', async ({ app, town: place }) => {
  const other = await givenGroup(app, place, { joinPolicy: 'OPEN' });
  const codes = async (more: object): Promise<unknown> =>
    (await act(app, 'setPreferenceByLink', token, more)).userErrors;
  expect(await codes({ groupId: other.id, channel: 'EMAIL', mode: 'NOW' })).toMatchObject([{ code: 'UNKNOWN_GROUP' }]);
  expect(await codes({ groupId: choir.id, channel: 'PUSH', mode: 'WEEKLY' })).toMatchObject([
    { code: 'MODE_NOT_POSSIBLE' },
  ]);
});

test('renewing the link ends all old ones, except that to unsubscribe', async ({ app, town: place, mail }) => {
  await givenNews(app, place, [choir.groupId], 'Davor');
  const before = await mail.next(email);
  expect(tokenIn(before, 'notifications')).toBe(token);
  // The page to unsubscribe gets the link to the choices, and the mail server with the header does not.
  expect(tokenIn(before, 'unsubscribe/[\\w-]+')).toBe(token);
  expect(before.headers.get('list-unsubscribe')).not.toContain('#');
  const renewed = await act(app, 'renewLink', token);
  expect(renewed).toMatchObject({ userErrors: [], token: expect.any(String) });
  expect((await readAs(app, place, token)).code).toBe('NOT_FOUND');
  for (const name of Object.keys(inputs))
    expect(await act(app, name, token)).toMatchObject({
      choices: null,
      userErrors: [{ code: 'UNKNOWN_LINK', path: ['token'] }],
    });
  expect((await readAs(app, place, renewed.token)).choices.preferences).toHaveLength(2);

  const oneClick = /<([^>]+)>/.exec(before.headers.get('list-unsubscribe') ?? '')?.[1] ?? '';
  expect(
    (await fetch(oneClick.replace(/^https?:\/\/[^/]+/, `http://127.0.0.1:${app.port}`), { method: 'POST' })).status,
  ).toBe(200);
  const modes = (await readAs(app, place, renewed.token)).choices.preferences.map(({ mode }: Data) => mode);
  expect(modes).toEqual(['NOW', 'OFF']);
});

test('links that are forged or of another recipient or town open nothing', async ({ app, town: place, mail }) => {
  const other = await givenFollower(app, mail, place, [place.groupId], `o${randomUUID()}@example.org`);
  const mixed = `${token.slice(0, 22)}${other.slice(22)}`;
  const elsewhere = await givenPlace(app, 'Nachbarstadt');
  expect((await readAs(app, place, token, elsewhere)).code).toBe('NOT_FOUND');
  for (const wrong of [mixed, token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), '', 'x'.repeat(3000)]) {
    expect((await readAs(app, place, wrong)).code).toBe('NOT_FOUND');
    for (const name of Object.keys(inputs))
      expect((await act(app, name, wrong)).userErrors).toEqual([{ code: 'UNKNOWN_LINK', path: ['token'] }]);
  }
  expect((await readAs(app, place, token)).choices.preferences).toHaveLength(2); // control
});

test('a contact of somebody else cannot be removed; with the last own one everything ends', async ({
  app,
  town: place,
  mail,
}) => {
  const other = await givenFollower(app, mail, place, [place.groupId], `o${randomUUID()}@example.org`);
  const foreign = (await readAs(app, place, other)).choices.contacts[0];
  await act(app, 'removeContactByLink', token, { contactId: foreign.contactId });
  expect((await readAs(app, place, other)).choices.contacts).toHaveLength(1);
  const [own] = (await readAs(app, place, token)).choices.contacts;
  expect(await act(app, 'removeContactByLink', token, { contactId: own.contactId })).toMatchObject({
    choices: { contacts: [], preferences: [] },
  });
  expect((await readAs(app, place, token)).code).toBe('NOT_FOUND');
  expect(await isSilent(app, place, mail, 'Ohne Adresse', place.groupId)).toBe(true);
});

test('ending everything deletes the address and keeps the proof of the consent', async ({ app, town: place, mail }) => {
  const count = async (table: string): Promise<number> =>
    ((await app.services.em.fork().execute(`select count(*)::int as n from ${table}`)) as [{ n: number }])[0].n;
  const before = [await count('contact'), await count('consent'), await count('group_follow')];
  expect(await act(app, 'endMessagesByLink', token)).toMatchObject({ choices: { contacts: [], preferences: [] } });
  const after = [await count('contact'), await count('consent'), await count('group_follow')];
  expect(after.map((n, i) => n - (before[i] ?? 0))).toEqual([-1, 0, -2]);
  expect((await readAs(app, place, token)).code).toBe('NOT_FOUND');
  expect(await isSilent(app, place, mail, 'Zu Ende', place.groupId)).toBe(true);
  // The same address may begin anew.
  const again = await givenFollower(app, mail, place, [place.groupId], email);
  expect((await readAs(app, place, again)).choices.preferences).toHaveLength(1);
});

const parts = 'municipality { name } contacts { contactId channel name } preferences { group { name } channel mode }';
const read = `query($token: String!, $id: ID!) { messageChoices(token: $token, municipalityId: $id) { ${parts} } }`;
/** Mutations by link with the input that they need besides the token. */
const inputs: Readonly<Record<string, () => object>> = {
  setPreferenceByLink: () => ({ groupId: choir.id, channel: 'EMAIL', mode: 'WEEKLY' }),
  unfollowGroupByLink: () => ({ groupId: choir.id }),
  addAddressByLink: () => ({ email: `n${randomUUID()}@example.org` }),
  requestNumberByLink: () => ({ number: '0151 12345678' }),
  confirmNumberByLink: () => ({ contactId: toGlobalId('Contact', randomUUID()), code: '12345678' }),
  removeContactByLink: () => ({ contactId: toGlobalId('Contact', randomUUID()) }),
  renewLink: () => ({}),
  endMessagesByLink: () => ({}),
};

async function readAs(
  app: TestServer,
  place: Place,
  link: string,
  town = place,
): Promise<{ choices: Data; code: unknown }> {
  const id = toGlobalId('Municipality', town.municipalityId);
  const { data, errors } = await ask(app.port, {}, read, { token: link, id });
  return { choices: data?.messageChoices ?? null, code: errors?.[0]?.extensions?.code };
}

async function act(app: TestServer, name: string, link: string, more: object = inputs[name]?.() ?? {}): Promise<Data> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const also = name === 'renewLink' ? 'token' : '';
  const query = `mutation($input: ${type}) { ${name}(input: $input) { choices { ${parts} } ${also} userErrors { code path } } }`;
  const { data, errors } = await ask(app.port, {}, query, { input: { token: link, ...more } });
  expect(errors).toBeUndefined();
  return data[name];
}

async function isSilent(
  app: TestServer,
  place: Place,
  mail: MailServer,
  title: string,
  groupId = choir.groupId,
): Promise<boolean> {
  await givenNews(app, place, [groupId], title);
  await settleMessages(app);
  return !mail.mails.some(({ to }) => to.includes(email));
}

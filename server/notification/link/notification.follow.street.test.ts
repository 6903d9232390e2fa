import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPlace, type Place } from '../../testing/builders.ts';
import type { Data } from '../../testing/client.ts';
import { confirmGroups, followGroups, followInput, tokenIn, visitor } from '../../testing/followers.ts';
import { type MailServer } from '../../testing/mail.ts';
import { type TestServer } from '../../testing/server.ts';
import { type GivenStreet, givenStreet } from '../../testing/streets.ts';
import { test } from '../../testing/fixtures.ts';

let street: GivenStreet;
test.beforeAll(async ({ app, town }) => {
  street = await givenStreet(app, town, { name: 'Rheinweg', district: 'Scheuren' });
});

test('the owner of an address confirms the streets by mail, and disruptions then come by e-mail', async ({
  app,
  town,
  mail,
}) => {
  const email = newEmail();
  const asked = await follow(app, town, email, [{ streetId: street.id, houseNumber: '12 A' }]);
  expect(asked).toMatchObject({ groups: [], token: null, userErrors: [] });
  const question = await mail.next(email);
  expect(question.text).toContain('Rheinweg 12a (Scheuren)');
  expect(await sql(app, 'select 1 from street_follow where street_id = ?', [street.streetId])).toEqual([]);
  const token = tokenIn(question, 'notify/confirm');
  const { confirmFollowedGroups: confirmed } = await visitor(app).askData(confirmGroups, { token });
  expect(confirmed.userErrors).toEqual([]);
  const rows = await sql(app, 'select * from street_follow where street_id = ?', [street.streetId]);
  expect(rows).toMatchObject([{ house_number: 12, house_suffix: 'a' }]);
  const [preference] = await sql(app, `select * from preference where recipient_id = ?`, [rows[0].recipient_id]);
  expect(preference).toMatchObject({ interest: 'DISRUPTIONS', channel: 'EMAIL', mode: 'NOW' });
  const [consent] = await sql(app, 'select * from consent where recipient_id = ?', [rows[0].recipient_id]);
  expect(consent).toMatchObject({ group_ids: [], streets: [{ house: '12a', name: 'Rheinweg 12a (Scheuren)' }] });
  expect(consent.confirmed_at).not.toBeNull();
});

test('by the link of the mails streets are added, changed and ended, and what ends all ends them', async ({
  app,
  town,
  mail,
}) => {
  const other = await givenStreet(app, town, { name: 'Talweg' });
  const token = await givenStreetFollower(app, town, mail, newEmail(), [{ streetId: street.id }]);
  const added = await byLink(app, 'followStreetByLink', { token, streetId: other.id, houseNumber: '17b' });
  expect(added).toMatchObject({
    choices: {
      streets: [
        { houseNumber: null, street: { name: 'Rheinweg' } },
        { houseNumber: '1…', street: { name: 'Talweg' } }, // whoever holds a forwarded mail sees no more
      ],
      preferences: [{ interest: 'DISRUPTIONS', channel: 'EMAIL', mode: 'NOW' }],
    },
    userErrors: [],
  });
  const off = await byLink(app, 'setPreferenceByLink', { token, channel: 'EMAIL', mode: 'OFF' });
  expect(off.choices.preferences).toEqual([{ interest: 'DISRUPTIONS', channel: 'EMAIL', mode: 'OFF' }]);
  for (let i = 0; i < 2; i++)
    expect((await byLink(app, 'unfollowStreetByLink', { token, streetId: other.id })).choices.streets).toHaveLength(1);
  for (const [more, code] of [
    [{ streetId: street.id, houseNumber: '0' }, 'BAD_HOUSE_NUMBER'],
    [{ streetId: toGlobalId('Street', randomUUID()) }, 'UNKNOWN_STREET'],
  ] as const)
    expect((await byLink(app, 'followStreetByLink', { token, ...more })).userErrors).toEqual([{ code }]);
  expect((await byLink(app, 'endMessagesByLink', { token })).choices.streets).toEqual([]);
  expect((await byLink(app, 'followStreetByLink', { token, streetId: street.id })).userErrors).toEqual([
    { code: 'UNKNOWN_LINK' },
  ]);
});

test('unknown streets, streets of another town and wrong numbers are refused, and nothing is stored', async ({
  app,
  town,
}) => {
  const elsewhere = await givenStreet(app, await givenPlace(app, 'Nachbarstadt'));
  const before = await sql(app, 'select count(*)::int as n from consent');
  const cases: readonly (readonly [Wish[], string, string[]])[] = [
    [[], 'NO_GROUP', ['groupIds']],
    [[{ streetId: elsewhere.id }], 'UNKNOWN_STREET', ['streets', '0', 'streetId']],
    [[{ streetId: street.id }, { streetId: 'x' }], 'UNKNOWN_STREET', ['streets', '1', 'streetId']],
    [[{ streetId: street.id, houseNumber: '12-14' }], 'BAD_HOUSE_NUMBER', ['streets', '0', 'houseNumber']],
    [Array.from({ length: 51 }, () => ({ streetId: street.id })), 'TOO_MANY_STREETS', ['streets']],
  ];
  for (const [wishes, code, path] of cases)
    expect((await follow(app, town, newEmail(), wishes)).userErrors).toMatchObject([{ code, path }]);
  expect(await sql(app, 'select count(*)::int as n from consent')).toEqual(before);
});

/** Rows of recipients that follow all streets of the town. */
const followersOfAll = (app: TestServer, town: Place): Promise<Data[]> =>
  sql(app, 'select recipient_id as id from all_streets_follow where municipality_id = ?', [town.municipalityId]);

test('all streets are followed by e-mail without naming one, after the owner of the address confirmed', async ({
  app,
  town,
  mail,
}) => {
  const email = newEmail();
  const input = followInput(town, [], email, { allStreets: true });
  expect((await visitor(app).askData(followGroups, { input })).followGroups.userErrors).toEqual([]);
  const question = await mail.next(email);
  expect(question.text).toContain('Es geht um: Alle Störungen im Ort');
  expect(await followersOfAll(app, town)).toEqual([]);
  const confirm = confirmGroups.replace('groups {', 'allStreets groups {');
  const { confirmFollowedGroups: confirmed } = await visitor(app).askData(confirm, {
    token: tokenIn(question, 'notify/confirm'),
  });
  expect(confirmed).toMatchObject({ allStreets: true, userErrors: [] });
  const [follower] = await followersOfAll(app, town);
  expect(await sql(app, 'select * from preference where recipient_id = ?', [follower?.id])).toMatchObject([
    { interest: 'DISRUPTIONS', channel: 'EMAIL', mode: 'NOW' },
  ]);
  const [consent] = await sql(app, 'select * from consent where recipient_id = ?', [follower?.id]);
  expect(consent).toMatchObject({ all_streets: true, streets: [] });

  // Another address may join, because something is followed, and its mail names it.
  const other = newEmail();
  const adding = `mutation($input: AddAddressByLinkInput!) { it: addAddressByLink(input: $input) { userErrors { code } } }`;
  const { it } = await visitor(app).askData(adding, { input: { token: confirmed.token, email: other } });
  expect(it.userErrors).toEqual([]);
  expect((await mail.next(other)).text).toContain('Es geht um: Alle Störungen im Ort');

  const ended = await byLink(app, 'setAllStreetsFollowByLink', { token: confirmed.token, isFollowing: false });
  expect(ended).toMatchObject({ choices: { followsAllStreets: false, preferences: [] }, userErrors: [] });
  expect(await followersOfAll(app, town)).toEqual([]);
});

test('by the link of the mails all streets are followed and ended, and what ends all ends them', async ({
  app,
  town,
  mail,
}) => {
  const token = await givenStreetFollower(app, town, mail, newEmail(), [{ streetId: street.id }]);
  const set = (isFollowing: boolean): Promise<Data> => byLink(app, 'setAllStreetsFollowByLink', { token, isFollowing });
  for (let i = 0; i < 2; i++) expect((await set(true)).choices).toMatchObject({ followsAllStreets: true });
  const [follower] = await followersOfAll(app, town);
  const consents = await sql(app, 'select choice, all_streets from consent where recipient_id = ? order by id', [
    follower?.id,
  ]);
  expect(consents.at(-1)).toEqual({ choice: 'EMAIL', all_streets: true });
  const { choices } = await set(false);
  expect(choices).toMatchObject({ followsAllStreets: false, streets: [{ street: { name: 'Rheinweg' } }] });
  await set(true);
  expect((await byLink(app, 'endMessagesByLink', { token })).choices.followsAllStreets).toBe(false);
  expect(await followersOfAll(app, town)).toEqual([]);
  expect((await set(true)).userErrors).toEqual([{ code: 'UNKNOWN_LINK' }]);
});

const newEmail = (): string => `${randomUUID()}@example.org`;
const sql = (app: TestServer, query: string, values: unknown[] = []): Promise<Data[]> =>
  app.services.em.fork().execute(query, values);

interface Wish {
  readonly streetId: string;
  readonly houseNumber?: string | null;
}

async function follow(
  app: TestServer,
  town: Place,
  email: string,
  streets: readonly Wish[],
  groupIds: readonly string[] = [],
): Promise<Data> {
  const input = followInput(town, groupIds, email, { streets });
  return (await visitor(app).askData(followGroups, { input })).followGroups;
}

/** Follows a street by e-mail, and confirms it; returns the token of the link to the choices. */
async function givenStreetFollower(
  app: TestServer,
  town: Place,
  mail: MailServer,
  email: string,
  wishes: readonly Wish[],
): Promise<string> {
  expect((await follow(app, town, email, wishes)).userErrors).toEqual([]);
  const token = tokenIn(await mail.next(email), 'notify/confirm');
  const { confirmFollowedGroups: confirmed } = await visitor(app).askData(confirmGroups, { token });
  expect(confirmed.userErrors).toEqual([]);
  return confirmed.token;
}

const choosing = `choices { followsAllStreets streets { houseNumber street { name } } preferences { interest channel mode } } userErrors { code }`;
async function byLink(app: TestServer, name: string, input: object): Promise<Data> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  return (
    await visitor(app).askData(`mutation($input: ${type}) { it: ${name}(input: $input) { ${choosing} } }`, { input })
  ).it;
}

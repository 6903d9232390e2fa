import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPerson, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data } from '../../testing/client.ts';
import { confirmGroups, followGroups, followInput, givenFollower, tokenIn, visitor } from '../../testing/followers.ts';
import { type TestServer } from '../../testing/server.ts';
import { givenStreet } from '../../testing/streets.ts';
import { test } from '../../testing/fixtures.ts';

test('a person sees each own consent, whether it was replaced or withdrawn, and none of others', async ({
  app,
  town,
}) => {
  const anna = await givenPerson(app, town);
  const ben = await givenPerson(app, town);
  await choose(app, town, anna, 'WEEKLY');
  await choose(app, town, anna, 'AT_ONCE');
  expect(await consentsOf(app, anna)).toMatchObject([
    { choice: 'AT_ONCE', wording: 1, municipality: { name: 'Musterstadt' }, groups: [], state: 'VALID' },
    { choice: 'WEEKLY', state: 'REPLACED' },
  ]);
  for (const [interest, groupId] of [
    ['GROUP', toGlobalId('Group', town.groupId)],
    ['TAKING_PART', null],
  ]) {
    const input = { interest, groupId, channel: 'EMAIL', mode: 'OFF' };
    expect((await askData(app.port, anna, setMutation, { input })).setPreference.userErrors).toEqual([]);
  }
  expect((await consentsOf(app, anna)).map(({ state }) => state)).toEqual(['WITHDRAWN', 'REPLACED']);
  expect(await consentsOf(app, ben)).toEqual([]);
});

test('consents of the address before it had an account are listed with their confirmation', async ({
  app,
  town,
  mail,
}) => {
  const anna = await givenPerson(app, town);
  const token = await givenFollower(app, mail, town, [town.groupId], `${anna.personId}@example.org`);
  const [consent] = await consentsOf(app, anna);
  expect(consent).toMatchObject({ choice: 'EMAIL', confirmedAt: expect.any(String), state: 'VALID' });
  expect(consent.groups).toHaveLength(1);
  await askData(app.port, {}, endMutation, { token });
  expect(await consentsOf(app, anna)).toMatchObject([{ choice: 'EMAIL', state: 'WITHDRAWN' }]);
});

test('a consent that names streets alone is valid while one of them is followed', async ({ app, town, mail }) => {
  const anna = await givenPerson(app, town);
  const street = await givenStreet(app, town, { name: 'Rheinweg' });
  const email = `${anna.personId}@example.org`;
  const input = followInput(town, [], email, { streets: [{ streetId: street.id, houseNumber: '3' }] });
  const browser = visitor(app);
  await browser.askData(followGroups, { input });
  const token = tokenIn(await mail.next(email), 'notify/confirm');
  await browser.askData(confirmGroups, { token });
  expect(await consentsOf(app, anna)).toMatchObject([{ groups: [], streets: ['Rheinweg 3'], state: 'VALID' }]);
  await app.services.em.fork().execute('delete from street_follow where street_id = ?', [street.streetId]);
  expect(await consentsOf(app, anna)).toMatchObject([{ streets: ['Rheinweg 3'], state: 'WITHDRAWN' }]);
});

test('a consent that names all streets of a town is valid while they are followed', async ({ app, town, mail }) => {
  const anna = await givenPerson(app, town);
  const email = `${anna.personId}@example.org`;
  const browser = visitor(app);
  await browser.askData(followGroups, { input: followInput(town, [], email, { allStreets: true }) });
  await browser.askData(confirmGroups, { token: tokenIn(await mail.next(email), 'notify/confirm') });
  expect(await consentsOf(app, anna)).toMatchObject([{ streets: [], allStreets: true, state: 'VALID' }]);
  await app.services.em
    .fork()
    .execute('delete from all_streets_follow where municipality_id = ?', [town.municipalityId]);
  expect(await consentsOf(app, anna)).toMatchObject([{ allStreets: true, state: 'WITHDRAWN' }]);
});

const consentsQuery = `{ viewer { consents { municipality { name } choice wording groups streets allStreets givenAt confirmedAt state } } }`;
const chooseMutation = `mutation($input: ChooseStartInput!) { chooseStart(input: $input) { choice } }`;
const setMutation = `mutation($input: SetPreferenceInput!) { setPreference(input: $input) { userErrors { code } } }`;
const endMutation = `mutation($token: String!) { endMessagesByLink(input: { token: $token }) { userErrors { code } } }`;

const townId = (town: Place): string => toGlobalId('Municipality', town.municipalityId);
const choose = (app: TestServer, town: Place, who: Somebody, choice: string): Promise<Data> =>
  askData(app.port, who, chooseMutation, { input: { municipalityId: townId(town), choice, locale: 'de' } });
const consentsOf = async (app: TestServer, who: Somebody): Promise<Data[]> =>
  (await askData(app.port, who, consentsQuery)).viewer.consents;

import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPerson, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data } from '../../testing/client.ts';
import { confirmGroups, followGroups, followInput, givenFollower, tokenIn, visitor } from '../../testing/followers.ts';
import { type MailServer, startMailServer } from '../../testing/mail.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { givenStreet } from '../../testing/streets.ts';

let mail: MailServer;
let app: TestServer;
let place: Place;
beforeAll(async () => {
  mail = await startMailServer();
  app = await startTestServer({ smtpUrl: mail.url, trustProxy: 1 });
  place = await givenPlace(app);
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

const consentsQuery = `{ viewer { consents { municipality { name } choice wording groups streets allStreets givenAt confirmedAt state } } }`;
const chooseMutation = `mutation($input: ChooseStartInput!) { chooseStart(input: $input) { choice } }`;
const setMutation = `mutation($input: SetPreferenceInput!) { setPreference(input: $input) { userErrors { code } } }`;
const endMutation = `mutation($token: String!) { endMessagesByLink(input: { token: $token }) { userErrors { code } } }`;

const townId = (): string => toGlobalId('Municipality', place.municipalityId);
const choose = (who: Somebody, choice: string): Promise<Data> =>
  askData(app.port, who, chooseMutation, { input: { municipalityId: townId(), choice, locale: 'de' } });
const consentsOf = async (who: Somebody): Promise<Data[]> =>
  (await askData(app.port, who, consentsQuery)).viewer.consents;

test('a person sees each own consent, whether it was replaced or withdrawn, and none of others', async () => {
  const anna = await givenPerson(app, place);
  const ben = await givenPerson(app, place);
  await choose(anna, 'WEEKLY');
  await choose(anna, 'AT_ONCE');
  expect(await consentsOf(anna)).toMatchObject([
    { choice: 'AT_ONCE', wording: 1, municipality: { name: 'Musterstadt' }, groups: [], state: 'VALID' },
    { choice: 'WEEKLY', state: 'REPLACED' },
  ]);
  for (const [interest, groupId] of [
    ['GROUP', toGlobalId('Group', place.groupId)],
    ['TAKING_PART', null],
  ]) {
    const input = { interest, groupId, channel: 'EMAIL', mode: 'OFF' };
    expect((await askData(app.port, anna, setMutation, { input })).setPreference.userErrors).toEqual([]);
  }
  expect((await consentsOf(anna)).map(({ state }) => state)).toEqual(['WITHDRAWN', 'REPLACED']);
  expect(await consentsOf(ben)).toEqual([]);
});

test('consents of the address before it had an account are listed with their confirmation', async () => {
  const anna = await givenPerson(app, place);
  const token = await givenFollower(app, mail, place, [place.groupId], `${anna.personId}@example.org`);
  const [consent] = await consentsOf(anna);
  expect(consent).toMatchObject({ choice: 'EMAIL', confirmedAt: expect.any(String), state: 'VALID' });
  expect(consent.groups).toHaveLength(1);
  await askData(app.port, {}, endMutation, { token });
  expect(await consentsOf(anna)).toMatchObject([{ choice: 'EMAIL', state: 'WITHDRAWN' }]);
});

test('a consent that names streets alone is valid while one of them is followed', async () => {
  const anna = await givenPerson(app, place);
  const street = await givenStreet(app, place, { name: 'Rheinweg' });
  const email = `${anna.personId}@example.org`;
  const input = followInput(place, [], email, { streets: [{ streetId: street.id, houseNumber: '3' }] });
  const browser = visitor(app);
  await browser.askData(followGroups, { input });
  const token = tokenIn(await mail.next(email), 'notify/confirm');
  await browser.askData(confirmGroups, { token });
  expect(await consentsOf(anna)).toMatchObject([{ groups: [], streets: ['Rheinweg 3'], state: 'VALID' }]);
  await app.services.em.fork().execute('delete from street_follow where street_id = ?', [street.streetId]);
  expect(await consentsOf(anna)).toMatchObject([{ streets: ['Rheinweg 3'], state: 'WITHDRAWN' }]);
});

test('a consent that names all streets of a town is valid while they are followed', async () => {
  const anna = await givenPerson(app, place);
  const email = `${anna.personId}@example.org`;
  const browser = visitor(app);
  await browser.askData(followGroups, { input: followInput(place, [], email, { allStreets: true }) });
  await browser.askData(confirmGroups, { token: tokenIn(await mail.next(email), 'notify/confirm') });
  expect(await consentsOf(anna)).toMatchObject([{ streets: [], allStreets: true, state: 'VALID' }]);
  await app.services.em
    .fork()
    .execute('delete from all_streets_follow where municipality_id = ?', [place.municipalityId]);
  expect(await consentsOf(anna)).toMatchObject([{ allStreets: true, state: 'WITHDRAWN' }]);
});

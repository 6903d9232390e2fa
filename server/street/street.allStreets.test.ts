import { expect } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { eraseAccount } from '../privacy/erasure/privacy.erasure.service.ts';
import { givenPeople, givenPerson, givenPlace, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

test('a person follows all streets and ends it; mails come only if chosen with them', async ({ app, town: place }) => {
  const who = await givenPerson(app, place);
  expect(await seenBy(app, place, who)).toEqual([false, 'OFF']);
  for (let i = 0; i < 2; i++) expect(await set(app, place, who, true)).toEqual({ isFollowing: true, userErrors: [] });
  expect(await seenBy(app, place, who)).toEqual([true, 'OFF']);
  await set(app, place, who, true, { byEmail: true });
  expect(await seenBy(app, place, who)).toEqual([true, 'NOW']);
  expect(await run(app, 'select since from all_streets_follow where recipient_id = ?', [who.personId])).toHaveLength(1);
  for (let i = 0; i < 2; i++) expect(await set(app, place, who, false)).toEqual({ isFollowing: false, userErrors: [] });
  expect(await seenBy(app, place, who)).toEqual([false, 'NOW']);
});

test('visitors cannot follow like this, an unknown town is not found, and fifty towns are the limit', async ({
  app,
  town: place,
}) => {
  expect((await ask(app.port, {}, setting, inputOf(place, true))).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  const who = await givenPerson(app, place);
  const unknown = { municipalityId: toGlobalId('Municipality', '018f0000-0000-7000-8000-000000000001') };
  expect((await ask(app.port, who, setting, inputOf(place, true, unknown))).errors?.[0]?.extensions.code).toBe(
    'NOT_FOUND',
  );
  for (let i = 0; i < 50; i++) {
    const municipalityId = townId(place, await givenPlace(app));
    expect((await set(app, place, who, true, { municipalityId })).userErrors).toEqual([]);
  }
  expect(await set(app, place, who, true)).toMatchObject({
    isFollowing: null,
    userErrors: [{ code: 'TOO_MANY_STREETS' }],
  });
  expect(await seenBy(app, place, who)).toEqual([false, 'OFF']);
});

test('an erasure ends the choice and leaves those of others', async ({ app, town: place }) => {
  const town = await givenPlace(app);
  const [anna, ben] = await givenPeople(app, town, 2);
  for (const who of [anna, ben]) await set(app, place, who as Somebody, true, { municipalityId: townId(place, town) });
  await write(forkContext(app.services, system), (tx) => eraseAccount(tx, anna?.personId ?? '', false));
  const left = await run(app, 'select recipient_id from all_streets_follow where municipality_id = ?', [
    town.municipalityId,
  ]);
  expect(left).toEqual([{ recipient_id: ben?.personId }]);
});

const setting = `mutation($input: SetAllStreetsFollowInput!) { it: setAllStreetsFollow(input: $input) {
  isFollowing userErrors { code path } } }`;
const townId = (place: Place, town: Place = place): string => toGlobalId('Municipality', town.municipalityId);
const inputOf = (place: Place, isFollowing: boolean, more: object = {}) => ({
  input: { municipalityId: townId(place), isFollowing, ...more },
});
const set = async (
  app: TestServer,
  place: Place,
  who: Somebody,
  isFollowing: boolean,
  more: object = {},
): Promise<Data> => (await askData(app.port, who, setting, inputOf(place, isFollowing, more))).it;
const run = (app: TestServer, sql: string, values: readonly unknown[] = []): Promise<Data[]> =>
  app.services.em.fork().execute(sql, [...values]);

/** View of the person: the choice in the town, and the mode of mails of disruptions. */
async function seenBy(
  app: TestServer,
  place: Place,
  who: Somebody,
): Promise<readonly [follows: boolean | null, mails: string]> {
  const query = `query($id: ID!, $ags: String!) { municipality(ags: $ags) { viewerFollowsAllStreets }
    viewer { preferences(municipalityId: $id) { interest channel mode } } }`;
  const { municipality, viewer }: Data = await askData(app.port, who, query, { id: townId(place), ags: place.ags });
  const mails = viewer.preferences.find((one: Data) => one.interest === 'DISRUPTIONS' && one.channel === 'EMAIL');
  return [municipality.viewerFollowsAllStreets, mails.mode];
}

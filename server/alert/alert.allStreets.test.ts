import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { readGlobalId, toGlobalId } from '../kernel/ids.ts';
import { decide, sendDisruption } from '../testing/alerts.ts';
import { givenPeople, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { deliveriesOf } from '../testing/news.ts';
import { type TestServer } from '../testing/server.ts';
import { type GivenStreet, givenStreet } from '../testing/streets.ts';
import { disruptionSql } from './alert.audience.service.ts';
import { test } from '../testing/fixtures.ts';

let warner: Somebody;
let street: GivenStreet;
test.beforeAll(async ({ app, town: place }) => {
  warner = await givenStaff(app, place, 'WARNER');
  street = await givenStreet(app, place);
});

test('a disruption reaches those who follow all streets of its town, once, and so does its end after they left', async ({
  app,
  town: place,
  abroad,
}) => {
  const [whole, both, single, foreign, ended] = await givenPeople(app, place, 5);
  if (!whole || !both || !single || !foreign || !ended) throw new Error('too few people');
  const streets = [{ streetId: street.id, side: 'ALL' }];
  const strict = { acceptsNobody: false };
  await setAll(app, place, foreign, true, abroad);
  const refused = await sendDisruption(app, place, warner, { streets }, strict);
  expect(refused.userErrors).toMatchObject([{ code: 'ALERT_REACHES_NOBODY' }]);
  for (const who of [whole, both, ended]) await setAll(app, place, who, true);
  await setAll(app, place, ended, false);
  const planned = `query($id: ID!, $streets: [AlertStreetInput!]) {
    alertReach(municipalityId: $id, kind: DISRUPTION, level: 1, isDrill: false, streets: $streets) { people } }`;
  const id = toGlobalId('Municipality', place.municipalityId);
  const reach = async () => (await askData(app.port, warner, planned, { id, streets })).alertReach.people;
  expect(await reach()).toBe(2);
  for (const who of [both, single]) await follow(app, who);
  expect(await reach()).toBe(3);

  const { incident, userErrors } = await sendDisruption(app, place, warner, { streets }, strict);
  expect(userErrors).toEqual([]);
  expect(await reachedBy(app, incident.id, 'DISRUPTION_STARTED')).toEqual(idsOf(whole, both, single));
  const rows = `with m as (select ?::uuid as subject_id, ?::uuid as municipality_id)
    select a.recipient_id as id from m cross join lateral (${disruptionSql}) a order by 1`;
  const subject = [readGlobalId(incident.id)?.id, place.municipalityId];
  const audience: { id: string }[] = await app.services.em.fork().execute(rows, subject);
  expect(audience.map((row) => row.id)).toEqual(idsOf(whole, both, single));
  await setAll(app, place, whole, false);
  const end = { incidentId: incident.id, isFalseAlarm: false, idempotencyKey: randomUUID() };
  expect((await decide(app, warner, 'endIncident', 'EndIncidentInput', end)).userErrors).toEqual([]);
  expect(await reachedBy(app, incident.id, 'DISRUPTION_ENDED')).toEqual(idsOf(whole, both, single));
});

const setAll = (app: TestServer, place: Place, who: Somebody, isFollowing: boolean, town: Place = place) =>
  askData(
    app.port,
    who,
    'mutation($input: SetAllStreetsFollowInput!) { setAllStreetsFollow(input: $input) { userErrors { code } } }',
    { input: { municipalityId: toGlobalId('Municipality', town.municipalityId), isFollowing } },
  );

const follow = (app: TestServer, who: Somebody) =>
  askData(
    app.port,
    who,
    'mutation($input: FollowStreetInput!) { followStreet(input: $input) { userErrors { code } } }',
    { input: { streetId: street.id } },
  );

const idsOf = (...people: readonly Somebody[]): string[] => people.map(({ personId }) => personId).toSorted();

/** Recipients of a message about the incident, one for each delivery, as soon as none of them waits. */
async function reachedBy(app: TestServer, incidentId: string, kind: string): Promise<string[]> {
  const read = () => deliveriesOf(app, readGlobalId(incidentId)?.id ?? '', kind);
  await expect.poll(async () => (await read()).length, { timeout: 20_000 }).toBeGreaterThan(0);
  return (await read()).map(({ recipientId }) => recipientId).toSorted();
}

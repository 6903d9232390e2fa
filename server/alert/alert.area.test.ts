import { expect } from 'vitest';
import { alertInput, decide, sendDisruption, sendDrill, sendWarning } from '../testing/alerts.ts';
import { givenPeople, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { type TestServer } from '../testing/server.ts';
import { givenStreet } from '../testing/streets.ts';
import { test } from '../testing/fixtures.ts';

let warner: Somebody;
test.beforeAll(async ({ app, town }) => {
  await givenPeople(app, town, 1);
  warner = await givenStaff(app, town, 'WARNER');
});

test('a border that crosses itself is refused at the field of the map, and nothing is sent', async ({ app, town }) => {
  const [a, b, c, d] = await squareOf(app, town);
  const { incident, userErrors } = await sendWarning(app, town, warner, { polygons: polygon([a, c, b, d, a]) });
  expect(incident).toBeNull();
  expect(userErrors).toEqual([{ code: 'SELF_CROSSING', path: ['alert', 'polygons'] }]);
  const line = await sendWarning(app, town, warner, { polygons: { type: 'LineString', coordinates: [a, c] } });
  expect(line.userErrors).toEqual([{ code: 'BAD_GEOMETRY', path: ['alert', 'polygons'] }]);
});

test('the all-clear keeps the area of the alert before', async ({ app, town }) => {
  const ring = await squareOf(app, town);
  const { incident } = await sendDrill(app, town, warner, { polygons: polygon(ring) });
  const area = { type: 'MultiPolygon', coordinates: [[ring]] };
  const slots = [{ name: 'PLACE', value: 'Altstadt' }];
  const { userErrors } = await decide(app, warner, 'endIncident', 'EndIncidentInput', {
    incidentId: incident.id,
    isFalseAlarm: false,
    slots,
    idempotencyKey: crypto.randomUUID(),
  });
  expect(userErrors).toEqual([]);
  expect(await polygonsOf(app, incident.id)).toEqual({ msgType: 'CANCEL', polygons: area });
});

test('an alert for nobody needs the consent of its sender', async ({ app, town }) => {
  const street = await givenStreet(app, town);
  const streets = [{ streetId: street.id, side: 'ALL' }];
  const refused = await sendDisruption(app, town, warner, { streets }, { acceptsNobody: false });
  expect(refused.userErrors).toEqual([{ code: 'ALERT_REACHES_NOBODY', path: ['acceptsNobody'] }]);
  expect(refused.incident).toBeNull();
  const unsaid = await sendDisruption(app, town, warner, { streets }, { acceptsNobody: null });
  expect(unsaid.userErrors).toMatchObject([{ code: 'ALERT_REACHES_NOBODY' }]);
  const accepted = await sendDisruption(app, town, warner, { streets }, { acceptsNobody: true });
  expect(accepted.incident).toMatchObject({ state: 'CURRENT' });
  const somebody = await sendWarning(app, town, warner, alertInput(), { acceptsNobody: false });
  expect(somebody.userErrors).toEqual([]);
});

test('streets and end of a disruption are said in the language of each text, also in its end', async ({
  app,
  town,
}) => {
  const street = await givenStreet(app, town);
  const streets = [{ streetId: street.id, from: '10', side: 'EVEN' }];
  const { incident, userErrors } = await sendDisruption(app, town, warner, { streets, slots: [] });
  expect(userErrors).toEqual([]);
  const headlines = new Map(incident.alerts[0].texts.map(({ locale, headline }: Data) => [locale, headline]));
  expect(headlines.get('de')).toContain('ab 10 (gerade)');
  expect(headlines.get('en')).toContain('from 10 (even numbers)');
  expect(headlines.get('de-x-leicht')).toContain('ab Nummer 10 (nur gerade Nummern)');
  const query = `query($id: ID!) {
    node(id: $id) { ... on Incident { preparedEnd(isFalseAlarm: false) { locale headline } } } }`;
  const { node } = await askData(app.port, warner, query, { id: incident.id });
  expect(node.preparedEnd[1]).toMatchObject({ locale: 'en', headline: expect.stringContaining('from 10') });
});

/** Corners of a square of about 200 m in the middle of the town. */
async function squareOf(app: TestServer, town: Place) {
  const [box]: { lon: number; lat: number }[] = await app.services.em
    .fork()
    .execute('select (west + east) / 2 as lon, (south + north) / 2 as lat from municipality where id = ?', [
      town.municipalityId,
    ]);
  const { lon, lat } = box ?? { lon: 0, lat: 0 };
  const step = 0.002;
  return [
    [lon, lat],
    [lon + step, lat],
    [lon + step, lat + step],
    [lon, lat + step],
    [lon, lat],
  ] as const;
}
const polygon = (ring: readonly unknown[]) => ({ type: 'Polygon', coordinates: [ring] });

async function polygonsOf(app: TestServer, incidentId: string): Promise<unknown> {
  const query = 'query($id: ID!) { node(id: $id) { ... on Incident { newestAlert { msgType polygons } } } }';
  const { node } = await askData(app.port, warner, query, { id: incidentId });
  return node.newestAlert;
}

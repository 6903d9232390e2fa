import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { alertInput, approved, decide, sendDisruption, sendDrill, sendWarning } from '../testing/alerts.ts';
import { givenPlace, givenRole, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { type CapDocument, capFaults, indexFaults, linksIn, readCap, schemaFault } from '../testing/cap.ts';
import { askData } from '../testing/client.ts';
import { idOf, readGlobalId, toGlobalId } from '../kernel/ids.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';
let warner: Somebody;
let second: Somebody;
test.beforeAll(async ({ app, town }) => {
  warner = await givenStaff(app, town, 'WARNER');
  second = await givenStaff(app, town, 'WARNER');
});

describe('a thread of a real warning', { shuffle: false }, () => {
  let town: Place;
  let thread: CapDocument[];

  test.beforeAll(async ({ app }) => {
    town = await givenPlace(app);
    for (const who of [warner, second]) await givenRole(app, town, who, 'WARNER');
  });

  test('nothing is there before it was sent: an empty index, and 204 without a body', async ({ app }) => {
    await sendWarning(app, town, warner);
    expect(linksIn(await textOf(app, `${town.ags}.atom`))).toEqual([]);
    const response = await get(app, `${town.ags}/current.xml`);
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  test('alert, update, correction and all-clear are valid and refer to all before them', async ({ app }) => {
    const { incident } = await sendWarning(app, town, warner);
    const alert = incident.waitingAlerts[0];
    const drafts = await get(app, `${town.ags}/urn:uuid:${idOf('Alert', alert.id)}.xml`);
    expect(drafts.status).toBe(404);
    await decide(app, second, 'approveAlert', 'ApproveAlertInput', {
      alertId: alert.id,
      contentHash: alert.contentHash,
    });
    expect((await update(app, incident.id, { polygons })).userErrors).toEqual([]);
    expect((await update(app, incident.id, { severity: 'MODERATE', polygons }, true)).userErrors).toEqual([]);
    expect((await end(app, incident.id)).userErrors).toEqual([]);
    const documents = await documentsOf(app, `${town.ags}.atom`);
    thread = documents.map(readCap).reverse();
    expect(thread.map(({ msgType, status, scope }) => [msgType, status, scope])).toEqual(
      ['Alert', 'Update', 'Update', 'Cancel'].map((type) => [type, 'Actual', 'Public']),
    );
    const table = thread.map(({ msgType, references = '–', info = [] }, i) => {
      const numbers = references
        .split(' ')
        .map((one) => thread.findIndex(({ identifier }) => one.includes(identifier)) + 1);
      return `${i + 1} ${msgType} refers to ${numbers.join(' ')}: ${info[0]?.responseType?.join()} ${info[0]?.urgency}`;
    });
    console.log(table.join('\n'));
    expect(table).toEqual([
      '1 Alert refers to 0: Prepare,Avoid Immediate',
      '2 Update refers to 1: Prepare,Avoid Immediate',
      '3 Update refers to 1 2: Prepare,Avoid Immediate',
      '4 Cancel refers to 1 2 3: AllClear Past',
    ]);
  });

  test('each is written in three languages, with an area in lat,lon order and the number of the town', () => {
    expect(thread[0]?.info?.map(({ language, event }) => [language, event])).toEqual([
      ['de', 'Hochwasser'],
      ['en', 'Flood'],
      ['de-x-leicht', 'Hochwasser'],
    ]);
    expect(thread[0]?.info?.[0]?.area?.[0]).toMatchObject({
      areaDesc: 'Musterstadt',
      polygon: ['50.55,7.15 50.55,7.25 50.65,7.25 50.65,7.15 50.55,7.15'],
      geocode: [{ valueName: 'AGS', value: town.ags }],
    });
    expect(thread[1]?.info?.[0]?.area?.[0]?.polygon).toEqual([
      '50.58,7.18 50.58,7.22 50.62,7.22 50.62,7.18 50.58,7.18',
    ]);
    expect(thread[0]?.sent).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00$/);
    expect(thread[0]?.info?.[0]?.instruction).toMatch(/^1\. Gehen Sie nicht in Keller.*\n2\. /);
    expect(thread[2]?.note).toContain('Berichtigung');
  });

  test('the all-clear stays in the index, and current.xml has nothing any more', async ({ app }) => {
    expect((await get(app, `${town.ags}/current.xml`)).status).toBe(204);
    const cancelled = thread[3]?.info?.[0]?.expires ?? '';
    const minutes = (Date.parse(cancelled) - Date.parse(thread[3]?.sent ?? '')) / 60_000;
    expect(Math.round(minutes)).toBe(24 * 60); // both are cut to seconds
  });
});

test('current.xml has the warning with the highest level, and among those the newest', async ({ app, town }) => {
  const first = await sendWarning(app, town, warner, { severity: 'MODERATE', area: 'zuerst' });
  const newer = await sendWarning(app, town, warner, { severity: 'MODERATE', area: 'danach' });
  const lower = await sendWarning(app, town, warner, { severity: 'MINOR', area: 'leichter' });
  const xml = await textOf(app, `${town.ags}/current.xml`);
  expect([schemaFault(xml), capFaults(xml, box)]).toEqual([null, []]);
  expect(readCap(xml).info?.[0]?.area?.[0]?.areaDesc).toBe('danach');
  for (const { incident } of [first, newer, lower]) await end(app, incident.id, true);
  expect((await get(app, `${town.ags}/current.xml`)).status).toBe(204);
  const [newest = ''] = await documentsOf(app, `${town.ags}.atom`);
  expect(readCap(newest).note).toContain('Fehlalarm');
});

test('drills and disruptions have indexes of their own; PROBE stands first in a drill', async ({ app, town }) => {
  const before = await documentsOf(app, `${town.ags}.atom`);
  const { incident: drill } = await sendDrill(app, town, warner);
  const { incident: staff } = await sendDrill(app, town, warner, {}, { audience: 'STAFF' });
  const slots = [
    { name: 'STREET', value: 'Vogtsgasse' },
    { name: 'TIME', value: '18:00' },
  ];
  const { incident: outage } = await sendDisruption(app, town, warner, { slots, severity: 'MINOR' });
  const drills = await documentsOf(app, `${town.ags}/exercise.atom`);
  expect(drills.map(readCap).map(({ status, info }) => [status, info?.[0]?.headline])).toEqual([
    ['Exercise', 'PROBE: Hochwasser in Altstadt'],
  ]);
  const outages = await documentsOf(app, `${town.ags}/disruptions.atom`);
  expect(outages.map(readCap).map(({ status, info }) => [status, info?.[0]?.category])).toEqual([
    ['Actual', ['Infra']],
  ]);
  const actual = await documentsOf(app, `${town.ags}.atom`);
  expect([actual, indexFaults(actual)]).toEqual([before, []]);
  expect(indexFaults([...actual, ...drills])).toEqual([expect.stringContaining('Exercise urn:uuid:')]);
  expect((await get(app, `${town.ags}/current.xml`)).status).toBe(204);
  const [{ id: alertId }] = staff.alerts;
  expect((await get(app, `${town.ags}/urn:uuid:${idOf('Alert', alertId)}.xml`)).status).toBe(404);
  for (const one of [drill, outage]) expect((await end(app, one.id)).userErrors).toEqual([]);
  expect(readCap((await documentsOf(app, `${town.ags}/exercise.atom`))[0] ?? '').msgType).toBe('Cancel');
});

test('answers have an ETag, and are 304 for those who have them, also for HEAD; refused and foreign ones are 404', async ({
  app,
  town,
}) => {
  const { incident } = await sendWarning(app, town, warner, { severity: 'MINOR' });
  const file = `urn:uuid:${idOf('Alert', incident.alerts[0].id)}.xml`;
  for (const path of [
    `${town.ags}.atom`,
    `${town.ags}/exercise.atom`,
    `${town.ags}/current.xml`,
    `${town.ags}/${file}`,
  ]) {
    const response = await get(app, path);
    const tag = response.headers.get('etag') ?? '';
    const isAtom = path.endsWith('.atom');
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=10']);
    expect(response.headers.get('content-type')).toContain(isAtom ? 'application/atom+xml' : 'application/cap+xml');
    const again = await get(app, path, { headers: { 'if-none-match': tag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const head = await get(app, path, { method: 'HEAD' });
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, tag, '']);
  }
  const other = await givenPlace(app, 'Anderswo');
  for (const path of [
    `${other.ags}/${file}`,
    '99999999.atom',
    `${town.ags}/nothing.xml`,
    'x.atom',
    `${town.ags}.xml`,
  ]) {
    expect([path, (await get(app, path)).status]).toEqual([path, 404]);
  }
  const waiting = (await sendWarning(app, town, warner)).incident.waitingAlerts[0];
  await decide(app, second, 'refuseAlert', 'RefuseAlertInput', { alertId: waiting.id, reason: 'Stimmt nicht.' });
  expect((await get(app, `${town.ags}/urn:uuid:${idOf('Alert', waiting.id)}.xml`)).status).toBe(404);
  expect((await textOf(app, `${town.ags}.atom`)).includes(readGlobalId(waiting.id)?.id ?? '')).toBe(false);
  await end(app, incident.id);
});

test('where the module is switched off, nothing is there', async ({ app }) => {
  const off = await givenPlace(app, 'Stillstadt');
  const admin = await givenStaff(app, off);
  const modules = [...app.services.registry.modules].filter((module) => module !== 'ALERTS');
  const input = { municipalityId: toGlobalId('Municipality', off.municipalityId), modules };
  expect((await get(app, `${off.ags}.atom`)).status).toBe(200);
  await askData(app.port, admin, switchModules, { input });
  for (const path of ['.atom', '/exercise.atom', '/disruptions.atom', '/current.xml']) {
    expect((await get(app, `${off.ags}${path}`)).status).toBe(404);
  }
});

const switchModules = `mutation($input: SetModulesInput!) { setModules(input: $input) { userErrors { code } } }`;

const box = { west: 7.15, south: 50.55, east: 7.25, north: 50.65 };

const get = (app: TestServer, path: string, options: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${app.port}/cap/${path}`, options);
const textOf = async (app: TestServer, path: string): Promise<string> => {
  const response = await get(app, path);
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
};
/** Documents of an index, the newest first; each is valid. */
const documentsOf = async (app: TestServer, index: string): Promise<string[]> => {
  const links = linksIn(await textOf(app, index));
  const documents = await Promise.all(links.map((link) => textOf(app, link.slice(link.indexOf('/cap/') + 5))));
  for (const xml of documents) expect([schemaFault(xml), capFaults(xml, box)]).toEqual([null, []]);
  return documents;
};
const change = (app: TestServer, name: string, type: string, input: object) =>
  approved(app, second, decide(app, warner, name, type, { ...input, idempotencyKey: randomUUID() }));
const update = (app: TestServer, incidentId: string, given: object, isCorrection = false) =>
  change(app, 'updateIncident', 'UpdateIncidentInput', { incidentId, alert: alertInput(given), isCorrection });
const end = (app: TestServer, incidentId: string, isFalseAlarm = false) =>
  change(app, 'endIncident', 'EndIncidentInput', {
    incidentId,
    isFalseAlarm,
    slots: [
      { name: 'PLACE', value: 'Altstadt' },
      { name: 'STREET', value: 'Vogtsgasse' },
    ],
  });
const polygons = {
  type: 'Polygon',
  coordinates: [
    [
      [7.18, 50.58],
      [7.22, 50.58],
      [7.22, 50.62],
      [7.18, 50.62],
      [7.18, 50.58],
    ],
    [
      [7.19, 50.59],
      [7.19, 50.6],
      [7.2, 50.6],
      [7.19, 50.59],
    ],
  ],
};

import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { listMapOrigins } from './municipality.map.service.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;

beforeAll(async () => {
  // A server of its own: the policy of its pages names the map hosts of all towns.
  app = await startTestServer();
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});
afterAll(() => app.stop());

const settings = '{ source url attribution isOwn bounds { west south east north } }';
const set = `mutation($input: SetTownMapInput!) { setTownMap(input: $input) { municipality { map ${settings} }
  userErrors { code path } } }`;
const tiles = { source: 'PMTILES', url: 'https://tiles.example/unkel.pmtiles', attribution: '© Vermessungsamt' };

async function draw(who: Identified, input: object, town = place): Promise<Data> {
  const municipalityId = toGlobalId('Municipality', town.municipalityId);
  const { data, errors } = await ask(app.port, who, set, { input: { municipalityId, ...input } });
  return errors?.[0]?.extensions?.code ?? data.setTownMap;
}

async function mapOf(ags: string): Promise<Data> {
  return (await askData(app.port, {}, `query($ags: String!) { municipality(ags: $ags) { map ${settings} } }`, { ags }))
    .municipality.map;
}

test('a town draws its map from the boundary, until its admin names a host; pages may then ask that host and no other', async () => {
  const outline = { source: 'OUTLINE', url: null, attribution: null, isOwn: false, bounds: null };
  expect(await mapOf(place.ags)).toEqual(outline);
  expect(await listMapOrigins(app.services)).toEqual([]);
  const bounds = { west: -10, south: 40, east: 20, north: 60 };
  const drawn = { ...tiles, isOwn: true, bounds };
  expect(await draw(admin, { ...tiles, bounds })).toEqual({ municipality: { map: drawn }, userErrors: [] });
  expect(await mapOf(place.ags)).toEqual(drawn);
  expect(await listMapOrigins(app.services)).toEqual(['https://tiles.example']);
  expect(await mapOf((await givenPlace(app)).ags)).toEqual(outline);
  expect((await draw(admin, { source: null })).municipality.map).toEqual(outline);
  expect(await listMapOrigins(app.services)).toEqual([]);
});

test.each([
  [{ url: 'http://tiles.example/a' }, 'BAD_URL', 'url'],
  [{ url: 'tiles.example' }, 'BAD_URL', 'url'],
  [{ url: 'https://me:secret@tiles.example/a' }, 'BAD_URL', 'url'],
  [{ url: 'javascript:alert(1)' }, 'BAD_URL', 'url'],
  [{ attribution: ' ' }, 'TOO_SHORT', 'attribution'],
  [{ attribution: 'x'.repeat(201) }, 'TOO_LONG', 'attribution'],
  [{ bounds: { west: 20, south: 40, east: -10, north: 60 } }, 'BAD_BOUNDS', 'bounds'],
  [{ bounds: { west: 0, south: 0, east: 1, north: 1 } }, 'BAD_BOUNDS', 'bounds'],
])('%j is refused with %s', async (change, code, field) => {
  const { municipality, userErrors } = await draw(admin, { ...tiles, ...change });
  expect([municipality, userErrors]).toEqual([null, [{ code, path: [field] }]]);
});

test('only admins of the town; what changed is told in the trail once', async () => {
  const town = await givenPlace(app);
  const mayor = await givenStaff(app, town);
  const stranger = await givenStaff(app, await givenPlace(app));
  const others = [{}, await givenPerson(app, town), await givenStaff(app, town, 'EDITOR'), stranger];
  const codes: unknown[] = [];
  for (const who of others) codes.push(await draw(who, tiles, town));
  expect(codes).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  for (const input of [tiles, { source: null }, tiles, tiles]) await draw(mayor, input, town);
  const trail = `query($ags: String!) { municipality(ags: $ags) { audit(topic: SETTINGS) { edges { node { kind } } } } }`;
  const { municipality } = await askData(app.port, mayor, trail, { ags: town.ags });
  const kinds = municipality.audit.edges.map(({ node }: Data) => node.kind);
  // The map is set, removed and set again: setting it twice in a row changes nothing.
  expect(kinds).toEqual(['MAP_CHANGED', 'MAP_CHANGED', 'MAP_CHANGED']);
  await draw(mayor, { source: null }, town);
});

test('the installation’s map is that of every town without one of its own', async () => {
  const map = { source: 'STYLE', url: 'https://maps.example/style.json', attribution: '© Amt', bounds: null } as const;
  const other = await startTestServer({ map });
  const { ags } = await givenPlace(other);
  const query = `query($ags: String!) { municipality(ags: $ags) { map ${settings} } }`;
  const { municipality } = await askData(other.port, {}, query, { ags });
  expect(municipality.map).toEqual({ ...map, isOwn: false });
  expect(await listMapOrigins(other.services)).toEqual(['https://maps.example']);
  await other.stop();
});

test('the towns around are those whose boxes touch, never the town itself', async () => {
  await givenPlace(app);
  const query = `query($ags: String!) { municipality(ags: $ags) { neighbours { ags boundary } } }`;
  const { municipality } = await askData(app.port, {}, query, { ags: place.ags });
  const found: Data[] = municipality.neighbours;
  expect(found.length).toBeGreaterThan(0);
  expect(found.map(({ ags }) => ags)).not.toContain(place.ags);
  expect(found.every(({ boundary }) => boundary.type === 'MultiPolygon')).toBe(true);
});

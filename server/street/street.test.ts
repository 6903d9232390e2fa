import { expect } from 'vitest';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { eraseAccount } from '../privacy/erasure/privacy.erasure.service.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { test } from '../testing/fixtures.ts';
import type { TestServer } from '../testing/server.ts';
import { givenStreet } from '../testing/streets.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;

test.beforeAll(async ({ app: server }) => {
  app = server;
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});

const townId = (of: Place = place): string => toGlobalId('Municipality', of.municipalityId);
const importing = `mutation($input: ImportStreetsInput!) { it: importStreets(input: $input) {
  outcome { added changed unchanged names faultCount faults { row code column } } userErrors { code path } } }`;
const listing = `query($ags: String!, $search: String, $first: Int!, $after: PageCursor) { municipality(ags: $ags) {
  streets(search: $search, first: $first, after: $after) { totalCount nodes { id name district line } pageInfo { endCursor hasNextPage } } } }`;

async function run(of: Place, who: Somebody, source: string, csv: string | null, isDryRun = false): Promise<Data> {
  return (await askData(app.port, who, importing, { input: { municipalityId: townId(of), source, csv, isDryRun } })).it;
}

async function namesIn(of: Place, search: string | null = null): Promise<string[]> {
  const { municipality } = await askData(app.port, {}, listing, { ags: of.ags, search, first: 100 });
  return municipality.streets.nodes.map(({ name }: Data) => name);
}

test('a list is previewed, imported once, and changes nothing the second time', async () => {
  const town = await givenPlace(app, 'Listenstadt');
  const boss = await givenStaff(app, town);
  const csv =
    'name;district;line\nRheinstraße;;"LINESTRING (7.2 50.6, 7.21 50.61)"\nAm Markt;Scheuren;\nAm Markt;Heister;';
  const wanted = { added: 3, changed: 0, unchanged: 0, names: ['Rheinstraße', 'Am Markt', 'Am Markt'], faults: [] };
  expect((await run(town, boss, 'CSV', csv, true)).outcome).toMatchObject(wanted);
  expect(await namesIn(town)).toEqual([]);
  expect((await run(town, boss, 'CSV', csv)).outcome).toMatchObject(wanted);
  expect(await namesIn(town)).toEqual(['Am Markt', 'Am Markt', 'Rheinstraße']);
  expect((await run(town, boss, 'CSV', csv)).outcome).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
  const events = await app.services.em.fork().execute(
    `select facts from domain_event where type = 'street.imported'
    and facts->>'municipalityId' = ?`,
    [town.municipalityId],
  );
  expect(events).toHaveLength(1); // the second import is not in the trail, because it changed nothing
  const renamed = await run(town, boss, 'CSV', 'Rheinstr.;;');
  expect(renamed.outcome).toMatchObject({ added: 0, changed: 1 });
  expect(await namesIn(town, 'rheinstraße')).toEqual(['Rheinstr.']);
});

test('faults are told by row, and nothing is written', async () => {
  const csv = 'Talweg;;\nA;;\nHofweg;;LINESTRING (0 0, 1 1)';
  const faults = [
    { row: 2, code: 'TOO_SHORT', column: 'name' },
    { row: 3, code: 'OUTSIDE_TOWN', column: 'line' },
  ];
  expect(await run(place, admin, 'CSV', csv, true)).toMatchObject({ outcome: { added: 1, faults }, userErrors: [] });
  const refused = await run(place, admin, 'CSV', csv);
  expect(refused).toMatchObject({ outcome: { faults, faultCount: 2 }, userErrors: [{ code: 'FAULTY_ROWS' }] });
  expect(await namesIn(place, 'Talweg')).toEqual([]);
  expect((await run(place, admin, 'CSV', null)).userErrors).toMatchObject([{ code: 'EMPTY_LIST' }]);
});

test('of the addressees of letters nothing but the names of streets reaches the database', async () => {
  const town = await givenPlace(app, 'Briefstadt');
  const boss = await givenStaff(app, town);
  const csv =
    'Name;Straße;PLZ;Ort\nErika Köhlerin;Große Straße 3017x;53572;Unkel\nJan Novákov;Große Str. 4019x;53572;Unkel';
  expect((await run(town, boss, 'ADDRESSES', csv)).outcome).toMatchObject({ added: 1, unchanged: 0 });
  expect(await namesIn(town)).toEqual(['Große Straße']);
  const em = app.services.em.fork();
  const tables: { name: string }[] = await em.execute(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  for (const { name } of tables) {
    const found = await em.execute(`select 1 from "${name}" t where t::text ~ 'Köhlerin|Novákov|3017x|4019x' limit 1`);
    expect([name, found]).toEqual([name, []]);
  }
});

test('lines of the areas become streets with their course', async () => {
  const town = await givenPlace(app, 'Linienstadt');
  const boss = await givenStaff(app, town);
  const create = `mutation($input: CreateAreaInput!) { it: createArea(input: $input) { userErrors { code } } }`;
  const line = {
    type: 'LineString',
    coordinates: [
      [7.2, 50.6],
      [7.21, 50.61],
    ],
  };
  const input = { municipalityId: townId(town), owner: 'FEDERAL', ownerName: 'Bund', toleranceMetres: 20 };
  const idempotencyKey = '018f0000-0000-7000-8000-000000000001';
  await askData(app.port, boss, create, { input: { ...input, name: 'B 42', geometry: line, idempotencyKey } });
  expect((await run(town, boss, 'LINES', null)).outcome).toMatchObject({ added: 1, names: ['B 42'] });
  expect((await run(town, boss, 'LINES', null)).outcome).toMatchObject({ added: 0, unchanged: 1 });
  const { municipality } = await askData(app.port, {}, listing, { ags: town.ags, search: 'b42', first: 1 });
  expect(municipality.streets.nodes[0].line).toEqual({ type: 'MultiLineString', coordinates: [line.coordinates] });
});

test('a search knows the beginnings and spellings, and pages in its order', async () => {
  const town = await givenPlace(app, 'Suchstadt');
  for (const name of ['Schulstraße', 'Alte Schulstraße', 'Schulgasse', 'Schützenweg', 'Am Markt'])
    await givenStreet(app, town, { name });
  expect(await namesIn(town, 'schul')).toEqual(['Schulgasse', 'Schulstraße', 'Alte Schulstraße']);
  for (const typed of ['Schulstr', 'Schulstr.', 'schulstrass', 'Schul-Straße', 'SCHULSTRASSE 12a'])
    expect([typed, (await namesIn(town, typed))[0]]).toEqual([typed, 'Schulstraße']);
  expect(await namesIn(town, 'markt')).toEqual(['Am Markt']);
  expect(await namesIn(town, 'xyz')).toEqual([]);
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { municipality }: Data = await askData(app.port, {}, listing, {
      ags: town.ags,
      search: 'schul',
      first: 1,
      after,
    });
    seen.push(...municipality.streets.nodes.map(({ name }: Data) => name));
    expect(municipality.streets.totalCount).toBe(3);
    after = municipality.streets.pageInfo.hasNextPage ? municipality.streets.pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen).toEqual(['Schulgasse', 'Schulstraße', 'Alte Schulstraße']);
});

const proposing = `query($id: ID!, $polygon: GeoJSON!) { it: proposeStreets(municipalityId: $id, polygon: $polygon) {
  streets { name } withoutLine { name } withoutLineCount userErrors { code path } } }`;
const square = (west: number, south: number, size: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});

test('a polygon proposes the streets that it touches, and names those without a line', async () => {
  const town = await givenPlace(app, 'Flächenstadt');
  const clerk = await givenStaff(app, town, 'CLERK');
  const lines = {
    Durchweg: [
      [7.19, 50.6],
      [7.23, 50.6],
    ],
    Innenweg: [
      [7.201, 50.601],
      [7.202, 50.602],
    ],
    Randweg: [
      [7.2, 50.61],
      [7.2, 50.62],
    ],
    Fernweg: [
      [7.24, 50.64],
      [7.245, 50.645],
    ],
    Eckweg: [
      [7.195, 50.5],
      [7.215, 50.7],
    ],
  };
  for (const [name, line] of Object.entries(lines)) await givenStreet(app, town, { name, line });
  await givenStreet(app, town, { name: 'Ohneweg' });
  const propose = async (polygon: object): Promise<Data> =>
    (await askData(app.port, clerk, proposing, { id: townId(town), polygon })).it;
  const found = await propose(square(7.2, 50.6, 0.01));
  expect(found.streets.map(({ name }: Data) => name)).toEqual(['Durchweg', 'Eckweg', 'Innenweg', 'Randweg']);
  expect(found).toMatchObject({ withoutLine: [{ name: 'Ohneweg' }], withoutLineCount: 1, userErrors: [] });
  const bow = {
    type: 'Polygon',
    coordinates: [
      [
        [7.2, 50.6],
        [7.21, 50.61],
        [7.21, 50.6],
        [7.2, 50.61],
        [7.2, 50.6],
      ],
    ],
  };
  const round = Array.from({ length: 501 }, (_, i) => [7.2 + 0.01 * Math.cos(i / 80), 50.6 + 0.01 * Math.sin(i / 80)]);
  const refusals: readonly (readonly [polygon: object, code: string])[] = [
    [bow, 'SELF_CROSSING'],
    [square(8.2, 51.6, 0.01), 'OUTSIDE_TOWN'],
    [square(7.251, 50.6, 0.002), 'OUTSIDE_TOWN'],
    [{ type: 'Polygon', coordinates: [[...round, round[0]]] }, 'POLYGON_TOO_LARGE'],
    [
      {
        type: 'Polygon',
        coordinates: [
          [
            [7.2, 50.6],
            [7.21, 50.61],
            [7.21, 50.6],
          ],
        ],
      },
      'RING_NOT_CLOSED',
    ],
    [
      {
        type: 'LineString',
        coordinates: [
          [7.2, 50.6],
          [7.21, 50.61],
        ],
      },
      'BAD_GEOMETRY',
    ],
    [{ type: 'Circle' }, 'BAD_GEOMETRY'],
  ];
  for (const [polygon, code] of refusals)
    expect([code, await propose(polygon)]).toMatchObject([
      code,
      { streets: null, userErrors: [{ code, path: ['polygon'] }] },
    ]);
});

const following = `mutation($input: FollowStreetInput!) { it: followStreet(input: $input) {
  streets { houseNumber street { name } } userErrors { code path } } }`;
const unfollowing = `mutation($id: ID!) { it: unfollowStreet(input: { streetId: $id }) { streets { houseNumber } userErrors { code } } }`;
const own = `query($ags: String!) { municipality(ags: $ags) { viewerStreets { houseNumber street { name } } } }`;

test('a person follows a street, changes the house, and ends it; mails come only if chosen with the street', async () => {
  const who = await givenPerson(app, place);
  const { id } = await givenStreet(app, place, { name: 'Folgeweg' });
  const mode = async (): Promise<string> => {
    const { viewer }: Data = await askData(
      app.port,
      who,
      `query($id: ID!) { viewer { preferences(municipalityId: $id) { interest channel mode } } }`,
      { id: townId() },
    );
    return viewer.preferences.find((one: Data) => one.interest === 'DISRUPTIONS' && one.channel === 'EMAIL').mode;
  };
  const follow = async (input: object): Promise<Data> => (await askData(app.port, who, following, { input })).it;
  expect(await follow({ streetId: id })).toMatchObject({ streets: [{ houseNumber: null }], userErrors: [] });
  expect(await mode()).toBe('OFF');
  expect(await follow({ streetId: id, houseNumber: ' 12 A', byEmail: true })).toMatchObject({
    streets: [{ houseNumber: '12a' }],
  });
  expect(await mode()).toBe('NOW');
  const { municipality } = await askData(app.port, who, own, { ags: place.ags });
  expect(municipality.viewerStreets).toEqual([{ houseNumber: '12a', street: { name: 'Folgeweg' } }]);
  for (const houseNumber of ['0', '12-14', 'zwölf', '99999'])
    expect((await follow({ streetId: id, houseNumber })).userErrors).toEqual([
      { code: 'BAD_HOUSE_NUMBER', path: ['houseNumber'] },
    ]);
  for (const streetId of [townId(), 'x', toGlobalId('Street', '018f0000-0000-7000-8000-000000000001')])
    expect((await follow({ streetId })).userErrors).toEqual([{ code: 'UNKNOWN_STREET', path: ['streetId'] }]);
  for (let i = 0; i < 2; i++) expect((await askData(app.port, who, unfollowing, { id })).it.streets).toEqual([]);
  expect((await ask(app.port, {}, following, { input: { streetId: id } })).errors?.[0]?.extensions.code).toBe(
    'UNAUTHENTICATED',
  );
});

test('a person follows at most fifty streets', async () => {
  const who = await givenPerson(app, place);
  for (let i = 0; i < 50; i++) {
    const { id } = await givenStreet(app, place);
    expect((await askData(app.port, who, following, { input: { streetId: id } })).it.userErrors).toEqual([]);
  }
  const { id } = await givenStreet(app, place);
  expect((await askData(app.port, who, following, { input: { streetId: id } })).it.userErrors).toMatchObject([
    { code: 'TOO_MANY_STREETS' },
  ]);
});

test('the town hall sees numbers from five followers on, and others none', async () => {
  const { id } = await givenStreet(app, place, { name: 'Zählweg' });
  const read = `query($id: ID!) { node(id: $id) { ... on Street { followers } } }`;
  const clerk = await givenStaff(app, place, 'CLERK');
  const elsewhere = await givenStaff(app, await givenPlace(app, 'Nachbarstadt'));
  const people = await givenPeople(app, place, 5);
  for (const [i, who] of people.entries()) {
    await askData(app.port, who, following, { input: { streetId: id, houseNumber: String(i + 1) } });
    const { node } = await askData(app.port, clerk, read, { id });
    expect([i, node.followers]).toEqual([i, i < 4 ? null : 5]);
  }
  for (const who of [{}, elsewhere, people[0] ?? {}])
    expect((await askData(app.port, who, read, { id })).node.followers).toBeNull();
});

test('an erasure ends what a person follows and leaves the other followers', async () => {
  const { id, streetId } = await givenStreet(app, place, { name: 'Löschweg' });
  const [anna, ben] = await givenPeople(app, place, 2);
  for (const who of [anna, ben]) await askData(app.port, who ?? {}, following, { input: { streetId: id } });
  await write(forkContext(app.services, system), (tx) => eraseAccount(tx, anna?.personId ?? '', false));
  const left = await app.services.em
    .fork()
    .execute('select recipient_id from street_follow where street_id = ?', [streetId]);
  expect(left).toEqual([{ recipient_id: ben?.personId }]);
});

import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { reportInput } from '../../testing/issues.ts';
import { givenClerkOf, roadAt, setUp, square } from '../../testing/routing.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let town: ReturnType<typeof setUp>;
const desks = new Map<string, string>();
const categories = new Map<string, string>();

test.beforeAll(async ({ app, town: place, admin }) => {
  town = setUp(app, place, admin);
  desks.set('Bürgerbüro', toGlobalId('Desk', place.deskId));
  for (const name of ['Bauhof', 'Straßenmeisterei', 'Grünflächen', 'Ordnungsamt', 'Archiv'])
    desks.set(name, await town.desk(name));
  for (const [name, id] of desks) if (name !== 'Archiv') await givenClerkOf(app, place, id);
  await town.fallback(desk('Bürgerbüro'));
  for (const [name, id] of desks) await town.deputy(id, desk(name === 'Bauhof' ? 'Bürgerbüro' : 'Bauhof'));
  await openCategories();
  await drawTown();
}, 60_000);

/** Factor from metres to degrees northwards. */
const metre = 1 / 111_195;
const at = (lat: number, lon = 7.22) => ({ lat, lon });
const b42 = 50.62;
const l252 = 50.62 - 60 * metre;
/** Expected routing in this town; each case is reported through the API and tested with issueRouting before. */
const expectations: readonly Case[] = [
  ['nowhere in particular', 'Schlagloch', at(50.6), 'Bauhof', 'CATEGORY'],
  ['nowhere in particular', 'Baum', at(50.6), 'Grünflächen', 'CATEGORY'],
  ['nowhere in particular', 'Müll', at(50.6), 'Ordnungsamt', 'CATEGORY'],
  ['on the federal road', 'Schlagloch', at(b42), 'Straßenmeisterei', 'ROUTE'],
  ['on the federal road, another matter', 'Müll', at(b42), 'Straßenmeisterei', 'ROUTE'],
  ['19.5 m north of it', 'Schlagloch', at(b42 + 19.5 * metre), 'Straßenmeisterei', 'ROUTE'],
  ['20.5 m north of it', 'Schlagloch', at(b42 + 20.5 * metre), 'Bauhof', 'CATEGORY'],
  ['behind its end', 'Schlagloch', at(b42, 7.241), 'Bauhof', 'CATEGORY'],
  ['between both roads, nearer the federal one', 'Müll', at(b42 - 18 * metre), 'Straßenmeisterei', 'ROUTE'],
  ['between both roads, nearer the state one', 'Müll', at(b42 - 35 * metre), 'Grünflächen', 'ROUTE'],
  ['on the state road: place and matter', 'Schlagloch', at(l252), 'Straßenmeisterei', 'ROUTE'],
  ['on the state road: its owner and the kind', 'Baum', at(l252), 'Grünflächen', 'ROUTE'],
  ['49.5 m south of the state road', 'Schlagloch', at(l252 - 49.5 * metre), 'Straßenmeisterei', 'ROUTE'],
  ['50.5 m south of the state road', 'Schlagloch', at(l252 - 50.5 * metre), 'Bauhof', 'CATEGORY'],
  ['in the old town', 'Müll', at(50.5885, 7.1985), 'Ordnungsamt', 'ROUTE'],
  ['in the old town: place and matter', 'Schlagloch', at(50.5885, 7.1985), 'Bauhof', 'ROUTE'],
  ['in the old town, a tree', 'Baum', at(50.5885, 7.1985), 'Ordnungsamt', 'ROUTE'],
  ['in the park in the old town', 'Müll', at(50.583, 7.193), 'Grünflächen', 'ROUTE'],
  ['in the park: the old town says where and what', 'Schlagloch', at(50.583, 7.193), 'Bauhof', 'ROUTE'],
  ['on the border of old town and wood', 'Schlagloch', at(50.585, 7.2), 'Bauhof', 'ROUTE'],
  ['in the wood', 'Schlagloch', at(50.585, 7.205), 'Grünflächen', 'ROUTE'],
  ['a desk where nobody works', 'Akte', at(50.6), 'Bauhof', 'CATEGORY'],
  ['a complaint, on the federal road', 'Beschwerde', at(b42), 'Archiv', 'CONFIDENTIAL'],
];

test.for(expectations)('%s (%s)', async ([_, what, point, to, reason], { app, town: place, admin }) => {
  const { desk: wanted, reason: why } = await tryOut(app, place, admin, what, point);
  expect([wanted.name, why, await deskOf(app, place, admin, what, point)]).toEqual([to, reason, to]);
});

test('whoever tries it out is told why: the areas, the owner, whom it concerns outside, who stands in', async ({
  app,
  town: place,
  admin,
}) => {
  const road = { owner: 'FEDERAL', areas: [{ name: 'B 42' }], route: { forwardEmail: 'a@strasse.example' } };
  expect(await tryOut(app, place, admin, 'Schlagloch', at(b42))).toMatchObject(road);
  expect(await tryOut(app, place, admin, 'Akte', at(50.6))).toMatchObject({
    insteadOf: { name: 'Archiv' },
    areas: [],
    owner: 'MUNICIPALITY',
  });
  const clerk = await givenStaff(app, place, 'CLERK');
  const { errors } = await ask(app.port, clerk, tried, { ags: place.ags, category: category('Baum'), point: at(50.6) });
  expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

test('what no report could take is refused: no condition, a contradiction, a twin, a complaint, foreign things', async ({
  app,
}) => {
  const elsewhere = await givenPlace(app, 'Anderswo');
  const foreign = toGlobalId('Desk', elsewhere.deskId);
  const codes = async (deskId: string, conditions: object) =>
    (await town.route(deskId, conditions)).userErrors.map(({ code }: Data) => code);
  const office = desk('Bürgerbüro');
  expect(await codes(office, {})).toEqual(['ROUTE_WITHOUT_CONDITION']);
  expect(await codes(office, { categoryId: category('Baum'), kind: 'PRAISE' })).toEqual(['ROUTE_NEVER_MATCHES']);
  expect(await codes(office, { owner: 'FEDERAL' })).toEqual(['DUPLICATE_ROUTE']);
  expect(await codes(office, { categoryId: category('Beschwerde') })).toEqual(['COMPLAINTS_STAY']);
  expect(await codes(foreign, { owner: 'COUNTY' })).toEqual(['UNKNOWN_DESK']);
  expect(await codes(office, { owner: 'COUNTY', forwardEmail: 'kein' })).toEqual(['BAD_EMAIL', 'TOO_SHORT']);
  expect(await codes(office, { areaId: category('Baum') })).toEqual(['UNKNOWN_AREA']);
  expect((await town.deputy(office, office)).userErrors[0].code).toBe('OWN_DEPUTY');
  expect((await town.deputy(office, foreign)).userErrors[0].code).toBe('UNKNOWN_DESK');
});

test('an area by which reports are routed stays; the others may go', async ({ app, town: place, admin }) => {
  const road = at(50.64);
  await town.area('B 8', roadAt(road.lat), { toleranceMetres: 20, owner: 'FEDERAL', ownerName: 'Bund' });
  expect(await tryOut(app, place, admin, 'Schlagloch', road)).toMatchObject({ reason: 'ROUTE' });
  const drawn = `{ municipality(ags: "${place.ags}") { areas { id name } } }`;
  const { areas } = (await askData(app.port, admin, drawn)).municipality;
  const idOfArea = (name: string): string => areas.find((one: Data) => one.name === name).id;
  const remove = async (name: string) =>
    (
      await askData(
        app.port,
        admin,
        'mutation($id: ID!) { removeArea(input: { areaId: $id }) { userErrors { code } } }',
        {
          id: idOfArea(name),
        },
      )
    ).removeArea.userErrors;
  expect(await remove('Altstadt')).toEqual([{ code: 'AREA_IN_USE' }]);
  expect(await remove('B 8')).toEqual([]);
  expect(await tryOut(app, place, admin, 'Schlagloch', road)).toMatchObject({
    reason: 'CATEGORY',
    desk: { name: 'Bauhof' },
  });
});

test('a desk that is opened twenty times at once is one', async () => {
  const names = Array.from({ length: 20 }, () => 'Standesamt');
  const opened = await Promise.all(names.map((name) => town.desk(name)));
  expect(new Set(opened).size).toBe(1);
});

test('somebody of the town hall stands in by name; somebody else does not, nor a person and a desk together', async ({
  app,
  town: place,
  admin,
}) => {
  const deskId = await town.desk('Friedhof');
  const clerk = await givenStaff(app, place, 'CLERK');
  const stranger = await givenPerson(app, place);
  const set = `mutation($deskId: ID!, $deputyDeskId: ID, $personId: ID) {
    setDeskDeputy(input: { deskId: $deskId, deputyDeskId: $deputyDeskId, personId: $personId }) { userErrors { code } } }`;
  const setDeputy = async (who: Somebody, more: object = {}): Promise<string[]> => {
    const variables = { deskId, personId: toGlobalId('Person', who.personId), ...more };
    const { setDeskDeputy } = await askData(app.port, admin, set, variables);
    return setDeskDeputy.userErrors.map(({ code }: Data) => code);
  };
  const read = `{ municipality(ags: "${place.ags}") { routing { desks { desk { name } deputyPersonId deputyDesk { id } } } } }`;
  expect(await setDeputy(stranger)).toEqual(['UNKNOWN_PERSON']);
  // A person who works on no reports can be no deputy.
  expect(await setDeputy(await givenStaff(app, place, 'EDITOR'))).toEqual(['UNKNOWN_PERSON']);
  expect(await setDeputy(clerk, { deputyDeskId: desk('Bauhof') })).toEqual(['ONE_DEPUTY']);
  expect(await setDeputy(clerk)).toEqual([]);
  const { desks: setups } = (await askData(app.port, admin, read)).municipality.routing;
  const cemetery = setups.find((one: Data) => one.desk.name === 'Friedhof');
  expect(cemetery).toMatchObject({ deputyPersonId: toGlobalId('Person', clerk.personId), deputyDesk: null });
});

const desk = (name: string): string => desks.get(name) ?? '';
const category = (name: string): string => categories.get(name) ?? '';

async function openCategories(): Promise<void> {
  const facts = { Schlagloch: 'Bauhof', Baum: 'Grünflächen', Müll: 'Ordnungsamt', Akte: 'Archiv' };
  for (const [name, deskName] of Object.entries(facts)) {
    const made = await town.category(name, { deskId: desk(deskName) });
    categories.set(name, made.category.id);
    expect((await town.publish(made.category.id)).userErrors).toEqual([]);
  }
  const complaint = await town.category('Beschwerde', { kind: 'COMPLAINT', deskId: desk('Archiv') });
  categories.set('Beschwerde', complaint.category.id);
  await town.publish(complaint.category.id);
}

/** A federal road in the north, a state road 60 m south of it, an old town with a park in it, a wood beside it. */
async function drawTown(): Promise<void> {
  const areas = {
    b42: await town.area('B 42', roadAt(50.62), { toleranceMetres: 20, owner: 'FEDERAL', ownerName: 'Bund' }),
    l252: await town.area('L 252', roadAt(50.62 - 60 * metre), {
      toleranceMetres: 50,
      owner: 'STATE',
      ownerName: 'Land',
    }),
    old: await town.area('Altstadt', square(7.19, 50.58, 0.01)),
    park: await town.area('Stadtpark', square(7.192, 50.582, 0.002)),
    wood: await town.area('Forst', square(7.2, 50.58, 0.01), { owner: 'STATE', ownerName: 'Landesforst' }),
  };
  const id = (name: keyof typeof areas): string => areas[name].area.id;
  await town.route(desk('Straßenmeisterei'), {
    owner: 'FEDERAL',
    forwardName: 'Straßenmeisterei',
    forwardEmail: 'a@strasse.example',
  });
  await town.route(desk('Straßenmeisterei'), { areaId: id('l252'), categoryId: category('Schlagloch') });
  await town.route(desk('Ordnungsamt'), { areaId: id('old') });
  await town.route(desk('Grünflächen'), { areaId: id('park') });
  await town.route(desk('Bauhof'), { areaId: id('old'), categoryId: category('Schlagloch') });
  await town.route(desk('Grünflächen'), { owner: 'STATE', kind: 'DEFECT' });
}

type Case = readonly [where: string, what: string, point: { lat: number; lon: number }, to: string, reason: string];

const tried = `query($ags: String!, $category: ID!, $point: PointInput!) { municipality(ags: $ags) {
  issueRouting(categoryId: $category, point: $point) { reason desk { name } insteadOf { name } owner areas { name }
    route { forwardEmail } } } }`;
const report = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { id reference } userErrors { code path } } }`;

const tryOut = async (app: TestServer, place: Place, admin: Somebody, what: string, point: object): Promise<Data> => {
  const variables = { ags: place.ags, category: category(what), point };
  return (await askData(app.port, admin, tried, variables)).municipality.issueRouting;
};

async function deskOf(app: TestServer, place: Place, admin: Somebody, what: string, point: object): Promise<string> {
  const kind = what === 'Beschwerde' ? 'COMPLAINT' : 'DEFECT';
  const who = await givenPerson(app, place);
  const { reportIssue } = await askData(app.port, who, report, {
    input: reportInput(place, category(what), { kind, point }),
  });
  const query = '{ node(id: "' + reportIssue.issue.id + '") { ... on Issue { desk { name } } } }';
  return (await askData(app.port, admin, query)).node.desk.name;
}

import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { givenIssue, reportInput } from '../../testing/issues.ts';
import { givenClerkOf, setUp, square } from '../../testing/routing.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let place: Place;
let admin: Somebody;
let citizen: Somebody;
let town: ReturnType<typeof setUp>;

test('a category is offered only once a desk, its deputy and a fallback stand behind it', async ({ app }) => {
  const office = await begin(app);
  const yard = await town.desk('Bauhof');
  const { id } = (await town.category('Schlagloch')).category;
  expect([await offered(app), await report(app, id)]).toEqual([[], ['UNKNOWN_CATEGORY']]);
  expect(codes(await town.publish(id))).toEqual(['CATEGORY_WITHOUT_DESK']);
  const change = (deskId: string | null, name = 'Schlagloch') => changeCategory(app, { categoryId: id, name, deskId });
  expect(codes(await change(yard))).toEqual([]);
  expect(codes(await town.publish(id))).toEqual(['DESK_WITHOUT_DEPUTY']);
  await town.deputy(yard, office);
  expect(codes(await town.publish(id))).toEqual(['NO_FALLBACK_DESK']);
  await town.fallback(office);
  expect(codes(await town.publish(id))).toEqual([]);
  expect([await offered(app), await report(app, id)]).toEqual([['Schlagloch'], []]);
  expect(codes(await change(office))).toEqual(['DESK_WITHOUT_DEPUTY']); // a published category keeps a deputy
  expect(codes(await change(null))).toEqual(['CATEGORY_WITHOUT_DESK']);
  await town.publish(id, false);
  expect([await offered(app), await report(app, id)]).toEqual([[], ['UNKNOWN_CATEGORY']]);
});

test('it is renamed and put in order; a report keeps its category when it is offered no longer', async ({ app }) => {
  const office = await begin(app);
  const made = [];
  for (const name of ['Eins', 'Zwei', 'Drei']) made.push((await town.category(name, { deskId: office })).category.id);
  await town.fallback(office);
  await town.deputy(office, await town.desk('Bauhof'));
  for (const id of made) await town.publish(id);
  const [one, two, three] = made as [string, string, string];
  expect(codes(await changeCategory(app, { categoryId: two, name: 'Eins', deskId: office }))).toEqual(['NAME_TAKEN']);
  expect(codes(await changeCategory(app, { categoryId: two, name: 'Zweitens', deskId: office }))).toEqual([]);
  expect(codes(await order(app, [three, one]))).toEqual([]);
  expect(await offered(app)).toEqual(['Drei', 'Eins', 'Zweitens']);
  expect(codes(await order(app, [toGlobalId('IssueCategory', randomUUID())]))).toEqual(['UNKNOWN_CATEGORY']);
  const issue = await givenIssue(app, place, citizen, { categoryId: two });
  await town.publish(two, false);
  const query = `{ node(id: "${issue.id}") { ... on Issue { category { name } } } }`;
  expect((await askData(app.port, citizen, query)).node.category.name).toBe('Zweitens');
  const node = `{ node(id: "${two}") { id } }`;
  expect((await ask(app.port, citizen, node)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  expect((await askData(app.port, admin, node)).node.id).toBe(two);
});

test('names in other languages are kept with the German one, and replaced by a change', async ({ app }) => {
  const office = await begin(app);
  const asked = `{ node(id: "$") { ... on IssueCategory { name variants { locale name } } } }`;
  const read = async (id: string) => (await askData(app.port, admin, asked.replace('$', id))).node;
  const english = { locale: 'en', name: 'Pothole' };
  const plain = { locale: 'de-x-leicht', name: 'Loch in der Straße' };
  const { id } = (await town.category('Schlagloch', { variants: [{ ...english, name: ' Pothole ' }, plain] })).category;
  expect(await read(id)).toEqual({ name: 'Schlagloch', variants: [english, plain] });
  const change = async (variants?: object[]): Promise<object[]> =>
    (await changeCategory(app, { categoryId: id, name: 'Loch', deskId: office, variants })).userErrors;
  expect(await change([english, { locale: 'fr', name: 'x' }])).toEqual([
    { code: 'UNKNOWN_LOCALE', path: ['variants'] },
    { code: 'TOO_SHORT', path: ['variants', '1', 'name'] },
  ]);
  expect(await change([english, english])).toEqual([{ code: 'SAME_LOCALE_TWICE', path: ['variants'] }]);
  expect(await change([{ ...english, name: 'o'.repeat(81) }])).toEqual([
    { code: 'TOO_LONG', path: ['variants', '0', 'name'] },
  ]);
  expect(await read(id)).toEqual({ name: 'Schlagloch', variants: [english, plain] });
  expect(await change([plain])).toEqual([]);
  expect(await read(id)).toEqual({ name: 'Loch', variants: [plain] });
  expect(await change()).toEqual([]);
  expect(await read(id)).toEqual({ name: 'Loch', variants: [] });
});

const problems = async (app: TestServer, who: Identified = admin): Promise<Data> => {
  const query = `{ municipality(ags: "${place.ags}") { routingHealth { stranded
    problems { fault count desk { name } category { name } areas { name } routeId } desks { desk { name } clerkCount openCount } } } }`;
  return (await askData(app.port, who, query)).municipality.routingHealth;
};

test('whoever runs the town is told where a report could end unseen, and what to mend', async ({ app }) => {
  const office = await begin(app);
  const yard = await town.desk('Bauhof');
  const archive = await town.desk('Archiv');
  const before = await givenIssue(app, place, citizen);
  const faults = async (): Promise<string[]> =>
    (await problems(app)).problems.map(({ fault, desk, category, areas, count }: Data) =>
      [fault, desk?.name, category?.name, ...areas.map(({ name }: Data) => name), count]
        .filter((one) => one != null)
        .join(' '),
    );
  await town.category('Schlagloch');
  await town.area('Altstadt', square(7.19, 50.58, 0.01));
  await town.area('Hafen', square(7.195, 50.58, 0.01), { owner: 'FEDERAL', ownerName: 'Bund' });
  await town.area('Insel', square(7.251, 50.66, 0.001));
  await town.route(archive, { owner: 'COUNTY' });
  expect((await faults()).sort()).toEqual([
    'AREAS_OVERLAP Altstadt Hafen',
    'AREA_OUTSIDE_TOWN Insel',
    'CATEGORY_WITHOUT_DESK Schlagloch',
    'DESK_WITHOUT_DEPUTY Archiv',
    'DESK_WITHOUT_DEPUTY Bürgerbüro',
    'DESK_WITHOUT_PEOPLE Archiv',
    'DESK_WITHOUT_PEOPLE Bürgerbüro',
    'NO_FALLBACK_DESK',
    'REPORTS_WITHOUT_PEOPLE Bürgerbüro 1',
    'ROUTE_TO_NOBODY Archiv',
  ]);
  expect(await problems(app)).toMatchObject({ stranded: 1 });
  for (const deskId of [office, yard, archive]) await givenClerkOf(app, place, deskId);
  await town.fallback(office);
  for (const deskId of [office, archive]) await town.deputy(deskId, yard);
  expect((await faults()).sort()).toEqual([
    'AREAS_OVERLAP Altstadt Hafen',
    'AREA_OUTSIDE_TOWN Insel',
    'CATEGORY_WITHOUT_DESK Schlagloch',
  ]);
  const { desks, stranded } = await problems(app);
  expect(stranded).toBe(0);
  expect(desks).toContainEqual({ desk: { name: 'Bürgerbüro' }, clerkCount: 1, openCount: 1 });
  expect(before.id).toBeTruthy();
});

test('only for those who run the town', async ({ app }) => {
  await begin(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  await expect(problems(app, clerk)).rejects.toThrow('FORBIDDEN');
  const setup = `{ municipality(ags: "${place.ags}") { routing { routes { id } } } }`;
  expect((await ask(app.port, clerk, setup)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

async function changeCategory(app: TestServer, input: object): Promise<Data> {
  const mutation = `mutation($input: ChangeIssueCategoryInput!) { changeIssueCategory(input: $input) {
    category { id } userErrors { code path } } }`;
  return (await askData(app.port, admin, mutation, { input })).changeIssueCategory;
}

async function order(app: TestServer, ids: readonly string[]): Promise<Data> {
  const mutation = `mutation($town: ID!, $ids: [ID!]!) { orderIssueCategories(input: { municipalityId: $town, categoryIds: $ids }) {
    userErrors { code } } }`;
  const variables = { town: toGlobalId('Municipality', place.municipalityId), ids };
  return (await askData(app.port, admin, mutation, variables)).orderIssueCategories;
}

/** Creates a new town for each test. */
async function begin(app: TestServer): Promise<string> {
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  citizen = await givenPerson(app, place);
  town = setUp(app, place, admin);
  return toGlobalId('Desk', place.deskId);
}

const offered = async (app: TestServer): Promise<string[]> => {
  const query = `{ municipality(ags: "${place.ags}") { issueCategories { name } } }`;
  return (await askData(app.port, {}, query)).municipality.issueCategories.map(({ name }: Data) => name);
};
const codes = ({ userErrors }: Data): string[] => userErrors.map(({ code }: Data) => code);
const report = async (app: TestServer, categoryId: string): Promise<string[]> => {
  const mutation = 'mutation($input: ReportIssueInput!) { reportIssue(input: $input) { userErrors { code path } } }';
  return codes((await askData(app.port, citizen, mutation, { input: reportInput(place, categoryId) })).reportIssue);
};

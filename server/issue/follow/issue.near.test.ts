import { parse } from 'graphql';
import { expect } from 'vitest';
import { costOf } from '../../kernel/cost.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { createSchema } from '../../schema.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { metresBetween } from './issue.near.service.ts';
import { test } from '../../testing/fixtures.ts';

test('metres, as a surveyor would measure them', () => {
  expect(Math.round(metresBetween({ lat: 50, lon: 7 }, { lat: 51, lon: 7 }))).toBe(111_195);
  expect(Math.round(metresBetween(here, at(30, 40)))).toBe(50);
});

test('within fifty metres, the nearest first, at most five; only what everybody may see and is not done', async ({
  app,
}) => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const far = await reported(app, place, clerk, 40, 0);
  const closest = await reported(app, place, clerk, 0, 12, true, { text: 'Loch. Tel. 02224 123456' });
  const hidden = await reported(app, place, clerk, 3, 0, false);
  const corner = await reported(app, place, clerk, 40, 40); // inside the box, outside the circle
  const done = await reported(app, place, clerk, 5, 0);
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const input = { issueId: done.id, version: 1, to: 'DECLINED', reason: 'Privatweg' };
  expect((await askData(app.port, clerk, move, { input })).moveIssue.userErrors).toEqual([]);
  const seen = await listNear(app, place);
  expect(seen.map(({ issue, distance }) => [issue.reference, distance])).toEqual([
    [closest.reference, 12],
    [far.reference, 40],
  ]);
  // Staff get the public fields as well.
  expect(seen[0].issue).toMatchObject({ text: 'Loch. Tel. […]', desk: null });
  expect([hidden, corner, done].filter(({ reference }) => JSON.stringify(seen).includes(reference))).toEqual([]);
  for (let n = 0; n < 5; n++) await reported(app, place, clerk, 20 + n, 0);
  expect((await listNear(app, place)).map(({ distance }) => distance)).toEqual([12, 20, 21, 22, 23]);
});

test('of one category, of one town, and only of places on earth', async ({ app, town: place, clerk }) => {
  const categoryId = await givenCategory(app, place);
  const lamp = await reported(app, place, clerk, 0, 20, true, { categoryId });
  expect((await listNear(app, place, { categoryId })).map(({ issue }) => issue.reference)).toEqual([lamp.reference]);
  expect(await listNear(app, place, { categoryId: 'nonsense' })).toEqual([]);
  const abroad = await givenPlace(app, 'Anderswo');
  expect(await listNear(app, place, { id: toGlobalId('Municipality', abroad.municipalityId) })).toEqual([]);
  const wrong = { id: toGlobalId('Municipality', place.municipalityId), point: { lat: 90, lon: 500 } };
  expect((await ask(app.port, {}, near, wrong)).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

test('each category has metres of its own; with none it is never offered', async ({ app, town: place }) => {
  const town = await givenPlace(app, 'Lampenstadt');
  const sub = await givenStaff(app, town, 'CLERK');
  const metres: readonly number[] = [0, 30, 200];
  for (const [n, nearMetres] of metres.entries()) {
    const categoryId = await givenCategory(app, town, 'DEFECT', { nearMetres });
    for (const north of [0, 25, 100]) {
      const { id } = await givenIssue(app, town, await givenPerson(app, town), { point: at(n, north), categoryId });
      const show =
        'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
      await askData(app.port, sub, show, { id });
    }
  }
  const seen = await listNear(app, place, { id: toGlobalId('Municipality', town.municipalityId) });
  expect(seen.map(({ distance }) => distance)).toEqual([1, 2, 25, 25, 100]);
});

test('staff see what is around a report at every stage, hidden or not, and nobody else does', async ({ app }) => {
  const town = await givenPlace(app, 'Umkreis');
  const sub = await givenStaff(app, town, 'CLERK');
  const make = async (north: number) =>
    givenIssue(app, town, await givenPerson(app, town), {
      point: at(0, north),
      text: 'Hier klappert ein Gullydeckel.',
    });
  const middle = await make(0);
  const near = await make(400);
  const far = await make(1200);
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  await askData(app.port, sub, move, { input: { issueId: near.id, version: 1, to: 'DECLINED', reason: 'privat' } });
  const similar = `query($id: ID!, $metres: Int) { node(id: $id) { ... on Issue {
    similar(metres: $metres) { distance issue { reference status } } } } }`;
  const seen = async (who: object, metres?: number): Promise<Data> =>
    (await askData(app.port, who, similar, { id: middle.id, ...(metres && { metres }) })).node.similar;
  expect(await seen(sub)).toEqual([{ distance: 400, issue: { reference: near.reference, status: 'DECLINED' } }]);
  expect((await seen(sub, 2000)).map(({ issue }: Data) => issue.reference)).toEqual([near.reference, far.reference]);
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, sub, show, { id: middle.id });
  expect(await seen({})).toEqual([]);
  const tooFar = await ask(app.port, sub, similar, { id: middle.id, metres: 100_000 });
  expect(tooFar.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
});

test('it costs what five reports cost', async () => {
  const document = parse(`query($id: ID!, $point: PointInput!) {
    issuesNear(municipalityId: $id, point: $point) { distance issue { id category { name } } } }`);
  // Five results, each with its report and the category.
  expect(costOf({ schema: await createSchema(), document, variables: { id: 'x', point: here } })).toBe(15);
});

const here = { lat: 50.6, lon: 7.2 };
/** Point at a distance in metres from `here`. */
const at = (east: number, north: number) => ({
  lat: here.lat + north / 111_195,
  lon: here.lon + east / (111_195 * Math.cos((here.lat * Math.PI) / 180)),
});
const near = `query($id: ID!, $point: PointInput!, $categoryId: ID) {
  issuesNear(municipalityId: $id, point: $point, categoryId: $categoryId) { distance issue { reference text desk { name } } } }`;
async function listNear(app: TestServer, place: Place, more: object = {}): Promise<Data[]> {
  const variables = { id: toGlobalId('Municipality', place.municipalityId), point: here, ...more };
  return (await askData(app.port, {}, near, variables)).issuesNear;
}
async function reported(
  app: TestServer,
  place: Place,
  clerk: Somebody,
  east: number,
  north: number,
  isPublic = true,
  more: object = {},
): Promise<GivenIssue> {
  const issue = await givenIssue(app, place, await givenPerson(app, place), { point: at(east, north), ...more });
  if (isPublic) {
    const show =
      'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
    expect((await askData(app.port, clerk, show, { id: issue.id })).setIssueVisibility.userErrors).toEqual([]);
  }
  return issue;
}

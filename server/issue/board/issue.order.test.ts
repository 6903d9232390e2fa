import { expect } from 'vitest';
import { fillBoard } from '../../testing/board.ts';
import { givenPerson, givenPlace, givenStaff, type Place } from '../../testing/builders.ts';
import { askData, type Data, type Identified } from '../../testing/client.ts';
import { givenCategory, givenIssue } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { type TestServer } from '../../testing/server.ts';
import { orderings } from './issue.board.order.ts';
import { test } from '../../testing/fixtures.ts';

test('what is due soonest comes first; paused and without a clock last; a program hears nothing of it', async ({
  app,
}) => {
  const place = await givenPlace(app);
  const clerk = await givenStaff(app, place, 'CLERK');
  const citizen = await givenPerson(app, place);
  const given = [];
  for (let n = 0; n < 3; n++) given.push(await givenIssue(app, place, citizen));
  const due = (id: string, when: string): Promise<unknown> =>
    execute(app, `update issue set due_at = ${when} where reference = ? and municipality_id = ?`, [
      id,
      place.municipalityId,
    ]);
  const [first, second, third] = given.map(({ reference }) => reference);
  await due(String(first), "now() - interval '1 hour'");
  await due(String(second), "now() + interval '1 day'");
  await due(String(third), 'null');
  expect(await readAll(app, clerk, place, {})).toEqual([first, second, third]);
  expect(await readAll(app, clerk, place, { order: 'NEWEST' })).toEqual([third, second, first]);
  const { key } = await givenKey(app, place, ['issues:read']);
  expect(await readAll(app, { key }, place, {})).toEqual([third, second, first]);
});

test('a report carries when its clock runs out, and no longer once it stands still', async ({ app, town: place }) => {
  const issue = await givenIssue(app, place, await givenPerson(app, place));
  const dueAt = async (): Promise<unknown> =>
    (
      await execute(app, 'select due_at from issue where reference = ? and municipality_id = ?', [
        issue.reference,
        place.municipalityId,
      ])
    )[0]?.due_at ?? null;
  const before = await dueAt();
  expect(before).not.toBeNull();
  const move =
    'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { issue { version } userErrors { code } } }';
  const admin = await givenStaff(app, place, 'ADMIN');
  const input = { issueId: issue.id, version: 1, to: 'DECLINED', reason: 'nein' };
  expect((await askData(app.port, admin, move, { input })).moveIssue.userErrors).toEqual([]);
  expect(await dueAt()).toBeNull();
});

test('thousands are read page by page, each once, though one is put off meanwhile', async ({ app }) => {
  const town = await givenPlace(app);
  const staff = await givenStaff(app, town, 'CLERK');
  for (let n = 0; n < 3; n++) await givenCategory(app, town);
  await fillBoard((sql, values) => execute(app, sql, values), { ...town, open: 5000, done: 500 });
  await execute(app, 'analyze issue');
  const isDue = 'select reference from issue where municipality_id = ? and status in (?, ?, ?)';
  const order = 'order by due_at asc nulls last, created_at desc, id desc';
  const statuses = [town.municipalityId, 'ASSIGNED', 'IN_PROGRESS', 'SCHEDULED'];
  const expected = (await execute(app, `${isDue} ${order}`, statuses)).map(({ reference }) => reference);
  const seen = await readAll(app, staff, town, { stages: ['IN_PROGRESS'] }, async (cards) => {
    // The deadline of the last card of each page is moved: the next page begins at the old position.
    const later = `update issue set due_at = due_at + interval '40 days' where reference = ? and municipality_id = ?`;
    await execute(app, later, [cards.at(-1)?.reference, town.municipalityId]);
  });
  expect(new Set(seen)).toEqual(new Set(expected));
  expect(seen.filter((one, at) => seen.indexOf(one) === at)).toEqual(expected);
  const explain = `explain select i.id from issue i where i.municipality_id = ? and i.status = ? and i.flag is null
    order by ${orderings.DUE.by('i')} limit 13`;
  for (const status of ['ASSIGNED', 'RESOLVED']) {
    const plan = (await execute(app, explain, [town.municipalityId, status]))
      .map((row) => row['QUERY PLAN'])
      .join('\n');
    expect(plan).toContain('issue_due_index');
    expect(plan).not.toContain('Sort');
  }
});

const list = `query($ags: String!, $stages: [IssueStage!], $order: IssueOrder! = DUE, $after: PageCursor) {
  municipality(ags: $ags) { issues(stages: $stages, order: $order, first: 100, after: $after) {
    edges { node { reference createdAt } } pageInfo { hasNextPage endCursor } } } }`;
const execute = (app: TestServer, sql: string, params: readonly unknown[] = []): Promise<Data[]> =>
  app.services.em.fork().execute(sql, [...params]);

async function readAll(
  app: TestServer,
  who: Identified,
  town: Place,
  asked: object,
  page = (_: Data[]) => Promise.resolve(),
) {
  const seen: Data[] = [];
  let after: string | null = null;
  do {
    const { municipality } = await askData(app.port, who, list, { ags: town.ags, ...asked, after });
    const cards: Data[] = municipality.issues.edges.map(({ node }: Data) => node);
    seen.push(...cards);
    after = municipality.issues.pageInfo.hasNextPage ? municipality.issues.pageInfo.endCursor : null;
    await page(cards);
  } while (after !== null);
  return seen.map(({ reference }) => String(reference));
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenCategory, reportInput } from '../../testing/issues.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
let place: Place;
let clerk: Somebody;
beforeAll(async () => {
  app = await startTestServer({}, 'web');
  place = await givenPlace(app);
  clerk = await givenStaff(app, place, 'CLERK');
});
afterAll(() => app.stop());

const report = 'mutation($input: ReportIssueInput!) { reportIssue(input: $input) { issue { id } } }';
const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
const read = `query($ags: String!) { municipality(ags: $ags) { issueMedians {
  category { id } answered answerMinutes answerDays solved solutionMinutes solutionDays } } }`;

/** Reports at 09:00 of the day, answers `hours` hours later and, if `ends`, resolves it a day after the answer. */
async function told(categoryId: string, who: Somebody, day: string, hours: number, ends = true): Promise<void> {
  const start = Date.parse(`${day}T08:00Z`);
  const at = (ms: number): void => {
    setTime(app, new Date(start + ms * 3_600_000).toISOString());
  };
  at(0);
  const { reportIssue } = await askData(app.port, who, report, { input: reportInput(place, categoryId) });
  const step = async (version: number, to: string, message?: string): Promise<void> => {
    const input = { issueId: reportIssue.issue.id, version, to, message };
    expect((await askData(app.port, clerk, move, { input })).moveIssue.userErrors).toEqual([]);
  };
  at(hours);
  await step(1, 'ASSIGNED', 'Wir sehen nach.');
  at(24 + hours);
  if (ends) await step(2, 'RESOLVED');
}
const medians = async (): Promise<Data[]> =>
  (await askData(app.port, {}, read, { ags: place.ags })).municipality.issueMedians;

test('the middle of the last ninety days by category; below five nothing is told', async () => {
  const categoryId = await givenCategory(app, place);
  const rare = await givenCategory(app, place);
  const people = await givenPeople(app, place, 7);
  const [first, second, third, fourth, fifth, old, other] = people;
  const mondays = [first, second, third, fourth];
  for (const [n, who] of mondays.entries()) if (who) await told(categoryId, who, '2026-03-09', n + 1, n < 3);
  if (old) await told(categoryId, old, '2025-09-08', 8);
  if (other) await told(rare, other, '2026-03-09', 1);
  setTime(app, '2026-03-13T10:00Z');
  expect(await medians()).toEqual([]);
  if (fifth) await told(categoryId, fifth, '2026-03-09', 5);
  setTime(app, '2026-03-13T10:00Z');
  expect(await medians()).toEqual([
    {
      category: { id: categoryId },
      answered: 5,
      answerMinutes: 180,
      answerDays: 0.125,
      solved: 4,
      solutionMinutes: null,
      solutionDays: null,
    },
  ]);
  const sixth = await givenPerson(app, place);
  await told(categoryId, sixth, '2026-03-09', 3);
  setTime(app, '2026-03-13T10:00Z');
  // Monday 09:00 to Tuesday 12:00: eight hours of Monday and four of Tuesday.
  expect((await medians())[0]).toMatchObject({ answered: 6, solved: 5, solutionMinutes: 720, solutionDays: 1.125 });
});

test('where reports are switched off there are none', async () => {
  const elsewhere = await givenPlace(app);
  const admin = await givenStaff(app, elsewhere);
  const { municipality } = await askData(app.port, {}, 'query($ags: String!) { municipality(ags: $ags) { id } }', {
    ags: elsewhere.ags,
  });
  const off =
    'mutation($id: ID!) { setModules(input: { municipalityId: $id, modules: [POSTS] }) { userErrors { code } } }';
  await askData(app.port, admin, off, { id: municipality.id });
  expect((await ask(app.port, {}, read, { ags: elsewhere.ags })).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
});

import { expect } from 'vitest';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenCategory, reportInput } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { quietTest as test } from '../../testing/fixtures.ts';

test.afterEach(({ app }) => {
  setTime(app);
});

test('the middle of the last ninety days by category; below five nothing is told', async ({ app, town, clerk, at }) => {
  const categoryId = await givenCategory(app, town);
  const rare = await givenCategory(app, town);
  const people = await givenPeople(app, town, 7);
  const [first, second, third, fourth, fifth, old, other] = people;
  const mondays = [first, second, third, fourth];
  for (const [n, who] of mondays.entries())
    if (who) await told(app, town, clerk, categoryId, who, '2026-03-09', n + 1, n < 3);
  if (old) await told(app, town, clerk, categoryId, old, '2025-09-08', 8);
  if (other) await told(app, town, clerk, rare, other, '2026-03-09', 1);
  at('2026-03-13T10:00Z');
  expect(await medians(app, town)).toEqual([]);
  if (fifth) await told(app, town, clerk, categoryId, fifth, '2026-03-09', 5);
  at('2026-03-13T10:00Z');
  expect(await medians(app, town)).toEqual([
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
  const sixth = await givenPerson(app, town);
  await told(app, town, clerk, categoryId, sixth, '2026-03-09', 3);
  at('2026-03-13T10:00Z');
  // Monday 09:00 to Tuesday 12:00: eight hours of Monday and four of Tuesday.
  expect((await medians(app, town))[0]).toMatchObject({
    answered: 6,
    solved: 5,
    solutionMinutes: 720,
    solutionDays: 1.125,
  });
});

test('where reports are switched off there are none', async ({ app }) => {
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

const report = 'mutation($input: ReportIssueInput!) { reportIssue(input: $input) { issue { id } } }';
const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
const read = `query($ags: String!) { municipality(ags: $ags) { issueMedians {
  category { id } answered answerMinutes answerDays solved solutionMinutes solutionDays } } }`;

/** Reports at 09:00 of the day, answers `hours` hours later and, if `ends`, resolves it a day after the answer. */
async function told(
  app: TestServer,
  town: Place,
  clerk: Somebody,
  categoryId: string,
  who: Somebody,
  day: string,
  hours: number,
  ends = true,
): Promise<void> {
  const start = Date.parse(`${day}T08:00Z`);
  const at = (ms: number): void => {
    setTime(app, new Date(start + ms * 3_600_000).toISOString());
  };
  at(0);
  const { reportIssue } = await askData(app.port, who, report, { input: reportInput(town, categoryId) });
  const step = async (version: number, to: string, message?: string): Promise<void> => {
    const input = { issueId: reportIssue.issue.id, version, to, message };
    expect((await askData(app.port, clerk, move, { input })).moveIssue.userErrors).toEqual([]);
  };
  at(hours);
  await step(1, 'ASSIGNED', 'Wir sehen nach.');
  at(24 + hours);
  if (ends) await step(2, 'RESOLVED');
}
const medians = async (app: TestServer, town: Place): Promise<Data[]> =>
  (await askData(app.port, {}, read, { ags: town.ags })).municipality.issueMedians;

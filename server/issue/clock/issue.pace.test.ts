import { expect } from 'vitest';
import { idOf } from '../../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { givenCategory, givenIssue, reportInput } from '../../testing/issues.ts';
import type { GivenIssue } from '../../testing/issues.ts';
import { askData } from '../../testing/client.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('by when three of four had an answer in this town lately; too few tell nothing, and an answered one needs none', async ({
  app,
}) => {
  const town = await givenTown(app);
  const other = await givenTown(app);
  for (const hours of [1, 2, 3, 5]) await answered(app, town, 20, hours);
  await answered(app, town, 91, 1000); // outside the period
  for (let n = 0; n < 5; n++) await answered(app, other, 20, 500);
  const issue = await reported(app, town);
  expect(await expectedAfter(app, town, issue)).toBeNull();
  await answered(app, town, 20, 4);
  await reported(app, town); // an unanswered issue does not count
  expect(await expectedAfter(app, town, issue)).toBe(4);
  await answer(app, town, issue);
  expect(await expectedAfter(app, town, issue)).toBeNull();
}, 30_000);

test('a first answer is estimated without an account too, before the address is confirmed', async ({ app }) => {
  const town = await givenTown(app);
  for (let n = 0; n < 5; n++) await answered(app, town, 10, 6);
  const email = 'somebody@example.org';
  const report =
    'mutation($input: ReportIssueInput!) { reportIssue(input: $input) { issue { firstAnswerBy status } } }';
  const input = reportInput(town.place, await givenCategory(app, town.place), { email });
  expect((await askData(app.port, {}, report, { input })).reportIssue.issue).toEqual({
    firstAnswerBy: expect.any(String),
    status: 'SUBMITTED',
  });
});

const hour = 3_600_000;
const day = 86_400_000;
const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
const read = 'query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) { firstAnswerBy } }';

interface Town {
  readonly place: Place;
  readonly clerk: Somebody;
}
async function givenTown(app: TestServer): Promise<Town> {
  const place = await givenPlace(app);
  return { place, clerk: await givenStaff(app, place, 'CLERK') };
}
async function reported(app: TestServer, { place }: Town): Promise<GivenIssue> {
  return givenIssue(app, place, await givenPerson(app, place));
}

async function answer(app: TestServer, { clerk }: Town, { id, version }: GivenIssue): Promise<void> {
  const done = await askData(app.port, clerk, move, {
    input: { issueId: id, version, to: 'TRIAGED', message: 'Wir sehen nach.' },
  });
  expect(done.moveIssue.userErrors).toEqual([]);
}

/** An issue that arrived some days ago and was answered some hours later. */
async function answered(app: TestServer, town: Town, daysAgo: number, hours: number): Promise<void> {
  const issue = await reported(app, town);
  await answer(app, town, issue);
  const em = app.services.em.fork();
  const id = idOf('Issue', issue.id);
  const at = new Date(Date.now() - daysAgo * day);
  await em.execute('update issue set created_at = ? where id = ?', [at, id]);
  const then = new Date(at.getTime() + hours * hour);
  await em.execute('update issue_clock set started_at = ?, first_responded_at = ? where issue_id = ?', [at, then, id]);
}

/** Hours between the report and its expected answer. */
async function expectedAfter(
  app: TestServer,
  { place, clerk }: Town,
  { reference, id }: GivenIssue,
): Promise<number | null> {
  const { issue } = await askData(app.port, clerk, read, { ags: place.ags, reference });
  if (issue.firstAnswerBy === null) return null;
  const rows: { at: Date }[] = await app.services.em
    .fork()
    .execute('select created_at as at from issue where id = ?', [idOf('Issue', id)]);
  return (Date.parse(issue.firstAnswerBy) - new Date(rows[0]?.at ?? 0).getTime()) / hour;
}

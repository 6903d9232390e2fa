import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenCategory, type GivenIssue, reportInput } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { quietTest as test } from '../../testing/fixtures.ts';

test.afterEach(({ app }) => {
  setTime(app);
});
let clerk: Somebody;
let admin: Somebody;
test.beforeAll(async ({ app, town }) => {
  [clerk, admin] = [await givenStaff(app, town, 'CLERK'), await givenStaff(app, town)];
});

test('from the report to its end: due, soon due, overdue, answered, paused, goes on, done, opened again', async ({
  app,
  town,
  citizen,
}) => {
  setTime(app, at(tuesday, '09:00'));
  const issue = await reported(app, town, citizen, await within(app, town, 120, 600));
  expect(issue).toMatchObject({ expectedAnswerAt: at(tuesday, '11:00'), clock: null });
  expect((await readAs(app, town, clerk, issue)).clock).toMatchObject({
    isPaused: false,
    state: 'ON_TIME',
    firstResponse: { dueAt: at(tuesday, '11:00'), stoppedAt: null },
    resolution: { dueAt: at(wednesday, '10:00'), dueSoonAt: at(wednesday, '08:00'), state: 'ON_TIME' },
  });
  setTime(app, at(tuesday, '10:40'));
  expect((await readAs(app, town, clerk, issue)).clock).toMatchObject({
    state: 'DUE_SOON',
    firstResponse: { state: 'DUE_SOON' },
  });
  setTime(app, at(tuesday, '11:00'));
  expect((await readAs(app, town, clerk, issue)).clock.state).toBe('OVERDUE');
  const { clock: answered, expectedAnswerAt } = await moveTo(app, issue, 1, 'ASSIGNED', {
    message: 'Der Bauhof kommt.',
  });
  expect(answered).toMatchObject({
    state: 'ON_TIME',
    firstResponse: { stoppedAt: at(tuesday, '11:00'), state: 'MET' },
  });
  expect(expectedAnswerAt).toBeNull();
  const asked = await moveTo(app, issue, 2, 'WAITING_ON_REPORTER', { message: 'Welche Laterne?' });
  expect(asked.clock).toMatchObject({ isPaused: true, state: 'PAUSED' });
  setTime(app, at(thursday, '10:00'));
  const goesOn = await moveTo(app, issue, 3, 'ASSIGNED');
  // The pause has two whole days less one hour of Thursday; the rest of Tuesday is left.
  expect(goesOn.clock).toMatchObject({ state: 'ON_TIME', resolution: { dueAt: '2026-03-13T09:00:00.000Z' } });
  const done = await moveTo(app, issue, 4, 'RESOLVED');
  expect(done.clock).toMatchObject({ state: 'MET', resolution: { stoppedAt: at(thursday, '10:00') } });
  setTime(app, '2026-03-13T10:00:00.000Z');
  const again = await moveTo(app, issue, 5, 'ASSIGNED', { reason: 'Leuchtet noch nicht.' });
  expect(again.clock).toMatchObject({ state: 'ON_TIME', resolution: { stoppedAt: null, state: 'ON_TIME' } });
});

test('settings that change later change no clock that runs', async ({ app, town, citizen }) => {
  setTime(app, at(tuesday, '09:00'));
  const categoryId = await within(app, town, 120, 600);
  const before = await reported(app, town, citizen, categoryId);
  await within(app, town, 60, 300, categoryId);
  const spans = [{ weekday: 'FRIDAY', from: '09:00', to: '10:00' }];
  const input = { municipalityId: toGlobalId('Municipality', town.municipalityId), spans, closedDays: [] };
  await askData(app.port, admin, hours, { input });
  expect((await readAs(app, town, clerk, before)).clock.resolution.dueAt).toBe(at(wednesday, '10:00'));
  // A move uses the terms of the day on which the report arrived.
  expect((await moveTo(app, before, 1, 'TRIAGED')).clock.resolution.dueAt).toBe(at(wednesday, '10:00'));
  expect((await reported(app, town, citizen, categoryId)).clock).toBeNull();
  expect((await reported(app, town, citizen, categoryId)).expectedAnswerAt).toBe('2026-03-13T09:00:00.000Z');
  const usual = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'];
  const restored = usual.map((weekday) => ({ weekday, from: '08:00', to: '17:00' }));
  await askData(app.port, admin, hours, { input: { ...input, spans: restored } });
});

test('a step that was taken back answered nothing and paused nothing', async ({ app, town, citizen }) => {
  setTime(app, at(tuesday, '09:00'));
  const issue = await reported(app, town, citizen, await within(app, town, 120, 600));
  const before = await readAs(app, town, clerk, issue);
  await moveTo(app, issue, 1, 'TRIAGED', { isUndoable: true, message: 'Wir sehen nach.' });
  expect((await readAs(app, town, clerk, issue)).clock.firstResponse.state).toBe('MET');
  const undone = await askData(app.port, clerk, undo, { id: issue.id, version: 2 });
  expect(undone.undoMove.userErrors).toEqual([]);
  expect(await readAs(app, town, clerk, issue)).toEqual(before);
});

test('words to the reporter answer it, a note of the town hall does not', async ({ app, town, citizen }) => {
  setTime(app, at(tuesday, '09:00'));
  const issue = await reported(app, town, citizen, await within(app, town, 120, 600));
  const say = async (reach: string): Promise<unknown> => {
    const query = 'mutation($input: CommentIssueInput!) { commentIssue(input: $input) { userErrors { code } } }';
    const input = {
      issueId: issue.id,
      reach,
      text: 'Wir sehen nach.',
      tellReporter: true,
      idempotencyKey: randomUUID(),
    };
    expect((await askData(app.port, clerk, query, { input })).commentIssue.userErrors).toEqual([]);
    return (await readAs(app, town, clerk, issue)).clock.firstResponse;
  };
  setTime(app, at(tuesday, '10:00'));
  expect(await say('INTERNAL')).toMatchObject({ stoppedAt: null, state: 'ON_TIME' });
  expect(await say('PRIVATE')).toMatchObject({ stoppedAt: at(tuesday, '10:00'), state: 'MET' });
});

test('without an account the clock starts when the report is sent; the reporter reads the date of the answer and nothing else', async ({
  app,
  town,
  citizen,
}) => {
  setTime(app, at(tuesday, '09:00'));
  const categoryId = await within(app, town, 120, null);
  const input = reportInput(town, categoryId, { email: 'somebody@example.org' });
  const { issue } = (await askData(app.port, {}, report, { input })).reportIssue;
  expect(issue).toMatchObject({ expectedAnswerAt: at(tuesday, '11:00'), clock: null });
  setTime(app, at(tuesday, '10:00'));
  const own = await reported(app, town, citizen, categoryId);
  expect(await readAs(app, town, citizen, own)).toEqual({ expectedAnswerAt: at(tuesday, '12:00'), clock: null });
  expect((await readAs(app, town, clerk, own)).clock.resolution).toMatchObject({ dueAt: null, state: 'NONE' });
});

test('targets are set by the admin, praise is never settled, and what makes no sense is refused', async ({
  app,
  town,
}) => {
  const categoryId = await givenCategory(app, town, 'PRAISE');
  const input = { categoryId, firstResponseMinutes: 100, resolutionMinutes: 50 };
  expect((await askData(app.port, admin, targets, { input })).setIssueTargets.userErrors).toEqual([
    { code: 'RESPONSE_AFTER_RESOLUTION', path: ['firstResponseMinutes'] },
    { code: 'NOTHING_TO_RESOLVE', path: ['resolutionMinutes'] },
  ]);
  const praise = { ...input, resolutionMinutes: null };
  expect((await ask(app.port, clerk, targets, { input: praise })).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  const usual = `query($ags: String!) { municipality(ags: $ags) { issueCategories { kind targets { resolutionMinutes } } } }`;
  const { municipality } = await askData(app.port, {}, usual, { ags: town.ags });
  expect(municipality.issueCategories).toContainEqual({ kind: 'PRAISE', targets: { resolutionMinutes: null } });
});

test('as another matter it has the terms of that: a thank-you that was a pothole is repaired in time, and back', async ({
  app,
  town,
  citizen,
}) => {
  setTime(app, at(tuesday, '09:00'));
  const praise = await givenCategory(app, town, 'PRAISE');
  const defect = await within(app, town, 120, 600);
  const issue = await reported(app, town, citizen, praise, citizen, { kind: 'PRAISE' });
  const become = async (version: number, categoryId: string): Promise<Data> => {
    const query = 'mutation($input: RerouteIssueInput!) { rerouteIssue(input: $input) { userErrors { code } } }';
    const desk = { deskId: toGlobalId('Desk', town.deskId), reason: 'Das ist etwas anderes.' };
    const input = { issueId: issue.id, version, categoryId, ...desk };
    expect((await askData(app.port, clerk, query, { input })).rerouteIssue.userErrors).toEqual([]);
    return (await readAs(app, town, clerk, issue)).clock;
  };
  expect((await become(1, defect)).resolution.dueAt).toBe(at(wednesday, '10:00'));
  expect((await become(2, praise))?.resolution.dueAt ?? null).toBeNull();
});

const report = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { id reference version expectedAnswerAt clock { state } } claimCode userErrors { code } } }`;
const clock = `expectedAnswerAt clock { isPaused state firstResponse { dueAt stoppedAt state }
  resolution { dueAt dueSoonAt stoppedAt state } }`;
const read = `query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) { ${clock} } }`;
const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { issue { ${clock} } userErrors { code } } }`;
const undo =
  'mutation($id: ID!, $version: Int!) { undoMove(input: { issueId: $id, version: $version }) { userErrors { code } } }';
const targets = `mutation($input: SetIssueTargetsInput!) { setIssueTargets(input: $input) {
  category { targets { firstResponseMinutes resolutionMinutes } } userErrors { code path } } }`;
const hours = `mutation($input: SetOfficeHoursInput!) { setOfficeHours(input: $input) { userErrors { code } } }`;

/** Three days of a week without holidays, and moments on them. */
const tuesday = '2026-03-10';
const wednesday = '2026-03-11';
const thursday = '2026-03-12';
// Times in UTC, one hour behind the local time of the town.
const at = (day: string | undefined, time: string): string => `${String(day)}T${time}:00.000Z`;

async function reported(
  app: TestServer,
  town: Place,
  citizen: Somebody,
  categoryId: string,
  who: Identified = citizen,
  more: object = {},
): Promise<GivenIssue & Data> {
  const input = reportInput(town, categoryId, more);
  return (await askData(app.port, who, report, { input })).reportIssue.issue;
}
async function within(
  app: TestServer,
  town: Place,
  response: number | null,
  resolution: number | null,
  id?: string,
): Promise<string> {
  const categoryId = id ?? (await givenCategory(app, town));
  const input = { categoryId, firstResponseMinutes: response, resolutionMinutes: resolution };
  expect((await askData(app.port, admin, targets, { input })).setIssueTargets.userErrors).toEqual([]);
  return categoryId;
}
const readAs = async (app: TestServer, town: Place, who: Identified, { reference }: GivenIssue): Promise<Data> =>
  (await askData(app.port, who, read, { ags: town.ags, reference })).issue;
async function moveTo(
  app: TestServer,
  { id }: GivenIssue,
  version: number,
  to: string,
  more: object = {},
): Promise<Data> {
  const done = await askData(app.port, clerk, move, { input: { issueId: id, version, to, ...more } });
  expect(done.moveIssue.userErrors).toEqual([]);
  return done.moveIssue.issue;
}

import { expect } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { idOf, toGlobalId } from '../../kernel/ids.ts';
import { givenPerson, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { askIfFixed } from './issue.survey.service.ts';
import { quietTest as test } from '../../testing/fixtures.ts';

test.afterEach(({ app }) => {
  setTime(app);
});

let clerk: Somebody;
let admin: Somebody;

test.beforeAll(async ({ app, town }) => {
  [clerk, admin] = [await givenStaff(app, town, 'CLERK'), await givenStaff(app, town)];
});

test('four weeks after the end, once, however often and at once the job comes', async ({ app, town }) => {
  const reporter = await givenPerson(app, town);
  const issue = await resolved(app, town, reporter);
  const [job] = await planned(app, issue);
  expect(new Date(job?.at).toISOString()).toBe(new Date(due).toISOString());
  expect(job?.data).toEqual({ issueId: idOf('Issue', issue.id), version: 3 });
  await runJob(app, issue, early);
  expect(await told(app, issue)).toBe(0);
  expect((await readAs(app, town, reporter, issue)).isReporterAsked).toBe(false);
  expect((await answerAs(app, reporter, issue, { answer: 'FIXED' })).userErrors).toMatchObject([{ code: 'NOT_ASKED' }]);
  await Promise.all(Array.from({ length: 20 }, () => runJob(app, issue, due)));
  expect(await told(app, issue)).toBe(1);
  expect(await readAs(app, town, reporter, issue)).toMatchObject({ isReporterAsked: true, reporterSaysFixed: null });
});

test('opened again by mistake and taken back, it is asked about as if nothing had been', async ({ app, town }) => {
  const issue = await resolved(app, town, await givenPerson(app, town));
  await moveTo(app, clerk, issue, 3, 'ASSIGNED', { reason: 'Verklickt.', isUndoable: true });
  const undo = `mutation { undoMove(input: { issueId: "${issue.id}", version: 4 }) { userErrors { code } } }`;
  expect((await askData(app.port, clerk, undo)).undoMove.userErrors).toEqual([]);
  await runJob(app, issue, due);
  expect(await told(app, issue)).toBe(1);
});

test('yes is kept, for its reporter and the town hall only; asked is asked, whatever comes later', async ({
  app,
  town,
}) => {
  const reporter = await givenPerson(app, town);
  const issue = await resolved(app, town, reporter);
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, clerk, show, { id: issue.id });
  await runJob(app, issue, due);
  const stranger = await ask(app.port, await givenPerson(app, town), say, {
    input: { issueId: issue.id, answer: 'FIXED' },
  });
  expect(stranger.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  for (let n = 0; n < 2; n++)
    expect(await answerAs(app, reporter, issue, { answer: 'FIXED' })).toMatchObject({
      issue: { status: 'RESOLVED', isReporterAsked: false, reporterSaysFixed: true },
      userErrors: [],
    });
  expect(await readAs(app, town, clerk, issue)).toMatchObject({ reporterSaysFixed: true });
  expect(await readAs(app, town, {}, issue)).toMatchObject({ isReporterAsked: false, reporterSaysFixed: null });
  await moveTo(app, clerk, issue, 3, 'ASSIGNED', { reason: 'Doch nicht.' });
  await moveTo(app, clerk, issue, 4, 'RESOLVED');
  await runJob(app, issue, '2026-05-05T09:00:00Z', 5);
  expect(await told(app, issue)).toBe(1);
});

test('what was said about one end is not said about the next; it stays in the timeline, once, for the town hall', async ({
  app,
  town,
  at,
}) => {
  const reporter = await givenPerson(app, town);
  const yes = await resolved(app, town, reporter);
  const no = await resolved(app, town, reporter);
  for (const issue of [yes, no]) await runJob(app, issue, due);
  for (let n = 0; n < 2; n++) await answerAs(app, reporter, yes, { answer: 'FIXED' });
  await answerAs(app, reporter, no, { answer: 'NOT_FIXED', reason: 'Noch da.' });
  at(late);
  await moveTo(app, clerk, yes, 3, 'ASSIGNED', { reason: 'Doch nicht.' });
  expect(await readAs(app, town, clerk, yes)).toMatchObject({ reporterSaysFixed: true });
  for (const issue of [yes, no]) {
    await moveTo(app, clerk, issue, 4, 'RESOLVED', { message: 'Noch einmal gemacht.' });
    for (const who of [reporter, clerk])
      expect(await readAs(app, town, who, issue)).toMatchObject({ isReporterAsked: false, reporterSaysFixed: null });
  }
  const talk = (who: Identified, { id }: GivenIssue) =>
    askData(app.port, who, 'query($id: ID!) { node(id: $id) { ... on Issue { comments { by reach text } } } }', { id });
  const note = {
    by: 'SYSTEM',
    reach: 'INTERNAL',
    text: 'Auf Nachfrage sagt die meldende Person: „Ja, es ist erledigt.“',
  };
  expect((await talk(clerk, yes)).node.comments).toEqual([note]);
  expect((await talk(reporter, yes)).node.comments).toEqual([]);
  expect((await readAs(app, town, clerk, no)).history).toContainEqual(expect.objectContaining({ reason: 'Noch da.' }));
});

test('no opens it again, by its reporter, in their words; without words nothing is kept', async ({ app, town }) => {
  const reporter = await givenPerson(app, town);
  const issue = await resolved(app, town, reporter);
  await runJob(app, issue, due);
  expect((await answerAs(app, reporter, issue, { answer: 'NOT_FIXED', reason: ' ' })).userErrors).toMatchObject([
    { code: 'REASON_REQUIRED', path: ['reason'] },
  ]);
  expect(await readAs(app, town, reporter, issue)).toMatchObject({ isReporterAsked: true, reporterSaysFixed: null });
  await answerAs(app, reporter, issue, { answer: 'NOT_FIXED', reason: 'Das Loch ist wieder da.' });
  const seen = await readAs(app, town, clerk, issue);
  expect(seen).toMatchObject({ status: 'ASSIGNED', isReporterAsked: false, reporterSaysFixed: false });
  expect(seen.history.at(-1)).toEqual({
    to: 'ASSIGNED',
    by: 'REPORTER',
    reason: 'Das Loch ist wieder da.',
    isReopening: true,
  });
});

test('nobody is asked about what is no longer so; the same report untouched is asked about', async ({
  app,
  town,
  at,
}) => {
  const flag =
    'mutation($id: ID!) { flagIssue(input: { issueId: $id, flag: HIDDEN, reason: "x" }) { userErrors { code } } }';
  const undo = 'mutation($id: ID!) { undoMove(input: { issueId: $id, version: 3 }) { userErrors { code } } }';
  const meanwhile: Record<string, (issue: GivenIssue, reporter: Somebody) => Promise<unknown>> = {
    nothing: () => Promise.resolve(),
    reopened: (issue, reporter) => moveTo(app, reporter, issue, 3, 'ASSIGNED', { reason: 'Noch da.' }),
    endedAgain: async (issue) => {
      await moveTo(app, clerk, issue, 3, 'ASSIGNED', { reason: 'Noch da.' });
      await moveTo(app, clerk, issue, 4, 'RESOLVED');
    },
    withdrawn: async (issue, reporter) => {
      await moveTo(app, reporter, issue, 3, 'ASSIGNED', { reason: 'Noch da.' });
      await moveTo(app, reporter, issue, 4, 'WITHDRAWN');
    },
    flagged: (issue) => askData(app.port, clerk, flag, { id: issue.id }),
  };
  for (const [name, happens] of Object.entries(meanwhile)) {
    const reporter = await givenPerson(app, town);
    const issue = await resolved(app, town, reporter);
    await happens(issue, reporter);
    await runJob(app, issue, due);
    expect([name, await told(app, issue)]).toEqual([name, name === 'nothing' ? 1 : 0]);
  }
  at(resolvedAt);
  const taken = await givenIssue(app, town, await givenPerson(app, town));
  await moveTo(app, clerk, taken, 1, 'ASSIGNED');
  await moveTo(app, clerk, taken, 2, 'RESOLVED', { isUndoable: true });
  expect((await askData(app.port, clerk, undo, { id: taken.id })).undoMove.userErrors).toEqual([]);
  await runJob(app, taken, due);
  expect(await told(app, taken)).toBe(0);
});

test('only about what can be fixed, and only while "no" would still be heard', async ({ app, town }) => {
  for (const kind of ['DEFECT', 'CRITICISM', 'SUGGESTION', 'QUESTION', 'COMPLAINT', 'PRAISE'] as const) {
    const categoryId = await givenCategory(app, town, kind);
    const issue = await resolved(app, town, await givenPerson(app, town), { categoryId, kind });
    await runJob(app, issue, due);
    expect([kind, await told(app, issue)]).toEqual([
      kind,
      ['DEFECT', 'CRITICISM', 'SUGGESTION'].includes(kind) ? 1 : 0,
    ]);
  }
  const tooLate = await resolved(app, town, await givenPerson(app, town));
  await runJob(app, tooLate, late);
  expect(await told(app, tooLate)).toBe(0);
  const set = 'mutation($input: SetIssueSettingsInput!) { setIssueSettings(input: $input) { userErrors { code } } }';
  const input = { municipalityId: toGlobalId('Municipality', town.municipalityId), labels: [] };
  const short = await resolved(app, town, await givenPerson(app, town));
  expect(
    (await askData(app.port, admin, set, { input: { ...input, reopenDays: 14 } })).setIssueSettings.userErrors,
  ).toEqual([]);
  await runJob(app, short, due);
  expect(await told(app, short)).toBe(0);
  await askData(app.port, admin, set, { input: { ...input, reopenDays: 30 } });
  await runJob(app, short, due);
  expect(await told(app, short)).toBe(1);
});

test('whoever wants no such question is asked about no other report either', async ({ app, town }) => {
  const reporter = await givenPerson(app, town);
  const first = await resolved(app, town, reporter);
  const second = await resolved(app, town, reporter);
  await runJob(app, first, due);
  expect((await answerAs(app, reporter, first, { answer: 'DO_NOT_ASK' })).issue).toMatchObject({
    isReporterAsked: false,
  });
  await runJob(app, second, due);
  expect(await told(app, second)).toBe(0);
  const other = await resolved(app, town, await givenPerson(app, town));
  await runJob(app, other, due);
  expect(await told(app, other)).toBe(1);
});

const resolvedAt = '2026-03-10T09:00:00Z';
const early = '2026-04-07T08:59:00Z';
const due = '2026-04-07T09:00:00Z';
const late = '2026-04-10T09:00:00Z';
const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { issue { version } userErrors { code } } }';
const say = `mutation($input: AnswerSurveyInput!) { answerSurvey(input: $input) {
  issue { status isReporterAsked reporterSaysFixed } userErrors { code path } } }`;
const read = `query($ags: String!, $reference: String!, $code: String) {
  issue(ags: $ags, reference: $reference, claimCode: $code) { status isReporterAsked reporterSaysFixed
    history { to by reason isReopening } } }`;

async function moveTo(
  app: TestServer,
  who: Identified,
  { id }: GivenIssue,
  version: number,
  to: string,
  more = {},
): Promise<void> {
  const done = await askData(app.port, who, move, { input: { issueId: id, version, to, ...more } });
  expect(done.moveIssue.userErrors).toEqual([]);
}
/** A report that was resolved at its third version. */
async function resolved(app: TestServer, town: Place, who: Identified, more: object = {}): Promise<GivenIssue> {
  setTime(app, resolvedAt);
  const issue = await givenIssue(app, town, who, more);
  await moveTo(app, clerk, issue, 1, 'ASSIGNED');
  await moveTo(app, clerk, issue, 2, 'RESOLVED', { message: 'Ist erledigt.' });
  return issue;
}
async function runJob(app: TestServer, issue: GivenIssue, now: string, version = 3): Promise<void> {
  setTime(app, now);
  await askIfFixed(forkContext(app.services, system), { issueId: idOf('Issue', issue.id), version });
}
const sqlOf = (app: TestServer, sql: string, issue: GivenIssue): Promise<Data[]> =>
  app.services.em.fork().execute(sql, [idOf('Issue', issue.id)]);
const told = async (app: TestServer, issue: GivenIssue): Promise<number> =>
  (await sqlOf(app, "select 1 from message where kind = 'ISSUE_SURVEY' and subject_id = ?", issue)).length;
const planned = (app: TestServer, issue: GivenIssue): Promise<Data[]> =>
  sqlOf(
    app,
    "select start_after as at, data from jobs.job where name = 'issue.askSurvey' and data->>'issueId' = ?::text",
    issue,
  );
const readAs = async (
  app: TestServer,
  town: Place,
  who: Identified,
  { reference }: GivenIssue,
  code: string | null = null,
): Promise<Data> => (await askData(app.port, who, read, { ags: town.ags, reference, code })).issue;
const answerAs = async (app: TestServer, who: Identified, { id }: GivenIssue, more: object): Promise<Data> =>
  (await askData(app.port, who, say, { input: { issueId: id, ...more } })).answerSurvey;

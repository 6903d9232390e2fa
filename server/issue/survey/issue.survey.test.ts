import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { idOf, toGlobalId } from '../../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { setTime } from '../../testing/clocks.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { askIfFixed } from './issue.survey.service.ts';

let app: TestServer;
let place: Place;
let clerk: Somebody;
let admin: Somebody;

beforeAll(async () => {
  app = await startTestServer({}, 'web'); // role web: the test itself runs the jobs
  place = await givenPlace(app);
  [clerk, admin] = [await givenStaff(app, place, 'CLERK'), await givenStaff(app, place)];
});
afterAll(() => app.stop());

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

async function moveTo(who: Identified, { id }: GivenIssue, version: number, to: string, more = {}): Promise<void> {
  const done = await askData(app.port, who, move, { input: { issueId: id, version, to, ...more } });
  expect(done.moveIssue.userErrors).toEqual([]);
}
/** A report that was resolved at its third version. */
async function resolved(who: Identified, more: object = {}): Promise<GivenIssue> {
  setTime(app, resolvedAt);
  const issue = await givenIssue(app, place, who, more);
  await moveTo(clerk, issue, 1, 'ASSIGNED');
  await moveTo(clerk, issue, 2, 'RESOLVED', { message: 'Ist erledigt.' });
  return issue;
}
async function runJob(issue: GivenIssue, now: string, version = 3): Promise<void> {
  setTime(app, now);
  await askIfFixed(forkContext(app.services, system), { issueId: idOf('Issue', issue.id), version });
}
const sqlOf = (sql: string, issue: GivenIssue): Promise<Data[]> =>
  app.services.em.fork().execute(sql, [idOf('Issue', issue.id)]);
const told = async (issue: GivenIssue): Promise<number> =>
  (await sqlOf("select 1 from message where kind = 'ISSUE_SURVEY' and subject_id = ?", issue)).length;
const planned = (issue: GivenIssue): Promise<Data[]> =>
  sqlOf(
    "select start_after as at, data from jobs.job where name = 'issue.askSurvey' and data->>'issueId' = ?::text",
    issue,
  );
const readAs = async (who: Identified, { reference }: GivenIssue, code: string | null = null): Promise<Data> =>
  (await askData(app.port, who, read, { ags: place.ags, reference, code })).issue;
const answerAs = async (who: Identified, { id }: GivenIssue, more: object): Promise<Data> =>
  (await askData(app.port, who, say, { input: { issueId: id, ...more } })).answerSurvey;

test('four weeks after the end, once, however often and at once the job comes', async () => {
  const reporter = await givenPerson(app, place);
  const issue = await resolved(reporter);
  const [job] = await planned(issue);
  expect(new Date(job?.at).toISOString()).toBe(new Date(due).toISOString());
  expect(job?.data).toEqual({ issueId: idOf('Issue', issue.id), version: 3 });
  await runJob(issue, early);
  expect(await told(issue)).toBe(0);
  expect((await readAs(reporter, issue)).isReporterAsked).toBe(false);
  expect((await answerAs(reporter, issue, { answer: 'FIXED' })).userErrors).toMatchObject([{ code: 'NOT_ASKED' }]);
  await Promise.all(Array.from({ length: 20 }, () => runJob(issue, due)));
  expect(await told(issue)).toBe(1);
  expect(await readAs(reporter, issue)).toMatchObject({ isReporterAsked: true, reporterSaysFixed: null });
});

test('opened again by mistake and taken back, it is asked about as if nothing had been', async () => {
  const issue = await resolved(await givenPerson(app, place));
  await moveTo(clerk, issue, 3, 'ASSIGNED', { reason: 'Verklickt.', isUndoable: true });
  const undo = `mutation { undoMove(input: { issueId: "${issue.id}", version: 4 }) { userErrors { code } } }`;
  expect((await askData(app.port, clerk, undo)).undoMove.userErrors).toEqual([]);
  await runJob(issue, due);
  expect(await told(issue)).toBe(1);
});

test('yes is kept, for its reporter and the town hall only; asked is asked, whatever comes later', async () => {
  const reporter = await givenPerson(app, place);
  const issue = await resolved(reporter);
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, clerk, show, { id: issue.id });
  await runJob(issue, due);
  const stranger = await ask(app.port, await givenPerson(app, place), say, {
    input: { issueId: issue.id, answer: 'FIXED' },
  });
  expect(stranger.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  for (let n = 0; n < 2; n++)
    expect(await answerAs(reporter, issue, { answer: 'FIXED' })).toMatchObject({
      issue: { status: 'RESOLVED', isReporterAsked: false, reporterSaysFixed: true },
      userErrors: [],
    });
  expect(await readAs(clerk, issue)).toMatchObject({ reporterSaysFixed: true });
  expect(await readAs({}, issue)).toMatchObject({ isReporterAsked: false, reporterSaysFixed: null });
  await moveTo(clerk, issue, 3, 'ASSIGNED', { reason: 'Doch nicht.' });
  await moveTo(clerk, issue, 4, 'RESOLVED');
  await runJob(issue, '2026-05-05T09:00:00Z', 5);
  expect(await told(issue)).toBe(1);
});

test('what was said about one end is not said about the next; it stays in the timeline, once, for the town hall', async () => {
  const reporter = await givenPerson(app, place);
  const yes = await resolved(reporter);
  const no = await resolved(reporter);
  for (const issue of [yes, no]) await runJob(issue, due);
  for (let n = 0; n < 2; n++) await answerAs(reporter, yes, { answer: 'FIXED' });
  await answerAs(reporter, no, { answer: 'NOT_FIXED', reason: 'Noch da.' });
  setTime(app, late);
  await moveTo(clerk, yes, 3, 'ASSIGNED', { reason: 'Doch nicht.' });
  expect(await readAs(clerk, yes)).toMatchObject({ reporterSaysFixed: true });
  for (const issue of [yes, no]) {
    await moveTo(clerk, issue, 4, 'RESOLVED', { message: 'Noch einmal gemacht.' });
    for (const who of [reporter, clerk])
      expect(await readAs(who, issue)).toMatchObject({ isReporterAsked: false, reporterSaysFixed: null });
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
  expect((await readAs(clerk, no)).history).toContainEqual(expect.objectContaining({ reason: 'Noch da.' }));
});

test('no opens it again, by its reporter, in their words; without words nothing is kept', async () => {
  const reporter = await givenPerson(app, place);
  const issue = await resolved(reporter);
  await runJob(issue, due);
  expect((await answerAs(reporter, issue, { answer: 'NOT_FIXED', reason: ' ' })).userErrors).toMatchObject([
    { code: 'REASON_REQUIRED', path: ['reason'] },
  ]);
  expect(await readAs(reporter, issue)).toMatchObject({ isReporterAsked: true, reporterSaysFixed: null });
  await answerAs(reporter, issue, { answer: 'NOT_FIXED', reason: 'Das Loch ist wieder da.' });
  const seen = await readAs(clerk, issue);
  expect(seen).toMatchObject({ status: 'ASSIGNED', isReporterAsked: false, reporterSaysFixed: false });
  expect(seen.history.at(-1)).toEqual({
    to: 'ASSIGNED',
    by: 'REPORTER',
    reason: 'Das Loch ist wieder da.',
    isReopening: true,
  });
});

test('nobody is asked about what is no longer so; the same report untouched is asked about', async () => {
  const flag =
    'mutation($id: ID!) { flagIssue(input: { issueId: $id, flag: HIDDEN, reason: "x" }) { userErrors { code } } }';
  const undo = 'mutation($id: ID!) { undoMove(input: { issueId: $id, version: 3 }) { userErrors { code } } }';
  const meanwhile: Record<string, (issue: GivenIssue, reporter: Somebody) => Promise<unknown>> = {
    nothing: () => Promise.resolve(),
    reopened: (issue, reporter) => moveTo(reporter, issue, 3, 'ASSIGNED', { reason: 'Noch da.' }),
    endedAgain: async (issue) => {
      await moveTo(clerk, issue, 3, 'ASSIGNED', { reason: 'Noch da.' });
      await moveTo(clerk, issue, 4, 'RESOLVED');
    },
    withdrawn: async (issue, reporter) => {
      await moveTo(reporter, issue, 3, 'ASSIGNED', { reason: 'Noch da.' });
      await moveTo(reporter, issue, 4, 'WITHDRAWN');
    },
    flagged: (issue) => askData(app.port, clerk, flag, { id: issue.id }),
  };
  for (const [name, happens] of Object.entries(meanwhile)) {
    const reporter = await givenPerson(app, place);
    const issue = await resolved(reporter);
    await happens(issue, reporter);
    await runJob(issue, due);
    expect([name, await told(issue)]).toEqual([name, name === 'nothing' ? 1 : 0]);
  }
  setTime(app, resolvedAt);
  const taken = await givenIssue(app, place, await givenPerson(app, place));
  await moveTo(clerk, taken, 1, 'ASSIGNED');
  await moveTo(clerk, taken, 2, 'RESOLVED', { isUndoable: true });
  expect((await askData(app.port, clerk, undo, { id: taken.id })).undoMove.userErrors).toEqual([]);
  await runJob(taken, due);
  expect(await told(taken)).toBe(0);
});

test('only about what can be fixed, and only while "no" would still be heard', async () => {
  for (const kind of ['DEFECT', 'CRITICISM', 'SUGGESTION', 'QUESTION', 'COMPLAINT', 'PRAISE'] as const) {
    const categoryId = await givenCategory(app, place, kind);
    const issue = await resolved(await givenPerson(app, place), { categoryId, kind });
    await runJob(issue, due);
    expect([kind, await told(issue)]).toEqual([kind, ['DEFECT', 'CRITICISM', 'SUGGESTION'].includes(kind) ? 1 : 0]);
  }
  const tooLate = await resolved(await givenPerson(app, place));
  await runJob(tooLate, late);
  expect(await told(tooLate)).toBe(0);
  const set = 'mutation($input: SetIssueSettingsInput!) { setIssueSettings(input: $input) { userErrors { code } } }';
  const input = { municipalityId: toGlobalId('Municipality', place.municipalityId), labels: [] };
  const short = await resolved(await givenPerson(app, place));
  expect(
    (await askData(app.port, admin, set, { input: { ...input, reopenDays: 14 } })).setIssueSettings.userErrors,
  ).toEqual([]);
  await runJob(short, due);
  expect(await told(short)).toBe(0);
  await askData(app.port, admin, set, { input: { ...input, reopenDays: 30 } });
  await runJob(short, due);
  expect(await told(short)).toBe(1);
});

test('whoever wants no such question is asked about no other report either', async () => {
  const reporter = await givenPerson(app, place);
  const first = await resolved(reporter);
  const second = await resolved(reporter);
  await runJob(first, due);
  expect((await answerAs(reporter, first, { answer: 'DO_NOT_ASK' })).issue).toMatchObject({ isReporterAsked: false });
  await runJob(second, due);
  expect(await told(second)).toBe(0);
  const other = await resolved(await givenPerson(app, place));
  await runJob(other, due);
  expect(await told(other)).toBe(1);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
let place: Place;
let clerk: Somebody;
let citizen: Somebody;

beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
  clerk = await givenStaff(app, place, 'CLERK');
  citizen = await givenPerson(app, place);
});
afterAll(() => app.stop());

const parts = 'issue { status version desk { name } staffMoves } userErrors { code path }';
const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { ${parts} } }`;
const undo = `mutation($id: ID!, $version: Int!) { undoMove(input: { issueId: $id, version: $version }) { ${parts} } }`;
const read = `query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) {
  status lastMove { to } history { to isTakenBack message } } }`;

async function moveTo(issue: GivenIssue, version: number, to: string, more: object = {}): Promise<Data> {
  const input = { issueId: issue.id, version, to, isUndoable: true, ...more };
  return (await askData(app.port, clerk, move, { input })).moveIssue;
}
async function takeBack(who: Identified, issue: GivenIssue, version: number): Promise<Data> {
  return (await askData(app.port, who, undo, { id: issue.id, version })).undoMove;
}
async function readAs(who: Identified, { reference }: GivenIssue): Promise<Data> {
  return (await askData(app.port, who, read, { ags: place.ags, reference })).issue;
}
const told = async ({ id }: GivenIssue): Promise<number[]> => {
  const uuid = Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';
  const sql = "select version from message where subject_id = ? and kind = 'ISSUE_MOVED' order by version";
  const rows: { version: number }[] = await app.services.em.fork().execute(sql, [uuid]);
  return rows.map(({ version }) => version);
};

test('a step taken back at once leaves everything as it was, and its reporter hears of neither', async () => {
  const issue = await givenIssue(app, place, citizen);
  const message = 'Diese Antwort war für jemand anderen.';
  await moveTo(issue, 1, 'ASSIGNED');
  const before = (await readAs(citizen, issue)).history.length;
  expect((await moveTo(issue, 2, 'IN_PROGRESS')).issue).toMatchObject({ status: 'IN_PROGRESS', version: 3 });
  const asked = await moveTo(issue, 3, 'WAITING_ON_REPORTER', { message });
  expect(asked.issue).toMatchObject({ status: 'WAITING_ON_REPORTER', version: 4 });
  const { issue: undone } = await takeBack(clerk, issue, 4);
  expect(undone).toMatchObject({ status: 'IN_PROGRESS', version: 5 });
  expect(await told(issue)).toEqual([2, 3]);

  const seen = await readAs(citizen, issue);
  expect(seen).toMatchObject({ status: 'IN_PROGRESS', lastMove: { to: 'IN_PROGRESS' } });
  expect(seen.history).toHaveLength(before + 1);
  expect(JSON.stringify(seen)).not.toContain(message);
  const office = await readAs(clerk, issue);
  expect(office.history.slice(-2)).toEqual([
    { to: 'WAITING_ON_REPORTER', isTakenBack: true, message },
    { to: 'IN_PROGRESS', isTakenBack: true, message: null },
  ]);
});

test('a question that was answered too early stands again, and leads where it led before', async () => {
  const issue = await givenIssue(app, place, citizen);
  await moveTo(issue, 1, 'ASSIGNED');
  await moveTo(issue, 2, 'WAITING_ON_REPORTER', { message: 'Welche Laterne?' });
  await moveTo(issue, 3, 'ASSIGNED');
  const { issue: again } = await takeBack(clerk, issue, 4);
  expect(again).toMatchObject({ status: 'WAITING_ON_REPORTER', staffMoves: ['ASSIGNED'] });
});

test('only whoever made it, only for seconds, only as long as nobody moved it since', async () => {
  const issue = await givenIssue(app, place, citizen);
  const codeOf = async (who: Identified): Promise<string> =>
    (await ask(app.port, who, undo, { id: issue.id, version: 2 })).errors?.[0]?.extensions?.code ?? 'none';
  await moveTo(issue, 1, 'TRIAGED');
  expect(await codeOf(await givenStaff(app, place, 'ADMIN'))).toBe('FORBIDDEN');
  expect(await codeOf(citizen)).toBe('FORBIDDEN');
  const late = `update issue_move set undoable_until = now() - interval '1 second' where version = 2`;
  await app.services.em.fork().execute(late);
  expect((await takeBack(clerk, issue, 2)).userErrors).toMatchObject([{ code: 'UNDO_TOO_LATE' }]);
  await moveTo(issue, 2, 'ASSIGNED');
  expect((await takeBack(clerk, issue, 2)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  await takeBack(clerk, issue, 3);
  expect((await takeBack(clerk, issue, 4)).userErrors).toMatchObject([{ code: 'UNDO_TOO_LATE' }]);
});

test('a step that may not be taken back is told at once', async () => {
  const issue = await givenIssue(app, place, citizen);
  await moveTo(issue, 1, 'TRIAGED', { isUndoable: false });
  expect((await takeBack(clerk, issue, 2)).userErrors).toMatchObject([{ code: 'UNDO_TOO_LATE' }]);
  expect(await told(issue)).toEqual([2]);
});

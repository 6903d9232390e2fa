import { expect } from 'vitest';
import { givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('a step taken back at once leaves everything as it was, and its reporter hears of neither', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const issue = await givenIssue(app, town, citizen);
  const message = 'Diese Antwort war für jemand anderen.';
  await moveTo(app, clerk, issue, 1, 'ASSIGNED');
  const before = (await readAs(app, town, citizen, issue)).history.length;
  expect((await moveTo(app, clerk, issue, 2, 'IN_PROGRESS')).issue).toMatchObject({
    status: 'IN_PROGRESS',
    version: 3,
  });
  const asked = await moveTo(app, clerk, issue, 3, 'WAITING_ON_REPORTER', { message });
  expect(asked.issue).toMatchObject({ status: 'WAITING_ON_REPORTER', version: 4 });
  const { issue: undone } = await takeBack(app, clerk, issue, 4);
  expect(undone).toMatchObject({ status: 'IN_PROGRESS', version: 5 });
  expect(await told(app, issue)).toEqual([2, 3]);

  const seen = await readAs(app, town, citizen, issue);
  expect(seen).toMatchObject({ status: 'IN_PROGRESS', lastMove: { to: 'IN_PROGRESS' } });
  expect(seen.history).toHaveLength(before + 1);
  expect(JSON.stringify(seen)).not.toContain(message);
  const office = await readAs(app, town, clerk, issue);
  expect(office.history.slice(-2)).toEqual([
    { to: 'WAITING_ON_REPORTER', isTakenBack: true, message },
    { to: 'IN_PROGRESS', isTakenBack: true, message: null },
  ]);
});

test('a question that was answered too early stands again, and leads where it led before', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const issue = await givenIssue(app, town, citizen);
  await moveTo(app, clerk, issue, 1, 'ASSIGNED');
  await moveTo(app, clerk, issue, 2, 'WAITING_ON_REPORTER', { message: 'Welche Laterne?' });
  await moveTo(app, clerk, issue, 3, 'ASSIGNED');
  const { issue: again } = await takeBack(app, clerk, issue, 4);
  expect(again).toMatchObject({ status: 'WAITING_ON_REPORTER', staffMoves: ['ASSIGNED'] });
});

test('only whoever made it, only for seconds, only as long as nobody moved it since', async ({
  app,
  town,
  clerk,
  citizen,
}) => {
  const issue = await givenIssue(app, town, citizen);
  const codeOf = async (who: Identified): Promise<string> =>
    (await ask(app.port, who, undo, { id: issue.id, version: 2 })).errors?.[0]?.extensions?.code ?? 'none';
  await moveTo(app, clerk, issue, 1, 'TRIAGED');
  expect(await codeOf(await givenStaff(app, town, 'ADMIN'))).toBe('FORBIDDEN');
  expect(await codeOf(citizen)).toBe('FORBIDDEN');
  const late = `update issue_move set undoable_until = now() - interval '1 second' where version = 2`;
  await app.services.em.fork().execute(late);
  expect((await takeBack(app, clerk, issue, 2)).userErrors).toMatchObject([{ code: 'UNDO_TOO_LATE' }]);
  await moveTo(app, clerk, issue, 2, 'ASSIGNED');
  expect((await takeBack(app, clerk, issue, 2)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  await takeBack(app, clerk, issue, 3);
  expect((await takeBack(app, clerk, issue, 4)).userErrors).toMatchObject([{ code: 'UNDO_TOO_LATE' }]);
});

test('a step that may not be taken back is told at once', async ({ app, town, clerk, citizen }) => {
  const issue = await givenIssue(app, town, citizen);
  await moveTo(app, clerk, issue, 1, 'TRIAGED', { isUndoable: false });
  expect((await takeBack(app, clerk, issue, 2)).userErrors).toMatchObject([{ code: 'UNDO_TOO_LATE' }]);
  expect(await told(app, issue)).toEqual([2]);
});

const parts = 'issue { status version desk { name } staffMoves } userErrors { code path }';
const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { ${parts} } }`;
const undo = `mutation($id: ID!, $version: Int!) { undoMove(input: { issueId: $id, version: $version }) { ${parts} } }`;
const read = `query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) {
  status lastMove { to } history { to isTakenBack message } } }`;

async function moveTo(
  app: TestServer,
  clerk: Somebody,
  issue: GivenIssue,
  version: number,
  to: string,
  more: object = {},
): Promise<Data> {
  const input = { issueId: issue.id, version, to, isUndoable: true, ...more };
  return (await askData(app.port, clerk, move, { input })).moveIssue;
}
async function takeBack(app: TestServer, who: Identified, issue: GivenIssue, version: number): Promise<Data> {
  return (await askData(app.port, who, undo, { id: issue.id, version })).undoMove;
}
async function readAs(app: TestServer, town: Place, who: Identified, { reference }: GivenIssue): Promise<Data> {
  return (await askData(app.port, who, read, { ags: town.ags, reference })).issue;
}
const told = async (app: TestServer, { id }: GivenIssue): Promise<number[]> => {
  const uuid = Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';
  const sql = "select version from message where subject_id = ? and kind = 'ISSUE_MOVED' order by version";
  const rows: { version: number }[] = await app.services.em.fork().execute(sql, [uuid]);
  return rows.map(({ version }) => version);
};

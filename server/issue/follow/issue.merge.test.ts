import { expect } from 'vitest';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('a merged report is a duplicate with a parent; everybody sees the parent only if it is shown', async ({
  app,
  town,
  clerk,
}) => {
  const child = await made(app, town);
  const parent = await made(app, town, { text: 'Loch. Anruf: 02224 123456.' });
  expect(await merge(app, clerk, child, parent)).toMatchObject({
    issue: { status: 'DUPLICATE', version: 2, parent: { reference: parent.reference } },
  });
  expect((await read(app, town, clerk, parent)).duplicates).toEqual([{ reference: child.reference }]);
  await show(app, clerk, child);
  expect(await read(app, town, clerk, child, {})).toMatchObject({ status: 'DUPLICATE', parent: null, duplicates: [] });
  await show(app, clerk, parent);
  expect((await read(app, town, clerk, child, {})).parent).toEqual({
    reference: parent.reference,
    text: 'Loch. Anruf: […].',
  });
  // The reporter of a duplicate counts as a supporter.
  expect((await read(app, town, clerk, parent, {})).supporters).toBe(1);
});

test('no chains: what is merged on takes along what was merged into it, and comes back with it', async ({
  app,
  town,
  clerk,
}) => {
  const first = await made(app, town);
  const second = await made(app, town);
  const third = await made(app, town);
  const fourth = await made(app, town);
  await merge(app, clerk, first, second);
  await merge(app, clerk, second, third);
  expect([await parentOf(app, town, clerk, first), await parentOf(app, town, clerk, second)]).toEqual([
    third.reference,
    third.reference,
  ]);
  await merge(app, clerk, fourth, second);
  expect(await parentOf(app, town, clerk, fourth)).toBe(third.reference);
  expect((await merge(app, clerk, third, first)).userErrors).toMatchObject([
    { code: 'SAME_ISSUE', path: ['parentId'] },
  ]);
  await reopen(app, clerk, second, 2);
  expect([
    await parentOf(app, town, clerk, first),
    await parentOf(app, town, clerk, second),
    await parentOf(app, town, clerk, fourth),
  ]).toEqual([second.reference, null, second.reference]);
  expect((await read(app, town, clerk, third)).duplicates).toEqual([]);
});

test('of two who merge each into the other at once one is refused', async ({ app, town, clerk }) => {
  for (let round = 0; round < 4; round++) {
    const one = await made(app, town);
    const other = await made(app, town);
    const answers = await Promise.all([merge(app, clerk, one, other), merge(app, clerk, other, one)]);
    expect(answers.map(({ userErrors }) => userErrors.length).sort()).toEqual([0, 1]);
    expect(
      [await parentOf(app, town, clerk, one), await parentOf(app, town, clerk, other)].filter(
        (parent) => parent === null,
      ),
    ).toHaveLength(1);
  }
});

test('refused: itself, a complaint, another town, an unknown one, one withdrawn or set aside, an old version, a citizen', async ({
  app,
  town,
  clerk,
}) => {
  const child = await made(app, town);
  const other = await made(app, town);
  const complaint = await made(app, town, {
    kind: 'COMPLAINT',
    categoryId: await givenCategory(app, town, 'COMPLAINT'),
  });
  const abroad = await givenPlace(app, 'Anderswo');
  const foreign = await givenIssue(app, abroad, await givenPerson(app, abroad));
  const gone = await givenIssue(app, town, clerk);
  await askData(app.port, clerk, moving, { input: { issueId: gone.id, version: 1, to: 'WITHDRAWN' } });
  const code = async (child: GivenIssue, parent: GivenIssue, more = {}): Promise<string> =>
    (await merge(app, clerk, child, parent, more)).userErrors[0]?.code;
  expect(await code(child, child)).toBe('SAME_ISSUE');
  expect(await code(child, complaint)).toBe('COMPLAINT_ALONE');
  expect(await code(complaint, child)).toBe('COMPLAINT_ALONE');
  expect(await code(child, foreign)).toBe('UNKNOWN_PARENT');
  expect(await code(child, { ...foreign, id: 'nonsense' })).toBe('UNKNOWN_PARENT');
  expect(await code(child, gone)).toBe('PARENT_NOT_THERE');
  const aside = await made(app, town);
  const flag =
    'mutation($id: ID!) { flagIssue(input: { issueId: $id, flag: SPAM, reason: "Werbung" }) { userErrors { code } } }';
  await askData(app.port, clerk, flag, { id: aside.id });
  expect(await code(child, aside)).toBe('FLAGGED');
  expect(await code(child, other, { version: 7 })).toBe('CONFLICT');
  const asked = { input: { issueId: child.id, parentId: other.id, version: 1 } };
  const colleague = await givenStaff(app, abroad, 'CLERK');
  for (const who of [await givenPerson(app, town), colleague])
    expect((await ask(app.port, who, merging, asked)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  expect(await parentOf(app, town, clerk, child)).toBeNull();
});

test('taken back within seconds nothing of it is left, and nobody is told', async ({ app, town, clerk }) => {
  const citizen = await givenPerson(app, town);
  const child = await givenIssue(app, town, citizen);
  const parent = await made(app, town);
  const { issue } = await merge(app, clerk, child, parent, { isUndoable: true });
  const { undoMove } = await askData(app.port, clerk, undoing, { id: child.id, version: issue.version });
  expect(undoMove.issue).toMatchObject({ status: 'SUBMITTED', parent: null });
  expect((await read(app, town, clerk, parent)).duplicates).toEqual([]);
  const inbox = '{ viewer { inbox { edges { node { kind } } } } }';
  expect((await askData(app.port, citizen, inbox)).viewer.inbox.edges).toEqual([]);
});

test('a duplicate that is opened again stands for itself: that is not taken back but merged anew', async ({
  app,
  town,
  clerk,
}) => {
  const child = await made(app, town);
  const parent = await made(app, town);
  await merge(app, clerk, child, parent);
  const again = { issueId: child.id, version: 2, to: 'ASSIGNED', reason: 'doch nicht', isUndoable: true };
  expect((await askData(app.port, clerk, moving, { input: again })).moveIssue.userErrors).toEqual([]);
  const undo = `mutation { undoMove(input: { issueId: "${child.id}", version: 3 }) { userErrors { code } } }`;
  expect((await askData(app.port, clerk, undo)).undoMove.userErrors).toMatchObject([{ code: 'UNDO_TOO_LATE' }]);
  expect(await parentOf(app, town, clerk, child)).toBeNull();
});

const parts = 'issue { reference status version parent { reference } } userErrors { code path }';
const merging = `mutation($input: MergeIssueInput!) { mergeIssue(input: $input) { ${parts} } }`;
const moving = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { ${parts} } }`;
const undoing = `mutation($id: ID!, $version: Int!) { undoMove(input: { issueId: $id, version: $version }) { ${parts} } }`;
const reading = `query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) {
  status version supporters parent { reference text } duplicates { reference } } }`;

const made = async (app: TestServer, town: Place, more: object = {}): Promise<GivenIssue> =>
  givenIssue(app, town, await givenPerson(app, town), more);
async function merge(
  app: TestServer,
  clerk: Somebody,
  child: GivenIssue,
  parent: GivenIssue,
  more: object = {},
  who: Identified = clerk,
): Promise<Data> {
  const input = { issueId: child.id, parentId: parent.id, version: 1, ...more };
  return (await askData(app.port, who, merging, { input })).mergeIssue;
}
async function read(
  app: TestServer,
  town: Place,
  clerk: Somebody,
  { reference }: GivenIssue,
  who: Identified = clerk,
): Promise<Data> {
  return (await askData(app.port, who, reading, { ags: town.ags, reference })).issue;
}
const parentOf = async (app: TestServer, town: Place, clerk: Somebody, issue: GivenIssue): Promise<string | null> =>
  (await read(app, town, clerk, issue)).parent?.reference ?? null;
async function show(app: TestServer, clerk: Somebody, { id }: GivenIssue): Promise<void> {
  const set =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, clerk, set, { id });
}
async function reopen(app: TestServer, clerk: Somebody, issue: GivenIssue, version: number): Promise<void> {
  const input = { issueId: issue.id, version, to: 'ASSIGNED', reason: 'doch etwas anderes' };
  expect((await askData(app.port, clerk, moving, { input })).moveIssue.userErrors).toEqual([]);
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
let place: Place;
let clerk: Somebody;

beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
  clerk = await givenStaff(app, place, 'CLERK');
});
afterAll(() => app.stop());

const parts = 'issue { reference status version parent { reference } } userErrors { code path }';
const merging = `mutation($input: MergeIssueInput!) { mergeIssue(input: $input) { ${parts} } }`;
const moving = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { ${parts} } }`;
const undoing = `mutation($id: ID!, $version: Int!) { undoMove(input: { issueId: $id, version: $version }) { ${parts} } }`;
const reading = `query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) {
  status version supporters parent { reference text } duplicates { reference } } }`;

const made = async (more: object = {}): Promise<GivenIssue> =>
  givenIssue(app, place, await givenPerson(app, place), more);
async function merge(child: GivenIssue, parent: GivenIssue, more: object = {}, who: Identified = clerk): Promise<Data> {
  const input = { issueId: child.id, parentId: parent.id, version: 1, ...more };
  return (await askData(app.port, who, merging, { input })).mergeIssue;
}
async function read({ reference }: GivenIssue, who: Identified = clerk): Promise<Data> {
  return (await askData(app.port, who, reading, { ags: place.ags, reference })).issue;
}
const parentOf = async (issue: GivenIssue): Promise<string | null> => (await read(issue)).parent?.reference ?? null;
async function show({ id }: GivenIssue): Promise<void> {
  const set =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, clerk, set, { id });
}
async function reopen(issue: GivenIssue, version: number): Promise<void> {
  const input = { issueId: issue.id, version, to: 'ASSIGNED', reason: 'doch etwas anderes' };
  expect((await askData(app.port, clerk, moving, { input })).moveIssue.userErrors).toEqual([]);
}

test('a merged report is a duplicate with a parent; everybody sees the parent only if it is shown', async () => {
  const child = await made();
  const parent = await made({ text: 'Loch. Anruf: 02224 123456.' });
  expect(await merge(child, parent)).toMatchObject({
    issue: { status: 'DUPLICATE', version: 2, parent: { reference: parent.reference } },
  });
  expect((await read(parent)).duplicates).toEqual([{ reference: child.reference }]);
  await show(child);
  expect(await read(child, {})).toMatchObject({ status: 'DUPLICATE', parent: null, duplicates: [] });
  await show(parent);
  expect((await read(child, {})).parent).toEqual({ reference: parent.reference, text: 'Loch. Anruf: […].' });
  // The reporter of a duplicate counts as a supporter.
  expect((await read(parent, {})).supporters).toBe(1);
});

test('no chains: what is merged on takes along what was merged into it, and comes back with it', async () => {
  const first = await made();
  const second = await made();
  const third = await made();
  const fourth = await made();
  await merge(first, second);
  await merge(second, third);
  expect([await parentOf(first), await parentOf(second)]).toEqual([third.reference, third.reference]);
  await merge(fourth, second);
  expect(await parentOf(fourth)).toBe(third.reference);
  expect((await merge(third, first)).userErrors).toMatchObject([{ code: 'SAME_ISSUE', path: ['parentId'] }]);
  await reopen(second, 2);
  expect([await parentOf(first), await parentOf(second), await parentOf(fourth)]).toEqual([
    second.reference,
    null,
    second.reference,
  ]);
  expect((await read(third)).duplicates).toEqual([]);
});

test('of two who merge each into the other at once one is refused', async () => {
  for (let round = 0; round < 4; round++) {
    const one = await made();
    const other = await made();
    const answers = await Promise.all([merge(one, other), merge(other, one)]);
    expect(answers.map(({ userErrors }) => userErrors.length).sort()).toEqual([0, 1]);
    expect([await parentOf(one), await parentOf(other)].filter((parent) => parent === null)).toHaveLength(1);
  }
});

test('refused: itself, a complaint, another town, an unknown one, one withdrawn or set aside, an old version, a citizen', async () => {
  const child = await made();
  const other = await made();
  const complaint = await made({
    kind: 'COMPLAINT',
    categoryId: await givenCategory(app, place, 'COMPLAINT'),
  });
  const abroad = await givenPlace(app, 'Anderswo');
  const foreign = await givenIssue(app, abroad, await givenPerson(app, abroad));
  const gone = await givenIssue(app, place, clerk);
  await askData(app.port, clerk, moving, { input: { issueId: gone.id, version: 1, to: 'WITHDRAWN' } });
  const code = async (...given: Parameters<typeof merge>): Promise<string> =>
    (await merge(...given)).userErrors[0]?.code;
  expect(await code(child, child)).toBe('SAME_ISSUE');
  expect(await code(child, complaint)).toBe('COMPLAINT_ALONE');
  expect(await code(complaint, child)).toBe('COMPLAINT_ALONE');
  expect(await code(child, foreign)).toBe('UNKNOWN_PARENT');
  expect(await code(child, { ...foreign, id: 'nonsense' })).toBe('UNKNOWN_PARENT');
  expect(await code(child, gone)).toBe('PARENT_NOT_THERE');
  const aside = await made();
  const flag =
    'mutation($id: ID!) { flagIssue(input: { issueId: $id, flag: SPAM, reason: "Werbung" }) { userErrors { code } } }';
  await askData(app.port, clerk, flag, { id: aside.id });
  expect(await code(child, aside)).toBe('FLAGGED');
  expect(await code(child, other, { version: 7 })).toBe('CONFLICT');
  const asked = { input: { issueId: child.id, parentId: other.id, version: 1 } };
  const colleague = await givenStaff(app, abroad, 'CLERK');
  for (const who of [await givenPerson(app, place), colleague])
    expect((await ask(app.port, who, merging, asked)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  expect(await parentOf(child)).toBeNull();
});

test('taken back within seconds nothing of it is left, and nobody is told', async () => {
  const citizen = await givenPerson(app, place);
  const child = await givenIssue(app, place, citizen);
  const parent = await made();
  const { issue } = await merge(child, parent, { isUndoable: true });
  const { undoMove } = await askData(app.port, clerk, undoing, { id: child.id, version: issue.version });
  expect(undoMove.issue).toMatchObject({ status: 'SUBMITTED', parent: null });
  expect((await read(parent)).duplicates).toEqual([]);
  const inbox = '{ viewer { inbox { edges { node { kind } } } } }';
  expect((await askData(app.port, citizen, inbox)).viewer.inbox.edges).toEqual([]);
});

test('a duplicate that is opened again stands for itself: that is not taken back but merged anew', async () => {
  const child = await made();
  const parent = await made();
  await merge(child, parent);
  const again = { issueId: child.id, version: 2, to: 'ASSIGNED', reason: 'doch nicht', isUndoable: true };
  expect((await askData(app.port, clerk, moving, { input: again })).moveIssue.userErrors).toEqual([]);
  const undo = `mutation { undoMove(input: { issueId: "${child.id}", version: 3 }) { userErrors { code } } }`;
  expect((await askData(app.port, clerk, undo)).undoMove.userErrors).toMatchObject([{ code: 'UNDO_TOO_LATE' }]);
  expect(await parentOf(child)).toBeNull();
});

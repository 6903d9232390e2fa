import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Role } from '../../identity/identity.entity.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { Desk } from '../../municipality/municipality.entity.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { type Answer, ask, askData, connect, type Data, type Identified, watch } from '../../testing/client.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;
let clerk: Somebody;
let colleague: Somebody;
let stranger: Somebody;
let citizen: Somebody;
let otherDesk: string;

beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  clerk = await givenClerk('Frau Nolden');
  colleague = await givenClerk('Herr Weber');
  citizen = await givenPerson(app, place);
  const em = app.services.em.fork();
  otherDesk = randomUUID();
  await em.persist(em.create(Desk, { id: otherDesk, municipality: place.municipalityId, name: 'Bauhof' })).flush();
  stranger = await givenStaff(app, { ...place, deskId: otherDesk }, 'CLERK');
});
afterAll(() => app.stop());

async function givenClerk(name: string): Promise<Somebody> {
  const person = await givenStaff(app, place, 'CLERK');
  await app.services.em.fork().execute('update person set display_name = ? where id = ?', [name, person.personId]);
  return person;
}
const idOf = ({ personId }: Somebody): string => toGlobalId('Viewer', personId);
const parts = 'issue { version desk { name } assignee { assigneeId name } } userErrors { code path }';
const assignment = `mutation($input: AssignIssueInput!) { assignIssue(input: $input) { ${parts} } }`;
const moving = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { ${parts} } }`;
const undoing = `mutation($id: ID!, $version: Int!) { undoMove(input: { issueId: $id, version: $version }) { ${parts} } }`;
const whole = `query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) {
  version updatedAt assignee { name } colleagues { assigneeId name } assignments { version actorName before { name } assignee { name } }
  history { to } lastMove { to } } }`;

async function assign(who: Identified, issue: GivenIssue, version: number, to: Somebody | null): Promise<Data> {
  const input = { issueId: issue.id, version, assigneeId: to && idOf(to) };
  return (await askData(app.port, who, assignment, { input })).assignIssue;
}
async function move(issue: GivenIssue, version: number, to: string, more: object = {}): Promise<Data> {
  const input = { issueId: issue.id, version, to, isUndoable: true, ...more };
  return (await askData(app.port, clerk, moving, { input })).moveIssue;
}
async function readAs(who: Identified, { reference }: GivenIssue): Promise<Data> {
  return (await askData(app.port, who, whole, { ags: place.ags, reference })).issue;
}
async function taken(): Promise<GivenIssue> {
  const issue = await givenIssue(app, place, await givenPerson(app, place));
  expect((await assign(clerk, issue, 1, clerk)).userErrors).toEqual([]);
  return issue;
}

test('a clerk takes a report, hands it to a colleague and gives it back; the history names everybody', async () => {
  const issue = await givenIssue(app, place, citizen);
  const first = await assign(clerk, issue, 1, clerk);
  expect(first.issue).toMatchObject({ version: 2, assignee: { assigneeId: idOf(clerk), name: 'Frau Nolden' } });
  expect((await assign(clerk, issue, 2, clerk)).issue.version, 'the same again changes nothing').toBe(2);
  await assign(clerk, issue, 2, colleague);
  expect((await assign(admin, issue, 3, null)).issue).toMatchObject({ version: 4, assignee: null });
  const { assignments, colleagues, history } = await readAs(clerk, issue);
  expect(assignments).toEqual([
    { version: 2, actorName: 'Frau Nolden', before: null, assignee: { name: 'Frau Nolden' } },
    { version: 3, actorName: 'Frau Nolden', before: { name: 'Frau Nolden' }, assignee: { name: 'Herr Weber' } },
    { version: 4, actorName: null, before: { name: 'Herr Weber' }, assignee: null },
  ]);
  expect(colleagues.map(({ name }: Data) => name)).toEqual(['Frau Nolden', 'Herr Weber']);
  expect(history, 'an assignment is no move').toHaveLength(1);
});

test('of two who decide on the same version the second is told who has it', async () => {
  const issue = await givenIssue(app, place, await givenPerson(app, place));
  const answers = await Promise.all([assign(clerk, issue, 1, clerk), assign(colleague, issue, 1, colleague)]);
  const [lost] = answers.filter(({ userErrors }) => userErrors.length > 0);
  const [won] = answers.filter(({ userErrors }) => userErrors.length === 0);
  expect(lost?.userErrors).toEqual([{ code: 'CONFLICT', path: ['version'] }]);
  expect(lost?.issue.assignee).toEqual(won?.issue.assignee);
});

test('only members of the desk are assigned, only its staff assign, and only open reports', async () => {
  const issue = await givenIssue(app, place, citizen);
  const codes = async (who: Identified, to: Somebody | null): Promise<string[]> =>
    (await assign(who, issue, 1, to)).userErrors.map(({ code }: Data) => code);
  for (const nobody of [stranger, citizen, admin]) expect(await codes(clerk, nobody)).toEqual(['NOT_AT_DESK']);
  expect(await codes(stranger, stranger)).toEqual(['WRONG_DESK']);
  for (const who of [citizen, {}, await givenKey(app, place, ['issues:read', 'issues:write'])]) {
    const input = { issueId: issue.id, version: 1, assigneeId: idOf(clerk) };
    const { errors } = await ask(app.port, who, assignment, { input });
    expect(errors?.[0]?.extensions?.code).toMatch(/^(FORBIDDEN|UNAUTHENTICATED)$/);
  }
  expect((await readAs(clerk, issue)).version, 'nothing is half-written').toBe(1);
  await move(issue, 1, 'DECLINED', { reason: 'Das gehört dem Land.' });
  expect((await assign(clerk, issue, 2, clerk)).userErrors).toEqual([{ code: 'NOT_OPEN', path: ['issueId'] }]);
});

test('nobody outside the town hall sees a name, nor that somebody was assigned', async () => {
  const issue = await givenIssue(app, place, citizen);
  const before = await readAs(citizen, issue);
  await assign(clerk, issue, 1, clerk);
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, clerk, show, { id: issue.id });
  const key = await givenKey(app, place, ['issues:read']);
  for (const who of [citizen, {}, await givenPerson(app, place), key]) {
    const seen = await readAs(who, issue);
    expect(seen).toMatchObject({ assignee: null, colleagues: [], assignments: [] });
    expect(seen.updatedAt).toBe(before.updatedAt);
    expect(JSON.stringify(seen)).not.toContain('Nolden');
  }
  const board = `query($ags: String!) { municipality(ags: $ags) { issues(first: 50, filter: { mine: true }) {
    edges { node { reference } } } } }`;
  expect((await askData(app.port, key, board, { ags: place.ags })).municipality.issues.edges).toEqual([]);
  expect((await readAs(clerk, issue)).assignee, 'staff see it (control)').toEqual({ name: 'Frau Nolden' });
});

test('another desk ends the assignment, taking the move back restores it', async () => {
  const issue = await taken();
  await assign(clerk, issue, 2, colleague);
  const elsewhere = { deskId: toGlobalId('Desk', otherDesk) };
  const moved = await move(issue, 3, 'ASSIGNED', elsewhere);
  expect(moved.issue).toMatchObject({ version: 4, desk: { name: 'Bauhof' }, assignee: null });
  const undone = (await askData(app.port, clerk, undoing, { id: issue.id, version: 4 })).undoMove;
  expect(undone.issue).toMatchObject({ version: 5, desk: { name: 'Bürgerbüro' }, assignee: { name: 'Herr Weber' } });
  const reroute = `mutation($input: RerouteIssueInput!) { rerouteIssue(input: $input) { ${parts} } }`;
  const input = { issueId: issue.id, version: 5, ...elsewhere, reason: 'Falsche Stelle.' };
  const { rerouteIssue } = await askData(app.port, clerk, reroute, { input });
  expect(rerouteIssue.issue).toMatchObject({ version: 6, assignee: null });
  expect((await readAs(clerk, issue)).assignments.map(({ version }: Data) => version)).toEqual([2, 3, 4, 5, 6]);
});

test('a move after an assignment can be taken back, and another desk is possible after one', async () => {
  const issue = await givenIssue(app, place, await givenPerson(app, place));
  await move(issue, 1, 'TRIAGED');
  await assign(clerk, issue, 2, clerk);
  const undone = (await askData(app.port, clerk, undoing, { id: issue.id, version: 2 })).undoMove;
  expect(undone.userErrors).toEqual([]);
  expect(undone.issue).toMatchObject({ version: 4, assignee: { name: 'Frau Nolden' } });
  await assign(clerk, issue, 4, colleague);
  const reroute = `mutation($input: RerouteIssueInput!) { rerouteIssue(input: $input) { ${parts} } }`;
  const input = { issueId: issue.id, version: 5, deskId: toGlobalId('Desk', otherDesk), reason: 'Falsche Stelle.' };
  expect((await askData(app.port, clerk, reroute, { input })).rerouteIssue.userErrors).toEqual([]);
});

test('who leaves the desk leaves its reports, with an entry of the audit trail', async () => {
  const leaving = await givenClerk('Aushilfe');
  const issue = await givenIssue(app, place, await givenPerson(app, place));
  await assign(clerk, issue, 1, leaving);
  const revoke = 'mutation($input: RevokeRoleInput!) { revokeRole(input: $input) { userErrors { code } } }';
  const input = {
    municipalityId: toGlobalId('Municipality', place.municipalityId),
    personId: toGlobalId('Person', leaving.personId),
    role: 'CLERK',
    deskId: toGlobalId('Desk', place.deskId),
  };
  expect((await askData(app.port, admin, revoke, { input })).revokeRole.userErrors).toEqual([]);
  const seen = await readAs(clerk, issue);
  expect(seen).toMatchObject({ version: 3, assignee: null });
  expect(seen.assignments.at(-1)).toMatchObject({ before: { name: 'Aushilfe' }, assignee: null });
  const trail = `query($ags: String!) { municipality(ags: $ags) { audit(first: 20) { edges { node { kind } } } } }`;
  const { municipality } = await askData(app.port, admin, trail, { ags: place.ags });
  const kinds = municipality.audit.edges.map(({ node }: Data) => node.kind);
  expect(kinds).toContain('ISSUE_UNASSIGNED');
  expect(kinds).toContain('ISSUE_ASSIGNED');
});

test('a role at a second desk keeps its reports when the first role is revoked', async () => {
  const both = await givenClerk('Springer');
  const em = app.services.em.fork();
  const grant = { id: randomUUID(), person: both.personId, role: 'CLERK' as const, desk: otherDesk };
  await em.persist(em.create(Role, { ...grant, municipality: place.municipalityId })).flush();
  const issue = await givenIssue(app, place, await givenPerson(app, place));
  await assign(clerk, issue, 1, both);
  const revoke = 'mutation($input: RevokeRoleInput!) { revokeRole(input: $input) { userErrors { code } } }';
  const municipalityId = toGlobalId('Municipality', place.municipalityId);
  const input = {
    municipalityId,
    personId: toGlobalId('Person', both.personId),
    role: 'CLERK',
    deskId: toGlobalId('Desk', otherDesk),
  };
  await askData(app.port, admin, revoke, { input });
  expect((await readAs(clerk, issue)).assignee).toEqual({ name: 'Springer' });
});

test('"mine" is what I have and what nobody at my desk has', async () => {
  const mine = await taken();
  const free = await givenIssue(app, place, await givenPerson(app, place));
  const hers = await taken();
  await assign(clerk, hers, 2, colleague);
  const query = `query($ags: String!) { municipality(ags: $ags) { issues(first: 50, filter: { mine: true }) {
    edges { node { reference } } } } }`;
  const { municipality } = await askData(app.port, clerk, query, { ags: place.ags });
  const references = municipality.issues.edges.map(({ node }: Data) => node.reference);
  expect(references).toContain(mine.reference);
  expect(references).toContain(free.reference);
  expect(references).not.toContain(hers.reference);
});

test('a colleague sees on the open board who has taken a report', async () => {
  const issue = await givenIssue(app, place, await givenPerson(app, place));
  const client = connect(app.port, colleague);
  const live = `subscription($town: ID!) { issueBoard(municipalityId: $town) { entries { id assignee { name } } } }`;
  const stream = watch(client, live, { town: toGlobalId('Municipality', place.municipalityId) });
  await stream.until(({ data }) => data !== undefined);
  await assign(clerk, issue, 1, clerk);
  const isTaken = ({ data }: Answer): boolean =>
    data?.issueBoard.entries.some((entry: Data) => entry.id === issue.id && entry.assignee?.name === 'Frau Nolden');
  await stream.until(isTaken);
  await client.dispose();
});

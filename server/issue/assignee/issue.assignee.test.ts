import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { Role } from '../../identity/identity.entity.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { Desk } from '../../municipality/municipality.entity.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { type Answer, ask, askData, connect, type Data, type Identified, watch } from '../../testing/client.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let clerk: Somebody;
let colleague: Somebody;
let stranger: Somebody;
let otherDesk: string;

test.beforeAll(async ({ app, town }) => {
  clerk = await givenClerk(app, town, 'Frau Nolden');
  colleague = await givenClerk(app, town, 'Herr Weber');
  const em = app.services.em.fork();
  otherDesk = randomUUID();
  await em.persist(em.create(Desk, { id: otherDesk, municipality: town.municipalityId, name: 'Bauhof' })).flush();
  stranger = await givenStaff(app, { ...town, deskId: otherDesk }, 'CLERK');
});

test('a clerk takes a report, hands it to a colleague and gives it back; the history names everybody', async ({
  app,
}) => {
  const town = await givenPlace(app);
  const admin = await givenStaff(app, town);
  const clerk = await givenClerk(app, town, 'Frau Nolden');
  const colleague = await givenClerk(app, town, 'Herr Weber');
  const citizen = await givenPerson(app, town);
  const issue = await givenIssue(app, town, citizen);
  const first = await assign(app, clerk, issue, 1, clerk);
  expect(first.issue).toMatchObject({ version: 2, assignee: { assigneeId: idOf(clerk), name: 'Frau Nolden' } });
  expect((await assign(app, clerk, issue, 2, clerk)).issue.version, 'the same again changes nothing').toBe(2);
  await assign(app, clerk, issue, 2, colleague);
  expect((await assign(app, admin, issue, 3, null)).issue).toMatchObject({ version: 4, assignee: null });
  const { assignments, colleagues, history } = await readAs(app, town, clerk, issue);
  expect(assignments).toEqual([
    { version: 2, actorName: 'Frau Nolden', before: null, assignee: { name: 'Frau Nolden' } },
    { version: 3, actorName: 'Frau Nolden', before: { name: 'Frau Nolden' }, assignee: { name: 'Herr Weber' } },
    { version: 4, actorName: null, before: { name: 'Herr Weber' }, assignee: null },
  ]);
  expect(colleagues.map(({ name }: Data) => name)).toEqual(['Frau Nolden', 'Herr Weber']);
  expect(history, 'an assignment is no move').toHaveLength(1);
});

test('of two who decide on the same version the second is told who has it', async ({ app, town }) => {
  const issue = await givenIssue(app, town, await givenPerson(app, town));
  const answers = await Promise.all([assign(app, clerk, issue, 1, clerk), assign(app, colleague, issue, 1, colleague)]);
  const [lost] = answers.filter(({ userErrors }) => userErrors.length > 0);
  const [won] = answers.filter(({ userErrors }) => userErrors.length === 0);
  expect(lost?.userErrors).toEqual([{ code: 'CONFLICT', path: ['version'] }]);
  expect(lost?.issue.assignee).toEqual(won?.issue.assignee);
});

test('only members of the desk are assigned, only its staff assign, and only open reports', async ({
  app,
  town,
  admin,
  citizen,
}) => {
  const issue = await givenIssue(app, town, citizen);
  const codes = async (who: Identified, to: Somebody | null): Promise<string[]> =>
    (await assign(app, who, issue, 1, to)).userErrors.map(({ code }: Data) => code);
  for (const nobody of [stranger, citizen, admin]) expect(await codes(clerk, nobody)).toEqual(['NOT_AT_DESK']);
  expect(await codes(stranger, stranger)).toEqual(['WRONG_DESK']);
  for (const who of [citizen, {}, await givenKey(app, town, ['issues:read', 'issues:write'])]) {
    const input = { issueId: issue.id, version: 1, assigneeId: idOf(clerk) };
    const { errors } = await ask(app.port, who, assignment, { input });
    expect(errors?.[0]?.extensions?.code).toMatch(/^(FORBIDDEN|UNAUTHENTICATED)$/);
  }
  expect((await readAs(app, town, clerk, issue)).version, 'nothing is half-written').toBe(1);
  await move(app, issue, 1, 'DECLINED', { reason: 'Das gehört dem Land.' });
  expect((await assign(app, clerk, issue, 2, clerk)).userErrors).toEqual([{ code: 'NOT_OPEN', path: ['issueId'] }]);
});

test('nobody outside the town hall sees a name, nor that somebody was assigned', async ({ app, town, citizen }) => {
  const issue = await givenIssue(app, town, citizen);
  const before = await readAs(app, town, citizen, issue);
  await assign(app, clerk, issue, 1, clerk);
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, clerk, show, { id: issue.id });
  const key = await givenKey(app, town, ['issues:read']);
  for (const who of [citizen, {}, await givenPerson(app, town), key]) {
    const seen = await readAs(app, town, who, issue);
    expect(seen).toMatchObject({ assignee: null, colleagues: [], assignments: [] });
    expect(seen.updatedAt).toBe(before.updatedAt);
    expect(JSON.stringify(seen)).not.toContain('Nolden');
  }
  const board = `query($ags: String!) { municipality(ags: $ags) { issues(first: 50, filter: { mine: true }) {
    edges { node { reference } } } } }`;
  expect((await askData(app.port, key, board, { ags: town.ags })).municipality.issues.edges).toEqual([]);
  expect((await readAs(app, town, clerk, issue)).assignee, 'staff see it (control)').toEqual({ name: 'Frau Nolden' });
});

test('another desk ends the assignment, taking the move back restores it', async ({ app, town }) => {
  const issue = await taken(app, town);
  await assign(app, clerk, issue, 2, colleague);
  const elsewhere = { deskId: toGlobalId('Desk', otherDesk) };
  const moved = await move(app, issue, 3, 'ASSIGNED', elsewhere);
  expect(moved.issue).toMatchObject({ version: 4, desk: { name: 'Bauhof' }, assignee: null });
  const undone = (await askData(app.port, clerk, undoing, { id: issue.id, version: 4 })).undoMove;
  expect(undone.issue).toMatchObject({ version: 5, desk: { name: 'Bürgerbüro' }, assignee: { name: 'Herr Weber' } });
  const reroute = `mutation($input: RerouteIssueInput!) { rerouteIssue(input: $input) { ${parts} } }`;
  const input = { issueId: issue.id, version: 5, ...elsewhere, reason: 'Falsche Stelle.' };
  const { rerouteIssue } = await askData(app.port, clerk, reroute, { input });
  expect(rerouteIssue.issue).toMatchObject({ version: 6, assignee: null });
  expect((await readAs(app, town, clerk, issue)).assignments.map(({ version }: Data) => version)).toEqual([
    2, 3, 4, 5, 6,
  ]);
});

test('a move after an assignment can be taken back, and another desk is possible after one', async ({ app, town }) => {
  const issue = await givenIssue(app, town, await givenPerson(app, town));
  await move(app, issue, 1, 'TRIAGED');
  await assign(app, clerk, issue, 2, clerk);
  const undone = (await askData(app.port, clerk, undoing, { id: issue.id, version: 2 })).undoMove;
  expect(undone.userErrors).toEqual([]);
  expect(undone.issue).toMatchObject({ version: 4, assignee: { name: 'Frau Nolden' } });
  await assign(app, clerk, issue, 4, colleague);
  const reroute = `mutation($input: RerouteIssueInput!) { rerouteIssue(input: $input) { ${parts} } }`;
  const input = { issueId: issue.id, version: 5, deskId: toGlobalId('Desk', otherDesk), reason: 'Falsche Stelle.' };
  expect((await askData(app.port, clerk, reroute, { input })).rerouteIssue.userErrors).toEqual([]);
});

test('who leaves the desk leaves its reports, with an entry of the audit trail', async ({ app, town, admin }) => {
  const leaving = await givenClerk(app, town, 'Aushilfe');
  const issue = await givenIssue(app, town, await givenPerson(app, town));
  await assign(app, clerk, issue, 1, leaving);
  const revoke = 'mutation($input: RevokeRoleInput!) { revokeRole(input: $input) { userErrors { code } } }';
  const input = {
    municipalityId: toGlobalId('Municipality', town.municipalityId),
    personId: toGlobalId('Person', leaving.personId),
    role: 'CLERK',
    deskId: toGlobalId('Desk', town.deskId),
  };
  expect((await askData(app.port, admin, revoke, { input })).revokeRole.userErrors).toEqual([]);
  const seen = await readAs(app, town, clerk, issue);
  expect(seen).toMatchObject({ version: 3, assignee: null });
  expect(seen.assignments.at(-1)).toMatchObject({ before: { name: 'Aushilfe' }, assignee: null });
  const trail = `query($ags: String!) { municipality(ags: $ags) { audit(first: 20) { edges { node { kind } } } } }`;
  const { municipality } = await askData(app.port, admin, trail, { ags: town.ags });
  const kinds = municipality.audit.edges.map(({ node }: Data) => node.kind);
  expect(kinds).toContain('ISSUE_UNASSIGNED');
  expect(kinds).toContain('ISSUE_ASSIGNED');
});

test('a role at a second desk keeps its reports when the first role is revoked', async ({ app, town, admin }) => {
  const both = await givenClerk(app, town, 'Springer');
  const em = app.services.em.fork();
  const grant = { id: randomUUID(), person: both.personId, role: 'CLERK' as const, desk: otherDesk };
  await em.persist(em.create(Role, { ...grant, municipality: town.municipalityId })).flush();
  const issue = await givenIssue(app, town, await givenPerson(app, town));
  await assign(app, clerk, issue, 1, both);
  const revoke = 'mutation($input: RevokeRoleInput!) { revokeRole(input: $input) { userErrors { code } } }';
  const municipalityId = toGlobalId('Municipality', town.municipalityId);
  const input = {
    municipalityId,
    personId: toGlobalId('Person', both.personId),
    role: 'CLERK',
    deskId: toGlobalId('Desk', otherDesk),
  };
  await askData(app.port, admin, revoke, { input });
  expect((await readAs(app, town, clerk, issue)).assignee).toEqual({ name: 'Springer' });
});

test('"mine" is what I have and what nobody at my desk has', async ({ app, town }) => {
  const mine = await taken(app, town);
  const free = await givenIssue(app, town, await givenPerson(app, town));
  const hers = await taken(app, town);
  await assign(app, clerk, hers, 2, colleague);
  const query = `query($ags: String!) { municipality(ags: $ags) { issues(first: 50, filter: { mine: true }) {
    edges { node { reference } } } } }`;
  const { municipality } = await askData(app.port, clerk, query, { ags: town.ags });
  const references = municipality.issues.edges.map(({ node }: Data) => node.reference);
  expect(references).toContain(mine.reference);
  expect(references).toContain(free.reference);
  expect(references).not.toContain(hers.reference);
});

test('a colleague sees on the open board who has taken a report', async ({ app, town }) => {
  const issue = await givenIssue(app, town, await givenPerson(app, town));
  const client = connect(app.port, colleague);
  const live = `subscription($town: ID!) { issueBoard(municipalityId: $town) { entries { id assignee { name } } } }`;
  const stream = watch(client, live, { town: toGlobalId('Municipality', town.municipalityId) });
  await stream.until(({ data }) => data !== undefined);
  await assign(app, clerk, issue, 1, clerk);
  const isTaken = ({ data }: Answer): boolean =>
    data?.issueBoard.entries.some((entry: Data) => entry.id === issue.id && entry.assignee?.name === 'Frau Nolden');
  await stream.until(isTaken);
  await client.dispose();
});

async function givenClerk(app: TestServer, town: Place, name: string): Promise<Somebody> {
  const person = await givenStaff(app, town, 'CLERK');
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

async function assign(
  app: TestServer,
  who: Identified,
  issue: GivenIssue,
  version: number,
  to: Somebody | null,
): Promise<Data> {
  const input = { issueId: issue.id, version, assigneeId: to && idOf(to) };
  return (await askData(app.port, who, assignment, { input })).assignIssue;
}
async function move(app: TestServer, issue: GivenIssue, version: number, to: string, more: object = {}): Promise<Data> {
  const input = { issueId: issue.id, version, to, isUndoable: true, ...more };
  return (await askData(app.port, clerk, moving, { input })).moveIssue;
}
async function readAs(app: TestServer, town: Place, who: Identified, { reference }: GivenIssue): Promise<Data> {
  return (await askData(app.port, who, whole, { ags: town.ags, reference })).issue;
}
async function taken(app: TestServer, town: Place): Promise<GivenIssue> {
  const issue = await givenIssue(app, town, await givenPerson(app, town));
  expect((await assign(app, clerk, issue, 1, clerk)).userErrors).toEqual([]);
  return issue;
}

import type { Client } from 'graphql-ws';
import { expect } from 'vitest';
import { revokeRole } from '../identity/identity.person.service.ts';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { givenIssue, type GivenIssue } from '../testing/issues.ts';
import { type Answer, askData, connect, type Data, type Identified, watch } from '../testing/client.ts';
import { liveTest as test } from '../testing/fixtures.ts';
import type { TestServer } from '../testing/server.ts';

let app: TestServer;
let place: Place;
let clerk: Somebody;
let citizen: Somebody;

test.beforeAll(async ({ app: server }) => {
  app = server;
});
const open = async (): Promise<void> => {
  place = await givenPlace(app);
  clerk = await givenStaff(app, place, 'CLERK');
  citizen = await givenPerson(app, place);
};

const boardLive = `subscription($town: ID!, $after: StreamCursor) { issueBoard(municipalityId: $town, after: $after) {
  entries { id status version lastMove { actorName } reporterEmail } removedIds reset cursor } }`;
const issueLive = `subscription($id: ID!, $claimCode: String, $after: StreamCursor) {
  issue(id: $id, claimCode: $claimCode, after: $after) {
    issue { status reporterEmail history { to actorName message } } cursor } }`;
const move = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { issue { version } userErrors { code } } }`;

const update = ({ data }: Answer): Data => data?.issueBoard;
const has = (id: string, status: string) => (message: Answer) =>
  update(message)?.entries.some((entry: Data) => entry.id === id && entry.status === status);
const changes = (messages: readonly Answer[]): string[][] =>
  messages.map((message) => update(message).entries.map(({ status, version }: Data) => `${status} ${version}`));

function watchBoard(client: Client, after: string | null = null) {
  return watch(client, boardLive, { town: toGlobalId('Municipality', place.municipalityId), after });
}

async function moveTo(who: Identified, { id }: GivenIssue, version: number, to: string, more = {}): Promise<void> {
  const { moveIssue } = await askData(app.port, who, move, { input: { issueId: id, version, to, ...more } });
  expect(moveIssue.userErrors).toEqual([]);
}

/** Error code with which a subscription is refused. */
async function refusal(client: Client, query: string, variables: Record<string, unknown>): Promise<unknown> {
  const refused = watch(client, query, variables);
  await refused.ended;
  return refused.messages[0]?.errors?.[0]?.extensions?.code;
}

test('a stream that goes on where the list was read says nothing twice, and all that came between', async () => {
  await open();
  await givenIssue(app, place, citizen);
  const query = `query($ags: String!) { municipality(ags: $ags) { issueBoard { cursor issues { edges { node { id } } }
    counts { count } } } }`;
  const { issueBoard } = (await askData(app.port, clerk, query, { ags: place.ags })).municipality;
  expect([issueBoard.issues.edges.length, issueBoard.counts]).toEqual([1, [{ count: 1 }]]);
  const between = await givenIssue(app, place, citizen);
  const client = connect(app.port, clerk);
  const board = watchBoard(client, issueBoard.cursor);
  await board.until(has(between.id, 'SUBMITTED'));
  expect(board.messages.map((message) => update(message).reset)).not.toContain(true);
  expect(changes(board.messages).flat()).toEqual(['SUBMITTED 1']);
  await client.dispose();
});

test('reports with and without an account and their moves reach the open board', async () => {
  await open();
  const old = await givenIssue(app, place, citizen);
  const client = connect(app.port, clerk);
  const board = watchBoard(client);
  const first = update(await board.until(() => true));
  expect(first).toMatchObject({ reset: true, removedIds: [], entries: [{ id: old.id, status: 'SUBMITTED' }] });
  const fresh = await givenIssue(app, place, citizen);
  await board.until(has(fresh.id, 'SUBMITTED'));
  await moveTo(clerk, fresh, 1, 'TRIAGED');
  await board.until(has(fresh.id, 'TRIAGED'));
  const anonymous = await givenIssue(app, place, {});
  await board.until(has(anonymous.id, 'SUBMITTED'));
  expect(changes(board.messages.slice(1))).toEqual([['SUBMITTED 1'], ['TRIAGED 2'], ['SUBMITTED 1']]);
  for (const message of board.messages.slice(1))
    expect(update(message)).toMatchObject({ reset: false, removedIds: [] });
  await client.dispose();
});

test('after a cut the cursor brings exactly what was missed, each card once and as it is now', async () => {
  await open();
  const a = await givenIssue(app, place, citizen);
  const b = await givenIssue(app, place, citizen);
  const client = connect(app.port, clerk);
  const before = watchBoard(client);
  const { cursor } = update(await before.until(() => true));
  before.cancel();
  await moveTo(clerk, a, 1, 'TRIAGED');
  await moveTo(clerk, b, 1, 'TRIAGED');
  await moveTo(clerk, a, 2, 'ASSIGNED');
  const resumed = watchBoard(client, cursor);
  const missed = update(await resumed.until(() => true));
  expect(missed.reset).toBe(false);
  expect(missed.entries.map(({ id, status }: Data) => [id, status])).toEqual([
    [b.id, 'TRIAGED'],
    [a.id, 'ASSIGNED'],
  ]);
  const upToDate = watchBoard(client, missed.cursor);
  await moveTo(clerk, b, 2, 'ASSIGNED');
  await upToDate.until(has(b.id, 'ASSIGNED'));
  expect(changes(upToDate.messages)).toEqual([['ASSIGNED 3']]);
  await app.services.em.fork().execute(`delete from topic_log where topic = ?`, [`issueBoard:${place.municipalityId}`]);
  const tooLate = update(await watchBoard(client, cursor).until(() => true));
  expect(tooLate).toMatchObject({ reset: true, entries: [{ id: b.id }, { id: a.id }] });
  const town = toGlobalId('Municipality', place.municipalityId);
  expect(await refusal(client, boardLive, { town, after: `${cursor}x` })).toBe('BAD_CURSOR');
  await client.dispose();
});

test('the board is for the town hall; who leaves it hears nothing more', async () => {
  await open();
  const town = toGlobalId('Municipality', place.municipalityId);
  const elsewhere = await givenStaff(app, await givenPlace(app, 'Anderswo'));
  const codeFor = async (who: Identified): Promise<unknown> => {
    const client = connect(app.port, who);
    const code = await refusal(client, boardLive, { town });
    await client.dispose();
    return code;
  };
  expect(await codeFor({})).toBe('UNAUTHENTICATED');
  expect(await codeFor(citizen)).toBe('FORBIDDEN');
  expect(await codeFor(elsewhere)).toBe('NOT_FOUND');
  const client = connect(app.port, clerk);
  const board = watchBoard(client);
  await board.until(() => true);
  const { personId } = clerk;
  const grant = { personId, role: 'CLERK', municipalityId: place.municipalityId, deskId: place.deskId } as const;
  await revokeRole(forkContext(app.services, system), grant);
  await board.ended;
  await givenIssue(app, place, citizen);
  expect(board.messages.filter(({ data }) => data != null)).toHaveLength(1);
  await client.dispose();
});

test('the reporter sees a move at once, without the names of staff; the claim code is as good as an account', async () => {
  await open();
  await app.services.em.fork().execute(`update person set display_name = 'Bauhof' where id = ?`, [clerk.personId]);
  const issue = await givenIssue(app, place, {}, { email: 'a@example.org' });
  const claimCode = issue.claimCode;
  const clients = [connect(app.port, {}), connect(app.port, clerk)];
  const own = watch(clients[0]!, issueLive, { id: issue.id, claimCode });
  const staff = watch(clients[1]!, issueLive, issue as never);
  await Promise.all([own.until(() => true), staff.until(() => true)]);
  await moveTo(clerk, issue, 1, 'DECLINED', { reason: 'Das ist Privatgrund.', tellReporter: false });
  const declined = ({ data }: Answer): boolean => data?.issue.issue.status === 'DECLINED';
  const seen = await own.until(declined);
  const inside = await staff.until(declined);
  expect(seen.data.issue.issue).toMatchObject({ reporterEmail: null });
  expect(seen.data.issue.issue.history.map(({ actorName }: Data) => actorName)).toEqual([null, null]);
  expect(inside.data.issue.issue).toMatchObject({ reporterEmail: 'a@example.org' });
  expect(inside.data.issue.issue.history.map(({ actorName }: Data) => actorName)).toEqual([null, 'Bauhof']);
  for (const variables of [
    { id: issue.id },
    { id: issue.id, claimCode: 'AAAAA-AAAAA' },
    { id: 'nonsense', claimCode },
  ]) {
    expect(await refusal(clients[0]!, issueLive, variables)).toBe('NOT_FOUND');
  }
  await Promise.all(clients.map((client) => client.dispose()));
});

test('twenty clerks at one board cost one execution per change', async () => {
  await open();
  const clerks = [clerk, ...(await Promise.all(Array.from({ length: 19 }, () => givenStaff(app, place, 'CLERK'))))];
  const clients = clerks.map((one) => connect(app.port, one));
  const boards = clients.map((client) => watchBoard(client));
  await Promise.all(boards.map((board) => board.until(() => true)));
  const issue = await givenIssue(app, place, citizen);
  await Promise.all(boards.map((board) => board.until(has(issue.id, 'SUBMITTED'))));
  const before = app.multicast!.stats.executions;
  for (const [version, to] of [
    [1, 'TRIAGED'],
    [2, 'ASSIGNED'],
    [3, 'IN_PROGRESS'],
    [4, 'RESOLVED'],
  ] as const) {
    await moveTo(clerk, issue, version, to);
    await Promise.all(boards.map((board) => board.until(has(issue.id, to))));
  }
  const executions = app.multicast!.stats.executions - before;
  console.log(`4 moves, 20 clerks: ${executions} executions`);
  expect(executions).toBe(4);
  await Promise.all(clients.map((client) => client.dispose()));
  await expect.poll(() => app.multicast!.groups().length).toBe(0);
});

import type { Client } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closePoll } from './poll.opening.service.ts';
import { forkContext } from '../kernel/context.ts';
import { anonymous, system } from '../kernel/actor.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { givenPoll } from '../testing/polls.ts';
import { type Answer, ask, askData, connect, type Data, watch } from '../testing/client.ts';
import { hasServers, startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let second: TestServer | undefined;
let place: Place;
let admin: Somebody;
let people: Somebody[];

beforeAll(async () => {
  // A server of its own: a second server shares its database.
  app = await startTestServer({ compareMs: 500 });
  if (hasServers) second = await startTestServer(app.config);
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  people = await givenPeople(app, place, 40);
});
afterAll(async () => {
  await second?.stop();
  await app.stop();
});

const subscription = `subscription Results($id: ID!, $after: StreamCursor) { pollResults(pollId: $id, after: $after) {
  __typename ... on PollTally { turnout isFinal cursor questions { options { votes } } }
  ... on HiddenResults { turnout hiddenBecause cursor } } }`;
const vote = `mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }`;

async function castVote(who: Somebody, pollId: string, option: string, port = app.port): Promise<void> {
  const { castVote: done } = await askData(port, who, vote, { input: { pollId, optionIds: [option] } });
  expect(done.userErrors).toEqual([]);
}
const shown = ({ data }: Answer): Data => data?.pollResults;
const turnoutIs = (turnout: number) => (message: Answer) => shown(message)?.turnout === turnout;

test('equal watchers share one execution; the first message is the snapshot, then bundles up to the exact end', async () => {
  const poll = await givenPoll(app, place, admin);
  const clients = Array.from({ length: 10 }, () => connect(app.port, {}));
  const watches = clients.flatMap((client) =>
    Array.from({ length: 5 }, () => watch(client, subscription, { id: poll.id })),
  );
  await Promise.all(watches.map((one) => one.until(turnoutIs(0))));
  const before = app.multicast!.stats.executions;
  await Promise.all(people.map((person, i) => castVote(person, poll.id, poll.options[i % 3]!)));
  const last = await Promise.all(watches.map((one) => one.until(turnoutIs(40))));
  for (const message of last)
    expect(shown(message).questions[0].options.map((o: Data) => o.votes)).toEqual([14, 13, 13]);
  const executions = app.multicast!.stats.executions - before;
  const counts = watches.map((one) => one.messages.length);
  console.log(`40 votes, 50 watchers: ${executions} executions, ${Math.max(...counts)} messages at most each`);
  expect(executions).toBeLessThanOrEqual(Math.max(...counts) + 1);
  await Promise.all(clients.map((client) => client.dispose()));
  await expect.poll(() => app.multicast!.groups().length).toBe(0);
});

test('resume with the cursor: nothing twice, nothing missed; a forged or foreign cursor is BAD_CURSOR', async () => {
  const poll = await givenPoll(app, place, admin);
  const client = connect(app.port, {});
  const first = watch(client, subscription, { id: poll.id });
  const { cursor } = shown(await first.until(turnoutIs(0)));
  first.cancel();
  const resumed = watch(client, subscription, { id: poll.id, after: cursor });
  await castVote(people[0]!, poll.id, poll.options[0]!);
  await resumed.until(turnoutIs(1));
  expect(resumed.messages.map((message) => shown(message).turnout)).toEqual([1]);
  const other = await givenPoll(app, place, admin);
  for (const after of ['x'.repeat(40), `${cursor}x`, '']) {
    expect(await refusal(client, { id: poll.id, after })).toBe('BAD_CURSOR');
  }
  expect(await refusal(client, { id: other.id, after: cursor })).toBe('BAD_CURSOR');
  await client.dispose();
});

test('AFTER_OWN_VOTE: the own vote moves a person to the counts, nobody else', async () => {
  const poll = await givenPoll(app, place, admin, { resultsVisibility: 'AFTER_OWN_VOTE' });
  for (const person of people.slice(0, 5)) await castVote(person, poll.id, poll.options[0]!);
  const voter = people[5]!;
  const waiting = people[6]!;
  const a = connect(app.port, voter);
  const b = connect(app.port, waiting);
  const c = connect(app.port, admin);
  const [own, other, staff] = [a, b, c].map((client) => watch(client, subscription, { id: poll.id }));
  await Promise.all([own!.until(turnoutIs(5)), other!.until(turnoutIs(5)), staff!.until(turnoutIs(5))]);
  await castVote(voter, poll.id, poll.options[1]!);
  await own!.until((message) => shown(message)?.__typename === 'PollTally');
  await other!.until(turnoutIs(6));
  await staff!.until(turnoutIs(6));
  for (const message of [...other!.messages, ...staff!.messages])
    expect(shown(message).__typename).toBe('HiddenResults');
  await closePoll(forkContext(app.services, system), pollUuid(poll.id));
  for (const one of [own!, other!, staff!]) await one.until((message) => shown(message)?.isFinal === true);
  await Promise.all([a.dispose(), b.dispose(), c.dispose()]);
});

test('a document about the viewer runs once per viewer, without an error ever seen', async () => {
  const poll = await givenPoll(app, place, admin);
  const personal = `subscription($id: ID!) { pollResults(pollId: $id) {
    ... on HiddenResults { turnout poll { viewerHasVoted } } ... on PollTally { turnout poll { viewerHasVoted } } } }`;
  await castVote(people[0]!, poll.id, poll.options[0]!);
  const clients = [people[0]!, people[1]!].map((person) => connect(app.port, person));
  const [yes, no] = clients.map((client) => watch(client, personal, { id: poll.id }));
  expect(shown(await yes!.until(turnoutIs(1))).poll.viewerHasVoted).toBe(true);
  expect(shown(await no!.until(turnoutIs(1))).poll.viewerHasVoted).toBe(false);
  await castVote(people[1]!, poll.id, poll.options[0]!);
  await no!.until((message) => shown(message)?.poll.viewerHasVoted === true);
  expect([...yes!.messages, ...no!.messages].filter(({ errors }) => errors !== undefined)).toEqual([]);
  await Promise.all(clients.map((client) => client.dispose()));
});

test('a lost hint is made good by the comparison with the database', async () => {
  const poll = await givenPoll(app, place, admin);
  const client = connect(app.port, {});
  const seen = watch(client, subscription, { id: poll.id });
  await seen.until(turnoutIs(0));
  const em = app.services.em.fork();
  await em.execute('update poll set turnout = 3 where id = ?', [pollUuid(poll.id)]);
  await em.execute(`update topic_version set version = version + 1 where topic = ?`, [
    `pollResults:${pollUuid(poll.id)}`,
  ]);
  await seen.until(turnoutIs(3));
  await client.dispose();
});

test('a server that restarts is found again; what happened meanwhile is there once', async ({ skip }) => {
  if (app.config.databaseUrl === undefined) skip('needs a database that outlives its server (PostgreSQL)');
  let port = 0;
  const short = await startTestServer(app.config);
  port = short.port;
  const poll = await givenPoll(app, place, admin);
  const client = connect(() => port, {});
  const seen = watch(client, subscription, { id: poll.id });
  await seen.until(turnoutIs(0));
  await short.stop();
  await castVote(people[0]!, poll.id, poll.options[0]!);
  port = app.port;
  await seen.until(turnoutIs(1));
  await client.dispose();
});

test('a vote through one process reaches a watcher of the other', async ({ skip }) => {
  if (second === undefined) skip('needs PostgreSQL and Redis');
  const poll = await givenPoll(app, place, admin);
  const client = connect(second!.port, {});
  const seen = watch(client, subscription, { id: poll.id });
  await seen.until(turnoutIs(0));
  const start = performance.now();
  await castVote(people[0]!, poll.id, poll.options[0]!);
  await seen.until(turnoutIs(1));
  console.log(`vote on A, seen by a watcher of B after ${Math.round(performance.now() - start)} ms`);
  await client.dispose();
});

test('unknown polls and nonsense ids end with NOT_FOUND; queries over the socket work', async () => {
  const client = connect(app.port, {});
  expect(await refusal(client, { id: 'nonsense' })).toBe('NOT_FOUND');
  const query = watch(client, '{ municipalities { edges { node { name } } } }');
  expect((await query.until(() => true)).data.municipalities.edges).toHaveLength(1);
  expect(await query.ended).toBe('complete');
  expect((await ask(app.port, {}, '{ viewerX }')).errors?.[0]?.message).not.toContain('Did you mean');
  expect(forkContext(app.services, anonymous).actor).toBe(anonymous);
  await client.dispose();
});

/** Error code of a refused subscription. */
async function refusal(client: Client, variables: Record<string, unknown>): Promise<unknown> {
  const refused = watch(client, subscription, variables);
  await refused.ended;
  return refused.messages[0]?.errors?.[0]?.extensions?.code;
}

function pollUuid(globalId: string): string {
  return Buffer.from(globalId, 'base64url').toString().split(':')[1]!;
}

import { connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { givenPoll } from '../../testing/polls.ts';
import { askData, connect, watch } from '../../testing/client.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;

beforeAll(async () => {
  // A server of its own: its watchers are counted.
  app = await startTestServer({ compareMs: 1000 });
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});
afterAll(() => app.stop());

const vote = `mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }`;
const results = `subscription($id: ID!) { pollResults(pollId: $id) {
  ... on PollTally { turnout } ... on HiddenResults { turnout } } }`;

test('whoever leaves while their standing changes leaves nothing behind', async () => {
  const poll = await givenPoll(app, place, admin, { resultsVisibility: 'AFTER_OWN_VOTE' });
  const input = { pollId: poll.id, optionIds: [poll.options[0]] };
  for (const [turns, person] of (await givenPeople(app, place, 40)).entries()) {
    const client = connect(app.port, person);
    const seen = watch(client, results, { id: poll.id });
    await seen.until(({ data }) => data?.pollResults !== undefined);
    const voting = askData(app.port, person, vote, { input });
    // cancels at forty different moments, because the own vote moves this subscriber to another group
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    seen.cancel();
    await voting;
    await client.dispose();
  }
  await expect.poll(() => app.multicast?.groups().length).toBe(0);
});

test('a document that turns out to be personal is run for each of its watchers, however it was cached', async () => {
  const poll = await givenPoll(app, place, admin);
  const personal = `subscription($id: ID!) { pollResults(pollId: $id) {
    ... on PollTally { turnout poll { viewerHasVoted } } ... on HiddenResults { turnout } } }`;
  const client = connect(app.port, {});
  const watches = [watch(client, personal, { id: poll.id })];
  await watches[0]?.until(() => true);
  // more texts than the document cache holds: an equal text is then another document
  for (let i = 0; i < 1000; i++) await watch(client, `{ __typename } # ${i}`).ended;
  watches.push(watch(client, personal, { id: poll.id }), watch(client, personal, { id: poll.id }));
  await Promise.all(watches.map((one) => one.until(() => true)));
  const input = { pollId: poll.id, optionIds: [poll.options[0]] };
  for (const person of await givenPeople(app, place, 6)) await askData(app.port, person, vote, { input });
  const last = await Promise.all(watches.map((one) => one.until(({ data }) => data?.pollResults.turnout === 6)));
  for (const { data } of last) expect(data.pollResults.poll.viewerHasVoted).toBe(false);
  await client.dispose();
});

test('connections that are reset at a refused upgrade harm nobody', async () => {
  const knock = (path: string): Promise<void> =>
    new Promise((done) => {
      const socket = connectTcp(app.port, '127.0.0.1', () => {
        const head = 'Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: https://elsewhere.example';
        socket.write(`GET ${path} HTTP/1.1\r\n${head}\r\n\r\n`, () => socket.resetAndDestroy());
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        done();
      });
    });
  await Promise.all(Array.from({ length: 50 }, (_, i) => knock(i % 2 === 0 ? '/nope' : '/graphql')));
  expect((await fetch(`http://127.0.0.1:${app.port}/livez`)).status).toBe(200);
});

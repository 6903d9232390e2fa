import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { askData, connect, type Data, watch } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;

beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});
afterAll(() => app.stop());

const subscription = `subscription($id: ID!) { pollResults(pollId: $id) {
  ... on PollTally { isFinal turnout } ... on HiddenResults { hiddenBecause } } }`;
const vote = `mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }`;
const read = 'query($id: ID!) { poll(id: $id) { state openedAt closedAt eligibleCount } }';
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

async function codesOfVote(who: Somebody, poll: GivenPoll): Promise<string[]> {
  const input = { pollId: poll.id, optionIds: [poll.options[0]] };
  return (await askData(app.port, who, vote, { input })).castVote.userErrors.map(({ code }: Data) => code);
}

test('a poll opens by itself: watchers see it, members of that moment may vote', async () => {
  const [voter] = await givenPeople(app, place, 1);
  const far = { opensAt: inSeconds(3600), closesAt: inSeconds(7200) };
  expect(await codesOfVote(voter!, await givenPoll(app, place, admin, far))).toEqual(['POLL_NOT_OPEN']);
  const soon = { opensAt: inSeconds(2), closesAt: inSeconds(7200), eligibility: 'MEMBERS' };
  const poll = await givenPoll(app, place, admin, soon);
  const client = connect(app.port, {});
  const seen = watch(client, subscription, { id: poll.id });
  await seen.until(({ data }) => data.pollResults.hiddenBecause === 'FEW_VOTERS', 30_000);
  expect(await codesOfVote(voter!, poll)).toEqual([]);
  const { poll: shown } = await askData(app.port, {}, read, { id: poll.id });
  expect(shown).toMatchObject({ state: 'OPEN', eligibleCount: 2 });
  expect(Date.parse(shown.openedAt)).toBeGreaterThanOrEqual(Date.parse(soon.opensAt));
  await client.dispose();
});

test('a poll closes by itself, and watchers see it', async () => {
  const closesAt = inSeconds(3);
  const poll = await givenPoll(app, place, admin, { closesAt });
  const client = connect(app.port, {});
  const seen = watch(client, subscription, { id: poll.id });
  await seen.until(({ data }) => data.pollResults.isFinal === true, 30_000);
  const { poll: shown } = await askData(app.port, {}, read, { id: poll.id });
  expect(shown.state).toBe('CLOSED');
  const late = Date.parse(shown.closedAt) - Date.parse(closesAt);
  console.log(`closed ${late} ms after its time`);
  expect(late).toBeGreaterThanOrEqual(0);
  await client.dispose();
});

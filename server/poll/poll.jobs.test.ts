import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPeople, givenPlace, givenPoll, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
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
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

test('a poll opens and closes by itself, and watchers see both', async () => {
  const times = { opensAt: inSeconds(1), closesAt: inSeconds(4) };
  const poll = await givenPoll(app, place, admin, { ...times, eligibility: 'MEMBERS' });
  const input = { pollId: poll.id, optionIds: [poll.options[0]] };
  const [voter] = await givenPeople(app, place, 1);
  expect((await askData(app.port, voter!, vote, { input })).castVote.userErrors).toEqual([{ code: 'POLL_NOT_OPEN' }]);
  const client = connect(app.port, {});
  const seen = watch(client, subscription, { id: poll.id });
  await seen.until(({ data }) => data.pollResults.hiddenBecause === 'NOT_OPENED');
  await seen.until(({ data }) => data.pollResults.hiddenBecause === 'FEW_VOTERS');
  expect((await askData(app.port, voter!, vote, { input })).castVote.userErrors).toEqual([]); // a member at opening
  await seen.until(({ data }) => data.pollResults.isFinal === true);
  const shown: Data = await askData(
    app.port,
    {},
    'query($id: ID!) { poll(id: $id) { state openedAt closedAt eligibleCount } }',
    {
      id: poll.id,
    },
  );
  expect(shown.poll).toMatchObject({ state: 'CLOSED', eligibleCount: 2 });
  const late = Date.parse(shown.poll.closedAt) - Date.parse(times.closesAt);
  console.log(`closed ${late} ms after its time`);
  expect(late).toBeGreaterThanOrEqual(0);
  await client.dispose();
});

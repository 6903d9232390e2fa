import { expect } from 'vitest';
import { givenPeople, type Somebody } from '../testing/builders.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { askData, connect, type Data, watch } from '../testing/client.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

test('a poll opens by itself: watchers see it, members of that moment may vote', async ({ app, town, admin }) => {
  const [voter] = await givenPeople(app, town, 1);
  const far = { opensAt: inSeconds(3600), closesAt: inSeconds(7200) };
  expect(await codesOfVote(app, voter!, await givenPoll(app, town, admin, far))).toEqual(['POLL_NOT_OPEN']);
  const soon = { opensAt: inSeconds(2), closesAt: inSeconds(7200), eligibility: 'MEMBERS' };
  const poll = await givenPoll(app, town, admin, soon);
  const client = connect(app.port, {});
  const seen = watch(client, subscription, { id: poll.id });
  await seen.until(({ data }) => data.pollResults.hiddenBecause === 'FEW_VOTERS', 30_000);
  expect(await codesOfVote(app, voter!, poll)).toEqual([]);
  const { poll: shown } = await askData(app.port, {}, read, { id: poll.id });
  expect(shown).toMatchObject({ state: 'OPEN', eligibleCount: 2 });
  expect(Date.parse(shown.openedAt)).toBeGreaterThanOrEqual(Date.parse(soon.opensAt));
  await client.dispose();
});

test('a poll closes by itself, and watchers see it', async ({ app, town, admin }) => {
  const closesAt = inSeconds(3);
  const poll = await givenPoll(app, town, admin, { closesAt });
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

const subscription = `subscription($id: ID!) { pollResults(pollId: $id) {
  ... on PollTally { isFinal turnout } ... on HiddenResults { hiddenBecause } } }`;
const vote = `mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }`;
const read = 'query($id: ID!) { poll(id: $id) { state openedAt closedAt eligibleCount } }';
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

async function codesOfVote(app: TestServer, who: Somebody, poll: GivenPoll): Promise<string[]> {
  const input = { pollId: poll.id, optionIds: [poll.options[0]] };
  return (await askData(app.port, who, vote, { input })).castVote.userErrors.map(({ code }: Data) => code);
}

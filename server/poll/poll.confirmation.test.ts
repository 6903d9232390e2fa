import { expect } from 'vitest';
import { revokeRole } from '../identity/identity.person.service.ts';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { givenPeople, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../testing/client.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let admin: Somebody;
let editor: Somebody;
let voters: Somebody[];

test.beforeAll(async ({ app, town }) => {
  [admin, editor] = [await givenStaff(app, town), await givenStaff(app, town, 'EDITOR')];
  voters = await givenPeople(app, town, 6);
});

test('counted, it is seen by who confirms, then by everybody; only once, only by admins, never before the close', async ({
  app,
  town,
}) => {
  const poll = await given(app, town);
  expect(await codeOf(app, admin, 'confirmPoll', poll)).toBe('POLL_NOT_CLOSED');
  for (const who of [admin, editor, voters[0]!]) expect(await seenBy(app, who, poll)).toBe('AFTER_CONFIRMATION');
  expect(await codeOf(app, editor, 'closePoll', poll)).toBeUndefined();
  for (const who of [editor, voters[0]!, {}]) expect(await seenBy(app, who, poll)).toBe('AFTER_CONFIRMATION');
  expect(await seenBy(app, admin, poll)).toEqual([0, 6, 0]);
  expect(await codeOf(app, {}, 'confirmPoll', poll)).toBe('UNAUTHENTICATED');
  for (const who of [editor, voters[0]!]) expect(await codeOf(app, who, 'confirmPoll', poll)).toBe('FORBIDDEN');

  const client = connect(app.port, {});
  const seen = watch(client, `subscription($id: ID!) { pollResults(pollId: $id) { ${results} } }`, { id: poll.id });
  await seen.until(({ data }) => data.pollResults.hiddenBecause === 'AFTER_CONFIRMATION');
  expect(await codeOf(app, admin, 'confirmPoll', poll)).toBeUndefined();
  const shown = await seen.until(({ data }) => data.pollResults.isFinal === true);
  expect(shown.data.pollResults.poll.confirmedAt).toEqual(expect.any(String));
  await client.dispose();
  for (const who of [editor, voters[0]!, {}]) expect(await seenBy(app, who, poll)).toEqual([0, 6, 0]);
  expect(await codeOf(app, admin, 'confirmPoll', poll)).toBe('ALREADY_CONFIRMED');
});

test('who is no longer admin loses the sight of it while watching', async ({ app, town }) => {
  const poll = await given(app, town);
  await codeOf(app, editor, 'closePoll', poll);
  const helper = await givenStaff(app, town);
  const client = connect(app.port, helper);
  const seen = watch(client, `subscription($id: ID!) { pollResults(pollId: $id) { ${results} } }`, { id: poll.id });
  await seen.until(({ data }) => data.pollResults.isFinal === true);
  const { personId } = helper;
  const grant = { personId, role: 'ADMIN', municipalityId: town.municipalityId, deskId: null } as const;
  await revokeRole(forkContext(app.services, system), grant);
  await seen.until(({ data }) => data.pollResults.hiddenBecause === 'AFTER_CONFIRMATION');
  await client.dispose();
});

test('a poll with another rule needs no confirming', async ({ app, town }) => {
  const poll = await given(app, town, { resultsVisibility: 'AFTER_CLOSE' });
  await codeOf(app, editor, 'closePoll', poll);
  expect(await codeOf(app, admin, 'confirmPoll', poll)).toBe('NEEDS_NO_CONFIRMATION');
  expect(await seenBy(app, {}, poll)).toEqual([0, 6, 0]);
});

test('what people wrote waits for it too; one message tells of end and result', async ({ app, town }) => {
  const questions = [{ text: 'Was fehlt?', kind: 'TEXT', options: [] }];
  const { id } = await givenPoll(app, town, editor, { resultsVisibility: 'AFTER_CONFIRMATION', questions });
  const asked = 'query($id: ID!) { poll(id: $id) { questions { id answers(first: 10) { edges { node { text } } } } } }';
  const read = async (): Promise<Data> => (await askData(app.port, editor, asked, { id })).poll.questions[0];
  const texts = [{ questionId: (await read()).id, text: 'Bänke' }];
  for (const voter of voters) await askData(app.port, voter, cast, { input: { pollId: id, optionIds: [], texts } });
  const poll = { id, options: [] };
  await codeOf(app, editor, 'closePoll', poll);
  expect((await read()).answers).toBeNull();
  await codeOf(app, admin, 'confirmPoll', poll);
  expect((await read()).answers.edges).toHaveLength(6);

  const client = connect(app.port, voters[5]!);
  const inbox = watch(client, 'subscription { inbox { entries { kind subject { ... on Poll { id } } } } }');
  const isConfirmed = ({ kind, subject }: Data): boolean => kind === 'POLL_CONFIRMED' && subject?.id === id;
  await inbox.until(({ data }) => data.inbox.entries.some(isConfirmed));
  await client.dispose();
  const mine = `{ viewer { inbox(first: 50) { edges { node { kind subject { ... on Poll { id } } } } } } }`;
  const { viewer }: Data = await askData(app.port, voters[5]!, mine);
  const about = viewer.inbox.edges.filter(({ node }: Data) => node.subject?.id === id);
  expect(about.map(({ node }: Data) => node.kind)).toEqual(['POLL_CONFIRMED', 'POLL_OPENED']);
});

const results = `... on HiddenResults { turnout hiddenBecause }
  ... on PollTally { turnout isFinal poll { confirmedAt } questions { options { votes } } }`;
const call = (name: string): string =>
  `mutation($id: ID!) { it: ${name}(input: { pollId: $id }) { poll { confirmedAt } userErrors { code } } }`;
const cast = 'mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }';

async function given(app: TestServer, town: Place, more: object = {}): Promise<GivenPoll> {
  const poll = await givenPoll(app, town, editor, { resultsVisibility: 'AFTER_CONFIRMATION', ...more });
  for (const voter of voters)
    await askData(app.port, voter, cast, { input: { pollId: poll.id, optionIds: [poll.options[1]] } });
  return poll;
}
async function codeOf(app: TestServer, who: Identified, name: string, { id }: GivenPoll): Promise<string | undefined> {
  const { data, errors } = await ask(app.port, who, call(name), { id });
  return errors?.[0]?.extensions?.code ?? data?.it.userErrors[0]?.code;
}
async function seenBy(app: TestServer, who: Identified, { id }: GivenPoll): Promise<unknown> {
  const query = `query($id: ID!) { pollResults(pollId: $id) { ${results} } }`;
  const { pollResults: seen }: Data = await askData(app.port, who, query, { id });
  return seen.hiddenBecause ?? seen.questions[0].options.map(({ votes }: Data) => votes);
}

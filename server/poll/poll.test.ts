import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { givenPoll } from '../testing/polls.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

test('a vote is counted once, may be changed, and is shown to its owner only', async ({ app, town, admin }) => {
  const poll = await givenPoll(app, town, admin);
  const people = await givenPeople(app, town, 5);
  for (const person of people)
    expect((await castVote(app, person, poll.id, [poll.options[0]!])).userErrors).toEqual([]);
  const changed = await castVote(app, people[0]!, poll.id, [poll.options[1]!]);
  expect(changed.ballot.options).toEqual([{ label: 'Schaukel' }]);
  expect(changed.poll.viewerHasVoted).toBe(true);
  const { pollResults } = await askData(app.port, {}, results, { id: poll.id });
  expect(pollResults).toMatchObject({ __typename: 'PollTally', turnout: 5, isFinal: false });
  expect(pollResults.questions[0].options.map((o: Data) => o.votes)).toEqual([4, 1, 0]);
  const own = await askData(app.port, people[1]!, 'query($id: ID!) { myVote(pollId: $id) { options { label } } }', {
    id: poll.id,
  });
  expect(own.myVote.options).toEqual([{ label: 'Rutsche' }]);
});

test('fewer than five voters see only the turnout while it is open, exact counts after the close', async ({
  app,
  town,
  admin,
}) => {
  const poll = await givenPoll(app, town, admin);
  const other = await givenPoll(app, town, admin);
  const person = await givenPerson(app, town);
  await castVote(app, person, poll.id, [poll.options[2]!]);
  await castVote(app, person, other.id, [other.options[2]!]);
  const open = await askData(app.port, admin, results, { id: poll.id });
  expect(open.pollResults).toEqual({ __typename: 'HiddenResults', turnout: 1, hiddenBecause: 'FEW_VOTERS' });
  const close =
    'mutation($id: ID!) { closePoll(input: { pollId: $id }) { poll { state closedAt } userErrors { code } } }';
  expect((await askData(app.port, admin, close, { id: poll.id })).closePoll.poll.state).toBe('CLOSED');
  const closed = await askData(app.port, person, results, { id: poll.id });
  expect(closed.pollResults).toMatchObject({ __typename: 'PollTally', turnout: 1, isFinal: true });
  expect((await castVote(app, person, poll.id, [poll.options[0]!])).userErrors).toEqual([
    { code: 'POLL_NOT_OPEN', path: [] },
  ]);
  const kept = 'select count(*)::int as n from ballot where poll_id = ?';
  expect(await app.services.em.fork().execute(kept, [idOf('Poll', other.id)])).toEqual([{ n: 1 }]);
  const own = await askData(app.port, person, 'query($id: ID!) { myVote(pollId: $id) { options { label } } }', {
    id: poll.id,
  });
  expect(own.myVote).toBeNull();
  expect((await askData(app.port, admin, close, { id: poll.id })).closePoll.userErrors).toEqual([
    { code: 'POLL_NOT_OPEN' },
  ]);
});

test('AFTER_OWN_VOTE and AFTER_CLOSE bind staff and API alike', async ({ app, town, admin }) => {
  const own = await givenPoll(app, town, admin, { resultsVisibility: 'AFTER_OWN_VOTE' });
  const late = await givenPoll(app, town, admin, { resultsVisibility: 'AFTER_CLOSE' });
  const voters = await givenPeople(app, town, 6);
  for (const person of voters) {
    await castVote(app, person, own.id, [own.options[0]!]);
    await castVote(app, person, late.id, [late.options[0]!]);
  }
  const seenBy = async (who: Partial<Somebody>, id: string): Promise<string> => {
    const { pollResults } = await askData(app.port, who, results, { id });
    return pollResults.hiddenBecause ?? pollResults.__typename;
  };
  expect(await seenBy(admin, own.id)).toBe('AFTER_OWN_VOTE');
  expect(await seenBy({}, own.id)).toBe('AFTER_OWN_VOTE');
  expect(await seenBy(voters[0]!, own.id)).toBe('PollTally');
  for (const who of [admin, {}, voters[0]!]) expect(await seenBy(who, late.id)).toBe('AFTER_CLOSE');
});

test('members are frozen at opening', async ({ app, town, admin }) => {
  const poll = await givenPoll(app, town, admin, { eligibility: 'MEMBERS' });
  const late = await givenPerson(app, town);
  expect((await castVote(app, late, poll.id, [poll.options[0]!])).userErrors).toEqual([
    { code: 'NOT_ELIGIBLE', path: [] },
  ]);
  expect((await castVote(app, admin, poll.id, [poll.options[0]!])).userErrors).toEqual([]);
  const shown = await askData(app.port, {}, 'query($id: ID!) { poll(id: $id) { eligibleCount } }', { id: poll.id });
  expect(shown.poll.eligibleCount).toBeGreaterThan(0);
});

test('multiple choice keeps its limits over several questions', async ({ app, town, admin }) => {
  const poll = await givenPoll(app, town, admin, {
    questions: [
      { text: 'Was fehlt?', kind: 'MULTIPLE', minChoices: 1, maxChoices: 2, options: ['A', 'B', 'C'] },
      { text: 'Wann?', kind: 'SINGLE', options: ['bald', 'später'] },
    ],
  });
  const shown = await askData(app.port, {}, 'query($id: ID!) { poll(id: $id) { questions { options { id } } } }', {
    id: poll.id,
  });
  const [first, second] = shown.poll.questions.map((q: Data) => q.options.map((o: Data) => o.id));
  const person = await givenPerson(app, town);
  const codes = async (ids: string[]): Promise<string[]> =>
    (await castVote(app, person, poll.id, ids)).userErrors.map(({ code }: Data) => code);
  expect(await codes([...first, second[0]])).toEqual(['TOO_MANY_CHOICES']);
  expect(await codes([second[0]])).toEqual(['TOO_FEW_CHOICES']);
  expect(await codes([first[0], second[0], second[1]])).toEqual(['TOO_MANY_CHOICES']);
  expect(await codes([first[0], first[1], second[1], second[1]])).toEqual([]);
});

test('bad input is refused by field, and nothing is written', async ({ app, town, admin }) => {
  const create = `mutation($input: CreatePollInput!) { createPoll(input: $input) { poll { id } userErrors { code path } } }`;
  const input = {
    groupId: toGlobalId('Group', town.groupId),
    title: ' x ',
    questions: [{ text: 'y'.repeat(100_0), kind: 'MULTIPLE', minChoices: 3, maxChoices: 2, options: ['a', 'a '] }],
    closesAt: '2020-01-01T00:00:00Z',
    resultsVisibility: 'LIVE',
    eligibility: 'SIGNED_IN',
    idempotencyKey: randomUUID(),
  };
  const before = await app.services.em.fork().execute('select count(*)::int as n from poll');
  const { createPoll } = await askData(app.port, admin, create, { input });
  expect(createPoll.poll).toBeNull();
  expect(createPoll.userErrors).toEqual([
    { code: 'TOO_SHORT', path: ['title'] },
    { code: 'TOO_LONG', path: ['questions', '0', 'text'] },
    { code: 'SAME_OPTION_TWICE', path: ['questions', '0', 'options'] },
    { code: 'BAD_CHOICE_LIMITS', path: ['questions', '0', 'maxChoices'] },
    { code: 'CLOSES_TOO_EARLY', path: ['closesAt'] },
  ]);
  expect(await app.services.em.fork().execute('select count(*)::int as n from poll')).toEqual(before);
  const other = await givenPoll(app, town, admin);
  const poll = await givenPoll(app, town, admin);
  const unknown = async (id: string): Promise<unknown> => (await castVote(app, admin, poll.id, [id])).userErrors;
  for (const id of [other.options[0]!, toGlobalId('PollOption', randomUUID()), poll.id, 'nonsense', '']) {
    expect(await unknown(id)).toEqual([{ code: 'UNKNOWN_OPTION', path: ['optionIds'] }]);
  }
});

test('the same idempotency key gives the first poll again; other input is refused', async ({ app, town, admin }) => {
  const key = { idempotencyKey: randomUUID(), closesAt: '2030-01-01T00:00:00Z' };
  const [first, second] = await Promise.all([givenPoll(app, town, admin, key), givenPoll(app, town, admin, key)]);
  expect(second).toEqual(first);
  await expect(givenPoll(app, town, admin, { ...key, title: 'Etwas anderes' })).rejects.toThrow(
    'IDEMPOTENCY_KEY_REUSED',
  );
});

test('roles: signed out, citizens and other towns get a top-level error', async ({ app, town, admin }) => {
  const poll = await givenPoll(app, town, admin);
  const stranger = await givenStaff(app, await givenPlace(app, 'Anderswo'));
  const citizen = await givenPerson(app, town);
  const close = 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }';
  const codeOf = async (who: Partial<Somebody>, id = poll.id): Promise<unknown> =>
    (await ask(app.port, who, close, { id })).errors?.[0]?.extensions?.code;
  expect(await codeOf({})).toBe('UNAUTHENTICATED');
  expect(await codeOf(citizen)).toBe('FORBIDDEN');
  expect(await codeOf(stranger)).toBe('FORBIDDEN');
  expect(await codeOf(admin, toGlobalId('Poll', randomUUID()))).toBe('NOT_FOUND');
  expect(await codeOf(admin, toGlobalId('Group', town.groupId))).toBe('NOT_FOUND');
  const signedOut = await ask(app.port, {}, vote, { input: { pollId: poll.id, optionIds: [poll.options[0]!] } });
  expect(signedOut.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});

const vote = `mutation($input: CastVoteInput!) { castVote(input: $input) {
  poll { id viewerHasVoted viewerCanVote { allowed code } } ballot { options { label } } userErrors { code path } } }`;
const results = `query($id: ID!) { pollResults(pollId: $id) { __typename
  ... on PollTally { turnout isFinal questions { options { votes option { label } } } }
  ... on HiddenResults { turnout hiddenBecause } } }`;

async function castVote(
  app: TestServer,
  who: Partial<Somebody>,
  pollId: string,
  optionIds: readonly string[],
): Promise<Data> {
  return (await askData(app.port, who, vote, { input: { pollId, optionIds } })).castVote;
}

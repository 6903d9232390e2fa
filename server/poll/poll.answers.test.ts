import { expect } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { givenPoll } from '../testing/polls.ts';
import { givenPost } from '../testing/posts.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let people: Somebody[];

test.beforeAll(async ({ app, town }) => {
  people = await givenPeople(app, town, 8);
});

test('editors read it after the close and nobody else ever; a page follows the other', async ({ app, town, admin }) => {
  const poll = await given(app, town, admin);
  for (const [i, who] of people.entries())
    expect((await write(app, who, poll, ` Bank ${String(i)} `)).userErrors).toEqual([]);
  expect(await answersFor(app, admin, poll)).toBeNull();
  await end(app, admin, poll);
  const written = people.map((_, i) => `Bank ${String(i)}`);
  expect(await answersFor(app, admin, poll)).toEqual(written);
  expect(await answersFor(app, await givenStaff(app, town, 'EDITOR'), poll)).toEqual(written);
  expect(await answersFor(app, {}, poll)).toBe('UNAUTHENTICATED');
  for (const who of [
    people[0]!,
    await givenStaff(app, town, 'CLERK'),
    await givenStaff(app, await givenPlace(app, 'Anderswo')),
  ])
    expect(await answersFor(app, who, poll)).toBe('FORBIDDEN');
  const pages: string[] = [];
  for (let after: string | null = null, more = true; more;) {
    const { node }: Data = await askData(app.port, admin, read, { id: poll.questionId, first: 3, after });
    pages.push(...node.answers.edges.map((edge: Data) => edge.node.text));
    [after, more] = [node.answers.pageInfo.endCursor, node.answers.pageInfo.hasNextPage];
  }
  expect(pages.sort()).toEqual(written);
});

test('with fewer than five voters nothing is kept, and with its post withdrawn nobody reads it', async ({
  app,
  town,
  admin,
}) => {
  const few = await given(app, town, admin);
  for (const who of people.slice(0, 4)) await write(app, who, few, 'Ich bin zu erkennen.');
  await end(app, admin, few);
  expect(await answersFor(app, admin, few)).toBeNull();
  const post = await givenPost(app, town, admin);
  const gone = await given(app, town, admin, { postId: post.id });
  for (const who of people) await write(app, who, gone, 'Ein Wort.');
  const withdraw = 'mutation($id: ID!) { withdrawPost(input: { postId: $id }) { userErrors { code } } }';
  const { errors } = await ask(app.port, admin, withdraw, { id: post.id });
  expect(errors).toBeUndefined();
  expect(await answersFor(app, admin, gone)).toBeNull();
});

test('an answer is shown to its owner, may be changed, and ends with the poll', async ({ app, town, admin }) => {
  const poll = await given(app, town, admin, {}, { ...inWords, isRequired: true });
  const { ballot } = await write(app, people[0]!, poll, ' Eine Bank. ');
  expect(ballot).toEqual({ texts: [{ questionId: poll.questionId, text: 'Eine Bank.' }], options: [] });
  await write(app, people[0]!, poll, 'Zwei Bänke.');
  const mine = 'query($id: ID!) { myVote(pollId: $id) { texts { text } } }';
  expect((await askData(app.port, people[0]!, mine, { id: poll.pollId })).myVote.texts).toEqual([
    { text: 'Zwei Bänke.' },
  ]);
  await end(app, admin, poll);
  expect((await askData(app.port, people[0]!, mine, { id: poll.pollId })).myVote).toBeNull();
});

test('what does not fit is refused with a code and its place', async ({ app, town, admin }) => {
  const poll = await given(app, town, admin, {}, { ...inWords, isRequired: true });
  const refusal = async (...texts: string[]): Promise<unknown> =>
    (await write(app, people[0]!, poll, ...texts)).userErrors;
  expect(await refusal('x'.repeat(1001))).toEqual([{ code: 'TOO_LONG', path: ['texts', '0', 'text'] }]);
  expect(await refusal('eins', 'zwei')).toEqual([{ code: 'SAME_QUESTION_TWICE', path: ['texts', '1', 'questionId'] }]);
  expect(await refusal('   ')).toEqual([{ code: 'ANSWER_MISSING', path: ['texts'] }]);
  const other = await given(app, town, admin);
  expect((await write(app, people[0]!, { ...poll, questionId: other.questionId }, 'Wort')).userErrors).toEqual([
    { code: 'UNKNOWN_QUESTION', path: ['texts'] },
  ]);
  await expect(given(app, town, admin, {}, { ...inWords, options: ['a', 'b'] })).rejects.toThrow('TEXT_HAS_NO_OPTIONS');
});

const inWords = { text: 'Was fehlt?', kind: 'TEXT', options: [] };
const read = `query($id: ID!, $first: Int!, $after: PageCursor) { node(id: $id) { ... on Question {
  answers(first: $first, after: $after) { edges { node { text } } pageInfo { hasNextPage endCursor } } } } }`;
const cast = `mutation($input: CastVoteInput!) { castVote(input: $input) {
  ballot { texts { questionId text } options { id } } userErrors { code path } } }`;
const close = 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }';

interface Asked {
  readonly pollId: string;
  readonly questionId: string;
}
async function given(
  app: TestServer,
  town: Place,
  admin: Somebody,
  more: object = {},
  question: object = inWords,
): Promise<Asked> {
  const { id: pollId } = await givenPoll(app, town, admin, { questions: [question], ...more });
  const asked = 'query($id: ID!) { poll(id: $id) { questions { id minChoices } } }';
  const { poll }: Data = await askData(app.port, admin, asked, { id: pollId });
  return { pollId, questionId: poll.questions[0].id };
}
async function write(app: TestServer, who: Somebody, { pollId, questionId }: Asked, ...texts: string[]): Promise<Data> {
  const input = { pollId, optionIds: [], texts: texts.map((text) => ({ questionId, text })) };
  return (await askData(app.port, who, cast, { input })).castVote;
}
const answersFor = async (app: TestServer, who: Partial<Somebody>, { questionId }: Asked): Promise<unknown> => {
  const { data, errors } = await ask(app.port, who, read, { id: questionId, first: 100 });
  const code = errors?.[0]?.extensions?.code;
  return code ?? data?.node.answers?.edges.map(({ node }: Data) => node.text).sort() ?? null;
};
const end = async (app: TestServer, admin: Somebody, { pollId }: Asked): Promise<void> =>
  void (await askData(app.port, admin, close, { id: pollId }));

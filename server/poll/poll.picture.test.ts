import { expect } from 'vitest';
import { givenPeople, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data, identify } from '../testing/client.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { givenPhoto } from '../testing/photos.ts';
import { givenPoll } from '../testing/polls.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

test('an option shows its picture with words, to whoever sees the poll', async ({ app, town, admin }) => {
  const picture = await givenPhoto(app, town, admin, 'Eine rote Rutsche');
  const id = await made(app, town, admin, [{ ...question, pictures: [picture, null], optionOrder: 'SHUFFLED' }]);
  const { poll }: Data = await askData(app.port, {}, read, { id });
  const [rutsche, schaukel] = poll.questions[0].options;
  expect(poll.questions[0].optionOrder).toBe('SHUFFLED');
  expect(rutsche.picture).toMatchObject({ alt: 'Eine rote Rutsche', isApproved: true });
  expect(schaukel.picture).toBeNull();
  expect(await statusFor(app, {}, rutsche.picture.small.url)).toBe(200);
});

test('a picture of a closed group stays there', async ({ app, town, admin }) => {
  const kita = await givenGroup(app, town);
  const [stranger] = await givenPeople(app, town, 1);
  const colleague = await givenStaff(app, town);
  await givenMember(app, town, kita, { who: admin });
  const pictures = [await givenPhoto(app, town, admin, 'Der Zoo'), null];
  const id = await made(app, town, admin, [{ ...question, pictures }], { groupId: kita.id, eligibility: 'MEMBERS' });
  const { small } = await pictureOf(app, admin, id);
  expect(await statusFor(app, admin, small.url)).toBe(200);
  for (const who of [{}, stranger!, colleague]) expect(await statusFor(app, who, small.url)).toBe(404);
});

test('what is counted tells its picture too, and a vote its own', async ({ app, town, admin }) => {
  const picture = await givenPhoto(app, town, admin, 'Eine Bank');
  const poll = await givenPoll(app, town, admin, { questions: [{ ...question, pictures: [picture, null] }] });
  const cast = `mutation($input: CastVoteInput!) { castVote(input: $input) { ballot { options { label picture { alt } } } } }`;
  const input = { pollId: poll.id, optionIds: [poll.options[0]] };
  const { castVote }: Data = await askData(app.port, admin, cast, { input });
  expect(castVote.ballot.options).toEqual([{ label: 'Rutsche', picture: { alt: 'Eine Bank' } }]);
});

test('refused: a picture without words, of somebody else, used before, or too many of them', async ({
  app,
  town,
  admin,
}) => {
  const silent = await givenPhoto(app, town, admin);
  const refusal = await made(app, town, admin, [question, { ...question, pictures: [null, silent] }]);
  expect(JSON.parse(refusal)).toEqual([{ code: 'PICTURE_WITHOUT_ALT', path: ['questions', '1', 'pictures', '1'] }]);
  const [other] = await givenPeople(app, town, 1);
  const theirs = await givenPhoto(app, town, other!, 'Ein Baum');
  expect(await made(app, town, admin, [{ ...question, pictures: [theirs, null] }])).toContain('UNKNOWN_PHOTO');
  const mine = await givenPhoto(app, town, admin, 'Ein Baum');
  expect(await made(app, town, admin, [{ ...question, pictures: [mine, mine] }])).toContain('UNKNOWN_PHOTO');
  expect(await made(app, town, admin, [{ ...question, pictures: [mine] }])).toContain('PICTURES_DO_NOT_FIT');
  await made(app, town, admin, [{ ...question, pictures: [mine, null] }]);
  expect(await made(app, town, admin, [{ ...question, pictures: [mine, null] }])).toContain('UNKNOWN_PHOTO');
});

const results = `query($id: ID!) { pollResults(pollId: $id) { ... on PollTally { questions { question { kind }
  options { votes } runOff { ballots winnerId rounds { votes { optionId votes } exhausted eliminatedIds tie } } } } } }`;

test('a ranking tells its run-off once it is closed; a question in words has nothing to count', async ({
  app,
  town,
  admin,
}) => {
  const ranking = { text: 'Welcher Name?', kind: 'RANKING', options: ['Ost', 'West', 'Nord'] };
  const inWords = { text: 'Warum?', kind: 'TEXT', options: [] };
  const { id, options } = await givenPoll(app, town, admin, { questions: [ranking, inWords] });
  const [ost, west, nord] = options;
  const cast = 'mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code path } } }';
  const rankings = [[ost], [ost], [west, nord], [west, nord], [nord, west]];
  for (const [i, who] of (await givenPeople(app, town, 5)).entries()) {
    const input = { pollId: id, optionIds: [], ranked: rankings[i] };
    expect((await askData(app.port, who, cast, { input })).castVote.userErrors).toEqual([]);
  }
  const open: Data = (await askData(app.port, {}, results, { id })).pollResults.questions;
  expect(open).toEqual([
    { question: { kind: 'RANKING' }, options: [{ votes: 2 }, { votes: 2 }, { votes: 1 }], runOff: null },
    { question: { kind: 'TEXT' }, options: [], runOff: null },
  ]);
  await askData(app.port, admin, 'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }', {
    id,
  });
  const [closed]: Data = (await askData(app.port, {}, results, { id })).pollResults.questions;
  const second = [
    { optionId: ost, votes: 2 },
    { optionId: west, votes: 3 },
  ];
  expect(closed.runOff).toMatchObject({
    ballots: 5,
    winnerId: west,
    rounds: [{ eliminatedIds: [nord] }, { votes: second }],
  });
  const twice = { pollId: id, optionIds: [], ranked: [ost, ost] };
  const again = await givenPoll(app, town, admin, { questions: [ranking] });
  const refused = async (ranked: readonly unknown[]): Promise<unknown> =>
    (await askData(app.port, admin, cast, { input: { ...twice, pollId: again.id, ranked } })).castVote.userErrors;
  expect(await refused([again.options[0], again.options[0]])).toEqual([
    { code: 'SAME_OPTION_TWICE', path: ['ranked'] },
  ]);
  expect(await refused([])).toEqual([{ code: 'TOO_FEW_RANKS', path: ['ranked'] }]);
  expect(await refused([ost])).toEqual([{ code: 'UNKNOWN_OPTION', path: ['ranked'] }]);
});

const read = `query($id: ID!) { poll(id: $id) { questions { id optionOrder
  options { label picture { alt isApproved small { url width height } } } } } }`;
const question = { text: 'Was wird gebaut?', kind: 'SINGLE', options: ['Rutsche', 'Schaukel'] };
const made = (
  app: TestServer,
  town: Place,
  admin: Somebody,
  questions: readonly object[],
  more: object = {},
): Promise<string> =>
  givenPoll(app, town, admin, { questions, ...more }).then(
    ({ id }) => id,
    (error: Error) => error.message,
  );
const statusFor = async (app: TestServer, who: Partial<Somebody>, url: string): Promise<number> =>
  (await fetch(`http://127.0.0.1:${String(app.port)}${url}`, { headers: identify(who) })).status;
const pictureOf = async (app: TestServer, who: Partial<Somebody>, id: string): Promise<Data> =>
  (await askData(app.port, who, read, { id })).poll.questions[0].options[0].picture;

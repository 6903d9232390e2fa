import { randomBytes } from 'node:crypto';
import { RSABSSA } from '@cloudflare/blindrsa-ts';
import { expect } from 'vitest';
import { blind } from '../testing/blinding.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { test } from '../testing/fixtures.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import type { TestServer } from '../testing/server.ts';
import * as voter from '../testing/voter.ts';
import { isToken, makeBoothKeys, readBallotKey, signBlindly } from './ballot.keys.rules.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;
let people: Somebody[];

test.beforeAll(async ({ app: server }) => {
  app = server;
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  people = await givenPeople(app, place, 12);
});

const secret = (more: object = {}): Promise<GivenPoll> =>
  givenPoll(app, place, admin, { ...voter.secretRules, ...more });
const run = (sql: string, values: unknown[] = []): Promise<Data[]> => app.services.em.fork().execute(sql, values);
const countMembers = async (): Promise<number> =>
  (await run('select count(*)::int as n from membership where group_id = ?', [place.groupId]))[0].n;
const close = ({ id }: GivenPoll): Promise<void> => voter.closeAndCount(app.port, admin, id);
const take = (n: number, { id }: GivenPoll): Promise<voter.Paper> => voter.takeBallot(app.port, people[n]!, id);
const putIn = async ({ id }: GivenPoll, envelope: unknown): Promise<string> => {
  const { receipt, userErrors, errors } = await voter.throwIn(app.port, id, envelope);
  return receipt === undefined ? errors[0].extensions.code : (receipt?.signature ?? userErrors[0].code);
};

test('a secret poll needs a fixed electorate, counts at the close, and its ballots are final', async () => {
  const wrong = { eligibility: 'SIGNED_IN', resultsVisibility: 'LIVE', changeAllowed: true };
  await expect(secret(wrong)).rejects.toThrow(/SECRET_NEEDS_MEMBERS.*SECRET_UNTIL_CLOSE.*SECRET_IS_FINAL/);
  const words = { text: 'Was fehlt?', kind: 'TEXT', options: [] };
  await expect(secret({ questions: [words] })).rejects.toThrow(/SECRET_HAS_NO_WORDS.*"0","kind"/);
});

test('one ballot each: the same request gets the same answer, another key none, strangers none', async () => {
  const poll = await secret();
  const eligible = await countMembers();
  const booth = await voter.boothOf(app.port, people[0]!, poll.id);
  expect(booth).toMatchObject({ viewerHasBallot: false, viewerCanTakeBallot: { allowed: true }, count: null });
  expect(booth.text).toMatchObject({ poll: voter.uuidOf(poll.id), eligible, title: 'Spielplatz am Rheinufer' });
  const own = voter.blindKey(booth);
  const first = await voter.askForBallot(app.port, people[0]!, poll.id, own.blinded);
  expect(await voter.askForBallot(app.port, people[0]!, poll.id, own.blinded)).toBe(first);
  voter.unblind(poll.id, booth, own, first); // throws unless the signature is genuine
  const other = voter.blindKey(booth);
  expect(await voter.askForBallot(app.port, people[0]!, poll.id, other.blinded)).toBe('BALLOT_ISSUED');
  expect((await voter.boothOf(app.port, people[0]!, poll.id)).viewerHasBallot).toBe(true);

  const [stranger] = await givenPeople(app, place, 1);
  const issue = (who: object, blinded = other.blinded): Promise<string> =>
    voter.askForBallot(app.port, who, poll.id, blinded);
  expect(await issue(stranger!)).toBe('NOT_ELIGIBLE'); // joined after the opening
  expect(await issue(people[1]!, Buffer.alloc(384, 255).toString('base64url'))).toBe('BAD_BLINDED'); // not below the modulus
  expect(await issue(people[1]!, 'short')).toBe('BAD_BLINDED');
  expect((await voter.boothOf(app.port, people[1]!, poll.id)).viewerHasBallot).toBe(false);
  await expect(issue({})).rejects.toThrow('UNAUTHENTICATED');
  const everyday = await givenPoll(app, place, admin, { eligibility: 'MEMBERS' });
  expect(await voter.askForBallot(app.port, people[1]!, everyday.id, other.blinded)).toBe('NOT_SECRET');
  await close(poll);
  expect(await issue(people[1]!)).toBe('POLL_NOT_OPEN');
});

test('the library of the browser and the server understand each other, and agree with what the tests blind with', async () => {
  const suite = RSABSSA.SHA384.PSS.Randomized();
  const { ballotPublic, ballotPrivate } = await makeBoothKeys();
  const spki = new Uint8Array(Buffer.from(ballotPublic, 'base64'));
  const publicKey = await crypto.subtle.importKey('spki', spki, { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify']);
  const prepared = suite.prepare(randomBytes(32));
  const { blindedMsg, inv } = await suite.blind(publicKey, prepared);
  const answer = signBlindly(ballotPrivate, Buffer.from(blindedMsg));
  const token = Buffer.from(await suite.finalize(publicKey, prepared, answer!, inv));
  expect(await isToken(readBallotKey(ballotPublic), Buffer.from(prepared), token)).toBe(true);
  expect(await isToken(readBallotKey(ballotPublic), randomBytes(64), token)).toBe(false);
  const { blinded, unblind } = blind(readBallotKey(ballotPublic), Buffer.from(prepared));
  const own = new Uint8Array(unblind(signBlindly(ballotPrivate, blinded)!));
  expect(await suite.verify(publicKey, own, prepared)).toBe(true);
});

test('the everyday way of voting is shut', async () => {
  const poll = await secret();
  const query = `mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }`;
  const { castVote } = await askData(app.port, people[0]!, query, {
    input: { pollId: poll.id, optionIds: [poll.options[0]] },
  });
  expect(castVote.userErrors).toEqual([{ code: 'SECRET_BALLOT' }]);
  const canVote = 'query($id: ID!) { poll(id: $id) { viewerCanVote { allowed code } } }';
  expect((await askData(app.port, people[0]!, canVote, { id: poll.id })).poll.viewerCanVote.code).toBe('SECRET_BALLOT');
});

const twoQuestions = [
  { text: 'Was wird gebaut?', kind: 'SINGLE', options: ['Rutsche', 'Schaukel'] },
  { text: 'Was noch?', kind: 'MULTIPLE', minChoices: 0, maxChoices: 2, options: ['Bank', 'Baum', 'Brunnen'] },
];

test('forged envelopes are refused: foreign keys, tokens used twice, other polls, wrong lengths, late ones', async () => {
  const poll = await secret({ questions: twoQuestions });
  const twin = await secret({ questions: twoQuestions });
  const eligible = await countMembers();
  const paper = await take(0, poll);
  const own = await take(1, poll);
  const good = await voter.seal(paper, '0;0,2');
  const other = await voter.seal(paper, '1;');
  const forged: [object, string][] = [
    [{ ...good, key: own.key }, 'NOT_GENUINE'],
    [{ ...good, randomizer: own.randomizer }, 'NOT_GENUINE'],
    [{ ...good, token: own.token }, 'NOT_GENUINE'],
    [{ ...good, ciphertext: other.ciphertext }, 'BAD_SIGNATURE'],
    [{ ...good, signature: other.signature }, 'BAD_SIGNATURE'],
    [await voter.seal({ ...paper, privateKey: own.privateKey }, '0;'), 'BAD_SIGNATURE'],
    [{ ...good, ciphertext: good.ciphertext.slice(4) }, 'BAD_BALLOT'],
    [{ ...good, ciphertext: `${good.ciphertext}AAAA` }, 'BAD_BALLOT'],
    [{ ...good, ciphertext: `${good.ciphertext.slice(0, -1)}!` }, 'BAD_BALLOT'],
    [{ ...good, token: `${good.token}A` }, 'BAD_BALLOT'],
    [{ ...good, signature: 7 }, 'BAD_BALLOT'],
    [{}, 'BAD_BALLOT'],
  ];
  const answers = await Promise.all(forged.map(([envelope]) => putIn(poll, envelope)));
  expect(answers).toEqual(forged.map(([, code]) => code));
  expect(await putIn(twin, good)).toBe('NOT_GENUINE'); // an envelope for another poll, also with the other text signed
  const { text, textHash } = await take(0, twin);
  expect(await putIn(twin, voter.seal({ ...paper, text, textHash }, '0;'))).toBe('NOT_GENUINE');
  expect(await putIn({ id: poll.options[0]!, options: [] }, good)).toBe('POLL_NOT_OPEN');
  const both = [poll, twin].map(({ id }) => voter.uuidOf(id));
  expect(await run('select from ballot_box.envelope where poll_id in (?, ?)', both)).toEqual([]);

  const receipt = await putIn(poll, good);
  expect(receipt).toHaveLength(86);
  expect(await putIn(poll, good)).toBe(receipt); // a retry after a lost answer
  expect(await putIn(poll, other)).toBe('ALREADY_CAST');
  await run('update poll set closes_at = now() where id = ?', [voter.uuidOf(poll.id)]);
  expect(await putIn(poll, voter.seal(own, '1;'))).toBe('POLL_NOT_OPEN');
  await run("update poll set closes_at = now() + interval '1 hour' where id = ?", [voter.uuidOf(poll.id)]);
  await close(poll);
  expect(await putIn(poll, voter.seal(own, '1;'))).toBe('POLL_NOT_OPEN');
  const { count } = await voter.boothOf(app.port, people[0]!, poll.id);
  expect(count).toMatchObject({ eligible, issued: 2, cast: 1, invalid: 0 });
  console.log(`ballots: ${forged.length + 4} forged envelopes, accepted 0; doubled 0`);
});

test('forged ballots in genuine envelopes are not counted, and no text of theirs is published', async () => {
  const more = await givenPeople(app, place, 18);
  const poll = await secret({ questions: twoQuestions });
  const twin = await secret({ questions: twoQuestions });
  const takeFor = (n: number): Promise<voter.Paper> => voter.takeBallot(app.port, more[n]!, poll.id);
  const notAllowed = ['', '0', '0;0;0', '2;', '0;3', '0;1,0', '0;1,1', '00;', ';0', '0,1;', '0;0,1,2'];
  for (const [n, choices] of notAllowed.entries())
    expect(await putIn(poll, voter.seal(await takeFor(n), choices))).toHaveLength(86);
  const [words, stranger, foreign, signed, doubled] = await Promise.all([11, 12, 13, 14, 15].map(takeFor));
  const twins = await voter.takeBallot(app.port, more[13]!, twin.id);
  const inside = {
    words: { ...voter.fillIn(words!, '0;'), choices: 'Nieder!' },
    stranger: voter.fillIn(doubled!, '1;'), // the ballot of somebody else who casts another one
    foreign: voter.fillIn({ ...twins, textHash: foreign!.textHash }, '1;'), // a token of another poll
    signed: { ...voter.fillIn(signed!, '1;'), choices: '0;' },
  };
  for (const [paper, ballot] of [
    [words!, inside.words],
    [stranger!, inside.stranger],
    [foreign!, inside.foreign],
    [signed!, inside.signed],
  ] as const)
    expect(await putIn(poll, voter.seal(paper, '', ballot))).toHaveLength(86);
  expect(await putIn(poll, voter.seal(doubled!, '0;1'))).toHaveLength(86);
  const random = { ...(await takeFor(16)), text: twins.text }; // encrypted for the key of another poll
  expect(await putIn(poll, voter.seal(random, '1;'))).toHaveLength(86);
  await close(poll);
  const { count } = await voter.boothOf(app.port, admin, poll.id);
  expect(count).toMatchObject({ issued: 17, cast: 17, invalid: 5 });
  const board: Data = await (await voter.fetchBulletinBoard(app.port, admin, poll.id)).json();
  expect(board.counts).toEqual([
    [1, 0],
    [0, 1, 0],
  ]);
  expect(board.ballots.map(({ choices }: Data) => choices).toSorted()).toEqual([...notAllowed, '0;1'].toSorted());
  expect(JSON.stringify(board)).not.toContain('Nieder');
});

test('two ballots under one key at the same moment: exactly one is in', async () => {
  const poll = await secret();
  const paper = await take(2, poll);
  const envelopes = await Promise.all(['0', '1'].map((choices) => voter.seal(paper, choices)));
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => putIn(poll, envelopes[n % 2])));
  const accepted = new Set(answers.filter((answer) => answer !== 'ALREADY_CAST'));
  expect([accepted.size, answers.length]).toEqual([1, 20]);
  expect(answers.filter((answer) => answer === 'ALREADY_CAST')).toHaveLength(10);
  expect(await run('select cast_count from ballot_box.booth where poll_id = ?', [voter.uuidOf(poll.id)])).toEqual([
    { cast_count: 1 },
  ]);
});

test('while it is open the turnout moves in steps of five, on every path, and nothing else is told', async () => {
  const poll = await secret();
  const results = '{ __typename ... on HiddenResults { turnout hiddenBecause } ... on PollTally { turnout } }';
  const seen: number[] = [];
  for (let n = 0; n < 11; n++) {
    await putIn(poll, voter.seal(await take(n, poll), String(n % 3)));
    const { data } = await ask(app.port, admin, `query($id: ID!) { pollResults(pollId: $id) ${results} }`, {
      id: poll.id,
    });
    expect(data.pollResults).toMatchObject({ __typename: 'HiddenResults', hiddenBecause: 'AFTER_CLOSE' });
    seen.push(data.pollResults.turnout);
  }
  expect(seen).toEqual([0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]);
  expect((await voter.fetchBulletinBoard(app.port, admin, poll.id)).status).toBe(404);
  await close(poll);
  const tally =
    '{ pollResults(pollId: "ID") { ... on PollTally { turnout isFinal questions { options { votes } } } } }';
  const { pollResults } = await askData(app.port, {}, tally.replace('ID', poll.id));
  expect(pollResults).toMatchObject({ turnout: 11, isFinal: true });
  expect(pollResults.questions[0].options.map(({ votes }: Data) => votes)).toEqual([4, 4, 3]);
});

test('the close of one poll loses nothing of another that is voted in at the same moment', async () => {
  const [open, ...closing] = await Promise.all([secret(), secret(), secret(), secret(), secret()]);
  const papers = await Promise.all(people.map((_, n) => take(n, open)));
  for (const poll of closing) await putIn(poll, voter.seal(await take(0, poll), '0'));
  const casts = papers.map((paper, n) => putIn(open, voter.seal(paper, String(n % 3))));
  const [answers] = await Promise.all([Promise.all(casts), Promise.all(closing.map(close))]);
  expect(answers.filter((answer) => answer.length !== 86)).toEqual([]);
  const where = [voter.uuidOf(open.id)];
  expect(await run('select count(*)::int as n from ballot_box.envelope where poll_id = ?', where)).toEqual([
    { n: people.length },
  ]);
  await close(open);
  expect((await voter.boothOf(app.port, people[0]!, open.id)).count).toMatchObject({ cast: people.length });
});

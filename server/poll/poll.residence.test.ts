import { expect } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data, type Identified } from '../testing/client.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { confirmAs, emailOf, givenCodes, redeemAs } from '../testing/residence.ts';
import { type TestServer } from '../testing/server.ts';
import * as voter from '../testing/voter.ts';
import { test } from '../testing/fixtures.ts';

let place: Place;
let admin: Somebody;
/**
 * People by their proof of residence: by letter, at the counter, expired, in another town only, none, in `other` town.
 */
let letter: Somebody;
let counter: Somebody;
let past: Somebody;
let abroad: Somebody;
let nobody: Somebody;
let elsewhere: Place;

test.beforeAll(async ({ app }) => {
  [place, elsewhere] = [await givenPlace(app), await givenPlace(app, 'Anderswo')];
  admin = await givenStaff(app, place);
  [letter, counter, past, abroad, nobody] = (await givenPeople(app, place, 5)) as Somebody[] as Five;
  const [code = ''] = await givenCodes(app, place, admin, 1);
  expect(await redeemAs(app, place, letter, code)).toBe('PROVEN');
  for (const who of [counter, past]) await confirmAs(app, place, admin, emailOf(who));
  await run(app, 'update residence_proof set valid_until = now() where person_id = ?', [past.personId]);
  await confirmAs(app, elsewhere, await givenStaff(app, elsewhere), emailOf(abroad));
});

test('those whose proof holds at the opening are the electorate; all others are told why not', async ({ app }) => {
  const poll = await givenPoll(app, place, admin, forResidents);
  expect(await about(app, poll, letter)).toEqual({
    eligibility: 'VERIFIED_RESIDENT',
    eligibleCount: 2,
    viewerCanVote: { allowed: true, code: null },
  });
  for (const who of [letter, counter]) expect(await vote(app, poll, who)).toBe('COUNTED');
  for (const who of [past, abroad, nobody, admin]) {
    expect(await vote(app, poll, who)).toBe(required);
    expect((await about(app, poll, who)).viewerCanVote).toEqual({ allowed: false, code: required });
  }
  expect((await about(app, poll, {})).viewerCanVote.code).toBe('UNAUTHENTICATED');
  const people = await run(app, 'select person_id from participation where poll_id = ?', [voter.uuidOf(poll.id)]);
  expect(people.map(({ person_id: id }: Data) => id).sort()).toEqual([letter.personId, counter.personId].sort());
});

test('a proof that comes after the opening counts at the next poll; one that ends then still votes', async ({
  app,
}) => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  const [late, leaving] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  await confirmAs(app, place, admin, emailOf(leaving));
  const poll = await givenPoll(app, place, admin, forResidents);
  await confirmAs(app, place, admin, emailOf(late));
  await run(app, 'delete from residence_proof where person_id = ?', [leaving.personId]);
  expect(await vote(app, poll, late)).toBe('RESIDENCE_AFTER_OPENING');
  expect((await about(app, poll, late)).viewerCanVote.code).toBe('RESIDENCE_AFTER_OPENING');
  expect(await vote(app, poll, leaving)).toBe('COUNTED');
  const next = await givenPoll(app, place, admin, forResidents);
  expect([await vote(app, next, late), await vote(app, next, leaving)]).toEqual(['COUNTED', required]);
});

test('a poll that opens later freezes then', async ({ app }) => {
  const opensAt = new Date(Date.now() + 1_800_000).toISOString();
  const poll = await givenPoll(app, place, admin, { ...forResidents, opensAt });
  expect(await about(app, poll, letter)).toMatchObject({
    eligibleCount: null,
    viewerCanVote: { code: 'POLL_NOT_OPEN' },
  });
});

test('the other town: its proofs count there and nowhere else', async ({ app }) => {
  const staff = await givenStaff(app, elsewhere);
  const poll = await givenPoll(app, elsewhere, staff, forResidents);
  expect([await vote(app, poll, abroad), await vote(app, poll, letter), await vote(app, poll, counter)]).toEqual([
    'COUNTED',
    required,
    required,
  ]);
});

test('the control: an electorate without the town, or without the date, would let strangers vote', async ({ app }) => {
  const poll = await givenPoll(app, place, admin, forResidents);
  await run(
    app,
    'insert into elector (poll_id, person_id) select ?, person_id from residence_proof on conflict do nothing',
    [voter.uuidOf(poll.id)],
  );
  expect([await vote(app, poll, past), await vote(app, poll, abroad), await vote(app, poll, nobody)]).toEqual([
    'COUNTED',
    'COUNTED',
    required,
  ]);
});

test('secret ballots go to the same people', async ({ app }) => {
  const poll = await givenPoll(app, place, admin, { ...voter.secretRules, ...forResidents });
  const booth = await voter.boothOf(app.port, letter, poll.id);
  expect(booth).toMatchObject({ text: { eligible: 2 }, viewerCanTakeBallot: { allowed: true } });
  await voter.takeBallot(app.port, letter, poll.id);
  const { blinded } = voter.blindKey(booth);
  for (const who of [past, abroad, nobody]) {
    expect(await voter.askForBallot(app.port, who, poll.id, blinded)).toBe(required);
    expect((await voter.boothOf(app.port, who, poll.id)).viewerCanTakeBallot).toEqual({
      allowed: false,
      code: required,
    });
  }
  await confirmAs(app, place, admin, emailOf(nobody));
  expect(await voter.askForBallot(app.port, nobody, poll.id, blinded)).toBe('RESIDENCE_AFTER_OPENING');
  await run(app, 'delete from residence_proof where person_id = ?', [nobody.personId]);
});

test('in a closed group only members vote, and a secret ballot needs a fixed circle', async ({ app }) => {
  const closed = await givenGroup(app, place, {});
  await givenMember(app, place, closed, { who: admin });
  await expect(givenPoll(app, place, admin, { ...forResidents, groupId: closed.id })).rejects.toThrow('MEMBERS_ONLY');
  const forAll = givenPoll(app, place, admin, { ...voter.secretRules, eligibility: 'SIGNED_IN' });
  await expect(forAll).rejects.toThrow('SECRET_NEEDS_MEMBERS');
});

const forResidents = { eligibility: 'VERIFIED_RESIDENT' };
const required = 'RESIDENCE_REQUIRED';
type Five = [Somebody, Somebody, Somebody, Somebody, Somebody];

const run = (app: TestServer, sql: string, values: unknown[] = []): Promise<Data[]> =>
  app.services.em.fork().execute(sql, values);
const vote = async (app: TestServer, { id: pollId, options }: GivenPoll, who: Identified): Promise<string> => {
  const query = 'mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }';
  const { castVote } = await askData(app.port, who, query, { input: { pollId, optionIds: [options[0]] } });
  return castVote.userErrors[0]?.code ?? 'COUNTED';
};
const about = async (app: TestServer, { id }: GivenPoll, who: Identified): Promise<Data> => {
  const query = 'query($id: ID!) { poll(id: $id) { eligibility eligibleCount viewerCanVote { allowed code } } }';
  return (await askData(app.port, who, query, { id })).poll;
};

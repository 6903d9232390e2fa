import { afterAll, beforeAll, expect, test } from 'vitest';
import { Session } from '../identity/identity.entity.ts';
import { assuranceLevels } from '../kernel/assurance.ts';
import { hashToken } from '../kernel/secrets.ts';
import { givenPeople, givenPlace, givenProof, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, connect, type Data, watch } from '../testing/client.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import * as voter from '../testing/voter.ts';
import { ballotWriter } from './poll.ballots.ts';
import { Poll } from './poll.entity.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;
let people: Somebody[];

beforeAll(async () => {
  const service = { id: 'probe', name: 'Probe', issuer: 'https://id.example', clientId: 'x', clientSecret: 'y' };
  const levels = { substantial: 'SUBSTANTIAL', high: 'HIGH' } as const;
  // A server of its own: it knows an identity service.
  app = await startTestServer({ identityServices: [{ ...service, levelClaim: 'acr', levels, towns: null }] });
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  people = await givenPeople(app, place, 10);
});
afterAll(() => app.stop());

const someone = (): Somebody => people.pop()!;
const asking = (assurance: string, more: object = {}): Promise<GivenPoll> =>
  givenPoll(app, place, admin, { assurance, ...more });
const castMutation = `mutation($input: CastVoteInput!) { castVote(input: $input) {
  ballot { options { id } } assuranceNeeded userErrors { code path } } }`;
const voteOf = ({ id, options }: GivenPoll): object => ({ input: { pollId: id, optionIds: [options[0]] } });

async function cast(who: Somebody, poll: GivenPoll): Promise<unknown> {
  const { castVote }: Data = await askData(app.port, who, castMutation, voteOf(poll));
  return castVote.userErrors[0]?.code ?? 'counted';
}
async function permission(who: Somebody, { id }: GivenPoll): Promise<string | null> {
  const query = 'query($id: ID!) { poll(id: $id) { assurance viewerCanVote { allowed code } } }';
  return (await askData(app.port, who, query, { id })).poll.viewerCanVote.code;
}

test('an account with an address is refused, told what is needed, and counted once it has proven that', async () => {
  const poll = await asking('SUBSTANTIAL');
  const who = someone();
  const { castVote }: Data = await askData(app.port, who, castMutation, voteOf(poll));
  expect(castVote).toEqual({
    ballot: null,
    assuranceNeeded: 'SUBSTANTIAL',
    userErrors: [{ code: 'ASSURANCE_REQUIRED', path: [] }],
  });
  expect(await permission(who, poll)).toBe('ASSURANCE_REQUIRED');
  await givenProof(app, who, 'SUBSTANTIAL');
  expect(await permission(who, poll)).toBeNull();
  expect(await cast(who, poll)).toBe('counted');
});

test('each level reaches itself and those below; rule and statement agree', async () => {
  const seen: Record<string, boolean> = {};
  const polls = await Promise.all(assuranceLevels.map((level) => asking(level)));
  for (const proven of assuranceLevels) {
    const who = someone();
    await givenProof(app, who, proven);
    for (const [i, poll] of polls.entries()) {
      const said = await permission(who, poll);
      expect(await cast(who, poll)).toBe(said ?? 'counted');
      seen[`${proven} for ${assuranceLevels[i]}`] = said === null;
    }
  }
  expect(Object.entries(seen).filter(([, isEnough]) => !isEnough)).toEqual([
    ['BASIC for SUBSTANTIAL', false],
    ['BASIC for HIGH', false],
    ['SUBSTANTIAL for HIGH', false],
  ]);
});

test("another person's proof helps nobody; control: where the poll asks for nothing, the same vote is counted", async () => {
  const who = someone();
  const proven = someone();
  await givenProof(app, proven, 'HIGH');
  const em = app.services.em.fork();
  const { id: sessionId } = await em.findOneOrFail(Session, { tokenHash: hashToken(proven.token) });
  const poll = await asking('SUBSTANTIAL');
  const pollId = voter.uuidOf(poll.id);
  const option = voter.uuidOf(poll.options[0]!);
  const vote = { pollId, personId: who.personId, sessionId, optionIds: [option] };
  const write = ballotWriter(app.services);
  expect((await write(vote)).reason).toBe('ASSURANCE_REQUIRED');
  await em.nativeUpdate(Poll, pollId, { assurance: 'BASIC' });
  expect((await write(vote)).reason).toBeNull();
});

test('a proof counts for an hour and for its own session only', async () => {
  const poll = await asking('SUBSTANTIAL');
  const who = someone();
  await givenProof(app, who, 'HIGH', 61);
  expect([await permission(who, poll), await cast(who, poll)]).toEqual(['ASSURANCE_REQUIRED', 'ASSURANCE_REQUIRED']);
  await givenProof(app, who, 'HIGH', 58);
  expect([await permission(who, poll), await cast(who, poll)]).toEqual([null, 'counted']);
  const query = '{ viewer { assurance { level method endsAt } provenLevel } }';
  expect((await askData(app.port, who, query)).viewer).toMatchObject({
    assurance: { level: 'HIGH', method: 'IDENTITY_SERVICE', endsAt: expect.any(String) },
  });
  expect((await askData(app.port, someone(), query)).viewer).toEqual({
    assurance: { level: 'BASIC', method: 'EMAIL', endsAt: null },
    provenLevel: 'BASIC',
  });
});

test('a socket that was opened with a proof cannot vote when its hour is over', async () => {
  const first = await asking('HIGH');
  const second = await asking('HIGH');
  const who = someone();
  await givenProof(app, who, 'HIGH');
  const client = connect(app.port, who);
  const over = async (poll: GivenPoll): Promise<Data> => {
    const { data } = await watch(client, castMutation, voteOf(poll) as Record<string, unknown>).until(() => true);
    return data.castVote;
  };
  expect((await over(first)).userErrors).toEqual([]);
  await givenProof(app, who, 'HIGH', 61); // the socket itself still remembers the fresh one
  expect(await over(second)).toMatchObject({ assuranceNeeded: 'HIGH', userErrors: [{ code: 'ASSURANCE_REQUIRED' }] });
  await client.dispose();
});

test('a ballot of a secret poll is handed out to those only who have proven the level', async () => {
  const who = someone();
  const poll = await asking('SUBSTANTIAL', voter.secretRules);
  const booth = await voter.boothOf(app.port, who, poll.id);
  expect(booth.viewerCanTakeBallot).toEqual({ allowed: false, code: 'ASSURANCE_REQUIRED' });
  const { blinded } = voter.blindKey(booth);
  const issue = `mutation($input: IssueBallotInput!) { issueBallot(input: $input) {
    blindSignature assuranceNeeded userErrors { code } } }`;
  const ask = async (): Promise<Data> =>
    (await askData(app.port, who, issue, { input: { pollId: poll.id, blinded } })).issueBallot;
  expect(await ask()).toEqual({
    blindSignature: null,
    assuranceNeeded: 'SUBSTANTIAL',
    userErrors: [{ code: 'ASSURANCE_REQUIRED' }],
  });
  expect((await voter.boothOf(app.port, who, poll.id)).viewerHasBallot).toBe(false);
  await givenProof(app, who, 'SUBSTANTIAL');
  expect(await ask()).toMatchObject({ blindSignature: expect.any(String), userErrors: [] });
});

test('the level stands with the rules and is as fixed as they are once the poll has opened', async () => {
  const { id } = await asking('HIGH');
  const query = 'query($id: ID!) { poll(id: $id) { assurance openedAt viewerCanRevise { code } } }';
  const { poll }: Data = await askData(app.port, admin, query, { id });
  expect(poll).toMatchObject({ assurance: 'HIGH', openedAt: expect.any(String) });
  expect(poll.viewerCanRevise.code).toEqual(expect.any(String));
});

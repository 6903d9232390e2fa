import { expect } from 'vitest';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { storePost } from '../testing/posts.ts';
import { type TestServer } from '../testing/server.ts';
import { statementsOf } from '../testing/statements.ts';
import { test } from '../testing/fixtures.ts';

let place: Place;
let elsewhere: Place;
let admin: Somebody;
let member: Somebody;
let citizen: Somebody;

test.beforeAll(async ({ app }) => {
  [place, elsewhere] = [await givenPlace(app), await givenPlace(app, 'Anderswo')];
  admin = await givenStaff(app, place);
  [member, citizen] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
});

test('open polls are listed by their end, for each reader those that concern the reader', async ({ app }) => {
  const closed = await givenGroup(app, place);
  await givenMember(app, place, closed, { who: member });
  const groupId = closed.id;
  const later = await givenPoll(app, place, admin, { closesAt: inHours(72) });
  const soon = await givenPoll(app, place, admin, { closesAt: inHours(20) });
  const ofMembers = await givenPoll(app, place, admin, { closesAt: inHours(10), eligibility: 'MEMBERS' });
  await givenMember(app, place, closed, { who: admin });
  const inside = await givenPoll(app, place, admin, { closesAt: inHours(5), groupId, eligibility: 'MEMBERS' });
  const draft = await storePost(app, place, [place.groupId], 'DRAFT');
  await givenPoll(app, place, admin, { closesAt: inHours(3), postId: draft.id });
  await givenPoll(app, place, admin, { closesAt: inHours(9), opensAt: inHours(2) });

  expect(await seenBy(app, {})).toEqual({ today: [ofMembers.id, soon.id], toVote: [soon.id, later.id] });
  expect(await seenBy(app, member)).toEqual({
    today: [inside.id, ofMembers.id, soon.id],
    toVote: [inside.id, ofMembers.id, soon.id, later.id],
  });
  expect(await seenBy(app, citizen)).toEqual({
    today: [ofMembers.id, soon.id],
    toVote: [ofMembers.id, soon.id, later.id],
  });
  expect(await seenBy(app, member, elsewhere.ags)).toEqual({ today: [], toVote: [] });

  await vote(app, ofMembers, citizen);
  await vote(app, soon, citizen);
  expect(await seenBy(app, citizen)).toEqual({ today: [ofMembers.id, soon.id], toVote: [later.id] });
  expect((await seenBy(app, member)).toVote).toContain(soon.id);

  const entry = (await askData(app.port, {}, query, { ags: place.ags })).municipality.today[0];
  expect(entry).toMatchObject({ kind: 'POLL_ENDS', subject: { title: 'Spielplatz am Rheinufer' } });
  expect(Date.parse(entry.at)).toBeGreaterThan(Date.now());
});

test('both lists are bounded, and one statement reads them', async ({ app }) => {
  const town = await givenPlace(app);
  const staff = await givenStaff(app, town);
  for (let n = 0; n < 8; n++) await givenPoll(app, town, staff, { closesAt: inHours(n + 1) });
  const statements = await statementsOf(app, async () => {
    const { today, toVote } = await seenBy(app, citizen, town.ags);
    expect(today).toHaveLength(6);
    expect(toVote).toHaveLength(5);
    expect(today.slice(0, 5)).toEqual(toVote);
  });
  expect(statements.filter((text) => text.includes('"isToVote"'))).toHaveLength(1);
});

test('where polls are switched off, nothing of them is listed', async ({ app }) => {
  const town = await givenPlace(app);
  const staff = await givenStaff(app, town);
  await givenPoll(app, town, staff, { closesAt: inHours(1) });
  await app.services.em
    .fork()
    .execute('update municipality set modules = ? where id = ?', ['{POSTS}', town.municipalityId]);
  const { data, errors } = await ask(app.port, {}, query, { ags: town.ags });
  expect(data.municipality).toEqual({ today: [], pollsToVote: null });
  expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['NOT_FOUND']);
});

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const query = `query($ags: String!) { municipality(ags: $ags) {
  today { kind at subject { ... on Poll { id title } } } pollsToVote { id } } }`;

interface Seen {
  readonly today: readonly string[];
  readonly toVote: readonly string[];
}

/** Ids of the polls in both lists. */
async function seenBy(app: TestServer, who: Identified, ags = place.ags): Promise<Seen> {
  const { municipality: town }: Data = await askData(app.port, who, query, { ags });
  return {
    today: town.today.map(({ subject }: Data) => subject.id),
    toVote: town.pollsToVote.map(({ id }: Data) => id),
  };
}

async function vote(app: TestServer, { id: pollId, options }: GivenPoll, who: Identified): Promise<void> {
  const cast = 'mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }';
  const { castVote } = await askData(app.port, who, cast, { input: { pollId, optionIds: [options[0]] } });
  expect(castVote.userErrors).toEqual([]);
}

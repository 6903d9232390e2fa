import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place } from '../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../testing/client.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { givenPoll } from '../testing/polls.ts';
import { type TestServer } from '../testing/server.ts';
import { statementsOf } from '../testing/statements.ts';
import { quietTest as test } from '../testing/fixtures.ts';

test('an admin makes a group once, whatever is repeated, and changes all of it', async ({
  app,
  town: place,
  admin,
}) => {
  const input = newGroup(place, { name: '  Kita   Rheinwichtel ' });
  const { createGroup: made } = await askData(app.port, admin, create, { input });
  expect(made).toMatchObject({ group: { ...facts, isTown: false, memberCount: 0 }, userErrors: [] });
  expect((await askData(app.port, admin, create, { input })).createGroup).toEqual(made);
  const changed = { ...facts, name: 'Kita am Rhein', picture: 'NATURE', joinPolicy: 'CLOSED' };
  const { changeGroup } = await askData(app.port, admin, change, { input: { groupId: made.group.id, ...changed } });
  expect(changeGroup).toMatchObject({ group: changed, userErrors: [] });
});

test('names are the town’s own: another of the same name is refused, in another town it is not', async ({
  app,
  town: place,
  admin,
}) => {
  const name = 'Freiwillige Feuerwehr';
  await askData(app.port, admin, create, { input: newGroup(place, { name }) });
  const { createGroup: again } = await askData(app.port, admin, create, {
    input: newGroup(place, { name: name.toUpperCase() }),
  });
  expect(again).toEqual({ group: null, userErrors: [{ code: 'NAME_TAKEN', path: ['name'] }] });
  const both = await Promise.all(
    [0, 1].map(() => askData(app.port, admin, create, { input: newGroup(place, { name: 'Zugleich' }) })),
  );
  const codes = both.map(({ createGroup }) => createGroup.userErrors[0]?.code ?? 'made');
  expect(codes.sort()).toEqual(['NAME_TAKEN', 'made']);
  const elsewhere = await givenPlace(app);
  const input = newGroup(place, { name, municipalityId: toGlobalId('Municipality', elsewhere.municipalityId) });
  const there = await askData(app.port, await givenStaff(app, elsewhere), create, { input });
  expect(there.createGroup.userErrors).toEqual([]);
});

test('everything wrong with an input is said at once; the town itself stays open', async ({
  app,
  town: place,
  admin,
}) => {
  const bad = newGroup(place, { name: ' x ', purpose: 'x'.repeat(501) });
  const { createGroup } = await askData(app.port, admin, create, { input: bad });
  expect(createGroup.userErrors).toEqual([
    { code: 'TOO_SHORT', path: ['name'] },
    { code: 'TOO_LONG', path: ['purpose'] },
  ]);
  const input = { groupId: toGlobalId('Group', place.groupId), ...facts };
  const { changeGroup } = await askData(app.port, admin, change, { input });
  expect(changeGroup.userErrors).toEqual([{ code: 'TOWN_STAYS_OPEN', path: ['joinPolicy'] }]);
});

test('a group stays open as long as everybody may vote in it', async ({ app, town: place, admin }) => {
  const group = await givenGroup(app, place, { joinPolicy: 'OPEN' });
  const poll = await givenPoll(app, place, admin, { groupId: group.id });
  const input = { groupId: group.id, ...facts, name: 'Spielplatzpaten' };
  const refused = (await askData(app.port, admin, change, { input })).changeGroup;
  expect(refused).toEqual({ group: null, userErrors: [{ code: 'POLL_FOR_EVERYBODY', path: ['joinPolicy'] }] });
  await askData(
    app.port,
    admin,
    'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }',
    poll,
  );
  expect((await askData(app.port, admin, change, { input })).changeGroup.userErrors).toEqual([]);
});

test('a group is not closed at the moment it gets a poll for everybody', async ({ app, town: place, admin }) => {
  for (let n = 0; n < 8; n++) {
    const group = await givenGroup(app, place, { joinPolicy: 'OPEN' });
    const input = { groupId: group.id, ...facts, name: `Spielplatz ${n}`, joinPolicy: 'CLOSED' };
    const isMade = givenPoll(app, place, admin, { groupId: group.id }).then(
      () => true,
      () => false,
    );
    const [hasPoll, { changeGroup }] = await Promise.all([isMade, askData(app.port, admin, change, { input })]);
    expect([hasPoll, changeGroup.userErrors.length === 0].filter(Boolean)).toHaveLength(1);
  }
});

test('whoever may not read a group any more loses the open stream, also without an account', async ({
  app,
  town: place,
  admin,
}) => {
  const group = await givenGroup(app, place, { joinPolicy: 'OPEN' });
  const member = await givenMember(app, place, group);
  await givenMember(app, place, group, { who: admin });
  const poll = await givenPoll(app, place, admin, { groupId: group.id, eligibility: 'MEMBERS' });
  const clients = [connect(app.port, {}), connect(app.port, member)] as const;
  const results = 'subscription($id: ID!) { pollResults(pollId: $id) { __typename } }';
  const stranger = watch(clients[0], results, { id: poll.id });
  const insider = watch(clients[1], results, { id: poll.id });
  for (const stream of [stranger, insider]) await stream.until(({ data }) => data?.pollResults !== undefined);
  const input = { groupId: group.id, ...facts, name: 'Nun geschlossen', joinPolicy: 'CLOSED' };
  await askData(app.port, admin, change, { input });
  expect(await stranger.ended).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  await askData(
    app.port,
    admin,
    'mutation($id: ID!) { closePoll(input: { pollId: $id }) { userErrors { code } } }',
    poll,
  );
  await insider.until(({ data }) => data?.pollResults.__typename === 'PollTally');
  for (const client of clients) await client.dispose();
});

test('only admins of the town make and change groups', async ({ app, town: place }) => {
  const group = await givenGroup(app, place, { joinPolicy: 'OPEN' });
  const others = [
    await givenStaff(app, place, 'EDITOR'),
    await givenMember(app, place, group, { isPublisher: true }),
    await givenStaff(app, await givenPlace(app)),
  ];
  for (const who of others) {
    expect(await codeOf(app, who, create, newGroup(place))).toBe('FORBIDDEN');
    expect(await codeOf(app, who, change, { groupId: group.id, ...facts })).toBe('FORBIDDEN');
  }
  expect(await codeOf(app, {}, create, newGroup(place))).toBe('UNAUTHENTICATED');
});

const list = `query($ags: String!, $first: Int!, $after: PageCursor) { municipality(ags: $ags) {
  groups(first: $first, after: $after) { edges { node { id name memberCount viewerIsMember } } pageInfo { endCursor } }
  viewerGroups { id } } }`;

test('the town’s groups stand in order, the town first, each for those who may know of it', async ({ app }) => {
  const town = await givenPlace(app, 'Ordnungsstadt');
  const staff = await givenStaff(app, town);
  const outsider = await givenPerson(app, town);
  const secret = await givenGroup(app, town, { name: 'Beirat' });
  const member = await givenMember(app, town, secret);
  await givenGroup(app, town, { name: 'Wandern', joinPolicy: 'OPEN' });
  await givenGroup(app, town, { name: 'Chor', joinPolicy: 'ON_REQUEST' });
  const read = async (who: Identified): Promise<[string[], number]> => {
    const names: string[] = [];
    for (let after: string | null = null; ;) {
      const { municipality }: Data = await askData(app.port, who, list, { ags: town.ags, first: 1, after });
      names.push(...municipality.groups.edges.map(({ node }: Data) => node.name));
      after = municipality.groups.pageInfo.endCursor;
      if (after === null) return [names, municipality.viewerGroups.length];
    }
  };
  const everybody = ['Ordnungsstadt', 'Chor', 'Wandern'];
  const insiders = ['Ordnungsstadt', 'Beirat', 'Chor', 'Wandern'];
  expect(await Promise.all([{}, outsider, member, staff].map(read))).toEqual([
    [everybody, 0],
    [everybody, 1],
    [insiders, 2],
    [insiders, 1],
  ]);
});

test('an outsider learns nothing of a closed group, on no path', async ({ app, town: place }) => {
  const secret = await givenGroup(app, place);
  const outsiders = [{}, await givenPerson(app, place), await givenStaff(app, await givenPlace(app))];
  for (const who of outsiders) {
    for (const path of ['node(id: $id) { id }', 'group(id: $id) { name memberCount }']) {
      const answer = await ask(app.port, who, `query($id: ID!) { ${path} }`, { id: secret.id });
      expect(answer.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'NOT_FOUND' }]);
    }
    expect(await codeOf(app, who, change, { groupId: secret.id, ...facts })).toBe('NOT_FOUND');
  }
});

test('a page of groups costs the same number of statements however many there are', async ({ app }) => {
  const town = await givenPlace(app);
  const citizen = await givenPerson(app, town);
  const statements = async (): Promise<number> =>
    (await statementsOf(app, () => askData(app.port, citizen, list, { ags: town.ags, first: 100 }))).length;
  const one = await statements();
  for (let i = 0; i < 20; i++) await givenMember(app, town, await givenGroup(app, town), { who: citizen });
  expect(one).toBeGreaterThan(2);
  expect(await statements()).toBe(one);
});

const answered = `{ group { id name purpose picture joinPolicy publishPolicy isTown memberCount } userErrors { code path } }`;
const create = `mutation($input: CreateGroupInput!) { createGroup(input: $input) ${answered} }`;
const change = `mutation($input: ChangeGroupInput!) { changeGroup(input: $input) ${answered} }`;
const facts = {
  name: 'Kita Rheinwichtel',
  purpose: 'Für Eltern.',
  picture: 'CHILDREN',
  joinPolicy: 'ON_REQUEST',
  publishPolicy: 'STAFF',
};

function newGroup(place: Place, more: object = {}): object {
  const municipalityId = toGlobalId('Municipality', place.municipalityId);
  return { municipalityId, ...facts, idempotencyKey: randomUUID(), ...more };
}
const codeOf = async (app: TestServer, who: Identified, query: string, input: object): Promise<unknown> =>
  (await ask(app.port, who, query, { input })).errors?.[0]?.extensions?.code;

import { expect } from 'vitest';
import { DomainEventRow } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Somebody } from '../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../testing/client.ts';
import { givenGroup, type GivenGroup, givenMember } from '../testing/groups.ts';
import { givenPoll } from '../testing/polls.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

test('of an acceptance, a refusal and taking it back at the same moment one counts', async ({ app, town, admin }) => {
  const group = await givenGroup(app, town, { joinPolicy: 'ON_REQUEST' });
  const people = await Promise.all(Array.from({ length: 10 }, () => givenPerson(app, town)));
  for (const who of people) {
    await act(app, who, 'request', { id: group.id });
    const answer = { id: group.id, personId: personIdOf(who) };
    const [accepted, declined] = await Promise.all([
      act(app, admin, 'decide', { ...answer, accept: true }),
      act(app, admin, 'decide', { ...answer, accept: false }),
      act(app, who, 'leave', { id: group.id }),
    ]);
    const counted = [accepted, declined].filter(({ userErrors }) => userErrors.length === 0);
    expect(counted.length).toBeLessThanOrEqual(1);
    const members = (await inside(app, admin, group)).members.edges.map(({ node }: Data) => node.personId);
    if (!counted.includes(accepted)) expect(members).not.toContain(personIdOf(who));
  }
});

test('a request waits for the town hall, which accepts or declines', async ({ app, town, admin }) => {
  const group = await givenGroup(app, town, { joinPolicy: 'ON_REQUEST' });
  const first = await givenPerson(app, town);
  const second = await givenPerson(app, town);
  for (let turn = 0; turn < 2; turn++) {
    const asked = await act(app, first, 'request', { id: group.id, note: ' Mein Kind geht in die Kita. ' });
    expect(asked).toEqual({
      group: { viewerIsMember: false, viewerHasRequested: true, memberCount: 0 },
      userErrors: [],
    });
  }
  await act(app, second, 'request', { id: group.id });
  expect((await inside(app, admin, group)).requests).toEqual([
    { personId: personIdOf(first), email: `${first.personId}@example.org`, note: 'Mein Kind geht in die Kita.' },
    { personId: personIdOf(second), email: `${second.personId}@example.org`, note: '' },
  ]);
  await act(app, admin, 'decide', { id: group.id, personId: personIdOf(first), accept: true });
  await act(app, admin, 'decide', { id: group.id, personId: personIdOf(second), accept: false });
  const again = await act(app, admin, 'decide', { id: group.id, personId: personIdOf(second), accept: true });
  expect(again.userErrors).toEqual([{ code: 'NO_REQUEST', path: ['personId'] }]);
  const { requests, members } = await inside(app, admin, group);
  expect([requests, members.edges.map(({ node }: Data) => node.personId)]).toEqual([[], [personIdOf(first)]]);
  expect(await eventsOf(app, group)).toEqual([
    'group.membershipRequested',
    'group.membershipRequested',
    'group.joined',
    'group.membershipDecided',
    'group.membershipDeclined',
    'group.membershipDecided',
  ]);
  expect((await act(app, first, 'request', { id: group.id })).group.viewerHasRequested).toBe(false);
});

test('a request is taken back by leaving', async ({ app, town, admin }) => {
  const group = await givenGroup(app, town, { joinPolicy: 'ON_REQUEST' });
  const citizen = await givenPerson(app, town);
  await act(app, citizen, 'request', { id: group.id });
  expect((await act(app, citizen, 'leave', { id: group.id })).group.viewerHasRequested).toBe(false);
  expect((await inside(app, admin, group)).requests).toEqual([]);
});

test('every way into a group is open only where the group says so', async ({ app, town }) => {
  const [open, onRequest, closed] = await Promise.all([
    givenGroup(app, town, { joinPolicy: 'OPEN' }),
    givenGroup(app, town, { joinPolicy: 'ON_REQUEST' }),
    givenGroup(app, town),
  ]);
  const citizen = await givenPerson(app, town);
  const refusal = (code: string): object => ({ group: null, userErrors: [{ code, path: ['groupId'] }] });
  expect(await act(app, citizen, 'join', { id: onRequest.id })).toEqual(refusal('GROUP_NOT_OPEN'));
  expect(await act(app, citizen, 'request', { id: open.id })).toEqual(refusal('GROUP_NOT_ON_REQUEST'));
  for (const name of ['join', 'request', 'leave'] as const) {
    expect(await codeOf(app, citizen, acts[name], { id: closed.id })).toBe('NOT_FOUND');
    expect(await codeOf(app, {}, acts[name], { id: open.id })).toBe('UNAUTHENTICATED');
  }
  const long = await act(app, citizen, 'request', { id: onRequest.id, note: 'x'.repeat(501) });
  expect(long.userErrors).toEqual([{ code: 'TOO_LONG', path: ['note'] }]);
});

test('members are added by address, known or not, named to publish, and removed', async ({ app, town, admin }) => {
  const group = await givenGroup(app, town);
  const citizen = await givenPerson(app, town);
  for (const email of [`${citizen.personId.toUpperCase()}@example.org`, 'neu@example.org', 'neu@example.org']) {
    expect((await act(app, admin, 'add', { id: group.id, email })).userErrors).toEqual([]);
  }
  expect((await act(app, admin, 'add', { id: group.id, email: 'a, b@example.org' })).userErrors[0]?.code).toBe(
    'BAD_EMAIL',
  );
  expect((await inside(app, admin, group)).members.edges).toHaveLength(2);
  const publish = `query($id: ID!) { group(id: $id) { viewerCanPublish { allowed code } } }`;
  const may = async (): Promise<unknown> =>
    (await askData(app.port, citizen, publish, { id: group.id })).group.viewerCanPublish;
  expect(await may()).toEqual({ allowed: false, code: 'MAY_NOT_PUBLISH' });
  for (const is of [true, true, false]) {
    await act(app, admin, 'name', { id: group.id, personId: personIdOf(citizen), is });
    expect(await may()).toMatchObject({ allowed: is });
  }
  for (let turn = 0; turn < 2; turn++) await act(app, admin, 'remove', { id: group.id, personId: personIdOf(citizen) });
  const { userErrors } = await act(app, admin, 'name', { id: group.id, personId: personIdOf(citizen), is: true });
  expect(userErrors).toEqual([{ code: 'NOT_A_MEMBER', path: ['personId'] }]);
  expect(await codeOf(app, citizen, publish, { id: group.id })).toBe('NOT_FOUND');
  expect(await eventsOf(app, group)).toEqual([
    'group.joined',
    'group.joined',
    'group.publisherChanged',
    'group.publisherChanged',
    'group.left',
  ]);
});

test('nobody but the admins of the town sees members or decides about them', async ({ app, town }) => {
  const group = await givenGroup(app, town, { joinPolicy: 'ON_REQUEST' });
  const member = await givenMember(app, town, group, { isPublisher: true });
  const elsewhere = await givenStaff(app, await givenPlace(app));
  const editor = await givenStaff(app, town, 'EDITOR');
  const clerk = await givenStaff(app, town, 'CLERK');
  for (const who of [member, editor, clerk, elsewhere]) {
    const seen = await ask(app.port, who, insideQuery, { id: group.id });
    expect(seen.data?.group).toEqual({ requests: null, members: null });
    expect(seen.errors?.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    const about = { id: group.id, personId: personIdOf(member), accept: true, email: 'x@example.org', is: true };
    for (const name of ['decide', 'add', 'remove', 'name'] as const) {
      expect(await codeOf(app, who, acts[name], about)).toBe('FORBIDDEN');
    }
  }
  expect(await codeOf(app, {}, insideQuery, { id: group.id })).toBe('UNAUTHENTICATED');
});

test('members are read by pages in the order of their addresses', async ({ app, town, admin }) => {
  const group = await givenGroup(app, town);
  for (const name of ['c', 'a', 'b']) await act(app, admin, 'add', { id: group.id, email: `${name}@example.com` });
  const page = `query($id: ID!, $after: PageCursor) { group(id: $id) { members(first: 2, after: $after) {
    edges { node { name } } pageInfo { hasNextPage endCursor } } } }`;
  const first = (await askData(app.port, admin, page, { id: group.id })).group.members;
  const after = first.pageInfo.endCursor;
  const second = (await askData(app.port, admin, page, { id: group.id, after })).group.members;
  const names = [...first.edges, ...second.edges].map(({ node }: Data) => node.name);
  expect(names).toEqual(['a@example.com', 'b@example.com', 'c@example.com']);
});

test('whoever is removed loses the open stream at once', async ({ app, town, admin }) => {
  const group = await givenGroup(app, town);
  const member = await givenMember(app, town, group);
  await givenMember(app, town, group, { who: admin });
  const poll = await givenPoll(app, town, admin, { groupId: group.id, eligibility: 'MEMBERS', opensAt: inAnHour() });
  const client = connect(app.port, member);
  const stream = watch(client, 'subscription($id: ID!) { pollResults(pollId: $id) { __typename } }', { id: poll.id });
  await stream.until(({ data }) => data?.pollResults !== undefined);
  await act(app, admin, 'remove', { id: group.id, personId: personIdOf(member) });
  expect(await stream.ended).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  await client.dispose();
});

function inAnHour(): string {
  return new Date(Date.now() + 1_800_000).toISOString();
}

const answered = `{ group { viewerIsMember viewerHasRequested memberCount } userErrors { code path } }`;
const acts = {
  request: `mutation($id: ID!, $note: String) { done: requestMembership(input: { groupId: $id, note: $note }) ${answered} }`,
  leave: `mutation($id: ID!) { done: leaveGroup(input: { groupId: $id }) ${answered} }`,
  join: `mutation($id: ID!) { done: joinGroup(input: { groupId: $id }) ${answered} }`,
  decide: `mutation($id: ID!, $personId: ID!, $accept: Boolean!) {
    done: decideMembership(input: { groupId: $id, personId: $personId, accept: $accept }) ${answered} }`,
  add: `mutation($id: ID!, $email: String!) { done: addMember(input: { groupId: $id, email: $email }) ${answered} }`,
  remove: `mutation($id: ID!, $personId: ID!) { done: removeMember(input: { groupId: $id, personId: $personId }) ${answered} }`,
  name: `mutation($id: ID!, $personId: ID!, $is: Boolean!) {
    done: setPublisher(input: { groupId: $id, personId: $personId, isPublisher: $is }) ${answered} }`,
};
const act = async (app: TestServer, who: Identified, name: keyof typeof acts, variables: object): Promise<Data> =>
  (await askData(app.port, who, acts[name], variables)).done;
const codeOf = async (app: TestServer, who: Identified, query: string, variables: object): Promise<unknown> =>
  (await ask(app.port, who, query, variables)).errors?.[0]?.extensions?.code;
const personIdOf = (who: Somebody): string => toGlobalId('Person', who.personId);

const insideQuery = `query($id: ID!) { group(id: $id) {
  requests { personId email note } members { edges { node { personId name isPublisher } } } } }`;
const inside = async (app: TestServer, admin: Somebody, group: GivenGroup): Promise<Data> =>
  (await askData(app.port, admin, insideQuery, { id: group.id })).group;

async function eventsOf(app: TestServer, group: GivenGroup): Promise<string[]> {
  const rows = await app.services.em.fork().find(DomainEventRow, {}, { orderBy: { id: 'asc' } });
  const types = rows.filter(({ facts }) => (facts as Data).groupId === group.groupId).map(({ type }) => type);
  return types.filter((type) => type.startsWith('group.'));
}

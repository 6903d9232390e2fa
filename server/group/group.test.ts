import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff } from '../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../testing/client.ts';
import { givenAuthor, givenGroup, givenMember } from '../testing/groups.ts';
import { givenPoll } from '../testing/polls.ts';
import { test } from '../testing/fixtures.ts';

test('an open group is joined and left at will, twice changes nothing', async ({ app, town }) => {
  const citizen = await givenPerson(app, await givenPlace(app));
  const id = toGlobalId('Group', town.groupId);
  const first = await askData(app.port, citizen, join, { id });
  expect(first.joinGroup).toMatchObject({ group: { viewerIsMember: true }, userErrors: [] });
  const second = await askData(app.port, citizen, join, { id });
  expect(second.joinGroup).toEqual(first.joinGroup);
  for (let turn = 0; turn < 2; turn++) {
    expect((await askData(app.port, citizen, leave, { id })).leaveGroup.group.viewerIsMember).toBe(false);
  }
  expect((await ask(app.port, {}, join, { id })).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});

test('a closed group exists for members and admins only, its poll for members only, on every path', async ({
  app,
  town,
  admin,
}) => {
  const group = await givenGroup(app, town);
  const member = await givenMember(app, town, group);
  const outsider = await givenPerson(app, town);
  const groupId = group.id;
  const author = await givenAuthor(app, town, group);
  await expect(givenPoll(app, town, author, { groupId })).rejects.toThrow('MEMBERS_ONLY');
  await expect(givenPoll(app, town, admin, { groupId, eligibility: 'MEMBERS' })).rejects.toThrow('UNKNOWN_GROUP');
  const poll = await givenPoll(app, town, author, { groupId, eligibility: 'MEMBERS' });
  const about: Data = await askData(app.port, member, 'query($id: ID!) { poll(id: $id) { questions { id } } }', {
    id: poll.id,
  });
  const ids = [groupId, poll.id, about.poll.questions[0].id, poll.options[0]];
  const seen = async (who: Identified): Promise<unknown[]> => {
    const found = await askData(app.port, who, 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }).catch(
      () => null,
    );
    const results = await ask(app.port, who, 'query($id: ID!) { pollResults(pollId: $id) { __typename } }', {
      id: poll.id,
    });
    const list = await askData(
      app.port,
      who,
      'query($ags: String!) { municipality(ags: $ags) { polls { edges { node { id } } } } }',
      {
        ags: town.ags,
      },
    );
    const isListed = list.municipality.polls.edges.some(({ node }: Data) => node.id === poll.id);
    return [
      found.nodes.filter((node: Data) => node !== null).length,
      results.data?.pollResults?.__typename ?? results.errors?.[0]?.extensions?.code,
      isListed,
    ];
  };
  for (const who of [member, author]) expect(await seen(who)).toEqual([4, 'HiddenResults', true]);
  expect(await seen(admin)).toEqual([1, 'NOT_FOUND', false]);
  for (const who of [outsider, await givenStaff(app, town, 'CLERK'), {}])
    expect(await seen(who)).toEqual([0, 'NOT_FOUND', false]);
  const client = connect(app.port, outsider);
  const stream = watch(client, 'subscription($id: ID!) { pollResults(pollId: $id) { __typename } }', { id: poll.id });
  await stream.ended;
  expect(stream.messages.map(({ errors }) => errors?.[0]?.extensions?.code)).toEqual(['NOT_FOUND']);
  const vote = `mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }`;
  const input = { pollId: poll.id, optionIds: [poll.options[0]] };
  expect((await ask(app.port, outsider, vote, { input })).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  await client.dispose();
});

test('whoever was a member at opening may vote to the end, and sees the poll', async ({ app, town }) => {
  const group = await givenGroup(app, town);
  const member = await givenMember(app, town, group);
  const groupId = group.id;
  const author = await givenAuthor(app, town, group);
  const poll = await givenPoll(app, town, author, { groupId, eligibility: 'MEMBERS' });
  await askData(app.port, member, leave, { id: groupId });
  const vote = `mutation($input: CastVoteInput!) { castVote(input: $input) { poll { viewerHasVoted } userErrors { code } } }`;
  const input = { pollId: poll.id, optionIds: [poll.options[0]] };
  const { castVote } = await askData(app.port, member, vote, { input });
  expect(castVote).toEqual({ poll: { viewerHasVoted: true }, userErrors: [] });
});

const join = `mutation($id: ID!) { joinGroup(input: { groupId: $id }) { group { viewerIsMember memberCount } userErrors { code path } } }`;
const leave = `mutation($id: ID!) { leaveGroup(input: { groupId: $id }) { group { viewerIsMember } userErrors { code } } }`;

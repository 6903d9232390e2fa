import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { givenAccess, givenGroup, type GivenGroup, givenMember } from '../testing/groups.ts';
import { type Act, edge, mutation, node } from '../testing/policy/act.ts';
import { keptFor } from '../testing/policy/kept.ts';
import { secondAdmin, type Town } from '../testing/policy/town.ts';

const open = ({ group }: Town): string => group;
const closed = ({ kita }: Town): string => kita.id;
/** The closed group, to which an admin had access; it has ended. */
const looked = keptFor(async (town) => {
  await givenAccess(town.app, town.kita, await secondAdmin(town), -60);
  return town.kita.id;
});
const byId = 'query($id: ID!) { it: group(id: $id) { id name } }';
const facts = { picture: 'CHILDREN', publishPolicy: 'EDITORS', purpose: '' } as const;
const fresh = ({ app, place }: Town, joinPolicy: 'OPEN' | 'CLOSED' | 'ON_REQUEST' = 'CLOSED'): Promise<GivenGroup> =>
  givenGroup(app, place, { joinPolicy });
const personOf = (personId: string): string => toGlobalId('Person', personId);

const rows: readonly Act[] = [
  edge('Municipality.groups', ({ id }) => id, 'anonymous', '{ edges { node { id name } } }'),
  edge('Municipality.townGroup', ({ id }) => id, 'anonymous', '{ id name }'),
  edge('Municipality.viewerGroups', ({ id }) => id, 'citizen', '{ id name }'),
  { field: 'Query.group', witness: 'anonymous', prepare: (t) => ({ query: byId, variables: { id: open(t) } }) },
  {
    field: 'Query.group',
    variant: 'closed group',
    witness: 'citizen',
    prepare: (t) => ({ query: byId, variables: { id: closed(t) } }),
  },
  node('Group', open, 'anonymous'),
  node('Group', closed, 'citizen', 'closed group'),
  edge('Group.municipality', closed, 'citizen', '{ id }'),
  edge('Group.feed', closed, 'citizen', '{ edges { node { id } } }'),
  edge('Group.memberCount', closed, 'citizen', ''),
  edge('Group.members', closed, 'admin', '{ edges { node { personId name } } }'),
  edge('Group.accesses', looked, 'admin', '{ name reason takenAt expiresAt }'),
  edge('Group.requests', ({ requested }) => requested.id, 'admin', '{ personId email note }'),
  mutation(
    'createGroup',
    'admin',
    ['createGroup(input: $input)', 'CreateGroupInput!', 'group { id }'],
    ({ id: municipalityId }) => {
      const name = `Chor ${randomUUID()}`;
      const idempotencyKey = randomUUID();
      return { ...facts, municipalityId, name, joinPolicy: 'OPEN', idempotencyKey };
    },
  ),
  mutation(
    'changeGroup',
    'admin',
    ['changeGroup(input: $input)', 'ChangeGroupInput!', 'group { id }'],
    async (town) => {
      return { ...facts, groupId: (await fresh(town)).id, name: `Chor ${randomUUID()}`, joinPolicy: 'CLOSED' };
    },
  ),
  mutation(
    'takeGroupAccess',
    'admin',
    ['takeGroupAccess(input: $input)', 'TakeGroupAccessInput!', 'group { id viewerCanRead }'],
    async (town) => ({
      groupId: (await fresh(town)).id,
      reason: 'Beschwerde eines Mitglieds',
      idempotencyKey: randomUUID(),
    }),
  ),
  mutation('joinGroup', 'citizen', ['joinGroup(input: { groupId: $input })', 'ID!', 'group { id }'], async (town) => {
    return (await fresh(town, 'OPEN')).id;
  }),
  mutation(
    'leaveGroup',
    'citizen',
    ['leaveGroup(input: { groupId: $input })', 'ID!', 'group { id name }'],
    async (town) => {
      const group = await fresh(town, 'OPEN');
      await givenMember(town.app, town.place, group, { who: town.citizen });
      return group.id;
    },
  ),
  mutation(
    'requestMembership',
    'citizen',
    ['requestMembership(input: { groupId: $input, note: "Wir singen gern." })', 'ID!', 'group { id }'],
    async (town) => (await fresh(town, 'ON_REQUEST')).id,
  ),
  {
    field: 'Mutation.decideMembership',
    witness: 'admin',
    prepare: async (town) => {
      const group = await fresh(town, 'ON_REQUEST');
      const who = await givenPerson(town.app, town.place);
      const asking =
        'mutation($id: ID!) { requestMembership(input: { groupId: $id, note: "Bitte." }) { userErrors { code } } }';
      await askData(town.app.port, who, asking, { id: group.id });
      return overMember('decideMembership', ', accept: true', group, who.personId);
    },
  },
  {
    field: 'Mutation.removeMember',
    witness: 'admin',
    prepare: (town) => aboutMember(town, 'removeMember', ''),
  },
  {
    field: 'Mutation.setPublisher',
    witness: 'admin',
    prepare: (town) => aboutMember(town, 'setPublisher', ', isPublisher: true'),
  },
  {
    field: 'Mutation.addMember',
    witness: 'admin',
    prepare: async (town) => ({
      query: `mutation($id: ID!, $email: String!) { it: addMember(input: { groupId: $id, email: $email }) {
        group { id } userErrors { code } } }`,
      variables: { id: (await fresh(town)).id, email: `${randomUUID()}@example.org` },
    }),
  },
  {
    field: 'Subscription.reviewQueue',
    witness: 'admin',
    prepare: ({ id }) =>
      Promise.resolve({
        query: 'subscription($id: ID!) { it: reviewQueue(municipalityId: $id) { cursor } }',
        variables: { id },
      }),
  },
];

export const acts: readonly Act[] = rows.map((act) => ({ ...act, runsLast: true }));

async function aboutMember(town: Town, act: string, more: string) {
  const group = await fresh(town);
  return overMember(act, more, group, (await givenMember(town.app, town.place, group)).personId);
}

function overMember(act: string, more: string, { id }: GivenGroup, personId: string) {
  const query = `mutation($id: ID!, $who: ID!) { it: ${act}(input: { groupId: $id, personId: $who${more} }) {
    group { id } userErrors { code } } }`;
  return { query, variables: { id, who: personOf(personId) } };
}

import { type Act, edge } from './act.ts';
import type { Town } from './town.ts';

const stream = (target: (town: Town) => string, witness: Act['witness'], variant?: string): Act => ({
  ...{ field: 'Subscription.feed', ...(variant && { variant }), witness },
  prepare: (town) => ({
    query: `subscription($id: ID!) { it: feed(groupId: $id) { entries { id subject { __typename
      ... on Post { title } ... on Poll { title } ... on Issue { text } } } } }`,
    variables: { id: target(town) },
  }),
});

export const feedActs: readonly Act[] = [
  { ...edge('Group.feed', ({ group }) => group, 'anonymous', '{ edges { node { id } } }'), variant: 'town' },
  stream(({ group }) => group, 'anonymous'),
  stream(({ kita }) => kita.id, 'citizen', 'closed group'),
  {
    ...{ field: 'Municipality.feed', variant: 'only the closed group', witness: 'citizen' },
    prepare: ({ id, kita, mark }) => ({
      query: `query($id: ID!, $groups: [ID!]) { node(id: $id) { ... on Municipality {
        it: feed(groupIds: $groups) { edges { node { id because { name } } } } } } }`,
      variables: { id, groups: [kita.id] },
      shows: `Kita ${mark}`,
    }),
  },
];

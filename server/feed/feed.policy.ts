import { idOf, toGlobalId } from '../kernel/ids.ts';
import { type Act, edge, node } from '../testing/policy/act.ts';
import type { Town } from '../testing/policy/town.ts';

const stream = (target: (town: Town) => string, witness: Act['witness'], variant?: string): Act => ({
  field: 'Subscription.feed',
  ...(variant && { variant }),
  witness,
  prepare: (town) => ({
    query: `subscription($id: ID!) { it: feed(groupId: $id) { entries { id subject { __typename
      ... on Post { title } ... on Poll { title } ... on Issue { text } } } } }`,
    variables: { id: target(town) },
  }),
});

/** Global id of a feed entry, built from the UUID of its subject. */
const entryOf =
  (which: 'post' | 'kitaPost') =>
  (town: Town): string =>
    toGlobalId('FeedEntry', idOf('Post', town[which].id));

export const acts: readonly Act[] = [
  node('FeedEntry', entryOf('post'), 'anonymous'),
  node('FeedEntry', entryOf('kitaPost'), 'citizen', 'closed group'),
  edge('FeedEntry.subject', entryOf('kitaPost'), 'citizen', '{ __typename }'),
  edge('FeedEntry.because', entryOf('kitaPost'), 'citizen', '{ id name }'),
  edge('Municipality.feed', ({ id }) => id, 'anonymous', '{ edges { node { id because { name } } } }'),
  { ...edge('Group.feed', ({ group }) => group, 'anonymous', '{ edges { node { id } } }'), variant: 'town' },
  stream(({ group }) => group, 'anonymous'),
  stream(({ kita }) => kita.id, 'citizen', 'closed group'),
  {
    field: 'Municipality.feed',
    variant: 'only the closed group',
    witness: 'citizen',
    prepare: ({ id, kita, mark }) => ({
      query: `query($id: ID!, $groups: [ID!]) { node(id: $id) { ... on Municipality {
        it: feed(groupIds: $groups, first: 100) { edges { node { id because { name } } } } } } }`,
      variables: { id, groups: [kita.id] },
      shows: `Kita ${mark}`,
    }),
  },
];

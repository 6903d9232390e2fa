import { askData } from '../../testing/client.ts';
import { type Act, edge, node } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';

/** Global id of the report on the town's post; one per town. */
const reportOf = keptFor(async ({ app, admin, post }) => {
  const query = 'query($id: ID!) { newestDelivery(subjectId: $id) { id } }';
  return (await askData(app.port, admin, query, { id: post.id })).newestDelivery.id as string;
});

export const acts: readonly Act[] = [
  node('DeliveryReport', reportOf, 'admin'),
  edge('DeliveryReport.progress', reportOf, 'admin', '{ people reached }'),
  edge('DeliveryReport.subject', reportOf, 'admin', '{ id }'),
  edge('Municipality.deliveries', ({ id }) => id, 'admin', '{ edges { node { id kind } } }'),
  edge('Municipality.sending', ({ id }) => id, 'admin', '{ senderName }'),
  {
    field: 'Query.delivery',
    witness: 'admin',
    prepare: async (town) => ({
      query: 'query($id: ID!) { it: delivery(messageId: $id) { id kind } }',
      variables: { id: await reportOf(town) },
    }),
  },
  {
    field: 'Query.newestDelivery',
    witness: 'admin',
    prepare: ({ post }) => ({
      query: 'query($id: ID!) { it: newestDelivery(subjectId: $id) { id } }',
      variables: { id: post.id },
    }),
  },
  {
    field: 'Query.reach',
    witness: 'admin',
    prepare: ({ group }) => ({
      query: 'query($ids: [ID!]!) { it: reach(groupIds: $ids) { people } }',
      variables: { ids: [group] },
    }),
  },
  {
    field: 'Subscription.delivery',
    witness: 'admin',
    prepare: async (town) => ({
      query: 'subscription($id: ID!) { it: delivery(messageId: $id) { people reached } }',
      variables: { id: await reportOf(town) },
    }),
  },
];

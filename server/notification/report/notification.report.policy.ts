import { vi } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { askData } from '../../testing/client.ts';
import { givenIssue } from '../../testing/issues.ts';
import { type Act, edge, node } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';

/** Global id of the report on the town's post; one per town. */
const reportOf = keptFor(async ({ app, admin, post }) => {
  const query = 'query($id: ID!) { newestDelivery(subjectId: $id) { id } }';
  return (await askData(app.port, admin, query, { id: post.id })).newestDelivery.id as string;
});

/** Global id of the move that forwarded a report of the town; one per town. */
const forwardOf = keptFor(async ({ app, admin, neighbour, place, categoryId }) => {
  const issue = await givenIssue(app, place, neighbour, { categoryId });
  const input = {
    issueId: issue.id,
    to: 'ASSIGNED',
    version: 1,
    deskId: toGlobalId('Desk', place.deskId),
    tellReporter: false,
  };
  await askData(app.port, admin, moveQuery, { input });
  const letter = { issueId: issue.id, version: 2, addressee: 'Kreis', email: 'kreis@amt.example', tellReporter: false };
  const { forwardIssue } = await askData(app.port, admin, forwardQuery, { input: letter });
  if (forwardIssue.issue === null) throw new Error(JSON.stringify(forwardIssue.userErrors));
  const { id }: { id: string } = forwardIssue.issue.lastMove;
  await vi.waitFor(
    async () => {
      const { node: move } = await askData(app.port, admin, mailQuery, { id });
      if (move.forwardMail === null) throw new Error('the mail is not written yet');
    },
    { timeout: 20_000, interval: 100 },
  );
  return id;
});
const moveQuery = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
const mailQuery = 'query($id: ID!) { node(id: $id) { ... on IssueMove { forwardMail { state } } } }';
const forwardQuery =
  'mutation($input: ForwardIssueInput!) { forwardIssue(input: $input) { issue { lastMove { id } } userErrors { code } } }';

export const acts: readonly Act[] = [
  node('DeliveryReport', reportOf, 'admin'),
  edge('DeliveryReport.progress', reportOf, 'admin', '{ people reached }'),
  edge('DeliveryReport.subject', reportOf, 'admin', '{ id }'),
  edge('IssueMove.forwardMail', forwardOf, 'admin', '{ state }'),
  edge('Municipality.deliveries', ({ id }) => id, 'admin', '{ edges { node { id kind } } }'),
  edge('Municipality.sending', ({ id }) => id, 'admin', '{ channels { channel } }'),
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
    field: 'Query.alertReach',
    witness: 'admin',
    prepare: ({ id }) => ({
      query:
        'query($id: ID!) { it: alertReach(municipalityId: $id, kind: WARNING, level: 3, isDrill: false) { people } }',
      variables: { id },
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
    field: 'Subscription.sending',
    witness: 'admin',
    prepare: ({ id }) => ({
      query: 'subscription($id: ID!) { it: sending(municipalityId: $id) { waiting } }',
      variables: { id },
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

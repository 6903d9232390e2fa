import { randomUUID } from 'node:crypto';
import { givenPerson } from '../../testing/builders.ts';
import { comment } from '../../testing/comments.ts';
import { givenIssue } from '../../testing/issues.ts';
import { type Act, edge, mutation, node } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';
import type { Town } from '../../testing/policy/town.ts';

/** A report whose reporter has written a message. */
async function talkedAbout({ app, place, categoryId }: Town): Promise<string> {
  const reporter = await givenPerson(app, place);
  const { id } = await givenIssue(app, place, reporter, { categoryId });
  await comment(app, reporter, id, 'PRIVATE');
  return id;
}
const issue = (town: Town): string => town.issue.id;
const note = keptFor(async ({ app, clerk, issue: { id } }) => (await comment(app, clerk, id, 'INTERNAL')).comment.id);
const words = keptFor(
  async ({ app, citizen, issue: { id } }) => (await comment(app, citizen, id, 'PRIVATE')).comment.id,
);
const publicAnswer = keptFor(async ({ app, clerk, publicIssue: { id } }) => {
  return (await comment(app, clerk, id, 'PUBLIC', { tellReporter: false })).comment.id;
});

export const acts: readonly Act[] = [
  mutation(
    'commentIssue',
    'admin',
    ['commentIssue(input: $input)', 'CommentIssueInput!', 'comment { id }'],
    async (town) => ({
      issueId: await talkedAbout(town),
      reach: 'PRIVATE',
      text: 'Danke.',
      idempotencyKey: randomUUID(),
    }),
  ),
  {
    ...edge('Issue.comments', issue, 'clerk', '{ text }'),
    prepare: async (town) => ({
      query: 'query($id: ID!) { node(id: $id) { ... on Issue { it: comments { text } } } }',
      variables: { id: await talkedAbout(town) },
    }),
  },
  node('IssueComment', words, 'clerk', "the reporter's words"),
  node('IssueComment', note, 'clerk', 'a note of the town hall'),
  node('IssueComment', publicAnswer, 'anonymous', 'an answer on a public report'),
  edge('IssueComment.desk', words, 'clerk', '{ id name }'),
  edge('Issue.timeline', issue, 'clerk', '{ __typename }'),
  {
    field: 'Issue.unanswered',
    witness: 'clerk',
    prepare: async (town) => ({
      query: 'query($id: ID!) { node(id: $id) { ... on Issue { it: unanswered { count } } } }',
      variables: { id: await talkedAbout(town) },
    }),
  },
];

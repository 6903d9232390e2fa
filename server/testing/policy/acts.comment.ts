import { randomUUID } from 'node:crypto';
import { givenPerson } from '../builders.ts';
import { comment } from '../comments.ts';
import { givenIssue } from '../issues.ts';
import { type Act, edge, mutation } from './act.ts';
import type { Town } from './town.ts';

/** A report of its own whose reporter has written once more. */
async function talkedAbout({ app, place, categoryId }: Town): Promise<string> {
  const reporter = await givenPerson(app, place);
  const { id } = await givenIssue(app, place, reporter, { categoryId });
  await comment(app, reporter, id, 'PRIVATE');
  return id;
}
const issue = (town: Town): string => town.issue.id;

export const commentActs: readonly Act[] = [
  mutation(
    'commentIssue',
    'admin',
    ['commentIssue(input: $input)', 'CommentIssueInput!', 'comment { id }'],
    async (town) => ({
      ...{ issueId: await talkedAbout(town), reach: 'PRIVATE', text: 'Danke.', idempotencyKey: randomUUID() },
    }),
  ),
  {
    ...edge('Issue.comments', issue, 'clerk', '{ text }'),
    prepare: async (town) => ({
      query: 'query($id: ID!) { node(id: $id) { ... on Issue { it: comments { text } } } }',
      variables: { id: await talkedAbout(town) },
    }),
  },
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

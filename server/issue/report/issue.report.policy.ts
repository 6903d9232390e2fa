import { askData } from '../../testing/client.ts';
import { reportInput } from '../../testing/issues.ts';
import { type Act, mutation } from '../../testing/policy/act.ts';
import { secondAdmin, type Town } from '../../testing/policy/town.ts';

const inputOf = ({ place, categoryId }: Town): object => reportInput(place, categoryId, { channel: 'PHONE' });

/** A report that was recorded by phone. */
async function taken(town: Town): Promise<string> {
  const take = 'mutation($input: TakeIssueInput!) { takeIssue(input: $input) { issue { id } } }';
  const { takeIssue } = await askData(town.app.port, await secondAdmin(town), take, { input: inputOf(town) });
  return takeIssue.issue.id;
}

export const acts: readonly Act[] = [
  mutation(
    'takeIssue',
    'admin',
    ['takeIssue(input: $input)', 'TakeIssueInput!', 'issue { id intake { channel } }'],
    inputOf,
  ),
  {
    field: 'Issue.intake',
    witness: 'clerk',
    prepare: async (town) => ({
      query: 'query($id: ID!) { node(id: $id) { ... on Issue { it: intake { channel takenBy } } } }',
      variables: { id: await taken(town) },
    }),
  },
];

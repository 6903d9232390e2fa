import { toGlobalId } from '../../kernel/ids.ts';
import { givenPerson } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { type Act, edge, mutation } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';
import type { Town } from '../../testing/policy/town.ts';

/** A report of a new person, because reports are limited per person and hour. */
const reported = async ({ app, place, categoryId }: Town): Promise<GivenIssue> =>
  givenIssue(app, place, await givenPerson(app, place), { categoryId });

/** A public report that is assigned to the clerk of the town. */
const taken = keptFor(async (town) => {
  const { id, version } = await reported(town);
  const input = { issueId: id, version, assigneeId: toGlobalId('Viewer', town.clerk.personId) };
  const assign = 'mutation($input: AssignIssueInput!) { assignIssue(input: $input) { userErrors { code } } }';
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(town.app.port, town.clerk, assign, { input });
  await askData(town.app.port, town.clerk, show, { id });
  return id;
});

export const acts: readonly Act[] = [
  mutation(
    'assignIssue',
    'clerk',
    ['assignIssue(input: $input)', 'AssignIssueInput!', 'issue { id }'],
    async (town) => {
      const { id: issueId, version } = await reported(town);
      return { issueId, version, assigneeId: toGlobalId('Viewer', town.clerk.personId) };
    },
  ),
  edge('Issue.assignee', taken, 'clerk', '{ assigneeId name }'),
  edge('Issue.colleagues', taken, 'clerk', '{ assigneeId name }'),
  edge('Issue.assignments', taken, 'clerk', '{ version assignee { assigneeId name } before { name } actorName }'),
];

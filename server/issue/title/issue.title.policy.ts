import { idOf } from '../../kernel/ids.ts';
import { givenPerson } from '../../testing/builders.ts';
import { givenIssue } from '../../testing/issues.ts';
import { type Act, edge, mutation } from '../../testing/policy/act.ts';
import type { Town } from '../../testing/policy/town.ts';

/** Names the category of the issue in English, because a title has only the languages of its category. */
async function translated({ app, issue }: Town): Promise<string> {
  const variants = JSON.stringify([{ locale: 'en', name: 'Pothole' }]);
  const sql = 'update issue_category set variants = ? where id = (select category_id from issue where id = ?)';
  await app.services.em.fork().execute(sql, [variants, idOf('Issue', issue.id)]);
  return issue.id;
}

/** Inserts a change of the title, because a new issue has none. */
async function retitled({ app }: Town, { id }: { readonly id: string }): Promise<string> {
  const sql = 'insert into issue_title_change (id, issue_id, at, title) values (gen_random_uuid(), ?, now(), null)';
  await app.services.em.fork().execute(sql, [idOf('Issue', id)]);
  return id;
}

export const acts: readonly Act[] = [
  mutation(
    'setIssueTitle',
    'clerk',
    ['setIssueTitle(input: $input)', 'SetIssueTitleInput!', 'issue { id staffTitle }'],
    async ({ app, place, categoryId }) => {
      const issue = await givenIssue(app, place, await givenPerson(app, place), { categoryId });
      return { issueId: issue.id, version: issue.version, title: 'Loch vor der Schule' };
    },
  ),
  edge('Issue.titleVariants', translated, 'clerk', '{ locale title }'),
  edge('Issue.titleChanges', (town) => retitled(town, town.issue), 'clerk', '{ at title actorName }'),
  {
    ...edge('Issue.titleChanges', (town) => retitled(town, town.publicIssue), 'clerk', '{ at title actorName }'),
    variant: 'public',
  },
];

import { givenPerson } from '../builders.ts';
import { givenCategory, givenIssue } from '../issues.ts';
import { askData } from '../client.ts';
import { type Act, mutation } from './act.ts';
import type { Town } from './town.ts';

const known = new WeakMap<Town, Promise<string>>();

/** A category that asks and warns. */
async function askingCategory({ app, place, admin }: Town): Promise<string> {
  const categoryId = await givenCategory(app, place);
  const set = 'mutation($input: CategoryFormInput!) { setCategoryForm(input: $input) { userErrors { code } } }';
  const emergency = { text: 'Abstand halten.' };
  const questions = [{ label: 'Nummer?', kind: 'NUMBER' }];
  await askData(app.port, admin, set, { input: { categoryId, nearMetres: 30, emergency, questions } });
  return categoryId;
}

function categoryOf(town: Town): Promise<string> {
  const made = known.get(town) ?? askingCategory(town);
  known.set(town, made);
  return made;
}

const about = (field: string, selection: string): Act => ({
  ...{ field, witness: 'anonymous' },
  prepare: async (town) => {
    const [, name = ''] = field.split('.');
    const query = `query($id: ID!) { node(id: $id) { ... on IssueCategory { it: ${name} ${selection} } } }`;
    return { query, variables: { id: await categoryOf(town) } };
  },
});

export const formActs: readonly Act[] = [
  mutation(
    ...(['setEmbedOrigins', 'admin'] as const),
    ['setEmbedOrigins(municipalityId: $input, origins: ["https://www.example.org"])', 'ID!', 'origins'],
    ({ id }) => id,
  ),
  about('IssueCategory.emergency', '{ text }'),
  about('IssueCategory.questions', '{ id label }'),
  {
    ...{ field: 'Issue.answers', witness: 'clerk' },
    prepare: async (town) => {
      const { app, place } = town;
      const categoryId = await categoryOf(town);
      const form = 'query($id: ID!) { node(id: $id) { ... on IssueCategory { questions { id } } } }';
      const { node } = await askData(app.port, {}, form, { id: categoryId });
      const answers = [{ questionId: node.questions[0].id, value: '7' }];
      const { id } = await givenIssue(app, place, await givenPerson(app, place), { categoryId, answers });
      return {
        query: 'query($id: ID!) { node(id: $id) { ... on Issue { it: answers { value } } } }',
        variables: { id },
      };
    },
  },
  mutation(
    ...(['setCategoryForm', 'admin'] as const),
    ['setCategoryForm(input: $input)', 'CategoryFormInput!', 'category { nearMetres }'],
    async ({ app, place }) => ({ categoryId: await givenCategory(app, place), nearMetres: 30, questions: [] }),
  ),
];

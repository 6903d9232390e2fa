import { givenPerson } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { givenCategory, givenIssue } from '../../testing/issues.ts';
import { type Act, mutation, node } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';
import type { Town } from '../../testing/policy/town.ts';

/** A category with a question and a safety notice, all with a translation. */
const categoryOf = keptFor(async ({ app, place, admin }) => {
  const categoryId = await givenCategory(app, place, 'DEFECT', { variants: [{ locale: 'en', name: 'Road' }] });
  const set = 'mutation($input: SetCategoryFormInput!) { setCategoryForm(input: $input) { userErrors { code } } }';
  const emergency = { text: 'Abstand halten.', variants: [{ locale: 'en', text: 'Keep away.' }] };
  const questions = [{ label: 'Nummer?', kind: 'NUMBER', variants: [{ locale: 'en', label: 'Number?' }] }];
  await askData(app.port, admin, set, { input: { categoryId, nearMetres: 30, emergency, questions } });
  return categoryId;
});

async function questionOf(town: Town): Promise<string> {
  const form = 'query($id: ID!) { node(id: $id) { ... on IssueCategory { questions { id } } } }';
  const { node: category } = await askData(town.app.port, {}, form, { id: await categoryOf(town) });
  return category.questions[0].id;
}

const about = (field: string, selection: string): Act => ({
  field,
  witness: 'anonymous',
  prepare: async (town) => {
    const [, name = ''] = field.split('.');
    const query = `query($id: ID!) { node(id: $id) { ... on IssueCategory { it: ${name} ${selection} } } }`;
    return { query, variables: { id: await categoryOf(town) } };
  },
});

export const acts: readonly Act[] = [
  mutation(
    'setEmbedOrigins',
    'admin',
    ['setEmbedOrigins(input: { municipalityId: $input, origins: ["https://www.example.org"] })', 'ID!', 'origins'],
    ({ id }) => id,
  ),
  about('IssueCategory.variants', '{ locale name }'),
  about('IssueCategory.emergency', '{ text }'),
  about('IssueCategory.questions', '{ id label }'),
  {
    field: 'CategoryEmergency.variants',
    witness: 'anonymous',
    prepare: async (town) => ({
      query:
        'query($id: ID!) { node(id: $id) { ... on IssueCategory { emergency { it: variants { locale text } } } } }',
      variables: { id: await categoryOf(town) },
    }),
  },
  {
    field: 'IssueQuestion.variants',
    witness: 'anonymous',
    prepare: async (town) => ({
      query: 'query($id: ID!) { node(id: $id) { ... on IssueQuestion { it: variants { locale label choices } } } }',
      variables: { id: await questionOf(town) },
    }),
  },
  node('IssueQuestion', questionOf, 'anonymous'),
  {
    field: 'Issue.answers',
    witness: 'clerk',
    prepare: async (town) => {
      const { app, place } = town;
      const categoryId = await categoryOf(town);
      const answers = [{ questionId: await questionOf(town), value: '7' }];
      const { id } = await givenIssue(app, place, await givenPerson(app, place), { categoryId, answers });
      return {
        query: 'query($id: ID!) { node(id: $id) { ... on Issue { it: answers { value } } } }',
        variables: { id },
      };
    },
  },
  mutation(
    'setCategoryForm',
    'admin',
    ['setCategoryForm(input: $input)', 'SetCategoryFormInput!', 'category { nearMetres }'],
    async ({ app, place }) => ({ categoryId: await givenCategory(app, place), nearMetres: 30, questions: [] }),
  ),
];

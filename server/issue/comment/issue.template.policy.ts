import { randomUUID } from 'node:crypto';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { idOf, toGlobalId } from '../../kernel/ids.ts';
import { type Act, mutation } from '../../testing/policy/act.ts';
import type { Town } from '../../testing/policy/town.ts';
import { createTemplate } from './issue.template.service.ts';

const input = ({ place, categoryId }: Town): object => ({
  municipalityId: toGlobalId('Municipality', place.municipalityId),
  name: `Vorlage ${randomUUID()}`,
  text: 'Danke für {{reference}}.',
  categoryId,
  idempotencyKey: randomUUID(),
});

/** A new template for the town's category, or for all categories. */
async function kept({ app, place, categoryId }: Town, isForAll = false): Promise<string> {
  const words = { name: `Vorlage ${randomUUID()}`, text: 'Danke.', idempotencyKey: randomUUID() };
  const variants = [{ locale: 'en', text: 'Thank you.' }];
  const about = { categoryId: isForAll ? null : idOf('IssueCategory', categoryId), variants };
  const input = { municipalityId: place.municipalityId, ...words, ...about };
  return toGlobalId('IssueTemplate', (await createTemplate(forkContext(app.services, system), input)).id);
}
const asked = (field: string, selection: string): Act => ({
  field,
  witness: 'clerk',
  prepare: async (town) => ({
    query: `query($id: ID!) { ${selection} }`,
    variables: { id: await kept(town) },
  }),
});

export const acts: readonly Act[] = [
  mutation(
    'createIssueTemplate',
    'clerk',
    ['createIssueTemplate(input: $input)', 'CreateIssueTemplateInput!', 'issueTemplate { id }'],
    input,
  ),
  mutation(
    'reviseIssueTemplate',
    'clerk',
    ['reviseIssueTemplate(input: $input)', 'ReviseIssueTemplateInput!', 'issueTemplate { id }'],
    async (town) => ({ id: await kept(town), name: `Vorlage ${randomUUID()}`, text: 'Danke.' }),
  ),
  mutation('removeIssueTemplate', 'clerk', ['removeIssueTemplate(input: { id: $input })', 'ID!', 'removedId'], (town) =>
    kept(town),
  ),
  asked('node IssueTemplate', 'it: node(id: $id) { id __typename }'),
  asked('IssueTemplate.category', 'node(id: $id) { ... on IssueTemplate { it: category { id } } }'),
  asked('IssueTemplate.variants', 'node(id: $id) { ... on IssueTemplate { it: variants { locale } } }'),
  {
    field: 'Municipality.issueTemplates',
    witness: 'clerk',
    prepare: async (town) => {
      await kept(town);
      const query = 'query($ags: String!) { municipality(ags: $ags) { it: issueTemplates { id } } }';
      return { query, variables: { ags: town.place.ags } };
    },
  },
  {
    field: 'Issue.answerTemplates',
    witness: 'clerk',
    prepare: async (town) => {
      await kept(town, true);
      const query = 'query($id: ID!) { node(id: $id) { ... on Issue { it: answerTemplates { templateId } } } }';
      return { query, variables: { id: town.issue.id } };
    },
  },
];

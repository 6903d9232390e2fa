import { randomUUID } from 'node:crypto';
import { givenPerson } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { givenIdea, openIdea } from '../testing/ideas.ts';
import { type Act, edge, mutation } from '../testing/policy/act.ts';
import { secondAdmin, type Town } from '../testing/policy/town.ts';

const known = new WeakMap<Town, Promise<string>>();

/** Id of an OPEN idea in the group of the whole town; one per town. */
function ideaOf(town: Town): Promise<string> {
  const made =
    known.get(town) ?? openIdea(town.app, town.place, town.citizen, town.admin, { title: `Idee ${town.mark}` });
  known.set(town, made);
  return made;
}

/** Town with an idea; its global id. */
async function withIdea(own: Town): Promise<string> {
  await ideaOf(own);
  return own.id;
}

const tasks = new WeakMap<Town, Promise<void>>();

/** Makes sure that the town has an idea with enough supporters, and so a task for the council. */
function taskOf(town: Town): Promise<void> {
  const made = tasks.get(town) ?? reachThreshold(town);
  tasks.set(town, made);
  return made;
}

async function reachThreshold({ app, place, id, admin, neighbour, citizen, mark }: Town): Promise<void> {
  const set =
    'mutation($id: ID!) { setIdeaThreshold(input: { municipalityId: $id, supporters: 2 }) { userErrors { code } } }';
  await askData(app.port, admin, set, { id });
  const ideaId = await openIdea(app, place, neighbour, admin, { title: `Bänke in ${mark}` });
  const support = 'mutation($input: SupportIdeaInput!) { supportIdea(input: $input) { userErrors { code } } }';
  for (const who of [citizen, neighbour]) await askData(app.port, who, support, { input: { ideaId, isOn: true } });
}

function about(field: string, selection: string): Act {
  const [, name = ''] = field.split('.');
  return {
    field,
    witness: 'anonymous',
    prepare: async (town) => ({
      query: `query($id: ID!) { node(id: $id) { ... on Idea { it: ${name} ${selection} } } }`,
      variables: { id: await ideaOf(town) },
    }),
  };
}

const town = ({ id }: Town): string => id;

export const acts: readonly Act[] = [
  {
    field: 'Query.idea',
    witness: 'anonymous',
    prepare: async (t) => ({
      query: 'query($id: ID!) { it: idea(id: $id) { id title } }',
      variables: { id: await ideaOf(t) },
    }),
  },
  {
    field: 'Query.idea',
    variant: 'not read by the town hall yet',
    witness: 'admin',
    prepare: async (t) => ({
      query: 'query($id: ID!) { it: idea(id: $id) { id title } }',
      variables: {
        id: await givenIdea(t.app, t.place, await givenPerson(t.app, t.place), { title: `Neue Idee ${t.mark}` }),
      },
    }),
  },
  {
    field: 'Subscription.ideaSupport',
    witness: 'anonymous',
    prepare: async (t) => ({
      query: 'subscription($id: ID!) { it: ideaSupport(ideaId: $id) { idea { id } } }',
      variables: { id: await ideaOf(t) },
    }),
  },
  {
    field: 'node Idea',
    witness: 'anonymous',
    prepare: async (t) => ({
      query: 'query($id: ID!) { it: node(id: $id) { id } }',
      variables: { id: await ideaOf(t) },
    }),
  },
  about('Idea.group', '{ id name }'),
  about('Idea.municipality', '{ id }'),
  edge('Municipality.ideas', withIdea, 'anonymous', '{ edges { node { id title } } }'),
  {
    field: 'Municipality.councilTasks',
    witness: 'admin',
    prepare: async (t) => {
      await taskOf(t);
      const query = 'query($id: ID!) { node(id: $id) { ... on Municipality { it: councilTasks { idea { title } } } } }';
      return { query, variables: { id: t.id } };
    },
  },
  mutation('submitIdea', 'citizen', ['submitIdea(input: $input)', 'SubmitIdeaInput!', 'idea { id }'], (t) => ({
    groupId: t.group,
    title: `Idee ${t.mark}`,
    text: 'Am Ufer fehlen Bänke für alle.',
    idempotencyKey: randomUUID(),
  })),
  mutation('supportIdea', 'citizen', ['supportIdea(input: $input)', 'SupportIdeaInput!', 'idea { id }'], async (t) => ({
    ideaId: await ideaOf(t),
    isOn: true,
  })),
  mutation('moveIdea', 'admin', ['moveIdea(input: $input)', 'MoveIdeaInput!', 'idea { id }'], async (t) => ({
    ideaId: await openIdea(t.app, t.place, await givenPerson(t.app, t.place), await secondAdmin(t)),
    version: 2,
    to: 'UNDER_REVIEW',
  })),
  mutation(
    'setIdeaThreshold',
    'admin',
    ['setIdeaThreshold(input: { municipalityId: $input, supporters: 50 })', 'ID!', 'supporters'],
    town,
  ),
];

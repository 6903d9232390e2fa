import { randomUUID } from 'node:crypto';
import { givenPerson } from '../builders.ts';
import { askData } from '../client.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenIssue } from '../issues.ts';
import { type Act, mutation } from './act.ts';
import { freshAdmin, type Town } from './town.ts';

const server = ({ id: municipalityId }: Town) => ({
  ...{ municipalityId, name: 'Landkreis', url: 'https://kreis.example/open311/v2', serviceCode: 'road' },
  idempotencyKey: randomUUID(),
});

async function freshServer(t: Town): Promise<string> {
  const add = 'mutation($input: AddOpen311ServerInput!) { done: addOpen311Server(input: $input) { server { id } } }';
  return (await askData(t.app.port, await freshAdmin(t), add, { input: server(t) })).done.server.id;
}

/** A report at the clerk's desk. */
async function assigned(t: Town): Promise<{ issueId: string; version: number }> {
  const issue = await givenIssue(t.app, t.place, await givenPerson(t.app, t.place));
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const deskId = toGlobalId('Desk', t.place.deskId);
  const input = { issueId: issue.id, version: issue.version, to: 'ASSIGNED', deskId };
  await askData(t.app.port, t.clerk, move, { input });
  return { issueId: issue.id, version: issue.version + 1 };
}

/** Other servers that reports may be passed on to. */
export const outgoingActs: readonly Act[] = [
  {
    ...{ field: 'Municipality.open311Servers', witness: 'clerk' },
    prepare: async (t) => {
      await freshServer(t);
      const query = 'query($id: ID!) { node(id: $id) { ... on Municipality { it: open311Servers { name } } } }';
      return { query, variables: { id: t.id } };
    },
  },
  {
    ...{ field: 'Issue.handover', witness: 'clerk' },
    prepare: async (t) => {
      const target = await assigned(t);
      const mutation = 'mutation($input: HandOverIssueInput!) { handOverIssue(input: $input) { userErrors { code } } }';
      await askData(t.app.port, t.clerk, mutation, { input: { ...target, serverId: await freshServer(t) } });
      const query = 'query($id: ID!) { node(id: $id) { ... on Issue { it: handover { state } } } }';
      return { query, variables: { id: target.issueId } };
    },
  },
  mutation(
    'addOpen311Server',
    'admin',
    ['addOpen311Server(input: $input)', 'AddOpen311ServerInput!', 'server { id }'],
    server,
  ),
  mutation(
    ...(['removeOpen311Server', 'admin'] as const),
    ['removeOpen311Server(serverId: $input)', 'ID!', 'server { id }'],
    freshServer,
  ),
  mutation(
    'handOverIssue',
    'clerk',
    ['handOverIssue(input: $input)', 'HandOverIssueInput!', 'issue { id }'],
    async (t) => ({ ...(await assigned(t)), serverId: await freshServer(t) }),
  ),
];

import { randomUUID } from 'node:crypto';
import { IssueMove } from '../issue/issue.entity.ts';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { givenPerson } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { givenIssue } from '../testing/issues.ts';
import { type Act, mutation, node } from '../testing/policy/act.ts';
import { keptFor } from '../testing/policy/kept.ts';
import { secondAdmin, type Town } from '../testing/policy/town.ts';
import { Handover } from './open311.outgoing.entity.ts';

/** Address of the server that startRoads() starts. */
const urlOf = ({ app }: Town): string => `http://${app.services.config.outsideHosts[0] ?? ''}/v2`;
const server = (t: Town) => ({
  municipalityId: t.id,
  name: 'Landkreis',
  url: urlOf(t),
  serviceCode: 'road',
  idempotencyKey: randomUUID(),
});

async function freshServer(t: Town): Promise<string> {
  const add = 'mutation($input: AddOpen311ServerInput!) { done: addOpen311Server(input: $input) { server { id } } }';
  return (await askData(t.app.port, await secondAdmin(t), add, { input: server(t) })).done.server.id;
}

/** A server that all cases of a town share, because a town may add 30 only. */
const someServer = keptFor(freshServer);

/** A report at the clerk's desk. */
async function assigned(t: Town): Promise<{ issueId: string; version: number }> {
  const issue = await givenIssue(t.app, t.place, await givenPerson(t.app, t.place));
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const deskId = toGlobalId('Desk', t.place.deskId);
  const input = { issueId: issue.id, version: issue.version, to: 'ASSIGNED', deskId };
  await askData(t.app.port, t.clerk, move, { input });
  return { issueId: issue.id, version: issue.version + 1 };
}

/** A report that another server refused. */
async function refused(t: Town): Promise<string> {
  const { issueId, version } = await assigned(t);
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const input = { issueId, version, to: 'FORWARDED', addressee: 'Landkreis' };
  await askData(t.app.port, t.clerk, move, { input });
  const em = t.app.services.em.fork();
  const step = await em.findOneOrFail(IssueMove, { issue: idOf('Issue', issueId), to: 'FORWARDED' });
  const to = idOf('Open311Server', await someServer(t));
  const facts = { state: 'REFUSED' as const, token: randomUUID(), tries: 1 };
  await em.persist(em.create(Handover, { move: step, issue: idOf('Issue', issueId), server: to, ...facts })).flush();
  return issueId;
}

/** Cases for servers of other bodies. */
export const acts: readonly Act[] = [
  {
    field: 'Municipality.open311Servers',
    witness: 'clerk',
    prepare: async (t) => {
      await someServer(t);
      const query = 'query($id: ID!) { node(id: $id) { ... on Municipality { it: open311Servers { name } } } }';
      return { query, variables: { id: t.id } };
    },
  },
  node('Open311Server', someServer, 'clerk'),
  {
    field: 'Issue.handover',
    witness: 'clerk',
    prepare: async (t) => {
      const query = 'query($id: ID!) { node(id: $id) { ... on Issue { it: handover { state } } } }';
      return { query, variables: { id: await refused(t) } };
    },
  },
  mutation(
    'addOpen311Server',
    'admin',
    ['addOpen311Server(input: $input)', 'AddOpen311ServerInput!', 'server { id }'],
    server,
  ),
  mutation(
    'tryOpen311Server',
    'admin',
    ['tryOpen311Server(input: $input)', 'TryOpen311ServerInput!', 'services { code }'],
    (t) => ({ municipalityId: t.id, url: urlOf(t) }),
  ),
  mutation('pursueHandover', 'clerk', ['pursueHandover(input: { issueId: $input })', 'ID!', 'issue { id }'], refused),
  mutation(
    'removeOpen311Server',
    'admin',
    ['removeOpen311Server(input: { serverId: $input })', 'ID!', 'server { id }'],
    freshServer,
  ),
  mutation(
    'handOverIssue',
    'clerk',
    ['handOverIssue(input: $input)', 'HandOverIssueInput!', 'issue { id }'],
    async (t) => ({ ...(await assigned(t)), serverId: await someServer(t) }),
  ),
];

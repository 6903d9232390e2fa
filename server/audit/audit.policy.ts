import { askData, type Data } from '../testing/client.ts';
import { type Act, edge, node } from '../testing/policy/act.ts';
import { keptFor } from '../testing/policy/kept.ts';

/** Global id of the newest entry with a subject; one per town. */
const entryOf = keptFor(async ({ app, admin, id }): Promise<string> => {
  const query = `query($id: ID!) { node(id: $id) { ... on Municipality {
    audit { nodes { id subject { objectId } } } } } }`;
  const { node: town } = await askData(app.port, admin, query, { id });
  return town.audit.nodes.find(({ subject }: Data) => subject !== null).id;
});

export const acts: readonly Act[] = [
  edge('Municipality.audit', ({ id }) => id, 'admin', '{ edges { node { kind } } }'),
  node('AuditEntry', entryOf, 'admin'),
  edge('AuditEntry.actor', entryOf, 'admin', '{ party }'),
  edge('AuditEntry.subject', entryOf, 'admin', '{ objectId }'),
];

import assert from 'node:assert/strict';
import type { Data } from '../../faults/harness/http.ts';
import { de } from '../harness/texts.ts';
import type { Setting } from './album.ts';
import type { Shot } from './shot.ts';

const query = `query($ags: String!) { municipality(ags: $ags) { groups(first: 50) {
  edges { node { id joinPolicy } } } } }`;

/** The seed's group on request, as the town hall and an outsider see it. */
export async function groupShots({ stage, path, admin }: Setting): Promise<readonly Shot[]> {
  const { municipality } = await stage.ask(query, { ags: stage.town.ags });
  const nodes: { id: string; joinPolicy: string }[] = municipality.groups.edges.map((edge: Data) => edge.node);
  const onRequest = nodes.find(({ joinPolicy }) => joinPolicy === 'ON_REQUEST');
  assert.ok(onRequest);
  const group = `${path}/groups/${onRequest.id}`;
  return [
    { name: 'groups', path: `${path}/groups`, shows: de.group.standing.MAY_ASK },
    { name: 'group', path: group, shows: de.group.signInToAsk },
    { name: 'group-new', path: `${path}/groups/new`, as: admin, shows: de.group.form.create },
    { name: 'group-manage', path: `${group}/manage`, as: admin, shows: de.group.addressesHint },
  ];
}

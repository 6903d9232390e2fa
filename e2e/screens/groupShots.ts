import assert from 'node:assert/strict';
import type { Data } from '../../faults/harness/http.ts';
import { de } from '../harness/texts.ts';
import type { Setting } from './album.ts';
import type { Shot } from './shot.ts';

const query = `query($ags: String!) { municipality(ags: $ags) { groups(first: 50) {
  edges { node { id joinPolicy } } } } }`;

/**
 * The seed's group on request, as the town hall and an outsider see it, and its closed group, as an admin without access
 * and a member see it.
 */
export async function groupShots({ stage, path, admin }: Setting): Promise<readonly Shot[]> {
  const { municipality } = await stage.ask(query, { ags: stage.town.ags }, admin);
  const nodes: { id: string; joinPolicy: string }[] = municipality.groups.edges.map((edge: Data) => edge.node);
  const onRequest = nodes.find(({ joinPolicy }) => joinPolicy === 'ON_REQUEST');
  const closed = nodes.find(({ joinPolicy }) => joinPolicy === 'CLOSED');
  assert.ok(onRequest && closed);
  const closedGroup = `${path}/groups/${closed.id}`;
  const member = await stage.staff('buergerbuero');
  const group = `${path}/groups/${onRequest.id}`;
  return [
    { name: 'groups', path: `${path}/groups`, shows: de.group.standing.MAY_ASK },
    { name: 'group', path: group, shows: de.group.signInToAsk },
    { name: 'group-new', path: `${path}/groups/new`, as: admin, shows: de.group.form.create },
    { name: 'group-closed', path: closedGroup, as: admin, shows: de.group.access.closedText },
    { name: 'group-closed-member', path: closedGroup, as: member, shows: de.group.access.title },
    { name: 'group-manage', path: `${group}/manage`, as: admin, shows: de.group.addressesHint },
  ];
}

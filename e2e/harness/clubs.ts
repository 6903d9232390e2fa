import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Person } from '../../faults/harness/people.ts';
import type { OpenGroup } from './posts.ts';
import type { Stage } from './stage.ts';

/** Founds a club whose posts and events are reviewed, with one member who publishes. */
export async function foundClub(stage: Stage, name: string, author: Person): Promise<OpenGroup> {
  const admin = await stage.staff('verwaltung');
  const { municipality } = await stage.ask('query($ags: String!) { municipality(ags: $ags) { id } }', {
    ags: stage.town.ags,
  });
  const group = { name, purpose: 'Musik', picture: 'MUSIC', joinPolicy: 'OPEN', publishPolicy: 'EDITORS' };
  const input = { ...group, needsReview: true, municipalityId: municipality.id, idempotencyKey: randomUUID() };
  const create = 'mutation($input: CreateGroupInput!) { createGroup(input: $input) { group { id } } }';
  const id: string = (await stage.ask(create, { input }, admin)).createGroup.group.id;
  await joinClub(stage, id, author);
  const members = 'query($id: ID!) { group(id: $id) { members(first: 9) { edges { node { personId } } } } }';
  const { edges } = (await stage.ask(members, { id }, admin)).group.members;
  const allow = 'mutation($input: SetPublisherInput!) { setPublisher(input: $input) { userErrors { code } } }';
  const { personId } = edges[0].node;
  const { setPublisher } = await stage.ask(allow, { input: { groupId: id, personId, isPublisher: true } }, admin);
  assert.deepEqual(setPublisher.userErrors, []);
  return { id, name };
}

/** Makes a person follow a club. */
export async function joinClub(stage: Stage, groupId: string, who: Person): Promise<void> {
  const join = 'mutation($input: JoinGroupInput!) { joinGroup(input: $input) { userErrors { code } } }';
  assert.deepEqual((await stage.ask(join, { input: { groupId } }, who)).joinGroup.userErrors, []);
}

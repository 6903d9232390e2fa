import { v7 } from 'uuid';
import { groupPictures, joinPolicies, publishPolicies } from '../../group/group.entity.ts';
import { changeGroup, createGroup } from '../../group/group.making.service.ts';
import {
  addMember,
  decideMembership,
  joinGroup,
  requestMembership,
  setPublisher,
} from '../../group/group.membership.service.ts';
import type { Person } from '../../kernel/actor.ts';
import type { Services } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import { at, monthAgo } from './clock.ts';
import { type Cast, staffOf } from './people.ts';
import { type GroupStory, oneOf, type Story } from './story.ts';

export interface SeededGroup {
  readonly id: string;
  /** Members except the first citizen. */
  readonly members: readonly Person[];
}
export type SeededGroups = ReadonlyMap<string, SeededGroup>;
interface Place {
  readonly id: string;
  readonly name: string;
  readonly townGroupId: string;
}

/** Adds the groups of the story with their members; returns them by the story's keys. */
export async function seedGroups(services: Services, place: Place, cast: Cast, story: Story): Promise<SeededGroups> {
  const groups = new Map<string, SeededGroup>();
  for (const [position, group] of story.groups.entries()) {
    const id = await makeGroup(services, place, cast, group);
    const members = cast.citizens.slice(1).filter((_, i) => belongs(i, position, group.share));
    await addCrowd(services, cast, id, members);
    await addStaff(services, cast, id, group);
    await namePublisher(services, cast, id, group);
    if (group.isFollowed) await joinAsFirstCitizen(services, cast, id, group);
    await tellRequests(services, cast, id, group, members);
    groups.set(group.key, { id, members });
  }
  return groups;
}

async function makeGroup(services: Services, place: Place, cast: Cast, story: GroupStory): Promise<string> {
  const ctx = at(services, staffOf(cast, 'verwaltung'), monthAgo);
  const facts = {
    name: story.name ?? place.name,
    purpose: story.purpose,
    picture: oneOf(groupPictures, story.picture),
    joinPolicy: oneOf(joinPolicies, story.joinPolicy),
    publishPolicy: oneOf(publishPolicies, story.publishPolicy),
  };
  const group =
    story.isTown === true
      ? await changeGroup(ctx, { ...facts, groupId: place.townGroupId })
      : await createGroup(ctx, { ...facts, municipalityId: place.id, idempotencyKey: v7() });
  return group.id;
}

/** Whether a person is a member of a group: each group draws other members, and always the same ones. */
function belongs(person: number, group: number, share: number): boolean {
  const goldenRatio = 0.618_033_988_75;
  return (person * (group + 1) * goldenRatio) % 1 < share;
}

/** Adds many members as events of the story, in one statement. */
async function addCrowd(services: Services, cast: Cast, groupId: string, members: readonly Person[]): Promise<void> {
  const ctx = at(services, staffOf(cast, 'verwaltung'), monthAgo);
  await write(ctx, async (tx) => {
    await tx.em.execute(
      `insert into membership (group_id, person_id, since)
       select ?, p.id, ? from json_to_recordset(?::json) as p(id uuid)`,
      [groupId, tx.now(), JSON.stringify(members.map(({ id }) => ({ id })))],
    );
  });
}

async function addStaff(services: Services, cast: Cast, groupId: string, { staff = [] }: GroupStory): Promise<void> {
  const members = staff.map((key) => staffOf(cast, key));
  if (members.length > 0) await addCrowd(services, cast, groupId, members);
}

async function namePublisher(services: Services, cast: Cast, groupId: string, { publisher }: GroupStory) {
  if (publisher === undefined) return;
  const ctx = at(services, staffOf(cast, 'verwaltung'), monthAgo);
  const somebody = cast.publishers.get(publisher);
  if (somebody === undefined) throw new Error(`the story has no publisher "${publisher}"`);
  await addMember(ctx, groupId, somebody.email);
  await setPublisher(ctx, groupId, somebody.actor.id, true);
}

/** Adds the first citizen, so that this account sees groups of several kinds on the home page. */
async function joinAsFirstCitizen(services: Services, cast: Cast, groupId: string, story: GroupStory): Promise<void> {
  const [citizen] = cast.citizens;
  if (citizen === undefined) return;
  const ctx = at(services, citizen, monthAgo);
  if (story.joinPolicy === 'OPEN') {
    await joinGroup(ctx, groupId);
    return;
  }
  await requestMembership(ctx, groupId, '');
  await decideMembership(at(services, staffOf(cast, 'verwaltung'), monthAgo), groupId, citizen.id, true);
}

/** Adds requests to join that the town hall has not decided. */
async function tellRequests(
  services: Services,
  cast: Cast,
  groupId: string,
  { requests = [] }: GroupStory,
  members: readonly Person[],
): Promise<void> {
  const strangers = cast.citizens.slice(1).filter((person) => !members.includes(person));
  for (const [i, note] of requests.entries()) {
    const somebody = strangers[i];
    if (somebody !== undefined) await requestMembership(at(services, somebody, -20 - 9 * i), groupId, note);
  }
}

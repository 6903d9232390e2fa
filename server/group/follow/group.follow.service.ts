import type { Context } from '../../kernel/context.ts';
import { on, record, type Tx } from '../../kernel/events.ts';
import { recipientEnded } from '../../recipient/recipient.events.ts';
import { Group } from '../group.entity.ts';
import { groupChanged } from '../group.events.ts';
import { membersSql } from '../group.standing.service.ts';
import { GroupFollow } from './group.follow.entity.ts';
import { groupFollowed, groupUnfollowed } from './group.follow.events.ts';

/**
 * SELECT of recipient_id of everybody who gets the news of a group: its members, and while it is OPEN the recipients without
 * an account who follow it. `group` is the SQL expression of its id.
 */
export function subscribersSql(group: string): string {
  return `select b.person_id as recipient_id from (${membersSql(group)}) b union all select f.recipient_id from group_follow f join "group" o on o.id = f.group_id
    where f.group_id = ${group} and o.join_policy = 'OPEN'`;
}

/**
 * SELECT of (recipient_id, municipality_id, name) of the ties to towns by a group: members of any group, and followers without
 * an account. `name` is that of the group.
 */
export const groupTiesSql = `
  select b.person_id as recipient_id, g.municipality_id, g.name::text from "group" g join membership b on b.group_id = g.id
  union all select f.recipient_id, g.municipality_id, g.name::text from "group" g join group_follow f on f.group_id = g.id`;

/**
 * Makes a recipient without an account follow groups of its town; idempotent. Groups that are not OPEN, groups of other
 * towns, and recipients with an account are left out.
 */
export async function followGroups(tx: Tx, recipientId: string, groupIds: readonly string[]): Promise<void> {
  const made: { groupId: string; municipalityId: string }[] = await tx.em.execute(
    `with made as (
       insert into group_follow (group_id, recipient_id)
       select g.id, r.id from recipient r join "group" g on g.municipality_id = r.municipality_id
       where r.id = ? and r.person_id is null and g.join_policy = 'OPEN'
         and g.id in (select value::uuid from json_array_elements_text(?::json))
       on conflict do nothing returning group_id)
     select g.id as "groupId", g.municipality_id as "municipalityId" from made m join "group" g on g.id = m.group_id`,
    [recipientId, JSON.stringify(groupIds)],
  );
  for (const facts of made) await record(tx, groupFollowed({ ...facts, recipientId }));
}

/** Ends that a recipient follows a group; idempotent. */
export async function unfollowGroup(tx: Tx, recipientId: string, groupId: string): Promise<void> {
  await endFollows(tx, { recipient: recipientId, group: groupId });
}

async function endFollows(tx: Tx, where: { readonly recipient?: string; readonly group?: string }): Promise<void> {
  const ended = await tx.em.find(GroupFollow, where, { populate: ['group'] });
  for (const { group, recipient } of ended) {
    const gone = await tx.em.nativeDelete(GroupFollow, { group: group.id, recipient: recipient.id });
    if (gone === 0) continue; // ended at the same time by another request
    const municipalityId = group.getEntity().municipality.id;
    await record(tx, groupUnfollowed({ groupId: group.id, municipalityId, recipientId: recipient.id }));
  }
}

/** Groups that a recipient follows: the group of the whole town first, then by name. */
export async function listFollowed({ em }: Context, recipientId: string): Promise<Group[]> {
  const follows = await em.find(
    GroupFollow,
    { recipient: recipientId, group: { joinPolicy: 'OPEN' } },
    { populate: ['group'], orderBy: { group: { isTown: 'desc', name: 'asc' } }, refresh: true },
  );
  return follows.map(({ group }) => group.getEntity());
}

/** OPEN groups of a town among these ids, in the order of the ids; repeated ids count once. */
export async function findOpenGroups(
  { em }: Context,
  municipalityId: string,
  groupIds: readonly string[],
): Promise<Group[]> {
  const where = { id: { $in: [...groupIds] }, municipality: municipalityId, joinPolicy: 'OPEN' as const };
  const found = new Map((await em.find(Group, where)).map((group) => [group.id, group]));
  return [...new Set(groupIds)].flatMap((id) => found.get(id) ?? []);
}

/**
 * A group that is no longer OPEN loses its followers; deliveries on their way to them are cancelled. A recipient whom
 * nothing reaches follows nothing.
 */
export const followListeners = [
  on(recipientEnded, (tx, { facts: { recipientId } }) => endFollows(tx, { recipient: recipientId })),
  on(groupChanged, async (tx, { facts: { groupId } }) => {
    const { joinPolicy } = await tx.em.findOneOrFail(Group, groupId);
    if (joinPolicy !== 'OPEN') await endFollows(tx, { group: groupId });
  }),
];

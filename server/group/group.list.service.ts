import type { FilterQuery } from '@mikro-orm/core';
import { personId, withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { idsIn, idsParameterSql, rowsByOwner, rowsByIds, batchedRead } from '../kernel/rows.ts';
import { Group, type GroupRow, Membership, MembershipRequest } from './group.entity.ts';
import { canManageGroups, canReadGroup, type GroupStanding, stranger } from './group.rules.ts';
import { groupById, knownGroups, readGroups, standingIn } from './group.service.ts';

const townFirst = [{ isTown: 'desc' }, { name: 'asc' }, { id: 'asc' }] as const;
/** Maximum number of listed groups of one person. */
const mostOwn = 200;
/** Maximum number of listed requests. */
const requestsShown = 100;

/** Page of the groups that are visible to the viewer: the group of the whole town first, then by name. */
export function listGroups(ctx: Context, municipalityId: string, page: PageArgs): Promise<Connection<Group>> {
  authorize(withinScope(ctx.actor, municipalityId, 'groups:read'));
  return readPage(ctx, page, {
    scope: `groups:${municipalityId}`,
    count: () => ctx.em.count(Group, knownGroups(ctx.actor, municipalityId)),
    positionOf: ({ isTown, name, id }): Place => [isTown, name, id],
    load: (limit, position) =>
      ctx.em.find(
        Group,
        { $and: [knownGroups(ctx.actor, municipalityId), after(position)] },
        { limit, orderBy: [...townFirst] },
      ),
  });
}

/** Groups of this town of which the viewer is a member, in the same order, at most 200; empty when signed out. */
export async function listViewerGroups({ actor, em }: Context, municipalityId: string): Promise<Group[]> {
  if (actor.kind !== 'person') return [];
  const where = { municipality: municipalityId, memberships: { person: actor.id } };
  return em.find(Group, where, { orderBy: [...townFirst], limit: mostOwn });
}

/**
 * Groups of the town that the actor may read: the actor's own groups and `groupIds` by name, then the group of the
 * whole town. Reads are batched over all concurrent requests.
 */
export async function listFollowed(
  ctx: Context,
  municipalityId: string,
  groupIds: readonly string[],
): Promise<GroupRow[]> {
  const { actor } = ctx;
  const [town, own] = await Promise.all([townGroupsOf(ctx, municipalityId), groupIdsOf(ctx, personId(actor))]);
  const ids = new Set([...own, ...groupIds, ...town.map(({ id }) => id)]);
  const groups = (await rowsByIds(groupById, ctx, ids)).filter(({ municipality: { id } }) => id === municipalityId);
  const standings = await Promise.all(groups.map((group) => followStanding(ctx, group, own)));
  return groups
    .filter((group, n) => canReadGroup(actor, group, standings[n] ?? stranger).allow)
    .sort((a, b) => Number(a.isTown) - Number(b.isTown) || a.name.localeCompare(b.name, 'de'));
}

/** Standing of the actor in a group. Only for CLOSED groups of other people it is read, because an admin may have access. */
async function followStanding(
  ctx: Context,
  { id, joinPolicy }: GroupRow,
  own: readonly string[],
): Promise<GroupStanding> {
  if (own.includes(id)) return { ...stranger, isMember: true };
  return joinPolicy === 'CLOSED' ? standingIn(ctx, id) : stranger;
}

const townGroupsOf = rowsByOwner(
  readGroups,
  ({ municipality }) => municipality,
  `where t.municipality_id in (${idsParameterSql}) and t.is_town`,
);

/** Ids of the groups of a person in all towns; empty without a person. */
async function groupIdsOf(ctx: Context, id: string | null): Promise<string[]> {
  return id === null ? [] : membershipsOf(ctx, id);
}

const membershipsOf = batchedRead(async ({ em }, personIds: readonly string[]): Promise<string[][]> => {
  const rows: { personId: string; groupIds: string[] }[] = await em.execute(
    `select person_id as "personId", json_agg(group_id) as "groupIds" from membership where person_id in (${idsParameterSql})
     group by person_id`,
    [idsIn(personIds)],
  );
  const byPerson = new Map(rows.map(({ personId, groupIds }) => [personId, groupIds]));
  return personIds.map((id) => byPerson.get(id) ?? []);
});

/** Page of members, ordered by e-mail address, without those whose accounts are about to be erased. Errors: UNAUTHENTICATED, FORBIDDEN (admins only). */
export function listMembers(ctx: Context, group: GroupRow, page: PageArgs): Promise<Connection<Membership>> {
  authorize(canManageGroups(ctx.actor, group.municipality.id));
  const members = { group: group.id, person: { erasesAt: null } };
  return readPage(ctx, page, {
    scope: `members:${group.id}`,
    count: () => ctx.em.count(Membership, members),
    positionOf: ({ person }): readonly [string] => [person.getEntity().email],
    load: (limit, position) => {
      const after: FilterQuery<Membership> = position === undefined ? {} : { person: { email: { $gt: position[0] } } };
      const where = { $and: [members, after] };
      return ctx.em.find(Membership, where, {
        limit,
        orderBy: { person: { email: 'asc' } },
        populate: ['person'],
        refresh: true,
      });
    },
  });
}

/** Requests for membership, the oldest first, at most 100. Errors: UNAUTHENTICATED, FORBIDDEN (admins only). */
export async function listRequests(ctx: Context, group: GroupRow): Promise<MembershipRequest[]> {
  authorize(canManageGroups(ctx.actor, group.municipality.id));
  return ctx.em.find(
    MembershipRequest,
    { group: group.id, person: { erasesAt: null } },
    { limit: requestsShown, orderBy: [{ at: 'asc' }, { person: 'asc' }], populate: ['person'] },
  );
}

type Place = readonly [isTown: boolean, name: string, id: string];

function after(position: Place | undefined): FilterQuery<Group> {
  if (position === undefined) return {};
  const [isTown, name, id] = position;
  const laterInSame = { isTown, $or: [{ name: { $gt: name } }, { name, id: { $gt: id } }] };
  return isTown ? { $or: [laterInSame, { isTown: false }] } : laterInSame;
}

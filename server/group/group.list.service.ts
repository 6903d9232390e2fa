import type { FilterQuery } from '@mikro-orm/core';
import { personId, withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { idsIn, idsParameterSql, rowsByOwner, rowsByIds, batchedRead } from '../kernel/rows.ts';
import { Group, type GroupRow, Membership, MembershipRequest } from './group.entity.ts';
import { canManageGroups, canReadGroup } from './group.rules.ts';
import { groupById, knownGroups, readGroups } from './group.service.ts';

const townFirst = [{ isTown: 'desc' }, { name: 'asc' }, { id: 'asc' }] as const;
/** Most groups of one person that are listed. */
const mostOwn = 200;
/** So many requests are shown at once; deciding on them brings up the next. */
const requestsShown = 100;

/** The groups the viewer may know of: the town first, then by name. */
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

/** The groups of this town that the viewer is a member of, in the same order; none when signed out. */
export async function listViewerGroups({ actor, em }: Context, municipalityId: string): Promise<Group[]> {
  if (actor.kind !== 'person') return [];
  const where = { municipality: municipalityId, memberships: { person: actor.id } };
  return em.find(Group, where, { orderBy: [...townFirst], limit: mostOwn });
}

/**
 * The town itself, the actor's own groups and these others, as far as the actor may read them: the special ones before the
 * town. Read in parts that many who ask at once have in common.
 */
export async function listFollowed(
  ctx: Context,
  municipalityId: string,
  groupIds: readonly string[],
): Promise<GroupRow[]> {
  const { actor } = ctx;
  const [town, own] = await Promise.all([townGroupsOf(ctx, municipalityId), groupIdsOf(ctx, personId(actor))]);
  const ids = new Set([...own, ...groupIds, ...town.map(({ id }) => id)]);
  const groups = await rowsByIds(groupById, ctx, ids);
  return groups
    .filter((group) => group.municipality.id === municipalityId)
    .filter((group) => canReadGroup(actor, group, { isMember: own.includes(group.id) }).allow)
    .sort((a, b) => Number(a.isTown) - Number(b.isTown) || a.name.localeCompare(b.name, 'de'));
}

const townGroupsOf = rowsByOwner(
  readGroups,
  ({ municipality }) => municipality,
  `where t.municipality_id in (${idsParameterSql}) and t.is_town`,
);

/** The groups somebody is a member of, in all towns; nobody of none. */
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

/** Members by their addresses: for those who manage the group only. */
export function listMembers(ctx: Context, group: GroupRow, page: PageArgs): Promise<Connection<Membership>> {
  authorize(canManageGroups(ctx.actor, group.municipality.id));
  return readPage(ctx, page, {
    scope: `members:${group.id}`,
    count: () => ctx.em.count(Membership, { group: group.id }),
    positionOf: ({ person }): readonly [string] => [person.getEntity().email],
    load: (limit, position) => {
      const after: FilterQuery<Membership> = position === undefined ? {} : { person: { email: { $gt: position[0] } } };
      const where = { $and: [{ group: group.id }, after] };
      return ctx.em.find(Membership, where, {
        limit,
        orderBy: { person: { email: 'asc' } },
        populate: ['person'],
        refresh: true,
      });
    },
  });
}

/** Who asks to become a member, the longest waiting first: for those who manage the group only. */
export async function listRequests(ctx: Context, group: GroupRow): Promise<MembershipRequest[]> {
  authorize(canManageGroups(ctx.actor, group.municipality.id));
  return ctx.em.find(
    MembershipRequest,
    { group: group.id },
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

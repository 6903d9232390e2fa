import { type FilterQuery, raw } from '@mikro-orm/core';
import { type Actor, hasRole, isStaff, withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import { rowById, rowsOf } from '../kernel/rows.ts';
import { Group, type GroupAccess, type GroupRow, type JoinPolicy, Membership } from './group.entity.ts';
import { canReadGroup, canSeeGroup, type GroupStanding, stranger } from './group.rules.ts';
import { memberCountOf, standingOf } from './group.standing.service.ts';

export const readGroups = rowsOf(Group);
/** Group by id; one statement serves all groups of a request. The caller checks that the actor may see the group. */
export const groupById = rowById(readGroups);

/**
 * Group by id if it is visible to the actor; `findReadableGroup` also checks that the actor may read its publications.
 * Errors: NOT_FOUND.
 */
export async function findGroup(ctx: Context, id: string): Promise<Group> {
  const group = await ctx.em.findOne(Group, id);
  if (group === null) throw new DomainError('NOT_FOUND');
  authorize(canSeeGroup(ctx.actor, group, await standingIn(ctx, id)));
  return group;
}

/** Group by id if the actor may read its publications. Errors: NOT_FOUND. */
export async function findReadableGroup(ctx: Context, id: string): Promise<Group> {
  const group = await findGroup(ctx, id);
  authorize(canReadGroup(ctx.actor, group, await standingIn(ctx, id)));
  return group;
}

/** Checks that the actor may read a group. User errors: ACCESS_REQUIRED at the input field. */
export async function requireAccess(ctx: Context, group: Group, field: string): Promise<void> {
  const mayRead = canReadGroup(ctx.actor, group, await standingIn(ctx, group.id));
  if (!mayRead.allow) throw refusal('ACCESS_REQUIRED', field);
}

/**
 * Group that an input names as `groupId`, if the actor may read its publications. Errors: UNKNOWN_GROUP instead of
 * NOT_FOUND, and the other errors of `findReadableGroup`.
 */
export async function findNamedGroup(ctx: Context, id: string): Promise<Group> {
  const group = await ctx.em.findOne(Group, id);
  if (group === null) throw refusal('UNKNOWN_GROUP', 'groupId');
  const standing = await standingIn(ctx, id);
  for (const verdict of [canSeeGroup(ctx.actor, group, standing), canReadGroup(ctx.actor, group, standing)]) {
    if (!verdict.allow && verdict.code === 'NOT_FOUND') throw refusal('UNKNOWN_GROUP', 'groupId');
    authorize(verdict);
  }
  return group;
}

/** Group of the whole town; null: none. Errors: FORBIDDEN, NOT_FOUND for keys without the scope or of another town. */
export async function findTownGroup(ctx: Context, municipalityId: string): Promise<Group | null> {
  authorize(withinScope(ctx.actor, municipalityId, 'groups:read'));
  return ctx.em.findOne(Group, { municipality: municipalityId, isTown: true });
}

/** Filter for lists in one town: groups whose publications the actor may read; same rule as `canReadGroup`. */
export function readableGroups(actor: Actor, municipalityId: string): FilterQuery<Group> {
  const ofTown = { municipality: municipalityId };
  const hidden: JoinPolicy[] = isStaff(actor, municipalityId) ? ['CLOSED'] : ['ON_REQUEST', 'CLOSED'];
  const readable = groupsWithout(hidden, actor, municipalityId);
  if (actor.kind !== 'person' || !hasRole(actor, municipalityId, 'ADMIN')) return readable;
  return { $or: [readable, { ...ofTown, accesses: { $some: validAccess(actor.id) } }] };
}

/** Filter for lists in one town: groups that are visible to the actor; same rule as `canSeeGroup`. */
export function knownGroups(actor: Actor, municipalityId: string): FilterQuery<Group> {
  const isAdmin = hasRole(actor, municipalityId, 'ADMIN');
  return groupsWithout(isAdmin ? [] : ['CLOSED'], actor, municipalityId);
}

/** Filter: accesses of a person that are valid by the database's clock. */
function validAccess(person: string): FilterQuery<GroupAccess> {
  return { person, expiresAt: { $gt: raw('now()') } };
}

/** Current membership of the actor in a group, never cached; inside write() the transaction reads it. */
export async function standingIn(ctx: Context, groupId: string): Promise<GroupStanding> {
  const { actor } = ctx;
  return actor.kind === 'person' ? standingOf(ctx, { groupId, personId: actor.id }) : stranger;
}

/** Number of members; one statement serves a page of groups. Null: a CLOSED group that is hidden from the actor. */
export async function countMembers(ctx: Context, group: GroupRow): Promise<number | null> {
  const isHidden =
    group.joinPolicy === 'CLOSED' && !canSeeGroup(ctx.actor, group, await standingIn(ctx, group.id)).allow;
  return isHidden ? null : memberCountOf(ctx, group.id);
}

/** Filter: groups of a town without these policies, and the groups of the actor. */
function groupsWithout(hidden: JoinPolicy[], actor: Actor, municipalityId: string): FilterQuery<Group> {
  const ofTown = { municipality: municipalityId };
  if (actor.kind === 'system' || hidden.length === 0) return ofTown;
  if (actor.kind === 'partner' && actor.municipalityId !== municipalityId) return { id: { $in: [] } };
  const shown: FilterQuery<Group> = { ...ofTown, joinPolicy: { $nin: hidden } };
  return actor.kind === 'person'
    ? { $or: [shown, { ...ofTown, memberships: { $some: { person: actor.id } } }] }
    : shown;
}

/** Ids of all groups of a town. */
export async function groupsOfTown({ em }: Context, municipalityId: string): Promise<string[]> {
  const rows: { id: string }[] = await em.execute('select id from "group" where municipality_id = ?', [municipalityId]);
  return rows.map(({ id }) => id);
}

/**
 * Filter: groups whose publications a person may read. `$some` is a subquery; a join would repeat each row once per
 * member.
 */
export function groupsReadBy(person: string): FilterQuery<Group> {
  return { $or: [{ joinPolicy: 'OPEN' }, { memberships: { $some: { person } } }] };
}

/** Filter: groups that a person may read as staff of the town; a CLOSED group only as a member. */
export function groupsReadByStaff(person: string): FilterQuery<Group> {
  return { $or: [{ joinPolicy: { $ne: 'CLOSED' } }, { memberships: { $some: { person } } }] };
}

/** Ids of those groups whose existence may be revealed to the person: all but CLOSED groups of other people. */
export async function findVisibleGroupIds(
  { em }: Context,
  person: string,
  groups: readonly Group[],
): Promise<Set<string>> {
  const closed = groups.filter(({ joinPolicy }) => joinPolicy === 'CLOSED').map(({ id }) => id);
  const own = closed.length === 0 ? [] : await em.find(Membership, { person, group: { $in: closed } });
  const known = new Set(own.map(({ group }) => group.id));
  return new Set(groups.map(({ id }) => id).filter((id) => !closed.includes(id) || known.has(id)));
}

import type { FilterQuery } from '@mikro-orm/core';
import { type Actor, isStaff, withinScope } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import { rowById, rowsOf } from '../kernel/rows.ts';
import { Group, type GroupRow, Membership } from './group.entity.ts';
import { canReadGroup, canSeeGroup, type GroupStanding, stranger } from './group.rules.ts';
import { readersOf } from './group.standing.service.ts';

export const readGroups = rowsOf(Group);
/** Of all that one request asks about at once in one statement; whether it may be known is for the caller to say. */
export const groupById = rowById(readGroups);

/** The group, if the actor may know of it; what it publishes may still be closed to them (findReadableGroup). */
export async function findGroup(ctx: Context, id: string): Promise<Group> {
  const group = await ctx.em.findOne(Group, id);
  if (group === null) throw new DomainError('NOT_FOUND');
  authorize(canSeeGroup(ctx.actor, group, await standingIn(ctx, id)));
  return group;
}

/** The group, if the actor may read what it publishes. */
export async function findReadableGroup(ctx: Context, id: string): Promise<Group> {
  const group = await findGroup(ctx, id);
  authorize(canReadGroup(ctx.actor, group, await standingIn(ctx, id)));
  return group;
}

/**
 * The group that an input names as `groupId`, if the actor may read what it publishes. Refused: UNKNOWN_GROUP, also for
 * groups that are hidden from the actor; errors of scope and town are thrown as by findReadableGroup.
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

export async function findTownGroup(ctx: Context, municipalityId: string): Promise<Group | null> {
  authorize(withinScope(ctx.actor, municipalityId, 'groups:read'));
  return ctx.em.findOne(Group, { municipality: municipalityId, isTown: true });
}

/** For lists in one town: the groups whose publications the actor may read. */
export function readableGroups(actor: Actor, municipalityId: string): FilterQuery<Group> {
  return groupsWithout(['ON_REQUEST', 'CLOSED'], actor, municipalityId);
}

/** For lists in one town: the groups the actor may know of. */
export function knownGroups(actor: Actor, municipalityId: string): FilterQuery<Group> {
  return groupsWithout(['CLOSED'], actor, municipalityId);
}

/**
 * How the actor stands towards a group, as the database has it now. All that ask at once cost one statement; inside
 * write() it is read in that transaction.
 */
export async function standingIn({ actor, em }: Context, groupId: string): Promise<GroupStanding> {
  return actor.kind === 'person' ? readersOf(em).standing.load({ groupId, personId: actor.id }) : stranger;
}

/** How many members it has; a page of groups costs one statement. Null: a closed group that is not the actor's any more. */
export async function countMembers(ctx: Context, group: GroupRow): Promise<number | null> {
  const isHidden =
    group.joinPolicy === 'CLOSED' && !canSeeGroup(ctx.actor, group, await standingIn(ctx, group.id)).allow;
  return isHidden ? null : readersOf(ctx.em).memberCount.load(group.id);
}

function groupsWithout(hidden: ('ON_REQUEST' | 'CLOSED')[], actor: Actor, municipalityId: string): FilterQuery<Group> {
  const ofTown = { municipality: municipalityId };
  if (actor.kind === 'system' || isStaff(actor, municipalityId)) return ofTown;
  if (actor.kind === 'partner' && actor.municipalityId !== municipalityId) return { id: { $in: [] } };
  const shown: FilterQuery<Group> = { ...ofTown, joinPolicy: { $nin: hidden } };
  return actor.kind === 'person' ? { $or: [shown, { ...ofTown, memberships: { person: actor.id } }] } : shown;
}

/** Ids of all groups of a town. */
export async function groupsOfTown({ em }: Context, municipalityId: string): Promise<string[]> {
  const rows: { id: string }[] = await em.execute('select id from "group" where municipality_id = ?', [municipalityId]);
  return rows.map(({ id }) => id);
}

/** Filter of the groups whose publications a person may read. */
export function groupsReadBy(person: string): FilterQuery<Group> {
  return { $or: [{ joinPolicy: 'OPEN' }, { memberships: { person } }] };
}

/** The groups among these that may be named to the person: that a CLOSED group exists only its members may know. */
export async function findNameable({ em }: Context, person: string, groups: readonly Group[]): Promise<Set<string>> {
  const closed = groups.filter(({ joinPolicy }) => joinPolicy === 'CLOSED').map(({ id }) => id);
  const own = closed.length === 0 ? [] : await em.find(Membership, { person, group: { $in: closed } });
  const known = new Set(own.map(({ group }) => group.id));
  return new Set(groups.map(({ id }) => id).filter((id) => !closed.includes(id) || known.has(id)));
}

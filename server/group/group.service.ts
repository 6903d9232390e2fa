import type { FilterQuery } from '@mikro-orm/core';
import { type Actor, isStaff } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { standingChanged } from '../kernel/live/person.ts';
import { Group, Membership } from './group.entity.ts';
import { groupJoined, groupLeft } from './group.events.ts';
import { canJoinGroup, canReadGroup, canSeeGroup, type GroupStanding, stranger } from './group.rules.ts';

export function joinGroup(ctx: Context, groupId: string): Promise<Group> {
  return write(ctx, async (tx) => {
    const group = await findGroup(tx, groupId);
    authorize(canJoinGroup(tx.actor, group), ['groupId']);
    const facts = membershipFacts(tx, group);
    const isNew = await insertMembership(tx, groupId, facts.personId);
    if (!isNew) return group;
    await record(tx, groupJoined(facts));
    standingChanged(tx, facts.personId);
    return group;
  });
}

export function leaveGroup(ctx: Context, groupId: string): Promise<Group> {
  return write(ctx, async (tx) => {
    const group = await findGroup(tx, groupId);
    const facts = membershipFacts(tx, group);
    const left = await tx.em.nativeDelete(Membership, { group: groupId, person: facts.personId });
    if (left === 0) return group;
    await record(tx, groupLeft(facts));
    standingChanged(tx, facts.personId);
    return group;
  });
}

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

/** For lists in one town: the groups whose publications the actor may read. */
export function readableGroups(actor: Actor, municipalityId: string): FilterQuery<Group> {
  const ofTown = { municipality: municipalityId };
  if (actor.kind === 'system' || isStaff(actor, municipalityId)) return ofTown;
  const open = { ...ofTown, joinPolicy: 'OPEN' } satisfies FilterQuery<Group>;
  return actor.kind === 'person' ? { $or: [open, { ...ofTown, memberships: { person: actor.id } }] } : open;
}

export async function findTownGroup(ctx: Context, municipalityId: string): Promise<Group | null> {
  return ctx.em.findOne(Group, { municipality: municipalityId, isTown: true });
}

export async function standingIn(ctx: Context, groupId: string): Promise<GroupStanding> {
  if (ctx.actor.kind !== 'person') return stranger;
  const membership = await ctx.em.findOne(Membership, { group: groupId, person: ctx.actor.id });
  return membership === null ? stranger : { isMember: true, isPublisher: membership.isPublisher };
}

export function countMembers(ctx: Context, groupId: string): Promise<number> {
  return ctx.em.count(Membership, { group: groupId });
}

function membershipFacts({ actor }: Tx, group: Group): { groupId: string; municipalityId: string; personId: string } {
  if (actor.kind !== 'person') throw new DomainError('UNAUTHENTICATED');
  return { groupId: group.id, municipalityId: group.municipality.id, personId: actor.id };
}

async function insertMembership(tx: Tx, groupId: string, personId: string): Promise<boolean> {
  const rows: unknown[] = await tx.em.execute(
    'insert into membership (group_id, person_id) values (?, ?) on conflict do nothing returning person_id',
    [groupId, personId],
  );
  return rows.length > 0;
}

import { personRegistered } from '../identity/identity.events.ts';
import { ensurePerson } from '../identity/identity.person.service.ts';
import type { Context } from '../kernel/context.ts';
import { personId as actorPerson } from '../kernel/actor.ts';
import { readEmail } from '../kernel/email.ts';
import { authorize, DomainError, Refusal, sentence } from '../kernel/errors.ts';
import { on, record, type Tx, write } from '../kernel/events.ts';
import { accessChanged } from '../kernel/live/principal.ts';
import type { UserErrorCode } from '../kernel/names.ts';
import { giveEmergencies } from '../recipient/recipient.emergency.service.ts';
import { type Group, Membership, MembershipDecision, MembershipRequest } from './group.entity.ts';
import {
  adminJoined,
  groupJoined,
  groupLeft,
  type MemberFacts,
  membershipDecided,
  membershipDeclined,
  membershipRequested,
  publisherChanged,
} from './group.events.ts';
import { canBelong, canJoinGroup, canManageGroups, canRequestMembership, readNote } from './group.rules.ts';
import { findGroup, findTownGroup, requireAccess, standingIn } from './group.service.ts';

/**
 * Makes the actor a member of an open group; idempotent. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, GROUP_NOT_OPEN.
 */
export function joinGroup(ctx: Context, groupId: string): Promise<Group> {
  return write(ctx, async (tx) => {
    const group = await findGroup(tx, groupId);
    authorize(canJoinGroup(tx.actor, group), ['groupId']);
    await enter(tx, ownFacts(tx, group));
    return group;
  });
}

/** Makes a new account a member of the group of the town on whose page it was made. */
export const townListener = on(personRegistered, async (tx, { facts: { personId, municipalityId } }) => {
  const town = municipalityId === undefined ? null : await findTownGroup(tx, municipalityId);
  if (town !== null) await enter(tx, factsOf(town, personId));
});

/** A person who leaves the group of a town goes on getting its emergencies: leaving ends the news. */
export const leftTownListener = on(groupLeft, async (tx, { facts: { groupId, municipalityId, personId } }) => {
  const town = await findTownGroup(tx, municipalityId);
  if (town?.id === groupId) await giveEmergencies(tx, personId, municipalityId);
});

/** Ends the actor's membership and withdraws a request; idempotent. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND. */
export function leaveGroup(ctx: Context, groupId: string): Promise<Group> {
  return write(ctx, async (tx) => {
    const group = await findGroup(tx, groupId);
    authorize(canBelong(tx.actor));
    const facts = ownFacts(tx, group);
    await dropRequest(tx, facts);
    await leave(tx, facts);
    return group;
  });
}

/**
 * Requests membership for the actor; a second request, or a request of a member, changes nothing. Errors:
 * UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, GROUP_NOT_ON_REQUEST, TOO_LONG, BAD_CHARACTERS.
 */
export function requestMembership(ctx: Context, groupId: string, note: string): Promise<Group> {
  return write(ctx, async (tx) => {
    const group = await findGroup(tx, groupId);
    authorize(canRequestMembership(tx.actor, group), ['groupId']);
    const text = readNote(note);
    if ((await standingIn(tx, groupId)).isMember) return group;
    const facts = ownFacts(tx, group);
    const made: unknown[] = await tx.em.execute(
      `insert into membership_request (group_id, person_id, note) values (?, ?, ?) on conflict do nothing returning 1`,
      [groupId, facts.personId, text],
    );
    if (made.length > 0) await record(tx, membershipRequested(facts));
    return group;
  });
}

/**
 * Accepts or declines a request for membership. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, NO_REQUEST (withdrawn,
 * or decided before; only one of several concurrent decisions succeeds).
 */
export function decideMembership(ctx: Context, groupId: string, personId: string, accept: boolean): Promise<Group> {
  return write(ctx, async (tx) => {
    const group = await findManagedGroup(tx, groupId);
    const facts = factsOf(group, personId);
    const taken = await tx.em.nativeDelete(MembershipRequest, { group: groupId, person: personId });
    if (taken === 0) throw refusal('NO_REQUEST', ['personId'], group);
    if (accept) await enter(tx, facts);
    else await record(tx, membershipDeclined(facts));
    await keepDecision(tx, facts, accept);
    return group;
  });
}

/**
 * Makes the person with this e-mail address a member. A missing account is created, so that the response does not
 * reveal whether one exists. Admins add themselves to a CLOSED group only if they may read it; the audit trail shows
 * this. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, BAD_EMAIL, ACCESS_REQUIRED.
 */
export function addMember(ctx: Context, groupId: string, address: string): Promise<Group> {
  return write(ctx, async (tx) => {
    const group = await findManagedGroup(tx, groupId);
    const email = readEmail(address);
    if (email === undefined) throw refusal('BAD_EMAIL', ['email'], group);
    const facts = factsOf(group, await ensurePerson(tx, { email, locale: 'de' }));
    const isSelf = facts.personId === actorPerson(tx.actor) && group.joinPolicy === 'CLOSED';
    if (isSelf) await requireAccess(tx, group, 'email');
    const isNew = await enter(tx, facts);
    if (isSelf && isNew) await record(tx, adminJoined(facts));
    return group;
  });
}

/** Ends the membership of a person; idempotent. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND. */
export function removeMember(ctx: Context, groupId: string, personId: string): Promise<Group> {
  return write(ctx, async (tx) => {
    const group = await findManagedGroup(tx, groupId);
    await leave(tx, factsOf(group, personId));
    return group;
  });
}

/** Allows or forbids a member to publish in the group. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, NOT_A_MEMBER. */
export function setPublisher(ctx: Context, groupId: string, personId: string, isPublisher: boolean): Promise<Group> {
  return write(ctx, async (tx) => {
    const group = await findManagedGroup(tx, groupId);
    const own = { group: groupId, person: personId };
    if ((await tx.em.count(Membership, own)) === 0) throw refusal('NOT_A_MEMBER', ['personId'], group);
    const changed = await tx.em.nativeUpdate(Membership, { ...own, isPublisher: !isPublisher }, { isPublisher });
    if (changed === 0) return group;
    await record(tx, publisherChanged({ ...factsOf(group, personId), isPublisher }));
    accessChanged(tx, personId);
    return group;
  });
}

async function findManagedGroup(tx: Tx, groupId: string): Promise<Group> {
  const group = await findGroup(tx, groupId);
  authorize(canManageGroups(tx.actor, group.municipality.id));
  return group;
}

/**
 * Stores a membership and deletes a request of the person, in whatever way the person becomes a member. Returns false if
 * the person is a member already.
 */
async function enter(tx: Tx, facts: MemberFacts): Promise<boolean> {
  const { groupId, personId } = facts;
  const requested = await tx.em.nativeDelete(MembershipRequest, { group: groupId, person: personId });
  const made: unknown[] = await tx.em.execute(
    'insert into membership (group_id, person_id) values (?, ?) on conflict do nothing returning 1',
    [groupId, personId],
  );
  if (made.length === 0) return false;
  await record(tx, groupJoined(facts));
  accessChanged(tx, personId);
  if (requested > 0 && personId !== actorPerson(tx.actor)) await keepDecision(tx, facts, true);
  return true;
}

/** Stores the decision on a request instead of an earlier one, and records it for the message to the person. */
async function keepDecision(tx: Tx, facts: MemberFacts, isAccepted: boolean): Promise<void> {
  const own = { group: facts.groupId, person: facts.personId };
  await tx.em.nativeDelete(MembershipDecision, own);
  const decision = tx.em.create(MembershipDecision, { ...own, isAccepted, at: tx.now() });
  await tx.em.persist(decision).flush();
  await record(tx, membershipDecided({ ...facts, number: decision.number }));
}

async function leave(tx: Tx, facts: MemberFacts): Promise<void> {
  const left = await tx.em.nativeDelete(Membership, { group: facts.groupId, person: facts.personId });
  if (left === 0) return;
  await record(tx, groupLeft(facts));
  accessChanged(tx, facts.personId);
}

async function dropRequest(tx: Tx, facts: MemberFacts): Promise<void> {
  const dropped = await tx.em.nativeDelete(MembershipRequest, { group: facts.groupId, person: facts.personId });
  if (dropped > 0) await record(tx, membershipDeclined(facts));
}

function ownFacts({ actor }: Tx, group: Group): MemberFacts {
  if (actor.kind !== 'person') throw new DomainError('UNAUTHENTICATED');
  return factsOf(group, actor.id);
}

function factsOf(group: Group, personId: string): MemberFacts {
  return { groupId: group.id, municipalityId: group.municipality.id, personId };
}

function refusal(code: UserErrorCode, path: readonly string[], group: Group): Refusal {
  return new Refusal({ code, message: sentence(code), path }, { group });
}

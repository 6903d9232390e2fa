import { type Actor, hasRole, isStaff, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { GroupPicture, GroupRow, JoinPolicy, PublishPolicy } from './group.entity.ts';

/** How the actor stands towards a group. */
export interface GroupStanding {
  readonly isMember: boolean;
  readonly isPublisher: boolean;
  /** Has asked to become a member; the town hall has not decided yet. */
  readonly hasRequested: boolean;
}
export const stranger: GroupStanding = { isMember: false, isPublisher: false, hasRequested: false };

/** Everybody with an account, from whatever town: where people live is not checked. */
export function canJoinGroup(actor: Actor, group: GroupRow): Verdict {
  const mayBelong = canBelong(actor);
  if (!mayBelong.allow) return mayBelong;
  return group.joinPolicy === 'OPEN' ? allow : deny('GROUP_NOT_OPEN');
}

export function canRequestMembership(actor: Actor, group: GroupRow): Verdict {
  const mayBelong = canBelong(actor);
  if (!mayBelong.allow) return mayBelong;
  return group.joinPolicy === 'ON_REQUEST' ? allow : deny('GROUP_NOT_ON_REQUEST');
}

/** Only people are members, never a partner's program or the clock. */
export function canBelong(actor: Actor): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  return actor.kind === 'person' ? allow : deny('FORBIDDEN');
}

/** Its name and purpose: of a CLOSED group only its members and the town hall know. */
export function canSeeGroup(actor: Actor, group: GroupRow, { isMember }: Pick<GroupStanding, 'isMember'>): Verdict {
  const scoped = withinScope(actor, group.municipality.id, 'groups:read');
  if (!scoped.allow) return scoped;
  if (group.joinPolicy !== 'CLOSED' || isInside(actor, group, isMember)) return allow;
  return deny('NOT_FOUND');
}

/** What it publishes: an open group's is public, another's is for its members and the town hall. */
export function canReadGroup(actor: Actor, group: GroupRow, { isMember }: Pick<GroupStanding, 'isMember'>): Verdict {
  if (actor.kind === 'partner' && actor.municipalityId !== group.municipality.id) return deny('NOT_FOUND');
  if (group.joinPolicy === 'OPEN' || isInside(actor, group, isMember)) return allow;
  return deny('NOT_FOUND');
}

/** Makes and changes groups, decides on requests, adds and names members. */
export function canManageGroups(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  return actor.kind === 'system' || hasRole(actor, municipalityId, 'ADMIN') ? allow : deny('FORBIDDEN');
}

/** Editors and admins everywhere in their town; other staff where the group says so; members who were named. */
export function canPublishIn(actor: Actor, group: GroupRow, standing: GroupStanding): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  if (actor.kind === 'partner') return deny('FORBIDDEN'); // keys hand in drafts
  const town = group.municipality.id;
  if (actor.kind === 'system' || hasRole(actor, town, 'EDITOR', 'ADMIN')) return allow;
  if (group.publishPolicy === 'STAFF' && isStaff(actor, town)) return allow;
  return standing.isMember && standing.isPublisher ? allow : deny('MAY_NOT_PUBLISH');
}

export interface GroupInput {
  readonly name: string;
  readonly purpose: string;
  readonly picture: GroupPicture;
  readonly joinPolicy: JoinPolicy;
  readonly publishPolicy: PublishPolicy;
}

/** The input as it is stored, or everything wrong with it at once. The town's own group stays open to everybody. */
export function readGroupInput(input: GroupInput, isTown: boolean): GroupInput {
  const check = new InputCheck();
  const { picture, joinPolicy, publishPolicy } = input;
  const name = check.text(input.name, [2, 80], 'name').replace(/\s+/g, ' ');
  const purpose = check.text(input.purpose, [0, 500], 'purpose');
  check.require(!isTown || joinPolicy === 'OPEN', 'TOWN_STAYS_OPEN', 'the town itself stays open', 'joinPolicy');
  check.done();
  return { name, purpose, picture, joinPolicy, publishPolicy };
}

/** What somebody says when they ask to become a member. */
export function readNote(note: string): string {
  const check = new InputCheck();
  const text = check.text(note, [0, 500], 'note');
  check.done();
  return text;
}

function isInside(actor: Actor, group: GroupRow, isMember: boolean): boolean {
  return actor.kind === 'system' || isMember || isStaff(actor, group.municipality.id);
}

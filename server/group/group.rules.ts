import { type Actor, hasRole, isStaff, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { GroupPicture, GroupRow, JoinPolicy, PublishPolicy } from './group.entity.ts';

/** Membership of the actor in a group. */
export interface GroupStanding {
  readonly isMember: boolean;
  readonly isPublisher: boolean;
  /** The actor has requested membership and the town hall has not decided yet. */
  readonly hasRequested: boolean;
}
export const stranger: GroupStanding = { isMember: false, isPublisher: false, hasRequested: false };

/** Everybody with an account may join an open group; residence is not checked. */
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

/** Only people can be members, not API keys or the system. */
export function canBelong(actor: Actor): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  return actor.kind === 'person' ? allow : deny('FORBIDDEN');
}

/** Whether the actor may see that the group exists: a CLOSED group is visible to members and staff only. */
export function canSeeGroup(actor: Actor, group: GroupRow, { isMember }: Pick<GroupStanding, 'isMember'>): Verdict {
  const scoped = withinScope(actor, group.municipality.id, 'groups:read');
  if (!scoped.allow) return scoped;
  if (group.joinPolicy !== 'CLOSED' || isInside(actor, group, isMember)) return allow;
  return deny('NOT_FOUND');
}

/** Whether the actor may read publications of the group: public for OPEN, otherwise for members and staff only. */
export function canReadGroup(actor: Actor, group: GroupRow, { isMember }: Pick<GroupStanding, 'isMember'>): Verdict {
  if (actor.kind === 'partner' && actor.municipalityId !== group.municipality.id) return deny('NOT_FOUND');
  if (group.joinPolicy === 'OPEN' || isInside(actor, group, isMember)) return allow;
  return deny('NOT_FOUND');
}

/** Whether the actor may create and change groups and decide on memberships: admins of the town only. */
export function canManageGroups(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  return actor.kind === 'system' || hasRole(actor, municipalityId, 'ADMIN') ? allow : deny('FORBIDDEN');
}

/**
 * Editors and admins may publish in all groups of their town, other staff in groups with the policy STAFF, members if
 * they are publishers.
 */
export function canPublishIn(actor: Actor, group: GroupRow, standing: GroupStanding): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  if (actor.kind === 'partner') return deny('FORBIDDEN'); // API keys can only create drafts
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

/**
 * Validated and trimmed input. User errors, reported together: TOO_SHORT, TOO_LONG, BAD_CHARACTERS, TOWN_STAYS_OPEN.
 */
export function readGroupInput(input: GroupInput, isTown: boolean): GroupInput {
  const check = new InputCheck();
  const { picture, joinPolicy, publishPolicy } = input;
  const name = check.text(input.name, [2, 80], 'name').replace(/\s+/g, ' ');
  const purpose = check.text(input.purpose, [0, 500], 'purpose');
  check.require(!isTown || joinPolicy === 'OPEN', 'TOWN_STAYS_OPEN', 'the town itself stays open', 'joinPolicy');
  check.done();
  return { name, purpose, picture, joinPolicy, publishPolicy };
}

/** Validated and trimmed note of a request for membership. User errors: TOO_LONG, BAD_CHARACTERS. */
export function readNote(note: string): string {
  const check = new InputCheck();
  const text = check.text(note, [0, 500], 'note');
  check.done();
  return text;
}

function isInside(actor: Actor, group: GroupRow, isMember: boolean): boolean {
  return actor.kind === 'system' || isMember || isStaff(actor, group.municipality.id);
}

import { type Actor, hasRole, isStaff, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import type { Group } from './group.entity.ts';

/** How the actor stands towards a group. */
export interface GroupStanding {
  readonly isMember: boolean;
  readonly isPublisher: boolean;
}
export const stranger: GroupStanding = { isMember: false, isPublisher: false };

export function canJoinGroup(actor: Actor, group: Group): Verdict {
  if (actor.kind !== 'person') return deny('UNAUTHENTICATED');
  return group.joinPolicy === 'OPEN' ? allow : deny('GROUP_NOT_OPEN');
}

/** Its name and purpose: of a CLOSED group only its members and the town hall know. */
export function canSeeGroup(actor: Actor, group: Group, { isMember }: GroupStanding): Verdict {
  const scoped = withinScope(actor, group.municipality.id, 'groups:read');
  if (!scoped.allow) return scoped;
  if (group.joinPolicy !== 'CLOSED' || isInside(actor, group, isMember)) return allow;
  return deny('NOT_FOUND');
}

/** What it publishes: an open group's is public, another's is for its members and the town hall. */
export function canReadGroup(actor: Actor, group: Group, { isMember }: GroupStanding): Verdict {
  if (group.joinPolicy === 'OPEN' || isInside(actor, group, isMember)) return allow;
  return deny('NOT_FOUND');
}

/** Makes and changes groups, decides on requests, adds and names members. */
export function canManageGroups(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  return actor.kind === 'system' || hasRole(actor, municipalityId, 'ADMIN') ? allow : deny('FORBIDDEN');
}

/** Editors and admins everywhere in their town; other staff where the group says so; members who were named. */
export function canPublishIn(actor: Actor, group: Group, standing: GroupStanding): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  const town = group.municipality.id;
  if (actor.kind === 'system' || hasRole(actor, town, 'EDITOR', 'ADMIN')) return allow;
  if (group.publishPolicy === 'STAFF' && isStaff(actor, town)) return allow;
  return standing.isMember && standing.isPublisher ? allow : deny('MAY_NOT_PUBLISH');
}

function isInside(actor: Actor, group: Group, isMember: boolean): boolean {
  return actor.kind === 'system' || isMember || isStaff(actor, group.municipality.id);
}

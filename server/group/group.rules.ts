import { type Actor, isStaff } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import type { Group } from './group.entity.ts';

export function canJoinGroup(actor: Actor, group: Group): Verdict {
  if (actor.kind !== 'person') return deny('UNAUTHENTICATED');
  return group.joinPolicy === 'OPEN' ? allow : deny('GROUP_NOT_OPEN');
}

/** What an open group does may be seen by everybody, without an account. */
export function canSeeGroup(actor: Actor, group: Group, isMember: boolean): Verdict {
  if (group.joinPolicy === 'OPEN' || isMember || isStaff(actor, group.municipality.id)) return allow;
  return deny('NOT_FOUND');
}

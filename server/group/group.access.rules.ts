import { type Actor, strangersCode } from '../kernel/actor.ts';
import { isFresh } from '../kernel/assurance.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { GroupRow } from './group.entity.ts';
import { canManageGroups, type GroupStanding } from './group.rules.ts';

/**
 * Hours for which an admin has access to a CLOSED group: one working day. A longer look is a new decision with a reason
 * of its own.
 */
export const accessHours = 8;

/**
 * Whether the actor may take access to a CLOSED group: an admin of the town who signed in recently and is not a member.
 * An admin who has access may take it again, which moves its end.
 */
export function canTakeAccess(actor: Actor, group: GroupRow, standing: GroupStanding, now: Date): Verdict {
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  const mayManage = canManageGroups(actor, group.municipality.id);
  if (!mayManage.allow) return mayManage;
  if (group.joinPolicy !== 'CLOSED' || standing.isMember) return deny('ACCESS_NOT_NEEDED');
  return isFresh(actor.assurance, now) ? allow : deny('SIGN_IN_AGAIN');
}

/** Whether the actor may see who took access to a group: its members and admins of the town. */
export function canSeeAccesses(actor: Actor, group: GroupRow, standing: GroupStanding): Verdict {
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  return standing.isMember ? allow : canManageGroups(actor, group.municipality.id);
}

/** Validated and trimmed reason of 10 to 500 characters. User errors: TOO_SHORT, TOO_LONG, BAD_CHARACTERS. */
export function readAccessReason(reason: string): string {
  const check = new InputCheck();
  const text = check.multiline(reason, [10, 500], 'reason');
  check.done();
  return text;
}

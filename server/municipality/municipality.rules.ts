import { type Actor, hasRole } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';

/** Settings, audit trail, staff: for those who run the town; nobody's program. */
export function canRunTown(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind === 'system') return allow;
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  return hasRole(actor, municipalityId, 'ADMIN') ? allow : deny('FORBIDDEN');
}

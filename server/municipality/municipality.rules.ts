import { type Actor, hasRole } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';

/**
 * Whether the actor may change settings and staff and read the audit trail of the town: its admins and the system, no
 * partners.
 */
export function canRunTown(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind === 'system') return allow;
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  return hasRole(actor, municipalityId, 'ADMIN') ? allow : deny('FORBIDDEN');
}

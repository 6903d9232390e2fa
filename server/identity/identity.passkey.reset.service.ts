import { personId as idOfActor } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { Passkey, Role } from './identity.entity.ts';
import { passkeysReset } from './identity.events.ts';
import { canGrantRole, isPresent } from './identity.rules.ts';
import { endAllSessions } from './identity.sessions.service.ts';
import { readStaff, type StaffMember } from './identity.staff.service.ts';

export interface ResetPasskeysInput {
  readonly municipalityId: string;
  readonly personId: string;
}

/**
 * Removes all passkeys of a staff member who has lost the device, and ends the member's sessions. The member gets a
 * mail about it and adds a new passkey after the next sign-in. Returns the member. Errors: UNAUTHENTICATED, FORBIDDEN,
 * SIGN_IN_AGAIN, OWN_PASSKEYS, NOT_FOUND (no role in this town).
 */
export function resetPasskeys(ctx: Context, { municipalityId, personId }: ResetPasskeysInput): Promise<StaffMember> {
  return write(ctx, async (tx) => {
    authorize(canGrantRole(tx.actor, { role: 'ADMIN', municipalityId, deskId: null }));
    authorize(isPresent(tx.actor, tx.now()));
    if (idOfActor(tx.actor) === personId) throw refusal('OWN_PASSKEYS', 'personId');
    const member = await findMember(tx, municipalityId, personId);
    await tx.em.nativeDelete(Passkey, { person: personId });
    await endAllSessions(tx, personId);
    await record(tx, passkeysReset({ personId, municipalityId }));
    return member;
  });
}

/** A person who works for several towns is reset by the operator only, because the account is not this town's alone. */
async function findMember(tx: Tx, municipalityId: string, personId: string): Promise<StaffMember> {
  const [member] = await readStaff(tx, { municipality: municipalityId, person: personId });
  if (member === undefined) throw new DomainError('NOT_FOUND');
  const isOperator = tx.actor.kind === 'person' && tx.actor.roles.some(({ role }) => role === 'OPERATOR');
  const elsewhere = await tx.em.count(Role, { person: personId, municipality: { $ne: municipalityId } });
  const global = await tx.em.count(Role, { person: personId, municipality: null });
  if (elsewhere + global > 0 && !isOperator) throw new DomainError('FORBIDDEN');
  return member;
}

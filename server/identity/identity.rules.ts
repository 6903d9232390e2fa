import { type Actor, hasRole, type RoleGrant } from '../kernel/actor.ts';
import { assuranceLevels, assuranceMinutes } from '../kernel/assurance.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';

export const signInLimits = { tries: 5, minutes: 10 } as const;
/** How long a session lives without use. */
export const idleLimits = { citizenDays: 30, staffHours: 8 } as const;

const quarterHour = 15 * 60;
export const signInRates = {
  perAddress: { name: 'signIn.address', points: 3, seconds: quarterHour },
  perClient: { name: 'signIn.client', points: 10, seconds: quarterHour },
} as const;

/** How long the name of somebody in the town hall is. */
export const nameLengths = [2, 80] as const;

/** Eight digits, however they were copied; anything else can only be wrong. */
export function readCode(text: string): string {
  const code = text.length > 20 ? '' : text.replace(/[\s-]/g, '');
  return /^\d{8}$/.test(code) ? code : '';
}

/** A CLERK works at a desk, an OPERATOR in no town. */
export function isRoleComplete({ role, municipalityId, deskId }: RoleGrant): boolean {
  return (municipalityId === null) === (role === 'OPERATOR') && (deskId !== null) === (role === 'CLERK');
}

/** Operators appoint anybody, admins those of their own town hall; the system is the installation's own command. */
export function canGrantRole(actor: Actor, { municipalityId }: RoleGrant): Verdict {
  if (actor.kind === 'system') return allow;
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  if (actor.kind === 'partner') return deny('FORBIDDEN');
  if (actor.roles.some(({ role }) => role === 'OPERATOR')) return allow;
  return municipalityId !== null && hasRole(actor, municipalityId, 'ADMIN') ? allow : deny('FORBIDDEN');
}

/** Somebody must be left who can appoint others. */
export function canRevokeRole(actor: Actor, grant: RoleGrant, adminsOfTown: number): Verdict {
  const verdict = canGrantRole(actor, grant);
  if (!verdict.allow) return verdict;
  return grant.role === 'ADMIN' && adminsOfTown <= 1 ? deny('LAST_ADMIN') : allow;
}

const ranked = `array[${assuranceLevels.map((level) => `'${level}'`).join(', ')}]`;

/** In a statement: the session `id` of `person` proves the level `needed` now. All three are its own expressions. */
export function provesSql(id: string, person: string, needed: string): string {
  return `(${needed} = 'BASIC' or exists (
    select from session s where s.id = ${id} and s.person_id = ${person} and s.expires_at > now()
      and s.proven_at > now() - interval '${assuranceMinutes} minutes'
      and array_position(${ranked}, s.assurance::text) >= array_position(${ranked}, ${needed}::text)))`;
}

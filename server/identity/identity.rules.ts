import { type Actor, hasRole, type RoleGrant } from '../kernel/actor.ts';
import { assuranceLevels, assuranceMinutes } from '../kernel/assurance.ts';
import { type Assurance, isFresh } from '../kernel/assurance.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';

/**
 * Bounds of a pending sign-in. `pendingPerMailbox`: links of one mailbox that are valid at a time. Because a link is valid
 * for an hour, a mailbox receives at most this number of mails in an hour, and each of them can still be used when no
 * further mail is sent.
 */
export const signInLimits = { tries: 5, codeMinutes: 10, linkMinutes: 60, pendingPerMailbox: 10 } as const;
/** Time after which an unused session ends. */
export const idleLimits = { citizenDays: 30, staffHours: 8 } as const;

const quarterHour = 15 * 60;
export const signInRates = {
  /** Mails to one mailbox, per client that requests them. */
  perMailbox: { name: 'signIn.mailbox', points: 3, seconds: quarterHour },
  /** Identifications at an identity service, and returns from one; a hall or a mobile network is one client. */
  identification: { name: 'identification', points: 600, seconds: quarterHour },
} as const;

/** Least and greatest number of characters of a staff member's name. */
export const nameLengths = [2, 80] as const;

/** Normalises a typed code to eight digits; an empty string if the text cannot be a code. */
export function readCode(text: string): string {
  const code = text.length > 20 ? '' : text.replace(/[\s-]/g, '');
  return /^\d{8}$/.test(code) ? code : '';
}

/** The eight digits of a code in two groups, which are easier to read and to type. */
export function groupCode(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}

/** Whether town and desk fit the role: only CLERK has a desk, only OPERATOR has no town. */
export function isRoleComplete({ role, municipalityId, deskId }: RoleGrant): boolean {
  return (municipalityId === null) === (role === 'OPERATOR') && (deskId !== null) === (role === 'CLERK');
}

/**
 * Operators grant all roles, admins the roles of their own town; the system is a command on the installation's server.
 */
export function canGrantRole(actor: Actor, { municipalityId }: RoleGrant): Verdict {
  if (actor.kind === 'system') return allow;
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  if (actor.kind === 'partner') return deny('FORBIDDEN');
  if (actor.roles.some(({ role }) => role === 'OPERATOR')) return allow;
  return municipalityId !== null && hasRole(actor, municipalityId, 'ADMIN') ? allow : deny('FORBIDDEN');
}

/** Whether a person with these roles acts only in sessions that were opened with a passkey. */
export function needsPasskey(roles: readonly RoleGrant[], { method }: Pick<Assurance, 'method'>): boolean {
  return method !== 'PASSKEY' && roles.some(({ role }) => role === 'ADMIN' || role === 'OPERATOR');
}

/**
 * Steps on accounts of others and on keys need a sign-in or a check of a passkey in the last 15 minutes (SIGN_IN_AGAIN);
 * the system never signs in.
 */
export function isPresent(actor: Actor, now: Date): Verdict {
  return actor.kind !== 'person' || isFresh(actor.assurance, now) ? allow : deny('SIGN_IN_AGAIN');
}

/** Like `canGrantRole`, but the last admin of a town cannot be removed (LAST_ADMIN). */
export function canRevokeRole(actor: Actor, grant: RoleGrant, adminsOfTown: number): Verdict {
  const verdict = canGrantRole(actor, grant);
  if (!verdict.allow) return verdict;
  return grant.role === 'ADMIN' && adminsOfTown <= 1 ? deny('LAST_ADMIN') : allow;
}

const ranked = `array[${assuranceLevels.map((level) => `'${level}'`).join(', ')}]`;

/**
 * SQL condition: the session `id` of `person` proves the level `needed` now. All parameters are SQL expressions of the
 * surrounding statement.
 */
export function provesSql(id: string, person: string, needed: string): string {
  return `(${needed} = 'BASIC' or exists (
    select from session s where s.id = ${id} and s.person_id = ${person} and s.expires_at > now()
      and s.proven_at > now() - interval '${assuranceMinutes} minutes'
      and array_position(${ranked}, s.assurance::text) >= array_position(${ranked}, ${needed}::text)))`;
}

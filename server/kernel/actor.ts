import type { Assurance } from './assurance.ts';
import { allow, deny, type Verdict } from './errors.ts';
import type { RoleKind, Scope } from './names.ts';

export type { RoleKind, Scope } from './names.ts';

export interface RoleGrant {
  readonly role: RoleKind;
  /** Null for OPERATOR only. */
  readonly municipalityId: string | null;
  /** The desk a CLERK works at; null for other roles. */
  readonly deskId: string | null;
}

export interface Person {
  readonly kind: 'person';
  readonly id: string;
  readonly sessionId: string;
  /** End of the session; its sockets are closed then. */
  readonly expiresAt: Date;
  readonly roles: readonly RoleGrant[];
  /** Strongest proof of identity in this session; absent: only the e-mail address is proven. */
  readonly assurance?: Assurance;
  /**
   * True: the person is ADMIN or OPERATOR, and the session was not opened with a passkey. Then `roles` is empty, and
   * mutations are refused with PASSKEY_REQUIRED except those that lead to a passkey.
   */
  readonly needsPasskey?: true;
}

/** Program of a partner, identified by its key. It acts in one town and within its scopes. */
export interface Partner {
  readonly kind: 'partner';
  readonly keyId: string;
  readonly municipalityId: string;
  readonly scopes: readonly Scope[];
  /** End of the key; its sockets are closed then. */
  readonly expiresAt: Date;
}

/** On whose behalf an operation runs, as the session or key says; clients cannot choose it. */
export type Actor = { readonly kind: 'anonymous' } | { readonly kind: 'system' } | Person | Partner;

export const anonymous: Actor = Object.freeze({ kind: 'anonymous' });
/** Actor of jobs and of work at start-up. */
export const system: Actor = Object.freeze({ kind: 'system' });

/** Whether the actor is a person with one of these roles in this town. */
export function hasRole(actor: Actor, municipalityId: string, ...wanted: readonly RoleKind[]): boolean {
  if (actor.kind !== 'person') return false;
  return actor.roles.some((grant) => grant.municipalityId === municipalityId && wanted.includes(grant.role));
}

/** Whether the actor is a clerk, an editor or an administrator of this town. */
export function isStaff(actor: Actor, municipalityId: string): boolean {
  return hasRole(actor, municipalityId, 'CLERK', 'EDITOR', 'ADMIN');
}

/**
 * First check of every rule. Partners act only in their own town (NOT_FOUND for reads, FORBIDDEN for writes) and within
 * their scopes (FORBIDDEN with `scope`). Other actors pass; the domain's rule decides about them.
 */
export function withinScope(actor: Actor, municipalityId: string, scope: Scope): Verdict {
  if (actor.kind !== 'partner') return allow;
  if (actor.municipalityId !== municipalityId) return deny(scope.endsWith(':read') ? 'NOT_FOUND' : 'FORBIDDEN');
  return actor.scopes.includes(scope) ? allow : deny('FORBIDDEN', { scope });
}

/**
 * Code for an actor that is not a person, where only people may act: anonymous visitors may still sign in, programs may
 * not act.
 */
export function strangersCode(actor: Actor): 'UNAUTHENTICATED' | 'FORBIDDEN' {
  return actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
}

/** Id of the person; null for all other actors. */
export function personId(actor: Actor): string | null {
  return actor.kind === 'person' ? actor.id : null;
}

/** Id of the person or of the partner's key, for rates and idempotency; null for anonymous and system. */
export function actorId(actor: Actor): string | null {
  return actor.kind === 'partner' ? actor.keyId : personId(actor);
}

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
  /** When the session ends by itself: sockets are closed then. */
  readonly expiresAt: Date;
  readonly roles: readonly RoleGrant[];
  /** What the session has proven; absent: no more than an address. */
  readonly assurance?: Assurance;
}

/** A partner's program, known by its key: bound to one town, and there to what its scopes name. */
export interface Partner {
  readonly kind: 'partner';
  readonly keyId: string;
  readonly municipalityId: string;
  readonly scopes: readonly Scope[];
  /** When the key ends: sockets are closed then. */
  readonly expiresAt: Date;
}

/** Who asks: a fact of the session or the key, never a claim of the client. */
export type Actor = { readonly kind: 'anonymous' } | { readonly kind: 'system' } | Person | Partner;

export const anonymous: Actor = Object.freeze({ kind: 'anonymous' });
/** Jobs and start-up work: what the clock does, not a person. */
export const system: Actor = Object.freeze({ kind: 'system' });

export function hasRole(actor: Actor, municipalityId: string, ...wanted: readonly RoleKind[]): boolean {
  if (actor.kind !== 'person') return false;
  return actor.roles.some((grant) => grant.municipalityId === municipalityId && wanted.includes(grant.role));
}

/** Anybody who works in this town hall. */
export function isStaff(actor: Actor, municipalityId: string): boolean {
  return hasRole(actor, municipalityId, 'CLERK', 'EDITOR', 'ADMIN');
}

/**
 * Asked first by every rule: a partner reads and writes in its own town only, and only what its scopes name. Everybody
 * else passes here and is judged by the domain.
 */
export function withinScope(actor: Actor, municipalityId: string, scope: Scope): Verdict {
  if (actor.kind !== 'partner') return allow;
  if (actor.municipalityId !== municipalityId) return deny(scope.endsWith(':read') ? 'NOT_FOUND' : 'FORBIDDEN');
  return actor.scopes.includes(scope) ? allow : deny('FORBIDDEN', { scope });
}

/** Votes, memberships and moves are for people: a program is refused, who is signed out may still sign in. */
export function strangersCode(actor: Actor): 'UNAUTHENTICATED' | 'FORBIDDEN' {
  return actor.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
}

export function personId(actor: Actor): string | null {
  return actor.kind === 'person' ? actor.id : null;
}

/** Whose requests these are, for counting and repeating them: the person or the key; null for nobody in particular. */
export function actorId(actor: Actor): string | null {
  return actor.kind === 'partner' ? actor.keyId : personId(actor);
}

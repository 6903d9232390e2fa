/** What a person may be in a town hall; a citizen has no role. OPERATOR belongs to the installation, not to a town. */
export const roleKinds = ['CLERK', 'EDITOR', 'ADMIN', 'OPERATOR'] as const;
export type RoleKind = (typeof roleKinds)[number];

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
}

/** Who asks: a fact of the session, never a claim of the client. */
export type Actor = { readonly kind: 'anonymous' } | { readonly kind: 'system' } | Person;

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

export function personId(actor: Actor): string | null {
  return actor.kind === 'person' ? actor.id : null;
}

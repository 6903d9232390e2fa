import type { Identified } from '../client.ts';
import type { Act, Standing } from './act.ts';
import type { Town } from './town.ts';

type Home = 'A' | 'B';
export interface ActorKind {
  readonly name: string;
  /** Town that counts as own; for the anonymous actor A. */
  readonly home: Home;
  readonly role: Standing;
}

/** Kinds of actors; each tries its own and the other town. */
export const actorKinds: readonly ActorKind[] = [
  { name: 'anonymous', home: 'A', role: 'anonymous' },
  { name: 'citizen A', home: 'A', role: 'citizen' },
  { name: 'citizen B', home: 'B', role: 'citizen' },
  { name: 'staff A', home: 'A', role: 'clerk' },
  { name: 'staff B', home: 'B', role: 'clerk' },
  { name: 'admin A', home: 'A', role: 'admin' },
  { name: 'partner A', home: 'A', role: 'partner' },
];

export const columns: readonly string[] = actorKinds.flatMap(({ name }) => [`${name} own`, `${name} other`]);

export function identify(town: Town, role: Standing): Identified {
  if (role === 'anonymous') return {};
  return role === 'partner' ? { key: town.partner.key } : town[role];
}

export function rowName({ field, variant }: Act): string {
  return variant === undefined ? field : `${field} (${variant})`;
}

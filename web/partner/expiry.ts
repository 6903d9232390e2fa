import type { PartnerKeyPartsFragment } from '../gql/graphql.ts';

export interface Expiry {
  readonly kind: 'revoked' | 'expired' | 'soon' | 'later';
  /** Whole days that are left, counted up: the last one is 1. */
  readonly days: number;
}
const warningDays = 14;

/** How it stands with a key: the last two weeks are told, so that its owner can ask for the next one in time. */
export function expiryOf(key: Pick<PartnerKeyPartsFragment, 'expiresAt' | 'revokedAt'>, now: number): Expiry {
  const days = Math.max(0, Math.ceil((Date.parse(key.expiresAt) - now) / 86_400_000));
  if (key.revokedAt) return { kind: 'revoked', days };
  if (days === 0) return { kind: 'expired', days };
  return { kind: days <= warningDays ? 'soon' : 'later', days };
}

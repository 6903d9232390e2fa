import type { PartnerKeyPartsFragment } from '../gql/graphql.ts';

export interface Expiry {
  readonly kind: 'revoked' | 'expired' | 'soon' | 'later';
  /** Remaining days, rounded up: 1 on the last day. */
  readonly days: number;
}
const warningDays = 14;

/** State of a key; the last 14 days are marked, so that its owner can request the next key in time. */
export function expiryOf(key: Pick<PartnerKeyPartsFragment, 'expiresAt' | 'revokedAt'>, now: number): Expiry {
  const days = Math.max(0, Math.ceil((Date.parse(key.expiresAt) - now) / 86_400_000));
  if (key.revokedAt) return { kind: 'revoked', days };
  if (days === 0) return { kind: 'expired', days };
  return { kind: days <= warningDays ? 'soon' : 'later', days };
}

import type { Balance } from './rate.ts';

/**
 * Headers RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers): for each rate its quota (`q`) in a
 * window (`w` seconds), the remaining points (`r`) and the seconds until the window ends (`t`).
 */
export function rateHeaders(balances: readonly Balance[]): readonly (readonly [name: string, value: string])[] {
  const policies = balances.map(({ rate }) => `"${labelOf(rate.name)}";q=${rate.points};w=${rate.seconds}`);
  const lefts = balances.map(
    ({ rate, left, msLeft }) => `"${labelOf(rate.name)}";r=${left};t=${Math.ceil(msLeft / 1000)}`,
  );
  return [
    ['RateLimit-Policy', policies.join(', ')],
    ['RateLimit', lefts.join(', ')],
  ];
}

/** Label of a rate for clients: `cost.key` and `cost.person` are both `cost`. */
function labelOf(name: string): string {
  return name.split('.')[0] ?? name;
}

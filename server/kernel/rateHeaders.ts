import type { Balance } from './rate.ts';

/**
 * The headers RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers): of each rate what may be used in its
 * window (`q` in `w` seconds), what is left of it (`r`) and in how many seconds it begins anew (`t`).
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

/** `cost.key` and `cost.person` are one rate to whoever is told of it. */
function labelOf(name: string): string {
  return name.split('.')[0] ?? name;
}

import type { RouteLocationNormalizedLoaded } from 'vue-router';

/** Legal pages that every page must link. */
export const legalPageNames = ['imprint', 'privacy', 'accessibility'] as const;

/** Path of the licences of packages; the build writes the file (scripts/notices.mjs). */
export const noticesPath = '/third-party-notices.txt';

/**
 * Path of a page for the report of a barrier. Tokens in paths such as "confirm/…" are removed, because they are
 * secret.
 */
export function pathOf({ path, params }: Pick<RouteLocationNormalizedLoaded, 'path' | 'params'>): string {
  const { token } = params;
  return typeof token === 'string' && token !== '' ? path.replace(token, '…') : path;
}

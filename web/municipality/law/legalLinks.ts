import type { RouteLocationNormalizedLoaded } from 'vue-router';

/** The pages that the law wants within reach of every page. */
export const legalPageNames = ['imprint', 'privacy', 'accessibility'] as const;

/** Where somebody met a barrier, to be told with it; whatever opens something ("confirm/…") is nobody else's business. */
export function pathOf({ path, params }: Pick<RouteLocationNormalizedLoaded, 'path' | 'params'>): string {
  const { token } = params;
  return typeof token === 'string' && token !== '' ? path.replace(token, '…') : path;
}

import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router';

const key = 'ortsfunk.letterCode';

/**
 * The picture on the letter leads here with the code behind #, which no browser sends. It leaves the address before a page
 * is shown, so that it gets into no link, and waits in this tab until whoever opened it has signed in.
 */
export function takeOver(to: RouteLocationNormalized): RouteLocationRaw {
  keepCode(decodeURIComponent(to.hash.slice(1)).slice(0, 40));
  return { path: to.path, query: to.query, hash: '', replace: true };
}

export function keptCode(): string {
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

/** Empty: it was used. */
export function keepCode(code: string): void {
  try {
    if (code === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, code);
  } catch {
    // private windows refuse: then it is typed
  }
}

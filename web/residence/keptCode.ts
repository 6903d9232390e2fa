import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router';

const key = 'ortsfunk.letterCode';

/**
 * Takes the code behind # in the address of a letter's QR code; browsers do not send that part. The code is removed
 * from the address before a page is shown, and stays in this tab until the person has signed in.
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

/** Stores the code; an empty code deletes it. */
export function keepCode(code: string): void {
  try {
    if (code === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, code);
  } catch {
    // private windows refuse; the person types the code
  }
}

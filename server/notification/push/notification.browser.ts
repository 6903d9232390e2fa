import type { Context } from '../../kernel/context.ts';
import { hashToken } from '../../kernel/secrets.ts';

/**
 * Cookie that recognises a browser with a device: signing out there, or signing in to another account, takes the device
 * off the account. 400 days is the longest time that browsers accept.
 */
export const browserCookie = { name: 'push', seconds: 400 * 86_400 } as const;

/** Hash of the cookie of the browser that sends the request; undefined: it has none. */
export function browserHashOf({ caller }: Context): string | undefined {
  const cookie = caller?.cookie(browserCookie.name);
  return cookie === undefined ? undefined : hashToken(cookie);
}

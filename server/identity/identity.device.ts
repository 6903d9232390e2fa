import type { Context } from '../kernel/context.ts';
import { hmacText, isSameHash, newToken } from '../kernel/secrets.ts';

/**
 * Cookie of a browser in which somebody has signed in: a random id, and its HMAC with the mailbox. The server stores
 * nothing of it. It counts for requests of a sign-in to this mailbox only and identifies nobody. 400 days is the longest
 * time that browsers accept.
 */
const deviceCookie = { name: 'device', seconds: 400 * 86_400 } as const;

/** Id of a browser in which the owner of the mailbox has signed in before; undefined: any other browser. */
export function findDevice(ctx: Context, email: string): string | undefined {
  const [id = '', seal = ''] = (ctx.caller?.cookie(deviceCookie.name) ?? '').split('.');
  return isSameHash(seal, sealOf(ctx, id, email)) ? id : undefined;
}

/** Marks the browser as one in which the owner of the mailbox has signed in. */
export function rememberDevice(ctx: Context, email: string): void {
  const id = findDevice(ctx, email) ?? newToken(16);
  ctx.caller?.setCookie?.(deviceCookie.name, `${id}.${sealOf(ctx, id, email)}`, deviceCookie.seconds);
}

function sealOf({ secret }: Context, id: string, email: string): string {
  return hmacText(secret, `device:${id}:${email}`);
}

import { createHmac } from 'node:crypto';
import type { Context } from '../../kernel/context.ts';
import { isSameHash } from '../../kernel/secrets.ts';

/** What a link in a mail to a follower does. */
export type FollowLink = 'confirm' | 'end';

/** The end of a link: which follower, and a proof that the mail arrived. */
export function followToken({ secret }: Pick<Context, 'secret'>, link: FollowLink, followerId: string): string {
  const proof = createHmac('sha256', secret).update(`follow-${link}:${followerId}`).digest('base64url').slice(0, 22);
  return `${Buffer.from(followerId.replaceAll('-', ''), 'hex').toString('base64url')}${proof}`;
}

/** The follower a token is about, or undefined when it is not genuine. */
export function followerOfToken(ctx: Pick<Context, 'secret'>, link: FollowLink, token: string): string | undefined {
  const hex = Buffer.from(token.slice(0, 22), 'base64url').toString('hex');
  if (hex.length !== 32 || token.length > 100) return undefined;
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isSameHash(followToken(ctx, link, id), token) ? id : undefined;
}

import { createHmac } from 'node:crypto';
import type { Context } from '../../kernel/context.ts';
import { isSameHash } from '../../kernel/secrets.ts';

/** Action of a link in a mail to a follower. */
export type FollowLink = 'confirm' | 'end';

/** Last part of a link: the id of the follower and a proof that the mail arrived. */
export function followToken({ secret }: Pick<Context, 'secret'>, link: FollowLink, followerId: string): string {
  const proof = createHmac('sha256', secret).update(`follow-${link}:${followerId}`).digest('base64url').slice(0, 22);
  return `${Buffer.from(followerId.replaceAll('-', ''), 'hex').toString('base64url')}${proof}`;
}

/** Id of the follower that a token belongs to; undefined if the token is not genuine. */
export function followerOfToken(ctx: Pick<Context, 'secret'>, link: FollowLink, token: string): string | undefined {
  const hex = Buffer.from(token.slice(0, 22), 'base64url').toString('hex');
  if (hex.length !== 32 || token.length > 100) return undefined;
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isSameHash(followToken(ctx, link, id), token) ? id : undefined;
}

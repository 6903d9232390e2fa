import { createHmac } from 'node:crypto';
import type { Context } from '../kernel/context.ts';
import { isSameHash } from '../kernel/secrets.ts';
import type { Issue } from './issue.entity.ts';

/** Claim codes shown by one client, right or wrong: nobody tries their way through. */
const claimRate = { name: 'claim', points: 120, seconds: 900 };
/** A code as people type it is hardly longer. */
const longestCode = 40;

/** No 0 O 1 I L: read out over the phone and typed by hand. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/**
 * The code that makes its holder the reporter of an issue reported without an account: 10 letters derived from the
 * installation's secret, so nothing is stored and a repeated request can answer the same.
 */
export function claimCodeOf({ secret }: Pick<Context, 'secret'>, issueId: string): string {
  const digest = createHmac('sha256', secret).update(`claim:${issueId}`).digest();
  const letters = [...digest.subarray(0, 10)].map((byte) => alphabet[byte % alphabet.length] ?? '');
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
}

/** Counts a code that is about to be tried; outside transactions, for the counter may be far away. */
export async function spendClaim({ limits, caller }: Context, given: string | null | undefined): Promise<void> {
  if (given != null && given !== '' && caller !== undefined) await limits.spend(claimRate, caller.ip);
}

/** Whether the given code belongs to this issue. Callers have counted it: a late right guess must not pass. */
export function isClaimCode(ctx: Pick<Context, 'secret'>, issue: Issue, given: string | null | undefined): boolean {
  if (given == null || given.length > longestCode || issue.reporter != null) return false;
  const plain = (code: string): string => code.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return isSameHash(plain(claimCodeOf(ctx, issue.id)), plain(given));
}

/** The end of the link in the confirmation mail: the issue's id and a proof that the mail arrived. */
export function confirmationToken({ secret }: Pick<Context, 'secret'>, issueId: string): string {
  const proof = createHmac('sha256', secret).update(`confirm:${issueId}`).digest('base64url').slice(0, 22);
  return `${Buffer.from(issueId.replaceAll('-', ''), 'hex').toString('base64url')}${proof}`;
}

/** The issue a token confirms, or undefined when it is not genuine. */
export function issueOfToken(ctx: Pick<Context, 'secret'>, token: string): string | undefined {
  const hex = Buffer.from(token.slice(0, 22), 'base64url').toString('hex');
  if (hex.length !== 32) return undefined;
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isSameHash(confirmationToken(ctx, id), token) ? id : undefined;
}

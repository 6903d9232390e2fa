import { createHmac } from 'node:crypto';
import type { Context } from '../kernel/context.ts';
import { isSameHash } from '../kernel/secrets.ts';
import type { Issue } from './issue.entity.ts';

/** Limit of claim codes per client, valid or not, against guessing. */
const claimRate = { name: 'claim', points: 120, seconds: 900 };
/** Maximum length in characters that is accepted as a code. */
const longestCode = 40;

/** Letters and digits without 0, O, 1, I and L, because codes are read aloud and typed by hand. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/**
 * The code that makes its holder the reporter of an issue without an account: 10 characters derived from the secret of
 * the installation. The code is not stored, and a repeated request returns the same one.
 */
export function claimCodeOf({ secret }: Pick<Context, 'secret'>, issueId: string): string {
  const digest = createHmac('sha256', secret).update(`claim:${issueId}`).digest();
  const letters = [...digest.subarray(0, 10)].map((byte) => alphabet[byte % alphabet.length] ?? '');
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
}

/**
 * Spends the rate for a code before the code is checked. Call it outside transactions, because the counter may be in
 * Redis.
 */
export async function spendClaim({ limits, caller }: Context, given: string | null | undefined): Promise<void> {
  if (given != null && given !== '' && caller !== undefined) await limits.spend(claimRate, caller.ip);
}

/** Whether the code belongs to this issue. Callers must have called spendClaim() before. */
export function isClaimCode(ctx: Pick<Context, 'secret'>, issue: Issue, given: string | null | undefined): boolean {
  if (given == null || given.length > longestCode || issue.reporter != null) return false;
  const plain = (code: string): string => code.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return isSameHash(plain(claimCodeOf(ctx, issue.id)), plain(given));
}

/** Last part of the link in the confirmation mail: the id of the issue and a proof that the mail arrived. */
export function confirmationToken({ secret }: Pick<Context, 'secret'>, issueId: string): string {
  const proof = createHmac('sha256', secret).update(`confirm:${issueId}`).digest('base64url').slice(0, 22);
  return `${Buffer.from(issueId.replaceAll('-', ''), 'hex').toString('base64url')}${proof}`;
}

/** Id of the issue that a token confirms; undefined if the token is not genuine. */
export function issueOfToken(ctx: Pick<Context, 'secret'>, token: string): string | undefined {
  const hex = Buffer.from(token.slice(0, 22), 'base64url').toString('hex');
  if (hex.length !== 32) return undefined;
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isSameHash(confirmationToken(ctx, id), token) ? id : undefined;
}

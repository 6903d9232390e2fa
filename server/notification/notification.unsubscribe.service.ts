import { createHmac } from 'node:crypto';
import { NIL } from 'uuid';
import { Group } from '../group/group.entity.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError, refusal } from '../kernel/errors.ts';
import { write } from '../kernel/events.ts';
import type { Interest } from '../kernel/names.ts';
import { isSameHash } from '../kernel/secrets.ts';
import { Recipient } from '../recipient/recipient.entity.ts';
import { groupInterest } from '../recipient/recipient.rules.ts';
import { readMode, type Subscription, writePreference } from './notification.preference.service.ts';

/** Length of two UUIDs in base64url. */
const idsLength = 43;
/** Length of the truncated HMAC in base64url. */
const proofLength = 22;
const longestToken = 200;

/**
 * Signed token of an unsubscribe link; allows switching off one channel of one interest for one recipient without a
 * session.
 */
export function unsubscribeToken({ secret }: Pick<Context, 'secret'>, subscription: Subscription): string {
  const { recipientId, groupId } = subscription;
  const ids = `${recipientId}${groupId ?? NIL}`.replaceAll('-', '');
  const target = targetOf(subscription);
  const proof = createHmac('sha256', secret)
    .update(`unsubscribe:${recipientId}:${groupId ?? NIL}:${target}`)
    .digest('base64url');
  return `${Buffer.from(ids, 'hex').toString('base64url')}${proof.slice(0, proofLength)}${target}`;
}

/** Channel, and the interest if it is not GROUP: links of mails that were sent before there were others name none. */
function targetOf({ interest, channel }: Subscription): string {
  return interest === groupInterest ? channel : `${channel}.${interest}`;
}

/** Subscription of a token; undefined: the signature is invalid. */
function readUnsubscribeToken(ctx: Pick<Context, 'registry' | 'secret'>, token: string): Subscription | undefined {
  if (token.length > longestToken) return undefined;
  const hex = Buffer.from(token.slice(0, idsLength), 'base64url').toString('hex');
  if (hex.length !== 64) return undefined;
  const [recipientId = '', groupId = ''] = [hex.slice(0, 32), hex.slice(32)].map((id) =>
    id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  );
  const [channel = '', name = String(groupInterest)] = token.slice(idsLength + proofLength).split('.');
  const interest = ctx.registry.interests.find((known) => known.name === name)?.name;
  if (interest === undefined) return undefined;
  const subscription = { recipientId, interest, groupId: interest === groupInterest ? groupId : null, channel };
  return isSameHash(unsubscribeToken(ctx, subscription), token) ? subscription : undefined;
}

export interface UnsubscribeLink {
  readonly interest: Interest;
  /** Group of the interest GROUP; null for all others. */
  readonly group: Group | null;
  readonly isOn: boolean;
  /** False: the recipient has no account, and chooses by the links of its mails. */
  readonly hasAccount: boolean;
}

/**
 * Interest and current state of an unsubscribe link, without changing anything. Errors: NOT_FOUND for invalid tokens.
 */
export async function readUnsubscribeLink(ctx: Context, token: string): Promise<UnsubscribeLink> {
  const known = await findSubscription(ctx, token);
  if (known === undefined) throw new DomainError('NOT_FOUND');
  const { subscription, group, recipient } = known;
  const isOn = (await readMode(ctx, subscription)) !== 'OFF';
  return { interest: subscription.interest, group, isOn, hasAccount: recipient.person != null };
}

export interface Unsubscribed {
  readonly interest: Interest;
  readonly group: Group | null;
  readonly channel: string;
  /** False: the channel was switched off before. */
  readonly wasOn: boolean;
}

/**
 * Switches off what the token names; a repeated call changes nothing and returns `wasOn: false`. Errors: UNKNOWN_LINK.
 */
export function unsubscribe(ctx: Context, token: string): Promise<Unsubscribed> {
  return write(ctx, async (tx) => {
    const known = await findSubscription(tx, token);
    if (known === undefined) throw refusal('UNKNOWN_LINK', 'token');
    const { subscription, group } = known;
    const wasOn = await writePreference(tx, { ...subscription, mode: 'OFF' });
    return { interest: subscription.interest, group, channel: subscription.channel, wasOn };
  });
}

/** Subscription of a token whose recipient and group still exist. */
async function findSubscription(
  ctx: Context,
  token: string,
): Promise<{ subscription: Subscription; group: Group | null; recipient: Recipient } | undefined> {
  const subscription = readUnsubscribeToken(ctx, token);
  if (subscription === undefined) return undefined;
  const recipient = await ctx.em.findOne(Recipient, subscription.recipientId);
  if (recipient === null) return undefined;
  if (subscription.groupId === null) return { subscription, group: null, recipient };
  const group = await ctx.em.findOne(Group, subscription.groupId, { populate: ['municipality'] });
  return group === null ? undefined : { subscription, group, recipient };
}

import { createHmac } from 'node:crypto';
import { Group } from '../group/group.entity.ts';
import type { Context } from '../kernel/context.ts';
import { DomainError, Refusal } from '../kernel/errors.ts';
import { write } from '../kernel/events.ts';
import { isSameHash } from '../kernel/secrets.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { type Choice, isChannelOn, writePreference } from './notification.preference.service.ts';

type Subscription = Omit<Choice, 'isOn'>;

/** Length of two UUIDs in base64url. */
const idsLength = 43;
/** Length of the truncated HMAC in base64url. */
const proofLength = 22;
const longestToken = 200;

/**
 * Signed token of an unsubscribe link; allows switching off one channel of one group for one person without a session.
 */
export function unsubscribeToken(
  { secret }: Pick<Context, 'secret'>,
  { personId, groupId, channel }: Subscription,
): string {
  const ids = Buffer.from(`${personId}${groupId}`.replaceAll('-', ''), 'hex').toString('base64url');
  const proof = createHmac('sha256', secret)
    .update(`unsubscribe:${personId}:${groupId}:${channel}`)
    .digest('base64url');
  return `${ids}${proof.slice(0, proofLength)}${channel}`;
}

/** Person, group and channel of a token; undefined: the signature is invalid. */
function readUnsubscribeToken(ctx: Pick<Context, 'secret'>, token: string): Subscription | undefined {
  if (token.length > longestToken) return undefined;
  const hex = Buffer.from(token.slice(0, idsLength), 'base64url').toString('hex');
  if (hex.length !== 64) return undefined;
  const [personId = '', groupId = ''] = [hex.slice(0, 32), hex.slice(32)].map((id) =>
    id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  );
  const subscription = { personId, groupId, channel: token.slice(idsLength + proofLength) };
  return isSameHash(unsubscribeToken(ctx, subscription), token) ? subscription : undefined;
}

export interface UnsubscribeLink {
  readonly groupName: string;
  readonly municipality: Municipality;
  readonly isOn: boolean;
}

/** Group and current state of an unsubscribe link, without changing anything. Errors: NOT_FOUND for invalid tokens. */
export async function readUnsubscribeLink(ctx: Context, token: string): Promise<UnsubscribeLink> {
  const subscription = readUnsubscribeToken(ctx, token);
  const group = subscription && (await ctx.em.findOne(Group, subscription.groupId, { populate: ['municipality'] }));
  if (subscription === undefined || group == null) throw new DomainError('NOT_FOUND');
  const isOn = await isChannelOn(ctx, subscription);
  return { groupName: group.name, municipality: group.municipality.getEntity(), isOn };
}

export interface Unsubscribed {
  readonly groupName: string;
  readonly channel: string;
  /** False: the channel was switched off before. */
  readonly wasOn: boolean;
}

/**
 * Switches off what the token names; a repeated call changes nothing and returns `wasOn: false`. Errors: UNKNOWN_LINK.
 */
export function unsubscribe(ctx: Context, token: string): Promise<Unsubscribed> {
  return write(ctx, async (tx) => {
    const subscription = readUnsubscribeToken(tx, token);
    const group = subscription && (await tx.em.findOne(Group, subscription.groupId));
    if (subscription === undefined || group == null) {
      throw new Refusal({ code: 'UNKNOWN_LINK', message: 'not a link of ours', path: ['token'] });
    }
    const wasOn = await writePreference(tx, { ...subscription, isOn: false });
    return { groupName: group.name, channel: subscription.channel, wasOn };
  });
}

import type { Context, Registry } from '../kernel/context.ts';
import type { DeliveryMode, Letter, MessageContribution } from '../kernel/message.ts';
import { usesModuleSql } from '../municipality/municipality.service.ts';
import { groupInterest } from '../recipient/recipient.rules.ts';
import { reachableContactsSql, unverifiedContactsSql } from '../recipient/recipient.service.ts';
import { isRemindedSql, orSubstitutedSql } from './escalation/notification.escalation.rules.ts';
import { joinReachedSql, toldOfEndSql } from './ending/notification.ending.rules.ts';
import type { Lane } from './notification.entity.ts';

/** Channel as a row of `json_to_recordset(…) as c(${channelColumns})`. */
export interface ChannelRow {
  readonly name: string;
  /** Mode while the recipient has chosen none. */
  readonly rest: DeliveryMode;
  /** Deliveries of the channel are delivered as soon as they are written (INBOX). */
  readonly arrives: boolean;
}
export const channelColumns = 'name text, rest text, arrives boolean';

/** Channels that carry the message, as rows. */
function channelRows(registry: Registry, message: MessageContribution): ChannelRow[] {
  const interest = registry.interests.find(({ name }) => name === message.interest);
  return registry.channels
    .filter((channel) => channel.carries?.(message) ?? true)
    .map(({ name, jobs }) => ({
      name,
      rest: message.interest === null ? 'NOW' : (interest?.rest[name] ?? 'OFF'),
      arrives: jobs.length === 0,
    }));
}

/**
 * Channels that carry the message and by which the town lets it leave, as rows. `only`: name of the one channel that is
 * asked.
 */
export async function offeredRows(ctx: Context, message: MessageContribution, municipalityId: string, only?: string) {
  const rows: ChannelRow[] = [];
  for (const row of channelRows(ctx.registry, message)) {
    if (only !== undefined && row.name !== only) continue;
    const channel = ctx.registry.channels.find(({ name }) => name === row.name);
    if ((await channel?.isOffered?.(ctx, municipalityId, message)) !== false) rows.push(row);
  }
  return rows;
}

/** Message kind of the product. Throws if no domain contributes the kind. */
export function messageOf({ messages }: Registry, kind: string): MessageContribution {
  const message = messages.get(kind);
  if (message === undefined) throw new Error(`No domain of this product contributes messages of the kind ${kind}.`);
  return message;
}

/** Token of the letter's recipient for the end of the link to the page; empty for most kinds. */
export function linkHash(ctx: Context, letter: Letter): string {
  const { linkToken } = messageOf(ctx.registry, letter.message.kind);
  return linkToken === undefined ? '' : `#${linkToken(ctx.secret, letter)}`;
}

/** Lane of a message; digests leave with the news for many. */
export function laneOf({ class: urgency }: MessageContribution): Lane {
  return urgency === 'DIGEST' ? 'BULK' : urgency;
}

/**
 * FROM clause: the row `m` of table message and its recipients `a` (recipient_id, group_id), while the town has the
 * message's module switched on. If the message ends earlier ones, `a` has the columns of joinReachedSql(). The recipient of an account has the id of its person.
 */
export function recipientsSql({ audience, module, reached, isReminder }: MessageContribution): string {
  const isInUse = module === null ? 'true' : usesModuleSql('m.municipality_id', module);
  const isOn = isReminder === true ? `${isInUse} and ${isRemindedSql('r.recipient_id')}` : isInUse;
  if (reached !== undefined)
    return `message m cross join lateral (select r.* from (${joinReachedSql(audience, reached)}) r where ${isOn}) a`;
  return `message m cross join lateral (select r.recipient_id, r.group_id from (${audience}) r where ${isOn}) a`;
}

/**
 * JOINs of the contacts `k` of the recipient `a` that the message may reach by the channel `c`, of the recipient's choice
 * `f` for the interest, and of the choice `g` for the group of the message.
 */
export function contactJoin({ interest, proves = false }: MessageContribution): string {
  return `join (${proves ? unverifiedContactsSql : reachableContactsSql}) k on k.recipient_id = a.recipient_id and k.channel = c.name
  left join preference f on f.recipient_id = a.recipient_id and f.channel = c.name
    and f.interest = '${interest ?? ''}' and f.group_id is null
  left join preference g on g.recipient_id = a.recipient_id and g.channel = c.name
    and g.interest = '${groupInterest}' and g.group_id = a.group_id`;
}

/**
 * SQL condition: the recipient `a` wants the message by the channel `c`; needs `contactJoin`. A group that is switched
 * off is silent also about its polls and ideas in which the recipient takes part. A message without an interest is always
 * wanted. An emergency message reaches every contact that the recipient lets it reach; other messages with an interest
 * stay in the inbox if the recipient wants nothing but emergency messages.
 */
export function wantedSql(message: MessageContribution): string {
  const { class: urgency, interest, refused, reached } = message;
  const muted = interest === groupInterest ? '' : ` and g.mode is distinct from 'OFF'`;
  const calm = interest === null ? '' : ' and (c.arrives or not k.only_emergencies)';
  const asChosen = urgency === 'EMERGENCY' ? 'k.for_emergencies' : `${modeSql(message)} <> 'OFF'${muted}${calm}`;
  const usual = orSubstitutedSql(message, asChosen);
  const chosen = reached === undefined ? usual : `(${toldOfEndSql(usual)})`;
  return refused === undefined ? chosen : `${chosen} and not (${refused})`;
}

/** SQL of the mode in which the recipient `a` gets the message by the channel `c`; needs `contactJoin`. */
export function modeSql({ class: urgency, interest }: MessageContribution): string {
  if (urgency === 'EMERGENCY') return `'NOW'`;
  return interest === groupInterest ? 'coalesce(g.mode, c.rest)' : 'coalesce(f.mode, c.rest)';
}

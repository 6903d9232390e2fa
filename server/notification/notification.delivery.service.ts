import type { Channel, Context } from '../kernel/context.ts';
import { type Letter, type MessageContribution, PermanentFailure } from '../kernel/message.ts';
import { Delivery, type DeliveryState, Message } from './notification.entity.ts';
import {
  channelColumns,
  channelRow,
  messageOf,
  preferenceJoin,
  recipientsSql,
  wantedSql,
} from './notification.recipients.service.ts';

/** Channel that sends letters to recipients outside the app. */
export interface Sender extends Omit<Channel, 'job'> {
  /**
   * Resolves when the next server has accepted the letter. Throws PermanentFailure if a retry is useless; any other
   * error leads to a retry.
   */
  send(ctx: Context, letter: Letter): Promise<void>;
}

export interface DeliveryKey {
  readonly messageId: string;
  readonly recipientId: string;
}

/** Age of a message in milliseconds after which a failed delivery is not retried. */
const stalesAfterMs = 3 * 86_400_000;

/** Sends one letter. A letter is sent twice only if the process crashes between sending and storing the result. */
export async function deliver(ctx: Context, channel: Sender, key: DeliveryKey): Promise<void> {
  if ((await begin(ctx, channel, key)) !== 'SENDING') return;
  const letter = await readLetter(ctx, channel, key);
  try {
    await channel.send(ctx, letter);
  } catch (error) {
    const isFinal = error instanceof PermanentFailure || isStale(ctx, letter);
    await note(ctx, channel, key, isFinal ? 'FAILED' : 'PENDING', reasonOf(error));
    if (isFinal) return;
    throw error;
  }
  await note(ctx, channel, key, 'SENT', null);
}

/**
 * Starts a delivery in one statement and returns its new state: SENDING, or FAILED if the recipient no longer wants or
 * may receive the message. Undefined: the delivery is finished, or the message was recalled.
 */
async function begin(ctx: Context, channel: Channel, key: DeliveryKey): Promise<DeliveryState | undefined> {
  const stored = await ctx.em.findOne(Message, key.messageId);
  if (stored === null) return undefined;
  const rows: { state: DeliveryState }[] = await ctx.em.execute(beginSql(messageOf(ctx.registry, stored.kind)), [
    JSON.stringify([channelRow(channel)]),
    key.recipientId,
    key.messageId,
    key.messageId,
    key.recipientId,
    channel.name,
  ]);
  return rows[0]?.state;
}

function beginSql(message: MessageContribution): string {
  return `
with wanted as (
  select a.group_id
  from json_to_recordset(?::json) as c(${channelColumns}) cross join ${recipientsSql(message)} ${preferenceJoin}
  where a.person_id = ? and m.id = ? and ${wantedSql(message)}
)
update delivery d set attempts = d.attempts + 1,
  state = case when exists (select from wanted) then 'SENDING' else 'FAILED' end,
  failure = case when exists (select from wanted) then d.failure else 'NO_LONGER_WANTED' end,
  group_id = case when d.group_id in (select group_id from wanted) then d.group_id
    else (select group_id from wanted limit 1) end
where d.message_id = ? and d.recipient_id = ? and d.channel = ? and d.state in ('PENDING', 'SENDING')
returning d.state`;
}

async function readLetter({ em }: Context, { name }: Channel, key: DeliveryKey): Promise<DatedLetter> {
  const row = { message: key.messageId, recipient: key.recipientId, channel: name };
  const populate = ['message.municipality', 'recipient', 'group'] as const;
  const delivery = await em.findOneOrFail(Delivery, row, { populate, refresh: true });
  const message = delivery.message.getEntity();
  return {
    id: `${key.messageId}.${key.recipientId}`,
    message,
    at: message.at,
    town: message.municipality.getEntity(),
    recipient: delivery.recipient.getEntity(),
    group: delivery.group?.getEntity() ?? null,
  };
}

/** Stores the result of a try. No event is recorded, because the delivery row itself is the log. */
async function note(
  { em }: Context,
  { name }: Channel,
  { messageId, recipientId }: DeliveryKey,
  state: DeliveryState,
  failure: string | null,
): Promise<void> {
  await em.execute(
    `update delivery set state = ?, failure = ?, sent_at = case when ? = 'SENT' then now() end
     where message_id = ? and recipient_id = ? and channel = ? and state = 'SENDING'`,
    [state, failure, state, messageId, recipientId, name],
  );
}

interface DatedLetter extends Letter {
  /** When the event behind the message happened. */
  readonly at: Date;
}

function isStale(ctx: Context, { at }: DatedLetter): boolean {
  return ctx.now().getTime() - at.getTime() > stalesAfterMs;
}

/** Code of an error. Messages of other servers are not stored, because they may contain e-mail addresses. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'reason' in error && typeof error.reason === 'string')
    return error.reason.slice(0, 200);
  return error instanceof Error ? error.name : 'unknown';
}

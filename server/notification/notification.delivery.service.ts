import type { Context } from '../kernel/context.ts';
import type { Group } from '../group/group.entity.ts';
import type { Person } from '../identity/identity.entity.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { audienceSql, preferenceJoin, wantedSql } from './notification.audience.ts';
import { Delivery, type DeliveryState, type Message } from './notification.entity.ts';

/** A way to a person. */
export interface Channel {
  readonly name: string;
  /** Whether it is used for the groups of a person who has said nothing, and for own reports (always). */
  readonly byGroups: boolean;
  readonly byReports: boolean;
  /**
   * Resolves when the next server took the letter, throws PermanentFailure when it never will, anything else to be
   * called again. Absent: what is written has arrived.
   */
  readonly send?: (ctx: Context, letter: Letter) => Promise<void>;
}

/** What a channel is given to send. */
export interface Letter {
  /** The same at every try: the other side recognises a repeat by it. */
  readonly id: string;
  readonly message: Message;
  readonly town: Municipality;
  readonly recipient: Person;
  /** Null: about an own report. */
  readonly group: Group | null;
}

/** The letter will never arrive; `reason` in codes, without addresses. */
export class PermanentFailure extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

export interface DeliveryKey {
  readonly messageId: string;
  readonly recipientId: string;
}

/** Nobody waits longer for news. */
const stalesAfterMs = 3 * 86_400_000;

/** Sends one letter; started again after a crash, it sends once more only if the end was not noted. */
export async function deliver(ctx: Context, channel: Channel, key: DeliveryKey): Promise<void> {
  if (channel.send === undefined || (await begin(ctx, channel, key)) !== 'SENDING') return;
  const letter = await readLetter(ctx, channel, key);
  try {
    await channel.send(ctx, letter);
  } catch (error) {
    const isFinal = error instanceof PermanentFailure || isStale(ctx, letter.message);
    await note(ctx, channel, key, isFinal ? 'FAILED' : 'PENDING', reasonOf(error));
    if (isFinal) return;
    throw error;
  }
  await note(ctx, channel, key, 'SENT', null);
}

/** One statement: still open, still wanted → SENDING; no longer wanted → FAILED. Undefined: it is done already. */
async function begin(ctx: Context, channel: Channel, key: DeliveryKey): Promise<DeliveryState | undefined> {
  const { name, byGroups, byReports } = channel;
  const rows: { state: DeliveryState }[] = await ctx.em.execute(beginSql, [
    ...[JSON.stringify([{ name, byGroups, byReports }]), key.recipientId, key.messageId],
    ...[key.messageId, key.recipientId, name],
  ]);
  return rows[0]?.state;
}

const beginSql = `
with wanted as (
  select a.group_id
  from message m cross join json_to_recordset(?::json) as c(name text, "byGroups" boolean, "byReports" boolean)
  cross join lateral (${audienceSql}) a ${preferenceJoin}
  where a.person_id = ? and m.id = ? and ${wantedSql}
)
update delivery d set attempts = d.attempts + 1,
  state = case when exists (select from wanted) then 'SENDING' else 'FAILED' end,
  failure = case when exists (select from wanted) then d.failure else 'NO_LONGER_WANTED' end,
  group_id = case when d.group_id in (select group_id from wanted) then d.group_id
    else (select group_id from wanted limit 1) end
where d.message_id = ? and d.recipient_id = ? and d.channel = ? and d.state in ('PENDING', 'SENDING')
returning d.state`;

async function readLetter({ em }: Context, { name }: Channel, key: DeliveryKey): Promise<Letter> {
  const row = { message: key.messageId, recipient: key.recipientId, channel: name };
  const populate = ['message.municipality', 'recipient', 'group'] as const;
  const delivery = await em.findOneOrFail(Delivery, row, { populate, refresh: true });
  const message = delivery.message.getEntity();
  return {
    id: `${key.messageId}.${key.recipientId}`,
    ...{ message, town: message.municipality.getEntity(), recipient: delivery.recipient.getEntity() },
    group: delivery.group?.getEntity() ?? null,
  };
}

/** Rows of deliveries are their own log: no event beside them. */
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

function isStale(ctx: Context, { at }: Message): boolean {
  return ctx.now().getTime() - at.getTime() > stalesAfterMs;
}

/** Codes only: what others say in their errors may repeat addresses. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'reason' in error && typeof error.reason === 'string')
    return error.reason.slice(0, 200);
  return error instanceof Error ? error.name : 'unknown';
}

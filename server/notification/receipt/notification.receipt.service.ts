import { LockMode } from '@mikro-orm/core';
import { v7 } from 'uuid';
import type { Context } from '../../kernel/context.ts';
import { announce, type Tx, write } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { substituteFailed } from '../escalation/notification.escalation.plan.ts';
import { Delivery, DeliveryReceipt, type FailureKind, Message, type ReceiptState } from '../notification.entity.ts';
import { deliveryTopic, findMissingReceipts } from '../notification.events.ts';

/** Report of another server about a delivery. */
export interface Receipt {
  /** Token of the delivery. */
  readonly token: string;
  /** Channel of the server that reports; a token of another channel is unknown to it. */
  readonly channel: string;
  readonly state: ReceiptState;
  /** Code of the other server, such as "5.1.1", at most 100 characters are kept; never its text. */
  readonly code?: string | null;
  /** For FAILED; absent: PERMANENT. */
  readonly failureKind?: FailureKind;
}

/**
 * CHANGED: the delivery has the reported state. NOTED: the receipt contradicts or repeats what was known, or is a note.
 * TOO_EARLY: the delivery is still being sent, so the other server shall report again. UNKNOWN_TOKEN: no delivery of the
 * channel has the token.
 */
export type ReceiptOutcome = 'CHANGED' | 'NOTED' | 'TOO_EARLY' | 'UNKNOWN_TOKEN';

export interface TakenReceipt {
  readonly outcome: ReceiptOutcome;
  /** The delivery; null: unknown token. */
  readonly delivery: { readonly contactId: string; readonly sentAt: Date | null } | null;
}

/** Maximum number of receipts that are kept for a delivery; further ones are only counted. */
const mostReceipts = 20;

/** Time in hours after which a promised receipt is missing. */
const receiptHours = 72;

/**
 * Takes a receipt. Only a delivery that is SENT or UNKNOWN changes its state; an unknown token changes nothing. Each
 * receipt is counted by its outcome.
 */
export function takeReceipt(ctx: Context, receipt: Receipt): Promise<TakenReceipt> {
  return write(ctx, async (tx) => {
    const { token, channel } = receipt;
    const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true };
    const delivery = await tx.em.findOne(Delivery, { token, channel }, options);
    const outcome = delivery === null ? 'UNKNOWN_TOKEN' : await apply(tx, delivery, receipt);
    await countReceipt(tx, channel, outcome);
    const found = delivery && { contactId: delivery.contact.id, sentAt: delivery.sentAt ?? null };
    return { outcome, delivery: found };
  });
}

async function apply(tx: Tx, delivery: Delivery, receipt: Receipt): Promise<ReceiptOutcome> {
  if (delivery.state === 'SENDING') return 'TOO_EARLY';
  const code = receipt.code?.slice(0, 100) ?? null;
  const isOpen = delivery.state === 'SENT' || delivery.state === 'UNKNOWN';
  const hasChanged = isOpen && receipt.state !== 'NOTE';
  if (hasChanged) {
    const isFailure = receipt.state === 'FAILED';
    delivery.state = isFailure ? 'FAILED' : 'DELIVERED';
    delivery.failure = isFailure ? code : null;
    delivery.failureKind = isFailure ? (receipt.failureKind ?? 'PERMANENT') : null;
    delivery.changedAt = tx.now();
    await tx.em.flush();
    const bundled: { messageId: string }[] = await tx.em.execute(bundledSql, [
      delivery.message.id,
      delivery.contact.id,
    ]);
    const reported = delivery.lane === 'PERSONAL' ? [] : [{ messageId: delivery.message.id }];
    for (const one of [...reported, ...bundled]) announce(tx, deliveryTopic, one);
    if (isFailure) await substituteLate(tx, delivery.message.id);
  }
  await keepReceipt(tx, delivery, { state: receipt.state, code, hasChanged });
  return hasChanged ? 'CHANGED' : 'NOTED';
}

/** A delivery that was accepted and failed later needs a substitute, if its message has such. */
async function substituteLate(tx: Tx, messageId: string): Promise<void> {
  const kinds = [...tx.registry.messages.values()].filter(({ escalate }) => escalate?.step === 'SUBSTITUTE');
  if (kinds.length === 0) return;
  const where = { id: messageId, kind: { $in: kinds.map(({ kind }) => kind) } };
  if ((await tx.em.count(Message, where)) > 0) await substituteFailed(tx, [messageId]);
}

/** Deliveries that a digest bundles share its fate. */
const bundledSql = `
update delivery d set state = h.state, failure = h.failure, failure_kind = h.failure_kind, changed_at = now()
from delivery h
where h.message_id = ? and h.contact_id = ? and d.bundle = h.message_id and d.contact_id = h.contact_id
  and d.state in ('SENT', 'UNKNOWN')
returning d.message_id as "messageId"`;

async function keepReceipt(
  tx: Tx,
  delivery: Delivery,
  facts: { readonly state: ReceiptState; readonly code: string | null; readonly hasChanged: boolean },
): Promise<void> {
  if (!facts.hasChanged && (await tx.em.count(DeliveryReceipt, { delivery })) >= mostReceipts) return;
  const id = v7({ msecs: tx.now().getTime() });
  await tx.em.persist(tx.em.create(DeliveryReceipt, { id, delivery, ...facts, at: tx.now() })).flush();
}

/** Counts what arrives from other servers, also what belongs to no delivery, by day, channel and outcome. */
export async function countReceipt({ em }: Context, channel: string, outcome: string): Promise<void> {
  await em.execute(
    `insert into receipt_count (day, channel, outcome, count) values (current_date, ?, ?, 1)
     on conflict (day, channel, outcome) do update set count = receipt_count.count + 1`,
    [channel, outcome],
  );
}

/** Plans the search for receipts of what is sent now, before it is sent. */
export async function planSearch(ctx: Context, channel: string): Promise<void> {
  const startAfter = new Date(ctx.now().getTime() + (receiptHours * 60 + 10) * 60_000);
  await write(ctx, (tx) => enqueue(tx, findMissingReceipts, { channel }, { startAfter }));
}

/** Marks deliveries of a channel as UNKNOWN whose promised receipt is missing. */
export function markMissing(ctx: Context, channel: string): Promise<void> {
  const before = new Date(ctx.now().getTime() - receiptHours * 3_600_000).toISOString();
  return write(ctx, async (tx) => {
    const missing: { messageId: string }[] = await tx.em.execute(missingSql, [channel, before]);
    for (const one of missing) announce(tx, deliveryTopic, one);
  });
}

const missingSql = `
with missing as (
  update delivery set state = 'UNKNOWN', changed_at = now()
  where channel = ? and state = 'SENT' and sent_at < ? and channel <> 'INBOX' returning message_id, lane)
select distinct message_id as "messageId" from missing where lane <> 'PERSONAL'`;

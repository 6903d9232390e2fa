import { v7 } from 'uuid';
import type { PlannedDelivery } from '../../kernel/context.ts';
import type { Tx } from '../../kernel/events.ts';
import { enqueueAll } from '../../kernel/jobs.ts';
import type { DeliveryState, Lane } from '../notification.entity.ts';
import { mostClaimed } from './notification.claim.service.ts';
import { sendQueue } from './notification.sender.ts';

/** Delivery that was just written. */
export interface WrittenDelivery extends PlannedDelivery {
  readonly channel: string;
  readonly state: DeliveryState;
}

/**
 * Reserves the cost of deliveries that were just written, and queues the jobs that send them. Returns the contacts of
 * those that the town cannot pay.
 */
export async function startSending(
  tx: Tx,
  { messageId, lane }: { readonly messageId: string; readonly lane: Lane },
  written: readonly WrittenDelivery[],
): Promise<ReadonlySet<string>> {
  const unpaid = await reserveCosts(tx, messageId, written);
  const pending = written.filter((one) => one.state === 'PENDING' && !unpaid.has(one.contactId));
  for (const [channel, deliveries] of Map.groupBy(pending, (one) => one.channel)) {
    const count = Math.ceil(deliveries.length / mostClaimed);
    await enqueueAll(
      tx,
      sendQueue(channel, lane),
      Array.from({ length: count }, () => ({ claim: v7() })),
    );
  }
  return unpaid;
}

/** Reserves the cost of the deliveries; cancels those for which the town has no money, and returns their contacts. */
async function reserveCosts(
  tx: Tx,
  messageId: string,
  written: readonly WrittenDelivery[],
): Promise<ReadonlySet<string>> {
  const unpaid: string[] = [];
  for (const { name, reserve } of tx.registry.channels) {
    const deliveries = written.filter(({ channel }) => channel === name);
    if (reserve !== undefined && deliveries.length > 0) unpaid.push(...(await reserve(tx, messageId, deliveries)));
  }
  if (unpaid.length > 0)
    await tx.em.execute(
      `update delivery set state = 'CANCELLED', failure = 'BUDGET' where message_id = ?
         and contact_id in (select value::uuid from json_array_elements_text(?::json))`,
      [messageId, JSON.stringify(unpaid)],
    );
  return new Set(unpaid);
}

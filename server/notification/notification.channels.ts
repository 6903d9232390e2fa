import { system } from '../kernel/actor.ts';
import { type Channel, forkContext } from '../kernel/context.ts';
import { handle } from '../kernel/jobs.ts';
import type { Queue } from '../kernel/queue.ts';
import { deliver, type DeliveryKey, type Sender } from './notification.delivery.service.ts';

/** About three days: an outage of the other side may last a weekend. */
const patience = { retryLimit: 500, retryDelay: 4, retryDelayMax: 600 };

/** A channel that sends is an adapter with a queue of its own: a slow one delays no other. */
export function defineChannel(sender: Sender): Channel {
  const { name, description, byGroups, byReports, carries } = sender;
  const queue: Queue<DeliveryKey> = { name: `notification.send.${name}`, patience };
  const job = handle(queue, (services, key) => deliver(forkContext(services, system), sender, key));
  return { name, description, byGroups, byReports, ...(carries && { carries }), job };
}

/** In the app: a message that is written has arrived. */
export const inboxChannel: Channel = {
  name: 'INBOX',
  description: 'In the app.',
  byGroups: true,
  byReports: true,
};

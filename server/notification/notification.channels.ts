import { system } from '../kernel/actor.ts';
import { type Channel, forkContext } from '../kernel/context.ts';
import { handle } from '../kernel/jobs.ts';
import type { Queue } from '../kernel/queue.ts';
import { deliver, type DeliveryKey, type Sender } from './notification.delivery.service.ts';

/** Retries for about three days, because an outage of the receiving server may last a weekend. */
const patience = { retryLimit: 500, retryDelay: 4, retryDelayMax: 600 };

/** Channel that sends messages through `sender`. Each channel has its own queue, so that a slow one delays no other. */
export function defineChannel(sender: Sender): Channel {
  const { name, description, byGroups, byReports, carries } = sender;
  const queue: Queue<DeliveryKey> = { name: `notification.send.${name}`, patience };
  const job = handle(queue, (services, key) => deliver(forkContext(services, system), sender, key));
  return { name, description, byGroups, byReports, ...(carries && { carries }), job };
}

/** Inbox of the app; a message is delivered as soon as its row is written, so the channel has no job. */
export const inboxChannel: Channel = {
  name: 'INBOX',
  description: 'In the app.',
  byGroups: true,
  byReports: true,
};

import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { defineQueue, handle, type Queue } from '../kernel/jobs.ts';
import { type Channel, deliver, type DeliveryKey } from './notification.delivery.service.ts';

export type OpenChannel = Channel & { readonly queue: Queue<DeliveryKey> };

const all = new Map<string, OpenChannel>();

/** About three days: an outage of the other side may last a weekend. */
const patience = { retryLimit: 500, retryDelay: 4, retryDelayMax: 600 };

/** A channel is an adapter and a queue of its own: a slow one delays no other. */
export function defineChannel(channel: Channel): void {
  const queue = defineQueue<DeliveryKey>(`notification.send.${channel.name}`, patience);
  all.set(channel.name, { ...channel, queue });
  if (channel.send === undefined) return;
  handle(queue, (services, key) => deliver(forkContext(services, system), channel, key));
}

/** Every channel, in the order they were defined. */
export function listChannels(): readonly OpenChannel[] {
  return [...all.values()];
}

/** In the app: written is arrived. */
defineChannel({ name: 'INBOX', byGroups: true, byReports: true });

import type { Services } from '../kernel/context.ts';
import { lockText } from '../kernel/secrets.ts';
import { Contact } from '../recipient/recipient.entity.ts';
import { hashAddress } from '../recipient/recipient.service.ts';
import type { LoopbackPushService } from './pushService.ts';

/**
 * Subscribes the devices of the seed to the push service of this start, whose port and keys are new; devices of real
 * browsers, which have a cookie, stay as they are. Returns the names of the devices by the paths of their addresses.
 */
export async function renewSubscriptions(
  { em: root, secret }: Services,
  push: LoopbackPushService,
): Promise<ReadonlyMap<string, string>> {
  const em = root.fork();
  const devices = await em.find(Contact, { channel: 'PUSH', browserHash: null });
  const labels = new Map<string, string>();
  for (const device of devices) {
    const subscription = push.subscribe();
    device.address = lockText(secret, device.id, JSON.stringify(subscription));
    device.addressHash = hashAddress({ secret }, subscription.endpoint);
    labels.set(new URL(subscription.endpoint).pathname, device.label);
  }
  await em.flush();
  return labels;
}

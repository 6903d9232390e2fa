import type { Transport } from '../shared/apollo.ts';
import { AddDeviceDocument, ContactsDocument } from '../gql/graphql.ts';
import { forget, recall, remember } from '../shared/storage.ts';
import { findSubscription, renewSubscription } from './pushSubscription.ts';

/** Endpoint under which this browser is a device of the person; deleted when somebody signs out or signs in. */
const kept = 'mine.device';

/** Call it when the browser was added as a device. */
export function rememberDevice(endpoint: string): void {
  remember(kept, endpoint);
}

/** Call it when this browser was removed. */
export function forgetDevice(): void {
  forget(kept);
}

/**
 * Sends the address of this browser again if it has changed since the device was added, or if the installation has another
 * key: some browsers replace a subscription without an event. Does nothing in a browser that is no device of the person.
 */
export async function keepDevice({ apollo }: Pick<Transport, 'apollo'>): Promise<void> {
  const known = recall(kept);
  if (known === null) return;
  const { data } = await apollo.query({ query: ContactsDocument, fetchPolicy: 'network-only' });
  if (!data?.viewer || data.pushKey == null) return;
  const current = await findSubscription(data.pushKey);
  if (current?.endpoint === known) return;
  const address = current ?? (await renewSubscription(data.pushKey));
  if (address === null) return;
  const { data: added } = await apollo.mutate({ mutation: AddDeviceDocument, variables: { input: { ...address } } });
  if (added?.addDevice?.contact) rememberDevice(address.endpoint);
}

import { PushKeyDocument, RenewDeviceByLinkDocument } from '../../gql/graphql.ts';
import type { Transport } from '../../shared/apollo.ts';
import { findSubscription, renewSubscription } from '../pushSubscription.ts';
import { forgetLink, keepLink, recallLinks } from './keptLink.ts';

/**
 * Sends the address of this browser again if it has changed since the device followed groups without an account, or if the
 * installation has another key. Forgets links that are no longer valid.
 */
export async function keepFollowing({ apollo }: Pick<Transport, 'apollo'>): Promise<void> {
  const links = Object.entries(recallLinks());
  if (links.length === 0) return;
  const { data } = await apollo.query({ query: PushKeyDocument });
  if (data.pushKey == null) return;
  const current = await findSubscription(data.pushKey);
  if (links.every(([, { endpoint }]) => endpoint === current?.endpoint)) return;
  const address = current ?? (await renewSubscription(data.pushKey));
  if (address === null) return;
  for (const [ags, { token, endpoint }] of links) {
    if (endpoint === address.endpoint) continue;
    const input = { token, ...address };
    const { data: renewed } = await apollo.mutate({ mutation: RenewDeviceByLinkDocument, variables: { input } });
    if (renewed?.renewDeviceByLink?.choices) keepLink(ags, { token, endpoint: address.endpoint });
    else if (renewed?.renewDeviceByLink?.userErrors.some(({ code }) => code === 'UNKNOWN_LINK')) forgetLink(ags);
  }
}

import { signedIn } from '../identity/identity.events.ts';
import { Person } from '../identity/identity.entity.ts';
import type { Context } from '../kernel/context.ts';
import { on } from '../kernel/events.ts';
import { Contact, Suppression, type SuppressionReason } from './recipient.entity.ts';
import { hashAddress } from './recipient.service.ts';

/** Address of a channel; the address of a contact is known by its hash alone. */
export interface SuppressedAddress {
  readonly channel: string;
  readonly addressHash: string;
}

/** Sends nothing to the address any more, in the whole installation; the first reason and its time stay. */
export async function suppressAddress(
  { em }: Context,
  { channel, addressHash }: SuppressedAddress,
  because: SuppressionReason,
): Promise<void> {
  await em.execute(
    `insert into suppression (channel, address_hash, because, at) values (?, ?, ?, now()) on conflict do nothing`,
    [channel, addressHash, because],
  );
}

/** Sends to the address again, because its owner has just proved to receive messages there. */
export async function endSuppression({ em }: Context, { channel, addressHash }: SuppressedAddress): Promise<void> {
  await em.nativeDelete(Suppression, { channel, addressHash });
}

/** Whether nothing is sent to the address. */
export async function isSuppressed({ em }: Context, { channel, addressHash }: SuppressedAddress): Promise<boolean> {
  return (await em.count(Suppression, { channel, addressHash })) > 0;
}

/** Address of a contact; undefined: the contact has none. `verifiedMs`: when it was last verified, for any recipient. */
export async function findAddress(
  { em }: Context,
  contactId: string,
): Promise<{ readonly addressHash: string; readonly verifiedMs: number | null } | undefined> {
  const rows: { addressHash: string; verifiedMs: number | null }[] = await em.execute(
    `select k.address_hash as "addressHash", (
       select extract(epoch from max(o.verified_at))::float8 * 1000 from contact o
       where o.channel = k.channel and o.address_hash = k.address_hash) as "verifiedMs"
     from contact k where k.id = ? and k.address_hash <> ''`,
    [contactId],
  );
  return rows[0];
}

/** SELECT of the ids of all contacts with an address. Parameters: channel and hash. */
export const contactsOfAddressSql = 'select k.id from contact k where k.channel = ? and k.address_hash = ?';

/** A mailed code or link that was used has arrived, so the address of the account is proved. */
export const suppressionListeners = [
  on(signedIn, async (tx, { facts: { personId, byMail } }) => {
    if (byMail !== true) return;
    const { email } = await tx.em.findOneOrFail(Person, personId);
    await endSuppression(tx, { channel: 'EMAIL', addressHash: hashAddress(tx, email) });
    const own = { recipient: personId, channel: 'EMAIL', address: null };
    await tx.em.nativeUpdate(Contact, own, { verifiedAt: tx.now() });
  }),
];

import { v7 } from 'uuid';
import type { Context } from '../kernel/context.ts';
import type { Tx } from '../kernel/events.ts';
import { lockText } from '../kernel/secrets.ts';
import { Contact, Recipient } from './recipient.entity.ts';
import { hashAddress } from './recipient.service.ts';
import { endSuppression } from './recipient.suppression.service.ts';

/** Somebody without an account who gets mails. */
export interface AddressInput {
  /** Id of the recipient: that of the row that names the address, such as a report, so audiences need no join. */
  readonly id: string;
  readonly origin: 'LINK' | 'REPORT' | 'OFFICE';
  /** Town for which the address was given. */
  readonly municipalityId: string;
  readonly locale: string;
  /** In its canonical form (`readEmail`). */
  readonly email: string;
}

/**
 * Adds a recipient with an e-mail address that is not verified, so it gets only messages by which its owner verifies it. A
 * known recipient keeps its address and gets the language.
 */
export async function addAddress(tx: Tx, { id, origin, municipalityId, locale, email }: AddressInput): Promise<void> {
  await tx.em.execute(
    `insert into recipient (id, municipality_id, locale, origin) values (?, ?, ?, ?)
     on conflict (id) do update set locale = excluded.locale`,
    [id, municipalityId, locale, origin],
  );
  const contactId = v7();
  await tx.em.execute(
    `insert into contact (id, recipient_id, channel, address, address_hash) values (?, ?, 'EMAIL', ?, ?)
     on conflict do nothing`,
    [contactId, id, lockText(tx.secret, contactId, email), hashAddress(tx, email)],
  );
}

/** The owner of the recipient's e-mail address has proved it: messages reach it, and its suppression ends. */
export async function verifyAddress(tx: Tx, recipientId: string): Promise<void> {
  const contact = await tx.em.findOne(Contact, { recipient: recipientId, channel: 'EMAIL' });
  if (contact === null) return;
  contact.verifiedAt = tx.now();
  await tx.em.flush();
  await endSuppression(tx, { channel: contact.channel, addressHash: contact.addressHash });
}

/** Deletes recipients without an account, with their addresses and deliveries; other ids change nothing. */
export async function removeRecipients({ em }: Context, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await em.nativeDelete(Recipient, { id: { $in: [...ids] }, origin: { $ne: 'ACCOUNT' } });
}

/**
 * Recipient of another office, one for each town and address. The address is entered by staff, so messages reach it at
 * once.
 */
export async function ensureOffice(tx: Tx, municipalityId: string, email: string): Promise<string> {
  const addressHash = hashAddress(tx, email);
  await tx.em.execute('select pg_advisory_xact_lock(hashtext(?))', [`office:${municipalityId}:${addressHash}`]);
  const recipient = { municipality: municipalityId, origin: 'OFFICE' as const };
  const known = await tx.em.findOne(Contact, { channel: 'EMAIL', addressHash, recipient, verifiedAt: { $ne: null } });
  if (known !== null) return known.recipient.id;
  const id = v7();
  await addAddress(tx, { id, origin: 'OFFICE', municipalityId, locale: 'de', email });
  await tx.em.nativeUpdate(Contact, { recipient: id, channel: 'EMAIL' }, { verifiedAt: tx.now() });
  return id;
}

/** Recipient of the account with this e-mail address; null: there is none, or it is about to be erased. */
export async function findAccountOf({ em }: Context, addressHash: string): Promise<string | null> {
  const rows: { id: string }[] = await em.execute(
    `select r.id from contact k join recipient r on r.id = k.recipient_id join person p on p.id = r.person_id
     where k.channel = 'EMAIL' and k.address is null and k.address_hash = ? and p.erases_at is null and p.erased_at is null`,
    [addressHash],
  );
  return rows[0]?.id ?? null;
}

import type { Context } from '../../kernel/context.ts';
import { DomainError, refusal } from '../../kernel/errors.ts';
import { record, write } from '../../kernel/events.ts';
import { unlockText } from '../../kernel/secrets.ts';
import { readSignedId } from '../../kernel/signedId.ts';
import { Message } from '../../notification/notification.entity.ts';
import { Contact } from '../../recipient/recipient.entity.ts';
import { findByLink, requireNoPartner } from '../../recipient/recipient.link.service.ts';
import { maskEmail } from '../../recipient/recipient.mask.rules.ts';
import { erase } from '../erasure/privacy.eraser.service.ts';
import { findAddress } from '../erasure/privacy.subject.service.ts';
import { keepTombstones } from '../erasure/privacy.tombstone.service.ts';
import { exportRates } from '../export/privacy.export.rules.ts';
import { makeLink } from '../export/privacy.export.service.ts';
import { addressDataAsked, addressErased, addressExported } from './privacy.address.events.ts';
import { addressDataKind, addressHours, addressPurpose, mailRate } from './privacy.address.rules.ts';

/**
 * Sends the mail with which the owner of an address without an account takes or erases what is stored about it, by the link
 * to the choices. Errors: FORBIDDEN for partners, UNKNOWN_LINK, NOT_FOUND (the address is not among the contacts),
 * RATE_LIMITED.
 */
export async function askAddressData(ctx: Context, token: string, contactId: string): Promise<void> {
  requireNoPartner(ctx);
  const recipient = await findByLink(ctx, token);
  const municipalityId = recipient?.municipality?.id;
  if (recipient === null || municipalityId === undefined) throw refusal('UNKNOWN_LINK', 'token');
  const own = { id: contactId, recipient: recipient.id, channel: 'EMAIL', verifiedAt: { $ne: null } };
  if ((await ctx.em.count(Contact, own)) === 0) throw new DomainError('NOT_FOUND');
  await ctx.limits.spend(mailRate, contactId);
  await write(ctx, (tx) => record(tx, addressDataAsked({ municipalityId, contactIds: [contactId] })));
}

interface OwnedAddress {
  readonly email: string;
  readonly municipalityId: string;
  readonly contactId: string;
}

/** Address whose owner holds the link of the mail. Errors: FORBIDDEN for partners, UNKNOWN_LINK (forged, old, erased). */
async function requireAddress(ctx: Context, token: string): Promise<OwnedAddress> {
  requireNoPartner(ctx);
  const id = readSignedId(ctx.secret, addressPurpose, token);
  const since = new Date(ctx.now().getTime() - addressHours * 3_600_000);
  const sent = { kind: addressDataKind, at: { $gt: since } };
  const message = id === undefined ? null : await ctx.em.findOne(Message, { id, ...sent });
  const contact = message && (await ctx.em.findOne(Contact, { id: message.subjectId }, { refresh: true }));
  if (message === null || contact?.address == null) throw refusal('UNKNOWN_LINK', 'token');
  return {
    email: unlockText(ctx.secret, contact.id, contact.address),
    municipalityId: message.municipality.id,
    contactId: contact.id,
  };
}

/** Masked address of the link. Errors: as `requireAddress`. */
export async function findOwnedAddress(ctx: Context, token: string): Promise<string> {
  return maskEmail((await requireAddress(ctx, token)).email);
}

/** Link to the export of everything about the address; it works once. Errors: as `requireAddress`, RATE_LIMITED. */
export async function exportAddress(ctx: Context, token: string, locale: string): Promise<string> {
  const { email, municipalityId, contactId } = await requireAddress(ctx, token);
  await ctx.limits.spend(exportRates.own, contactId);
  await write(ctx, (tx) => record(tx, addressExported({ municipalityId })));
  return makeLink(ctx, { personId: null, email, isTownOnly: false, municipalityId, locale }, null);
}

/**
 * Erases the address and everything about it at once: there is no account that could be kept, and the page has asked.
 * Reports lose the address. Errors: as `requireAddress`.
 */
export function eraseAddress(ctx: Context, token: string, withTexts: boolean): Promise<void> {
  return write(ctx, async (tx) => {
    const { email, municipalityId } = await requireAddress(tx, token);
    const subject = await findAddress(tx, email, withTexts);
    await keepTombstones(tx, subject);
    await erase(tx, subject);
    await record(tx, addressErased({ municipalityId }));
  });
}

import { v7 } from 'uuid';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { enqueue } from '../kernel/jobs.ts';
import { pageUrl } from '../kernel/links.ts';
import { isSameHash, lockText, unlockText } from '../kernel/secrets.ts';
import { idIn, signId } from '../kernel/signedId.ts';
import { deleteContacts } from './recipient.contact.service.ts';
import { Consent, Contact, Recipient } from './recipient.entity.ts';
import { endSuppression } from './recipient.suppression.service.ts';
import { maskEmail, maskNumber } from './recipient.mask.rules.ts';
import { hashAddress } from './recipient.service.ts';
import { forgetConsent, forgetRecipient, recipientEnded } from './recipient.events.ts';

/** Days after which an address is deleted that its owner has not confirmed. */
const unconfirmedDays = 3;
/** Days for which the proof of a consent is kept after the recipient has ended all messages. */
const proofDays = 365;

/**
 * Token of the link with which a recipient without an account chooses its messages. A higher `linkVersion` makes earlier
 * tokens invalid.
 */
function linkToken(
  { secret }: Pick<Context, 'secret'>,
  { id, linkVersion }: Pick<Recipient, 'id' | 'linkVersion'>,
): string {
  return signId(secret, `choices.${linkVersion}`, id);
}

/** Refuses API keys, because links are for people. Errors: FORBIDDEN. */
export function requireNoPartner({ actor }: Pick<Context, 'actor'>): void {
  if (actor.kind === 'partner') throw new DomainError('FORBIDDEN');
}

/** Page on which a recipient chooses its messages: by its link, or with an account signed in. */
export function choicesUrl(
  ctx: Pick<Context, 'secret' | 'publicUrl'>,
  ags: string,
  { id, linkVersion }: { readonly id: string; readonly linkVersion: number | null },
): string {
  if (linkVersion === null) return pageUrl(ctx, ags, 'me/notifications');
  return `${pageUrl(ctx, ags, 'notifications')}${choicesHash(ctx, { id, linkVersion })}`;
}

/** Page on which a recipient ends the emergencies of towns: by its link, or with an account signed in. */
export function emergenciesUrl(
  ctx: Pick<Context, 'secret' | 'publicUrl'>,
  ags: string,
  recipient: { readonly id: string; readonly linkVersion: number | null },
): string {
  return `${pageUrl(ctx, ags, 'me/emergencies')}${choicesHash(ctx, recipient)}`;
}

/**
 * Token of the link to the choices, for the end of an address; empty with an account. What follows # reaches no server, so
 * no log holds the token.
 */
export function choicesHash(
  ctx: Pick<Context, 'secret'>,
  { id, linkVersion }: { readonly id: string; readonly linkVersion: number | null },
): string {
  return linkVersion === null ? '' : `#${linkToken(ctx, { id, linkVersion })}`;
}

/** Token of the link of a recipient by its id. */
export async function linkTokenOf(ctx: Context, recipientId: string): Promise<string> {
  return linkToken(ctx, await ctx.em.findOneOrFail(Recipient, recipientId, { refresh: true }));
}

/** Recipient without an account to whom the token belongs; null: the token is forged or revoked. */
export async function findByLink(ctx: Context, token: string): Promise<Recipient | null> {
  const id = idIn(token);
  if (id === undefined) return null;
  const where = { id, person: null, municipality: { $ne: null } };
  const recipient = await ctx.em.findOne(Recipient, where, { populate: ['municipality'], refresh: true });
  return recipient !== null && isSameHash(linkToken(ctx, recipient), token) ? recipient : null;
}

/** Makes all links to the recipient's choices invalid, except those to unsubscribe. */
export async function renewLinks(tx: Tx, recipient: Recipient): Promise<void> {
  recipient.linkVersion += 1;
  await tx.em.flush();
}

/** Adds a recipient without an account; returns its id. */
export async function addLinkRecipient(tx: Tx, municipalityId: string, locale: string): Promise<string> {
  const recipient = { id: v7(), municipality: municipalityId, locale, origin: 'LINK' as const };
  await tx.em.persist(tx.em.create(Recipient, recipient, { partial: true })).flush();
  return recipient.id;
}

/**
 * Recipient without an account of the town to whom this e-mail address belongs; adds it if it is new, with a contact that
 * is not verified. Concurrent requests for one address wait for each other.
 */
export async function ensureMailRecipient(
  tx: Tx,
  municipalityId: string,
  email: string,
  locale: string,
): Promise<{ readonly recipientId: string; readonly addressHash: string }> {
  const addressHash = hashAddress(tx, email);
  await tx.em.execute('select pg_advisory_xact_lock(hashtext(?))', [`follow:${municipalityId}:${addressHash}`]);
  const owner = await findOwner(tx, municipalityId, addressHash);
  if (owner !== undefined) return { recipientId: owner, addressHash };
  const recipientId = await addLinkRecipient(tx, municipalityId, locale);
  await addMailContact(tx, recipientId, email);
  return { recipientId, addressHash };
}

/**
 * Recipient without an account that has verified the address and given a consent, which followers of a report have not, or that waits for its first verification. An address that a
 * recipient wants to add to others belongs to nobody before it is verified: the person who entered it may be a stranger.
 */
async function findOwner({ em }: Tx, municipalityId: string, addressHash: string): Promise<string | undefined> {
  const owners: { id: string }[] = await em.execute(
    `select r.id from contact k join recipient r on r.id = k.recipient_id
     where k.channel = 'EMAIL' and k.address_hash = ? and r.municipality_id = ? and r.origin = 'LINK'
       and exists (select from consent q where q.recipient_id = r.id)
       and (k.verified_at is not null
         or not exists (select from contact o where o.recipient_id = r.id and o.verified_at is not null))
     order by k.verified_at nulls last, k.id limit 1`,
    [addressHash, municipalityId],
  );
  return owners[0]?.id;
}

/** Adds an address that is not verified to a recipient without an account; idempotent. Returns its hash. */
export async function addMailContact(tx: Tx, recipientId: string, email: string): Promise<string> {
  const addressHash = hashAddress(tx, email);
  const id = v7();
  await tx.em.execute(
    `insert into contact (id, recipient_id, channel, address, address_hash) values (?, ?, 'EMAIL', ?, ?)
     on conflict do nothing`,
    [id, recipientId, lockText(tx.secret, id, email), addressHash],
  );
  return addressHash;
}

/** Plans that the consent, and an address that nobody has confirmed, are deleted after three days. */
export async function planForgetting(tx: Tx, consentId: string): Promise<void> {
  const startAfter = new Date(tx.now().getTime() + unconfirmedDays * 86_400_000);
  await enqueue(tx, forgetConsent, { consentId }, { startAfter });
}

/**
 * Deletes a consent that was not confirmed, an address that waits for no other confirmation, and a recipient without any
 * contact and consent. Does nothing after the confirmation.
 */
export async function forgetUnconfirmed(tx: Tx, consentId: string): Promise<void> {
  const consent = await tx.em.findOne(Consent, { id: consentId, confirmedAt: null });
  if (consent === null) return;
  const recipient = consent.recipient.id;
  const { addressHash } = consent;
  await tx.em.nativeDelete(Consent, { id: consentId, confirmedAt: null });
  if ((await tx.em.count(Consent, { recipient, addressHash, confirmedAt: null })) === 0)
    await tx.em.nativeDelete(Contact, { recipient, addressHash, verifiedAt: null });
  if ((await tx.em.count(Consent, { recipient })) > 0) return;
  if ((await tx.em.count(Contact, { recipient })) === 0) await tx.em.nativeDelete(Recipient, { id: recipient });
}

/** Consent that a mail asks for; null: forgotten by now. */
export async function findAsked({ em }: Context, consentId: string): Promise<Consent | null> {
  return em.findOne(Consent, consentId, { populate: ['recipient', 'municipality'], refresh: true });
}

/**
 * Verifies the address of a consent, and keeps the moment, the IP address and the time of the mail as a proof. KNOWN: the
 * consent was confirmed before. GONE: the address was deleted.
 */
export async function confirmConsent(
  tx: Tx,
  consent: Consent,
  mailedAt: Date | null,
): Promise<'NEW' | 'KNOWN' | 'GONE'> {
  const { id, addressHash, locale } = consent;
  const recipient = consent.recipient.id;
  const own = { recipient, channel: 'EMAIL', addressHash };
  if ((await tx.em.count(Contact, own)) === 0) return 'GONE';
  const confirmedIp = tx.caller === undefined ? null : lockText(tx.secret, id, tx.caller.address);
  const proof = { confirmedAt: tx.now(), mailedAt, confirmedIp };
  if ((await tx.em.nativeUpdate(Consent, { id, confirmedAt: null }, proof)) === 0) return 'KNOWN';
  await endSuppression(tx, { channel: 'EMAIL', addressHash });
  await tx.em.nativeUpdate(Contact, { ...own, verifiedAt: null }, { verifiedAt: tx.now() });
  await tx.em.nativeUpdate(Recipient, { id: recipient }, { locale });
  return 'NEW';
}

/** SQL condition: the contact `contactId` has another address than the one for which a consent was asked. */
export function otherAddressSql(contactId: string, consentId: string): string {
  return `not exists (select from contact o join consent q on q.id = ${consentId}
    where o.id = ${contactId} and o.address_hash = q.address_hash)`;
}

/** SELECT of the recipient of a consent that is not confirmed yet, as an audience of a message. */
export function askedSql(consentId: string): string {
  return `select q.recipient_id, null::uuid as group_id from consent q
    where q.id = ${consentId} and q.confirmed_at is null`;
}

/** Whether a recipient has a verified contact. */
export async function isReached({ em }: Context, recipientId: string): Promise<boolean> {
  return (await em.count(Contact, { recipient: recipientId, verifiedAt: { $ne: null } })) > 0;
}

/** Contact as the page of the link shows it: a forwarded mail holds the link, so addresses are masked. */
export interface MaskedContact {
  readonly id: string;
  readonly channel: string;
  /** Address with most of its letters hidden, or the name of the device. */
  readonly name: string;
}

/** Verified contacts of a recipient without an account, the oldest first. */
export async function listContacts({ em, secret }: Context, recipientId: string): Promise<MaskedContact[]> {
  const where = { recipient: recipientId, verifiedAt: { $ne: null } };
  const contacts = await em.find(Contact, where, { orderBy: { id: 'asc' }, refresh: true });
  return contacts.map(({ id, channel, address, label }) => {
    const mask = masks[channel];
    return { id, channel, name: mask === undefined || address == null ? label : mask(unlockText(secret, id, address)) };
  });
}

/** How the address of a channel is shown; channels without an entry show the name of the contact. */
const masks: Readonly<Record<string, (address: string) => string>> = { EMAIL: maskEmail, SMS: maskNumber };

/**
 * Deletes a contact of a recipient; false: it has no such contact. A recipient without an account
 * whose last verified contact goes ends, also if others wait for their verification.
 */
export async function removeContact(tx: Tx, recipientId: string, contactId: string): Promise<boolean> {
  const removed = await deleteContacts(tx, { id: contactId, recipient: recipientId });
  if (removed.length > 0) await endUnreachable(tx, [recipientId]);
  return removed.length > 0;
}

/**
 * Deletes a contact that can never be reached again. A recipient without an account ends with its last contact.
 */
export async function endContact(ctx: Context, contactId: string): Promise<void> {
  await write(ctx, async (tx) => {
    const contact = await tx.em.findOne(Contact, contactId);
    if (contact !== null) await removeContact(tx, contact.recipient.id, contactId);
  });
}

/** Deletes all contacts of a recipient without an account, and ends it. */
export async function endRecipient(tx: Tx, { id }: Recipient): Promise<void> {
  await deleteContacts(tx, { recipient: id });
  await endUnreachable(tx, [id]);
}

/**
 * Ends those of the recipients that have neither an account nor a verified contact: makes their links invalid, and plans that the
 * proofs of their consents are deleted a year later.
 */
export async function endUnreachable(tx: Tx, recipientIds: readonly string[]): Promise<void> {
  const ended: { id: string }[] = await tx.em.execute(
    `update recipient r set link_version = r.link_version + 1
     where r.id in (select value::uuid from json_array_elements_text(?::json)) and r.person_id is null
       and r.origin = 'LINK' and not exists (select from contact k where k.recipient_id = r.id and k.verified_at is not null)
     returning r.id`,
    [JSON.stringify(recipientIds)],
  );
  const startAfter = new Date(tx.now().getTime() + proofDays * 86_400_000);
  for (const { id } of ended) {
    await tx.em.nativeDelete(Contact, { recipient: id });
    await record(tx, recipientEnded({ recipientId: id }));
    await enqueue(tx, forgetRecipient, { recipientId: id }, { startAfter });
  }
}

/**
 * Ends those of the recipients without an account that are reached by mail alone and gave no consent but those with this
 * choice, all confirmed. The caller checks that nothing of this choice needs them any more.
 */
export async function endWithChoice(tx: Tx, recipientIds: readonly string[], choice: string): Promise<void> {
  const idle: { id: string }[] = await tx.em.execute(
    `select r.id from recipient r
     where r.id in (select value::uuid from json_array_elements_text(?::json)) and r.person_id is null and r.origin = 'LINK'
       and exists (select from consent q where q.recipient_id = r.id)
       and not exists (select from consent q where q.recipient_id = r.id and (q.choice <> ? or q.confirmed_at is null))
       and not exists (select from contact k where k.recipient_id = r.id and k.channel <> 'EMAIL')`,
    [JSON.stringify(recipientIds), choice],
  );
  const ids = idle.map(({ id }) => id);
  if (ids.length === 0) return;
  await deleteContacts(tx, { recipient: { $in: ids } });
  await endUnreachable(tx, ids);
}

/** Deletes a recipient without an account that has no contact any more, with the proofs of its consents. */
export async function forgetEnded(tx: Tx, recipientId: string): Promise<void> {
  if ((await tx.em.count(Contact, { recipient: recipientId })) > 0) return;
  await tx.em.nativeDelete(Recipient, { id: recipientId, person: null });
}

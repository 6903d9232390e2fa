import { LockMode } from '@mikro-orm/core';
import { v7 } from 'uuid';
import type { Context } from '../../kernel/context.ts';
import { readEmail } from '../../kernel/email.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { defaultSender, isOwnDomain } from '../../kernel/mail.sender.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';
import { addAddress } from '../../recipient/recipient.address.service.ts';
import { deleteContacts } from '../../recipient/recipient.contact.service.ts';
import { Contact } from '../../recipient/recipient.entity.ts';
import { findAddressees, hashAddress } from '../../recipient/recipient.service.ts';
import { endSuppression } from '../../recipient/recipient.suppression.service.ts';
import { checkCode, endCode, writeCode } from '../code/notification.code.service.ts';
import { sendQueue } from '../sending/notification.sender.ts';
import { dropReplyTo, fromAddressChanged, replyToChanged } from './notification.address.events.ts';
import {
  canReadSender,
  canSetFromAddress,
  replyToMessage,
  replyToRates,
  replyToRecipient,
  unconfirmedDays,
} from './notification.address.rules.ts';

const channel = 'EMAIL';

/** Sender of a town's mails; the fields of TownSender in the schema describe it. */
export interface TownSender {
  readonly name: string;
  readonly fromAddress: string;
  readonly isFromOfTown: boolean;
  readonly maySetFrom: boolean;
  readonly replyTo: string | null;
  readonly askedReplyTo: string | null;
}

/** Sender of a town's mails, for its admins and operators. Errors: UNAUTHENTICATED, FORBIDDEN. */
export async function readSender(ctx: Context, municipalityId: string): Promise<TownSender> {
  authorize(canReadSender(ctx.actor, municipalityId));
  const town = await ctx.em.findOneOrFail(Municipality, municipalityId, { refresh: true });
  const asked = await findAsked(ctx, municipalityId);
  const addressees = await findAddressees(ctx, asked === null ? [] : [asked.id]);
  const own = town.fromAddress ?? null;
  const isFromOfTown = own !== null && isOwnDomain(ctx.config, ctx.publicUrl(), own);
  return {
    name: `${town.kind} ${town.name}`,
    fromAddress: isFromOfTown ? own : defaultSender(ctx.publicUrl()),
    isFromOfTown,
    maySetFrom: canSetFromAddress(ctx.actor).allow,
    replyTo: town.replyTo ?? null,
    askedReplyTo: addressees.get(asked?.id ?? '')?.address ?? null,
  };
}

/** Contact with the address that waits for its code; null: none. */
function findAsked({ em }: Context, municipalityId: string): Promise<Contact | null> {
  return em.findOne(Contact, { recipient: replyToRecipient(municipalityId), channel }, { refresh: true });
}

/**
 * Mails a code to an address that shall get the replies to the town's mails. Until its owner confirms it, the earlier
 * address stays in use. Errors: UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED; user errors: BAD_EMAIL.
 */
export async function requestReplyTo(ctx: Context, municipalityId: string, text: string): Promise<void> {
  authorize(canRunTown(ctx.actor, municipalityId));
  const email = readAddress(text);
  await ctx.limits.spend(replyToRates.perTown, municipalityId);
  await ctx.limits.spend(replyToRates.perAddress, hashAddress(ctx, email));
  await write(ctx, async (tx) => {
    await lockTown(tx, municipalityId);
    const recipientId = replyToRecipient(municipalityId);
    const known = await findAsked(tx, municipalityId);
    if (known !== null && known.addressHash !== hashAddress(tx, email))
      await deleteContacts(tx, { recipient: recipientId });
    await addAddress(tx, { id: recipientId, origin: 'OFFICE', municipalityId, locale: 'de', email });
    const contact = await tx.em.findOneOrFail(Contact, { recipient: recipientId, channel }, { refresh: true });
    const contactId = contact.id;
    await writeCode(tx, { message: replyToMessage, channel, contactId, recipientId, municipalityId });
    await enqueue(tx, sendQueue(channel, replyToMessage.lane), { claim: v7() });
    const startAfter = new Date(tx.now().getTime() + unconfirmedDays * 86_400_000);
    await enqueue(tx, dropReplyTo, { contactId }, { startAfter });
  });
}

/**
 * Uses an address for replies from now on, because its owner has the code. Errors: UNAUTHENTICATED, FORBIDDEN; user errors:
 * WRONG_CODE, NUMBER_CODE_EXPIRED, NUMBER_CODE_LOCKED.
 */
export async function confirmReplyTo(ctx: Context, municipalityId: string, code: string): Promise<void> {
  authorize(canRunTown(ctx.actor, municipalityId));
  const asked = await findAsked(ctx, municipalityId);
  if (asked === null) throw refusal('NUMBER_CODE_EXPIRED', 'code');
  const messageId = await checkCode(ctx, asked.id, code);
  await write(ctx, async (tx) => {
    const town = await lockTown(tx, municipalityId);
    await endCode(tx, asked.id, messageId);
    town.replyTo = (await findAddressees(tx, [asked.id])).get(asked.id)?.address ?? null;
    await tx.em.flush();
    await deleteContacts(tx, { recipient: replyToRecipient(municipalityId) });
    await endSuppression(tx, { channel, addressHash: asked.addressHash });
    await record(tx, replyToChanged({ municipalityId }));
  });
}

/** Removes the address for replies, and one that waits for its code. Errors: UNAUTHENTICATED, FORBIDDEN. */
export async function removeReplyTo(ctx: Context, municipalityId: string): Promise<void> {
  authorize(canRunTown(ctx.actor, municipalityId));
  await write(ctx, async (tx) => {
    const town = await lockTown(tx, municipalityId);
    await deleteContacts(tx, { recipient: replyToRecipient(municipalityId) });
    if (town.replyTo == null) return;
    town.replyTo = null;
    await record(tx, replyToChanged({ municipalityId }));
  });
}

/**
 * Sets the sender's address of the town's mails; null: that of the installation. Errors: UNAUTHENTICATED, FORBIDDEN (all
 * but operators), NOT_FOUND; user errors: BAD_EMAIL, DOMAIN_NOT_ALLOWED.
 */
export async function setFromAddress(ctx: Context, municipalityId: string, text: string | null): Promise<void> {
  authorize(canSetFromAddress(ctx.actor));
  const address = text === null ? null : readAddress(text);
  if (address !== null && !isOwnDomain(ctx.config, ctx.publicUrl(), address))
    throw refusal('DOMAIN_NOT_ALLOWED', 'address');
  await write(ctx, async (tx) => {
    const town = await lockTown(tx, municipalityId);
    if ((town.fromAddress ?? null) === address) return;
    town.fromAddress = address;
    await record(tx, fromAddressChanged({ municipalityId }));
  });
}

/** Deletes an address for replies that nobody confirmed; a newer one, or a confirmed one, stays. */
export async function dropUnconfirmedReplyTo(ctx: Context, contactId: string): Promise<void> {
  await write(ctx, (tx) => deleteContacts(tx, { id: contactId, verifiedAt: null }));
}

function readAddress(text: string): string {
  const email = readEmail(text);
  if (email === undefined) throw refusal('BAD_EMAIL', 'address');
  return email;
}

async function lockTown(tx: Tx, municipalityId: string): Promise<Municipality> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const town = await tx.em.findOne(Municipality, municipalityId, lock);
  if (town === null) throw new DomainError('NOT_FOUND');
  return town;
}

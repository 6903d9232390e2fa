import { LockMode } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { type Person, personId, strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError, refusal } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { lockText, unlockText } from '../../kernel/secrets.ts';
import { findMunicipalityNode } from '../../municipality/municipality.service.ts';
import { deleteContacts } from '../../recipient/recipient.contact.service.ts';
import { Contact, Recipient } from '../../recipient/recipient.entity.ts';
import { maskNumber } from '../../recipient/recipient.mask.rules.ts';
import { hashAddress, reachableContactsSql } from '../../recipient/recipient.service.ts';
import { endSuppression } from '../../recipient/recipient.suppression.service.ts';
import { Delivery, type DeliveryState, Message } from '../notification.entity.ts';
import { checkCode, endCode, writeCode } from '../code/notification.code.service.ts';
import { dropNumber, numberConfirmed, numberRemoved } from './notification.sms.events.ts';
import { sendQueue } from '../sending/notification.sender.ts';
import { codeMessage, codeRates, numberLimits, readNumber } from './notification.number.rules.ts';
import { isSmsOffered } from './notification.settings.service.ts';
import { reserveDeliveries } from './notification.sms.service.ts';

const channel = 'SMS';

/** Contact of the channel SMS, as a person with an account sees it. */
export interface MobileNumber {
  readonly id: string;
  readonly masked: string;
  /** False: nothing but a code is sent to the number. */
  readonly isConfirmed: boolean;
  readonly forEmergencies: boolean;
  /** State of the newest code; null: none. */
  readonly codeState: DeliveryState | null;
}

/** Numbers of the actor, the oldest first; empty if the actor is not a person. */
export function listNumbers(ctx: Context): Promise<MobileNumber[]> {
  return findNumbers(ctx, null);
}

/** Number of the actor by id; null: unknown, or a number of another account. */
export async function findNumber(ctx: Context, id: string): Promise<MobileNumber | null> {
  const [number] = await findNumbers(ctx, id);
  return number ?? null;
}

async function findNumbers(ctx: Context, id: string | null): Promise<MobileNumber[]> {
  const recipient = personId(ctx.actor);
  if (recipient === null) return [];
  const where = { recipient, channel, ...(id !== null && { id }) };
  const contacts = await ctx.em.find(Contact, where, { orderBy: { id: 'asc' }, refresh: true });
  const ids = contacts.map((contact) => contact.id);
  const codes = await ctx.em.find(
    Delivery,
    { contact: { $in: ids }, message: { kind: codeMessage.kind } },
    { refresh: true },
  );
  const reachable = await findReachable(ctx, recipient);
  return contacts.map((contact) => ({
    id: contact.id,
    masked: maskNumber(unlockText(ctx.secret, contact.id, contact.address ?? '')),
    isConfirmed: reachable.some((one) => one.id === contact.id),
    forEmergencies: contact.forEmergencies,
    codeState: codes.find((code) => code.contact.id === contact.id)?.state ?? null,
  }));
}

function findReachable(
  { em }: Context,
  recipient: string,
): Promise<{ readonly id: string; readonly channel: string }[]> {
  return em.execute(`select k.id, k.channel from (${reachableContactsSql}) k where k.recipient_id = ?`, [recipient]);
}

/**
 * Sends a code to a number that shall get the actor's messages; the town pays. Returns the id of the contact. Errors:
 * UNAUTHENTICATED, FORBIDDEN, NOT_FOUND; user errors: those of `sendNumberCode`.
 */
export async function requestNumberCode(ctx: Context, municipalityId: string, text: string): Promise<string> {
  const actor = requirePerson(ctx);
  const town = await findMunicipalityNode(ctx, municipalityId);
  if (town === null) throw new DomainError('NOT_FOUND');
  const { id } = await sendNumberCode(ctx, { recipientId: actor.id, municipalityId: town.id }, text);
  return id;
}

/**
 * Sends a code to a number that shall get messages of the recipient. A number that is confirmed gets no code. User errors:
 * BAD_NUMBER, NUMBER_ABROAD, NUMBER_NOT_MOBILE, SMS_NOT_OFFERED, CONTACT_FIRST, TOO_MANY_NUMBERS, TOO_MANY_CODES,
 * NO_BUDGET.
 */
export async function sendNumberCode(
  ctx: Context,
  { recipientId, municipalityId }: { readonly recipientId: string; readonly municipalityId: string },
  text: string,
): Promise<{ readonly id: string; readonly number: string }> {
  const read = readNumber(text, ctx.config.smsCountries);
  if ('fault' in read) throw refusal(read.fault, 'number');
  const { number } = read;
  if (!(await isSmsOffered(ctx, municipalityId, { class: 'PERSONAL', interest: null })))
    throw refusal('SMS_NOT_OFFERED');
  const reachable = await findReachable(ctx, recipientId);
  if (!reachable.some((one) => one.channel === 'EMAIL' || one.channel === 'PUSH')) throw refusal('CONTACT_FIRST');
  const addressHash = hashAddress(ctx, number);
  const known = await ctx.em.findOne(Contact, { recipient: recipientId, channel, addressHash }, { refresh: true });
  if (known !== null && reachable.some(({ id }) => id === known.id)) return { id: known.id, number };
  if ((await ctx.em.count(Contact, { recipient: recipientId, channel })) >= numberLimits.perPerson && known === null)
    throw refusal('TOO_MANY_NUMBERS');
  await spendCode(ctx, { recipientId, addressHash, municipalityId });
  return write(ctx, async (tx) => {
    await tx.em.findOneOrFail(Recipient, recipientId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const id = await addNumber(tx, recipientId, number);
    await sendCode(tx, { contactId: id, recipientId, municipalityId });
    return { id, number };
  });
}

/** Counts a code against each limit. Beyond one of them none is sent, and the log reports it to the operator. */
async function spendCode(
  { limits, log }: Context,
  keys: { readonly recipientId: string; readonly addressHash: string; readonly municipalityId: string },
): Promise<void> {
  const { recipientId, addressHash, municipalityId } = keys;
  const uses = [
    [codeRates.perRecipient, recipientId],
    [codeRates.perNumber, addressHash],
    [codeRates.perTown, municipalityId],
  ] as const;
  for (const [rate, key] of uses) {
    if (await limits.trySpend(rate, key)) continue;
    log.warn({ limit: rate.name, municipality: municipalityId }, 'more codes for numbers than usual: none was sent');
    throw refusal('TOO_MANY_CODES');
  }
}

/** Contact with this number; a new one is not verified, and is deleted after three days if it stays so. */
async function addNumber(tx: Tx, recipient: string, number: string): Promise<string> {
  const addressHash = hashAddress(tx, number);
  const known = await tx.em.findOne(Contact, { recipient, channel, addressHash }, { refresh: true });
  if (known !== null) return known.id;
  if ((await tx.em.count(Contact, { recipient, channel })) >= numberLimits.perPerson) throw refusal('TOO_MANY_NUMBERS');
  const id = v7();
  const address = lockText(tx.secret, id, number);
  await tx.em
    .persist(tx.em.create(Contact, { id, recipient, channel, address, addressHash }, { partial: true }))
    .flush();
  const startAfter = new Date(tx.now().getTime() + numberLimits.unconfirmedDays * 86_400_000);
  await enqueue(tx, dropNumber, { contactId: id }, { startAfter });
  return id;
}

/** Sends a new code, which replaces the older one. */
async function sendCode(
  tx: Tx,
  { contactId, recipientId, municipalityId }: { contactId: string; recipientId: string; municipalityId: string },
): Promise<void> {
  const { lane } = codeMessage;
  const id = await writeCode(tx, { message: codeMessage, channel, contactId, recipientId, municipalityId });
  const unpaid = await reserveDeliveries(tx, id, [{ contactId, recipientId, groupId: null }]);
  if (unpaid.length > 0) throw refusal('NO_BUDGET');
  await enqueue(tx, sendQueue(channel, lane), { claim: v7() });
}

/**
 * Confirms a number of the actor by its newest code. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND; user errors: those of
 * `redeemNumberCode`.
 */
export async function confirmNumber(ctx: Context, contactId: string, text: string): Promise<void> {
  const actor = requirePerson(ctx);
  await redeemNumberCode(ctx, { recipientId: actor.id, contactId }, text, (tx) =>
    record(tx, numberConfirmed({ personId: actor.id })),
  );
}

/**
 * Confirms a number of the recipient by its newest code; `note` keeps the proof in the same transaction. Concurrent guesses
 * share the number of tries. Errors: NOT_FOUND; user errors: WRONG_CODE, NUMBER_CODE_EXPIRED, NUMBER_CODE_LOCKED.
 */
export async function redeemNumberCode(
  ctx: Context,
  { recipientId, contactId }: { readonly recipientId: string; readonly contactId: string },
  text: string,
  note: (tx: Tx, contact: Contact) => Promise<unknown>,
): Promise<void> {
  const contact = await ctx.em.findOne(Contact, { id: contactId, recipient: recipientId, channel }, { refresh: true });
  if (contact === null) throw new DomainError('NOT_FOUND');
  const messageId = await checkCode(ctx, contactId, text);
  await write(ctx, async (tx) => {
    await endCode(tx, contactId, messageId);
    await tx.em.nativeUpdate(Contact, contactId, { verifiedAt: tx.now() });
    await endSuppression(tx, { channel, addressHash: contact.addressHash });
    await note(tx, contact);
  });
}

/** Removes a number of the actor; an unknown id changes nothing. Errors: UNAUTHENTICATED, FORBIDDEN. */
export function removeNumber(ctx: Context, id: string): Promise<void> {
  return write(ctx, async (tx) => {
    const actor = requirePerson(tx);
    const removed = await deleteContacts(tx, { id, recipient: actor.id, channel });
    if (removed.length === 0) return;
    await tx.em.nativeDelete(Message, { kind: codeMessage.kind, subjectId: id });
    await record(tx, numberRemoved({ personId: actor.id }));
  });
}

/** Deletes a number that nobody confirmed. */
export async function dropUnconfirmed({ em }: Context, id: string): Promise<void> {
  const dropped = await em.nativeDelete(Contact, { id, channel, verifiedAt: null });
  if (dropped > 0) await em.nativeDelete(Message, { kind: codeMessage.kind, subjectId: id });
}

function requirePerson({ actor }: Context): Person {
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  return actor;
}

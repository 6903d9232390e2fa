import { LockMode } from '@mikro-orm/core';
import { listFollowed } from '../../group/follow/group.follow.service.ts';
import type { Context } from '../../kernel/context.ts';
import { admitAtDoor, mayMailTo, notePass } from '../../kernel/door.ts';
import { readEmail } from '../../kernel/email.ts';
import { refusal } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { Contact, Recipient } from '../../recipient/recipient.entity.ts';
import {
  addMailContact,
  findByLink,
  planForgetting,
  requireNoPartner,
} from '../../recipient/recipient.link.service.ts';
import { maskNumber } from '../../recipient/recipient.mask.rules.ts';
import { hashAddress, keepConsent } from '../../recipient/recipient.service.ts';
import { followsAllStreets, followsStreets } from '../../street/street.allStreets.service.ts';
import { listFollowedStreets } from '../../street/street.follow.service.ts';
import { consentStreets } from '../../street/street.wish.service.ts';
import { groupsAsked } from '../notification.events.ts';
import { redeemNumberCode, sendNumberCode } from '../sms/notification.number.service.ts';
import { addedAddress, followWording, mostAddresses } from './notification.follow.rules.ts';
import { ticketOf } from './notification.follow.service.ts';
import { choicesOf, type MessageChoices, type ShownContact } from './notification.link.service.ts';

/** Recipient to whom a link belongs, and its town. */
interface LinkOwner {
  readonly recipientId: string;
  readonly municipalityId: string;
  readonly locale: string;
}

/** Errors: FORBIDDEN for partners, UNKNOWN_LINK. */
async function requireOwner(ctx: Context, token: string): Promise<LinkOwner> {
  requireNoPartner(ctx);
  const recipient = await findByLink(ctx, token);
  const municipalityId = recipient?.municipality?.id;
  if (recipient === null || municipalityId === undefined) throw refusal('UNKNOWN_LINK', 'token');
  return { recipientId: recipient.id, municipalityId, locale: recipient.locale ?? 'de' };
}

export interface AddressByLink {
  readonly email: string;
  /** Solution of a proof of work. */
  readonly proof?: string | null;
}

/**
 * Asks the owner of another address by mail whether messages shall come there, too. The link proves the known contacts; the
 * mail proves the new one, which gets nothing before. An address that is confirmed already gets no mail; the answer is the
 * same. Errors: FORBIDDEN for partners, UNKNOWN_LINK, BAD_EMAIL, NO_GROUP, TOO_MANY_MAILBOXES, RATE_LIMITED,
 * PROOF_REQUIRED, PROOF_REFUSED.
 */
export async function addAddressByLink(ctx: Context, token: string, input: AddressByLink): Promise<MessageChoices> {
  const owner = await requireOwner(ctx, token);
  const email = readEmail(input.email);
  if (email === undefined) throw refusal('BAD_EMAIL', 'email');
  await requireRoom(ctx, owner, hashAddress(ctx, email));
  const pass = await admitAtDoor(ctx, { act: 'follow', proof: input.proof });
  if (await mayMailTo(ctx, email)) {
    const consentId = await write(ctx, (tx) => askOwner(tx, owner, email));
    if (consentId !== null) await notePass(ctx, ticketOf(consentId), pass);
  }
  return choicesOfOwner(ctx, owner);
}

/** Checks that the recipient follows a group or a street, and may have one more address. */
async function requireRoom(
  ctx: Context,
  { recipientId, municipalityId }: Pick<LinkOwner, 'recipientId' | 'municipalityId'>,
  addressHash: string,
): Promise<void> {
  const groups = await listFollowed(ctx, recipientId);
  if (groups.length === 0 && !(await followsStreets(ctx, recipientId, municipalityId))) throw refusal('NO_GROUP');
  const others = { recipient: recipientId, channel: 'EMAIL', addressHash: { $ne: addressHash } };
  if ((await ctx.em.count(Contact, others)) >= mostAddresses) throw refusal('TOO_MANY_MAILBOXES', 'email');
}

/** Keeps what was asked, and queues the mail; returns the id of the consent, or null for an address that is confirmed. */
async function askOwner(
  tx: Tx,
  { recipientId, municipalityId, locale }: LinkOwner,
  email: string,
): Promise<string | null> {
  await tx.em.findOneOrFail(Recipient, recipientId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const owner = { recipientId, municipalityId, locale };
  await requireRoom(tx, owner, hashAddress(tx, email));
  const addressHash = await addMailContact(tx, recipientId, email);
  const known = { recipient: recipientId, channel: 'EMAIL', addressHash, verifiedAt: { $ne: null } };
  if ((await tx.em.count(Contact, known)) > 0) return null;
  const groupIds = (await listFollowed(tx, recipientId)).map(({ id }) => id);
  const streets = consentStreets(await listFollowedStreets(tx, recipientId, municipalityId));
  const allStreets = await followsAllStreets(tx, recipientId, municipalityId);
  const about = { groupIds, streets, allStreets };
  const asked = { ...owner, addressHash, ...about, choice: addedAddress, wording: followWording };
  const consentId = await keepConsent(tx, asked);
  await planForgetting(tx, consentId);
  await record(tx, groupsAsked({ municipalityId, consentId }));
  return consentId;
}

export interface NumberByLink {
  /** The number, which is not among the contacts of the choices before it is confirmed. */
  readonly contact: ShownContact;
  readonly choices: MessageChoices;
}

/**
 * Sends a code to a mobile number that shall get messages, too. Errors: FORBIDDEN for partners, UNKNOWN_LINK, RATE_LIMITED,
 * and those of `sendNumberCode`.
 */
export async function requestNumberByLink(ctx: Context, token: string, text: string): Promise<NumberByLink> {
  const owner = await requireOwner(ctx, token);
  const { id, number } = await sendNumberCode(ctx, owner, text);
  const contact = { contactId: toGlobalId('Contact', id), channel: 'SMS', name: maskNumber(number) };
  return { contact, choices: await choicesOfOwner(ctx, owner) };
}

/**
 * Confirms a number by its newest code, and keeps the consent. Errors: FORBIDDEN for partners, UNKNOWN_LINK, NOT_FOUND, and
 * those of `redeemNumberCode`.
 */
export async function confirmNumberByLink(
  ctx: Context,
  token: string,
  { contactId, code }: { readonly contactId: string; readonly code: string },
): Promise<MessageChoices> {
  const owner = await requireOwner(ctx, token);
  await redeemNumberCode(ctx, { recipientId: owner.recipientId, contactId }, code, (tx, { addressHash }) =>
    keepConsent(tx, { ...owner, addressHash, choice: 'SMS', wording: followWording }),
  );
  return choicesOfOwner(ctx, owner);
}

async function choicesOfOwner(ctx: Context, { recipientId }: LinkOwner): Promise<MessageChoices> {
  const populate = ['municipality'] as const;
  return choicesOf(ctx, await ctx.em.findOneOrFail(Recipient, recipientId, { populate, refresh: true }));
}

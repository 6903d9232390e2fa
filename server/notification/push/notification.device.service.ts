import { type FilterQuery, LockMode } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { signedIn, signedOut } from '../../identity/identity.events.ts';
import { type Person, strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError, refusal } from '../../kernel/errors.ts';
import { on, record, type Tx, write } from '../../kernel/events.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { hashToken, lockText, newToken } from '../../kernel/secrets.ts';
import { deleteContacts } from '../../recipient/recipient.contact.service.ts';
import { Contact, Recipient } from '../../recipient/recipient.entity.ts';
import { endUnreachable } from '../../recipient/recipient.link.service.ts';
import { hashAddress } from '../../recipient/recipient.service.ts';
import { deleteTests } from '../contact/notification.contact.service.ts';
import { deviceAdded, deviceRemoved } from '../notification.events.ts';
import { browserCookie, browserHashOf } from './notification.browser.ts';
import { areKeys, deviceLimits, isPushEndpoint, type Subscription } from './notification.push.rules.ts';

export interface DeviceInput extends Subscription {
  /** Null: the name of the browser's earlier device. */
  readonly label?: string | null;
}

/**
 * Lets the actor's messages come to the browser that sends the request. A browser has one device: it takes the place of
 * an older one of the browser, and of one of another account with the same endpoint. Returns its id. Errors: HTTP_ONLY,
 * UNAUTHENTICATED, FORBIDDEN, TOO_SHORT, TOO_LONG, BAD_CHARACTERS, BAD_ENDPOINT, BAD_KEY, TOO_MANY_DEVICES.
 */
export async function addDevice(ctx: Context, input: DeviceInput): Promise<string> {
  const actor = requirePerson(ctx);
  const browser = readBrowser(ctx, { ...input, label: input.label ?? (await findLabel(ctx, actor.id)) });
  const { browserHash, addressHash } = browser;
  return write(ctx, async (tx) => {
    await tx.em.findOneOrFail(Recipient, actor.id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const ofOthers = { addressHash, recipient: { $ne: actor.id } };
    const ofBrowser = { browserHash, addressHash: { $ne: addressHash } };
    await detach(tx, { $or: [ofOthers, ofBrowser] });
    const known = await tx.em.findOne(Contact, { recipient: actor.id, channel: 'PUSH', addressHash });
    const count = await tx.em.count(Contact, { recipient: actor.id, channel: 'PUSH' });
    if (known === null && count >= deviceLimits.perPerson) throw refusal('TOO_MANY_DEVICES');
    const id = await keepBrowser(tx, actor.id, browser, known);
    if (known === null) await record(tx, deviceAdded({ personId: actor.id }));
    return id;
  });
}

/** Browser that sends the request, as a contact keeps it. */
export interface Browser {
  readonly subscription: Subscription;
  readonly addressHash: string;
  readonly browserHash: string;
  readonly label: string;
}

/**
 * Checks the address of the browser that sends the request, and gives the browser its cookie. Errors: HTTP_ONLY, TOO_SHORT,
 * TOO_LONG, BAD_CHARACTERS, BAD_ENDPOINT, BAD_KEY.
 */
export function readBrowser(ctx: Context, input: Subscription & { readonly label: string }): Browser {
  const { endpoint, p256dh, auth } = input;
  const setCookie = ctx.caller?.setCookie;
  if (setCookie === undefined) throw new DomainError('HTTP_ONLY');
  const check = new InputCheck();
  const label = check.text(input.label, deviceLimits.label, 'label');
  check.require(isPushEndpoint(endpoint, ctx.config), 'BAD_ENDPOINT', 'no push service of PUSH_HOSTS', 'endpoint');
  check.require(areKeys({ p256dh, auth }), 'BAD_KEY', 'no point of P-256, or no 16 bytes', 'p256dh');
  check.done();
  const cookie = ctx.caller?.cookie(browserCookie.name) ?? newToken(16);
  setCookie(browserCookie.name, cookie, browserCookie.seconds);
  const addressHash = hashAddress(ctx, endpoint);
  return { subscription: { endpoint, p256dh, auth }, addressHash, browserHash: hashToken(cookie), label };
}

/** Stores a browser as a contact of the recipient, in place of `known` if there is one; returns its id. */
export async function keepBrowser(
  tx: Tx,
  recipientId: string,
  { subscription, addressHash, browserHash, label }: Browser,
  known: Contact | null,
): Promise<string> {
  const id = known?.id ?? v7();
  const address = lockText(tx.secret, id, JSON.stringify(subscription));
  const facts = { address, addressHash, browserHash, label, refusals: 0, refusedSince: null };
  if (known !== null) Object.assign(known, facts);
  else {
    const contact = { ...facts, id, recipient: recipientId, channel: 'PUSH', verifiedAt: tx.now() };
    tx.em.persist(tx.em.create(Contact, contact, { partial: true }));
  }
  await tx.em.flush();
  return id;
}

/** Deletes devices; recipients without an account end with their last contact. */
export async function detach(tx: Tx, where: FilterQuery<Contact>): Promise<void> {
  const ended = await deleteContacts(tx, { $and: [{ channel: 'PUSH' }, where] });
  await endUnreachable(
    tx,
    ended.map(({ recipientId }) => recipientId),
  );
}

/** Name of the device of the browser that sends the request; empty: it has none. */
async function findLabel(ctx: Context, recipientId: string): Promise<string> {
  const browserHash = browserHashOf(ctx);
  if (browserHash === undefined) return '';
  const known = await ctx.em.findOne(Contact, { recipient: recipientId, channel: 'PUSH', browserHash });
  return known?.label ?? '';
}

/** Removes a device of the actor; an unknown id changes nothing. Errors: UNAUTHENTICATED, FORBIDDEN. */
export function removeDevice(ctx: Context, id: string): Promise<void> {
  return write(ctx, async (tx) => {
    const actor = requirePerson(tx);
    const removed = await deleteContacts(tx, { id, recipient: actor.id, channel: 'PUSH' });
    if (removed.length === 0) return;
    await deleteTests(tx, id);
    await record(tx, deviceRemoved({ personId: actor.id }));
  });
}

/** A browser belongs to the person who is signed in there: nobody else's messages may appear on its screen. */
export const deviceListeners = [
  on(signedOut, (tx) => detachBrowser(tx, null)),
  on(signedIn, (tx, { facts }) => detachBrowser(tx, facts.personId)),
];

/**
 * Takes the browser that sends the request off all accounts, except that of the person. What it follows without an account
 * stays.
 */
async function detachBrowser(tx: Tx, keptPersonId: string | null): Promise<void> {
  const browserHash = browserHashOf(tx);
  if (browserHash === undefined) return;
  await detach(tx, {
    browserHash,
    recipient: { person: { $ne: null }, ...(keptPersonId !== null && { id: { $ne: keptPersonId } }) },
  });
}

function requirePerson({ actor }: Context): Person {
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  return actor;
}

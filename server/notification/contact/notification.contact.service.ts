import { v7 } from 'uuid';
import { type Person as PersonActor, personId, strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError, refusal } from '../../kernel/errors.ts';
import { announce, record, type Tx, write } from '../../kernel/events.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { findMunicipalityNode } from '../../municipality/municipality.service.ts';
import { Contact } from '../../recipient/recipient.entity.ts';
import { maskNumber } from '../../recipient/recipient.mask.rules.ts';
import { findAddressees } from '../../recipient/recipient.service.ts';
import { inboxChannel } from '../notification.channels.ts';
import { Delivery, type DeliveryState, Message } from '../notification.entity.ts';
import { contactChanged, inboxTopic, messageSpread } from '../notification.events.ts';
import { deviceLimits } from '../push/notification.push.rules.ts';
import { browserHashOf } from '../push/notification.browser.ts';
import { sendQueue } from '../sending/notification.sender.ts';
import { mostContacts, testMessage, testRate } from './notification.contact.rules.ts';

/** Contact as its owner sees it. */
export interface ShownContact {
  readonly id: string;
  readonly channel: string;
  /** E-mail address, or masked mobile number; null: a channel whose addresses nobody reads. */
  readonly address: string | null;
  readonly label: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly forEmergencies: boolean;
  /** Whether a message comes here that did not arrive by the chosen channel. */
  readonly asSubstitute: boolean;
  /** True: the browser that sends the request. */
  readonly isThisBrowser: boolean;
  /** State of the newest test message; null: none was sent. */
  readonly testState: DeliveryState | null;
  /** Error code of its last failed try; null: none failed. */
  readonly testFailure: string | null;
}

/** Verified contacts of the actor, in the order of the channels; empty if the actor is not a person. */
export async function listContacts(ctx: Context): Promise<ShownContact[]> {
  const order = ctx.registry.channels.map(({ name }) => name);
  const contacts = await findContacts(ctx, null);
  return contacts.toSorted((one, other) => order.indexOf(one.channel) - order.indexOf(other.channel));
}

/** Contact of the actor by id; null: unknown, or a contact of another account. */
export async function findContact(ctx: Context, id: string): Promise<ShownContact | null> {
  const [contact] = await findContacts(ctx, id);
  return contact ?? null;
}

async function findContacts(ctx: Context, id: string | null): Promise<ShownContact[]> {
  const recipient = personId(ctx.actor);
  if (recipient === null) return [];
  const contacts = await ctx.em.find(
    Contact,
    { recipient, verifiedAt: { $ne: null }, ...(id !== null && { id }) },
    { orderBy: { id: 'asc' }, limit: mostContacts, refresh: true },
  );
  const ids = contacts.map((contact) => contact.id);
  const ofTests = { contact: { $in: ids }, message: { kind: testMessage.kind } };
  const tests = await ctx.em.find(Delivery, ofTests, { refresh: true });
  const shown = contacts.filter(({ channel }) => channel === 'EMAIL' || channel === 'SMS');
  const addressees = await findAddressees(
    ctx,
    shown.map((contact) => contact.id),
  );
  const addressOf = ({ id: contactId, channel }: Contact): string | null => {
    const address = addressees.get(contactId)?.address ?? null;
    return address !== null && channel === 'SMS' ? maskNumber(address) : address;
  };
  const browserHash = browserHashOf(ctx);
  return contacts.map((contact) => {
    const newest = tests.find((delivery) => delivery.contact.id === contact.id);
    const { channel, label, createdAt, forEmergencies, asSubstitute } = contact;
    return {
      id: contact.id,
      channel,
      address: addressOf(contact),
      label,
      createdAt,
      lastUsedAt: contact.lastUsedAt ?? null,
      forEmergencies,
      asSubstitute,
      isThisBrowser: browserHash !== undefined && contact.browserHash === browserHash,
      testState: newest?.state ?? null,
      testFailure: newest?.failure ?? null,
    };
  });
}

/** Sets whether emergency messages reach a contact of the actor. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND. */
export function setEmergencyContact(ctx: Context, id: string, isOn: boolean): Promise<void> {
  return write(ctx, async (tx) => {
    const actor = requirePerson(tx);
    const where = { id, recipient: actor.id, verifiedAt: { $ne: null } };
    const changed = await tx.em.nativeUpdate(Contact, where, { forEmergencies: isOn });
    if (changed === 0) throw new DomainError('NOT_FOUND');
    await record(tx, contactChanged({ personId: actor.id }));
  });
}

/**
 * Sets whether messages that do not arrive elsewhere come to a contact of the actor. Errors: UNAUTHENTICATED, FORBIDDEN,
 * NOT_FOUND; user errors: MODE_NOT_POSSIBLE (the inbox).
 */
export function setSubstituteContact(ctx: Context, id: string, isOn: boolean): Promise<void> {
  return write(ctx, async (tx) => {
    const actor = requirePerson(tx);
    const contact = await tx.em.findOne(Contact, { id, recipient: actor.id, verifiedAt: { $ne: null } });
    if (contact === null) throw new DomainError('NOT_FOUND');
    if (isOn && contact.channel === inboxChannel.name) throw refusal('MODE_NOT_POSSIBLE', 'contactId');
    contact.asSubstitute = isOn;
    await record(tx, contactChanged({ personId: actor.id }));
  });
}

/**
 * Gives a contact of the actor a name; empty: none, which devices must have. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND;
 * user errors: TOO_SHORT, TOO_LONG, BAD_CHARACTERS.
 */
export function renameContact(ctx: Context, id: string, text: string): Promise<void> {
  return write(ctx, async (tx) => {
    const actor = requirePerson(tx);
    const contact = await tx.em.findOne(Contact, { id, recipient: actor.id, verifiedAt: { $ne: null } });
    if (contact === null) throw new DomainError('NOT_FOUND');
    const check = new InputCheck();
    const [shortest, longest] = deviceLimits.label;
    contact.label = check.text(text, [contact.channel === 'PUSH' ? shortest : 0, longest], 'label');
    check.done();
    await record(tx, contactChanged({ personId: actor.id }));
  });
}

/**
 * Sends a test message to a contact of the actor; it opens a page of the town. `Contact.testState` says what became of
 * it. Errors: UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED, NOT_FOUND.
 */
export async function sendTestMessage(ctx: Context, contactId: string, municipalityId: string): Promise<void> {
  const actor = requirePerson(ctx);
  await ctx.limits.spend(testRate, actor.id);
  await write(ctx, async (tx) => {
    const contact = await tx.em.findOne(Contact, { id: contactId, recipient: actor.id, verifiedAt: { $ne: null } });
    const town = await findMunicipalityNode(tx, municipalityId);
    if (contact === null || town === null) throw new DomainError('NOT_FOUND');
    await deleteTests(tx, contactId);
    const { channel } = contact;
    const { kind, lane } = testMessage;
    const id = v7({ msecs: tx.now().getTime() });
    const message = { id, municipality: town.id, kind, subjectId: contactId, version: null, at: tx.now() };
    await tx.em.persist(tx.em.create(Message, message)).flush();
    const arrives = channel === inboxChannel.name;
    const outcome = arrives ? { state: 'SENT' as const, sentAt: tx.now() } : { state: 'PENDING' as const };
    const delivery = { message: id, contact: contactId, recipient: actor.id, channel, lane, ...outcome };
    await tx.em.persist(tx.em.create(Delivery, delivery, { partial: true })).flush();
    if (!arrives) await enqueue(tx, sendQueue(channel, lane), { claim: v7() });
    else announce(tx, inboxTopic, { personId: actor.id }, await record(tx, messageSpread({ messageId: id })));
  });
}

/** Deletes the earlier test messages of a contact, with their deliveries. */
export async function deleteTests(tx: Tx, contactId: string): Promise<void> {
  await tx.em.nativeDelete(Message, { kind: testMessage.kind, subjectId: contactId });
}

function requirePerson({ actor }: Context): PersonActor {
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  return actor;
}

import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/**
 * How the recipient came about: with an account, by following something without an account, by a report without an
 * account, or as another authority that gets a forwarded report.
 */
const origins = ['ACCOUNT', 'LINK', 'REPORT', 'OFFICE'] as const;

/** Street that a consent names. */
export interface ConsentStreet {
  readonly id: string;
  /** Address in words when the consent was given, as a proof. */
  readonly name: string;
  /** House such as "12a"; null: the whole street. */
  readonly house: string | null;
  /** Present: the consent is also to the reminder of the bins of the address. */
  readonly waste?: true;
}

/** Somebody who gets messages. The recipient of an account has the id of its person. */
const RecipientSchema = defineEntity({
  name: 'Recipient',
  properties: {
    id: p.uuid().primary(),
    /** Account; null: a recipient without an account. */
    person: () => p.oneToOne(Person).owner().ref().nullable().deleteRule('cascade'),
    /** Town of a recipient without an account, because each town answers for its own data; null with an account. */
    municipality: () => p.manyToOne(Municipality).ref().nullable().deleteRule('cascade'),
    /** Language of a recipient without an account; null: that of the account. */
    locale: p.string().nullable(),
    origin: p.enum(origins),
    /** IANA time zone of the quiet hours; null: that of the town of each message. */
    timeZone: p.string().nullable(),
    /** Start and end of the quiet hours in minutes after midnight, over midnight if the end is earlier; equal: none. */
    quietFrom: p.integer().default(22 * 60),
    quietTo: p.integer().default(7 * 60),
    /** True: besides the inbox nothing but emergency messages, and what the recipient asks for, reaches the recipient. */
    onlyEmergencies: p.boolean().default(false),
    /** Version of the links to the choices of a recipient without an account; a higher one ends all earlier links. */
    linkVersion: p.integer().default(1),
    createdAt: p.datetime().defaultRaw('now()'),
  },
});
export class Recipient extends RecipientSchema.class {}
RecipientSchema.setClass(Recipient);

/** Address at which a recipient gets messages by one channel. */
const ContactSchema = defineEntity({
  name: 'Contact',
  properties: {
    id: p.uuid().primary(),
    recipient: () => p.manyToOne(Recipient).ref().deleteRule('cascade'),
    /** Name of a channel; plain text without a CHECK constraint, so that a new channel alters no table. */
    channel: p.text(),
    /** Address, encrypted with lockText(); null: the inbox, and the address of an account, which stands in Person. */
    address: p.text().nullable(),
    /** Keyed hash of the address, by which it is found, also that of an account; empty: a contact without an address. */
    addressHash: p.text().default(''),
    /** Name that the recipient gave the contact, such as a device; empty: none. */
    label: p.text().default(''),
    /** When the recipient proved to receive messages here; null: nothing but the mail or code for this proof is sent. */
    verifiedAt: p.datetime().nullable(),
    /** Whether emergency messages reach the contact. */
    forEmergencies: p.boolean().default(true),
    /** Whether a message comes here that did not arrive by the channel that the recipient chose. */
    asSubstitute: p.boolean().default(false),
    createdAt: p.datetime().defaultRaw('now()'),
    /** When a message was last accepted for the contact; null: never. Kept for devices, exact to an hour. */
    lastUsedAt: p.datetime().nullable(),
    /** PUSH: hash of the cookie of the browser, which is detached when somebody signs out there; null: other channels. */
    browserHash: p.text().nullable(),
    /** PUSH: number of refusals since a message was last accepted. */
    refusals: p.integer().default(0),
    /** PUSH: time of the first of these refusals; null: none. */
    refusedSince: p.datetime().nullable(),
  },
  indexes: [{ properties: ['browserHash'] }, { properties: ['addressHash'] }],
  uniques: [{ properties: ['recipient', 'channel', 'addressHash'] }],
});
export class Contact extends ContactSchema.class {}
ContactSchema.setClass(Contact);

/**
 * Answer of a recipient to the question which messages a town may send. Only the proof of a mailbox is added later. It is
 * kept as long as the contact and one year longer.
 */
const ConsentSchema = defineEntity({
  name: 'Consent',
  properties: {
    /** UUID v7; the newest answer for a town counts. */
    id: p.uuid().primary(),
    recipient: () => p.manyToOne(Recipient).ref().deleteRule('cascade'),
    municipality: () => p.manyToOne(Municipality).ref().deleteRule('cascade'),
    /** Answer, such as "WEEKLY". */
    choice: p.text(),
    /** Version of the question's wording. */
    wording: p.integer(),
    /** Language in which the question was asked. */
    locale: p.text(),
    /** IP address from which the answer came, encrypted with lockText(); null: unknown. */
    ip: p.text().nullable(),
    at: p.datetime(),
    /** Ids of the groups that the answer names; null: it names none. */
    groupIds: p.array().columnType('uuid[]').nullable(),
    /** Streets that the answer names; null: it names none. */
    streets: p.json<readonly ConsentStreet[]>().nullable(),
    /** Whether the answer names all streets of the town. */
    allStreets: p.boolean().default(false),
    /** Keyed hash of the address for which the answer was given; empty: an account or a device. */
    addressHash: p.text().default(''),
    /** When the mail that asks the owner of the address was sent; null: none, or it is not confirmed yet. */
    mailedAt: p.datetime().nullable(),
    /** When the owner confirmed with the link of this mail; null: not yet, or no mail was needed. */
    confirmedAt: p.datetime().nullable(),
    /** IP address from which the owner confirmed, encrypted with lockText(); null: unknown. */
    confirmedIp: p.text().nullable(),
  },
  indexes: [{ properties: ['recipient', 'municipality'] }, { properties: ['municipality'] }],
});
export class Consent extends ConsentSchema.class {}
ConsentSchema.setClass(Consent);

/** GIVEN: the recipient gets the emergencies of the town, whatever else ties it there. ENDED: it gets none of them. */
const emergencyStates = ['GIVEN', 'ENDED'] as const;

/**
 * Whether a recipient gets the emergencies of a town. Without a row its ties decide: a group, a street, a date, and so on.
 */
const EmergencyChoiceSchema = defineEntity({
  name: 'EmergencyChoice',
  properties: {
    recipient: () => p.manyToOne(Recipient).primary().ref().deleteRule('cascade'),
    municipality: () => p.manyToOne(Municipality).primary().ref().deleteRule('cascade'),
    state: p.enum(emergencyStates),
    at: p.datetime(),
  },
  indexes: [{ properties: ['municipality'] }],
});
export class EmergencyChoice extends EmergencyChoiceSchema.class {}
EmergencyChoiceSchema.setClass(EmergencyChoice);

/** BOUNCED: the address does not exist or takes no messages. STOPPED: its owner wants no messages of this channel. */
const suppressionReasons = ['BOUNCED', 'STOPPED'] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/**
 * Address to which the whole installation sends nothing by the channel, until its owner verifies it anew. It names no
 * recipient, so it outlives the contacts with this address.
 */
const SuppressionSchema = defineEntity({
  name: 'Suppression',
  properties: {
    /** Name of a channel. */
    channel: p.text().primary(),
    /** Keyed hash of the address, as in the contacts. */
    addressHash: p.text().primary(),
    because: p.enum(suppressionReasons),
    at: p.datetime(),
  },
});
export class Suppression extends SuppressionSchema.class {}
SuppressionSchema.setClass(Suppression);

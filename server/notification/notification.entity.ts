import { defineEntity, p } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import type { DeliveryMode } from '../kernel/message.ts';
import type { Interest } from '../kernel/names.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { Contact, Recipient } from '../recipient/recipient.entity.ts';

/**
 * PENDING: waits for its first or next try. HELD: waits for the end of quiet hours or for a digest. SENDING: a job sends
 * it. SENT: the next server accepted it, or it lies in the inbox. DELIVERED: a receipt says that it arrived. FAILED: it
 * will not arrive. CANCELLED: it was not sent, because the recipient no longer wants or may receive it. UNKNOWN: a
 * receipt that the channel promises is missing.
 */
const deliveryStates = ['PENDING', 'HELD', 'SENDING', 'SENT', 'DELIVERED', 'FAILED', 'CANCELLED', 'UNKNOWN'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

const failureKinds = ['TEMPORARY', 'PERMANENT', 'TECHNICAL'] as const;
export type FailureKind = (typeof failureKinds)[number];

/** Queues of each channel; each has its own jobs, so that news for many never delay a message to one person. */
export const lanes = ['EMERGENCY', 'PERSONAL', 'BULK'] as const;
export type Lane = (typeof lanes)[number];

/** Serves the jobs of a lane: what is due next. */
const dueIndex = "create index delivery_due_index on delivery (channel, lane, due_at) where state = 'PENDING'";
/** Serves a digest: its deliveries. */
const heldIndex = "create index delivery_held_index on delivery (bundle, contact_id) where state = 'HELD'";
/** Serves the end of quiet hours: what waits for it. */
const releaseIndex =
  "create index delivery_release_index on delivery (channel, due_at) where state = 'HELD' and bundle is null";
/** Serves the jobs of the lane BULK, which ask whether an emergency message waits. */
const emergencyIndex =
  "create index delivery_emergency_index on delivery (due_at) where lane = 'EMERGENCY' and state = 'PENDING' and attempts = 0";
/** Serves a job that continues after its process was killed. */
const claimIndex = "create index delivery_claim_index on delivery (claim) where state = 'SENDING'";

/** Serves the search for receipts that are missing. */
const sentIndex =
  "create index delivery_sent_index on delivery (channel, sent_at) where state = 'SENT' and channel <> 'INBOX'";

/** Message about an event; its deliveries name recipients and channels. */
const MessageSchema = defineEntity({
  name: 'Message',
  properties: {
    /** UUID v7 of the time of the event; messages are ordered by id. */
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Plain text without a CHECK constraint, so that a new domain adds kinds without altering this table. */
    kind: p.text(),
    /** Id of the object that the message is about; the domain of the kind knows the table. */
    subjectId: p.uuid(),
    /** Version of the subject, or number of its comment, that the message is about; null: none. */
    version: p.integer().nullable(),
    /** Person who sent the message and may read its delivery report; null: unknown, such as a citizen or a job. */
    sender: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    at: p.datetime(),
  },
  indexes: [{ properties: ['municipality', 'id'] }, { properties: ['subjectId', 'id'] }],
});
export class Message extends MessageSchema.class {}
MessageSchema.setClass(Message);

/** Delivery of one message to one contact of a recipient. */
const DeliverySchema = defineEntity({
  name: 'Delivery',
  properties: {
    message: () => p.manyToOne(Message).primary().ref().deleteRule('cascade'),
    /** Without a foreign key: the delivery stays in its report when the contact is deleted, such as a device that ended. */
    contact: () => p.manyToOne(Contact).primary().ref().createForeignKeyConstraint(false),
    /**
     * 16 random letters of base32 by which receipts of other servers name the delivery; the database makes them. In lower
     * case, because mail servers may change the case of an address.
     */
    token: p.text().defaultRaw('new_delivery_token()'),
    recipient: () => p.manyToOne(Recipient).ref().deleteRule('cascade'),
    /** Name of the contact's channel. */
    channel: p.text(),
    lane: p.enum(lanes),
    /** Group because of which the recipient gets the message; null: a message about an own issue. */
    group: () => p.manyToOne(Group).ref().nullable(),
    state: p.enum(deliveryStates),
    /** Number of started tries; more than one may mean that the message arrived twice. */
    attempts: p.integer().default(0),
    /** Earliest time of the next try. */
    dueAt: p.datetime().defaultRaw('now()'),
    /** Message that replaces a held delivery, such as a digest; null: none yet. */
    bundle: p.uuid().nullable(),
    /** When quiet hours that held the delivery ended; null: they did not hold it. */
    releasedAt: p.datetime().nullable(),
    /** Job that sends the delivery; if its process is killed, the same job continues. Null: not yet tried. */
    claim: p.uuid().nullable(),
    sentAt: p.datetime().nullable(),
    /** When the state last changed; null: not since the delivery was written. */
    changedAt: p.datetime().nullable(),
    /** Error code of the last failed try; null: none failed. */
    failure: p.text().nullable(),
    /** Whether the last failure may pass, is final, or is a fault of this server; null: none failed. */
    failureKind: p.enum(failureKinds).nullable(),
    /** INBOX: when the person opened the message; null: unread. */
    readAt: p.datetime().nullable(),
  },
  indexes: [
    { properties: ['recipient', 'channel', 'message'] },
    { properties: ['contact'] },
    { name: 'delivery_sent_index', expression: sentIndex },
    { name: 'delivery_due_index', expression: dueIndex },
    { name: 'delivery_claim_index', expression: claimIndex },
    { name: 'delivery_held_index', expression: heldIndex },
    { name: 'delivery_release_index', expression: releaseIndex },
    { name: 'delivery_emergency_index', expression: emergencyIndex },
  ],
  uniques: [{ properties: ['token'] }],
});
export class Delivery extends DeliverySchema.class {}
DeliverySchema.setClass(Delivery);

/** DELIVERED, FAILED: what the receipt says. NOTE: it says nothing about the end of the delivery. */
const receiptStates = ['DELIVERED', 'FAILED', 'NOTE'] as const;
export type ReceiptState = (typeof receiptStates)[number];

/** Report of another server about a delivery, whether or not it changed the state of the delivery. */
const DeliveryReceiptSchema = defineEntity({
  name: 'DeliveryReceipt',
  properties: {
    /** UUID v7; receipts are ordered by id. */
    id: p.uuid().primary(),
    delivery: () => p.manyToOne(Delivery).ref().deleteRule('cascade'),
    state: p.enum(receiptStates),
    /** Code of the other server, such as "5.1.1"; null: none. No texts, because these may contain addresses. */
    code: p.text().nullable(),
    /** False: the receipt contradicts or repeats what was known, or says nothing final, and is only noted. */
    hasChanged: p.boolean(),
    at: p.datetime(),
  },
  indexes: [{ properties: ['delivery'] }],
});
export class DeliveryReceipt extends DeliveryReceiptSchema.class {}
DeliveryReceiptSchema.setClass(DeliveryReceipt);

/** Number of receipts of a day by outcome, also of those that belong to no delivery; for operators. */
const ReceiptCountSchema = defineEntity({
  name: 'ReceiptCount',
  properties: {
    day: p.date().primary(),
    channel: p.text().primary(),
    outcome: p.text().primary(),
    count: p.integer(),
  },
});
export class ReceiptCount extends ReceiptCountSchema.class {}
ReceiptCountSchema.setClass(ReceiptCount);

/**
 * Pause of a host that let requests time out or asked for a pause: a domain of mail addresses, a push service or the SMS
 * gateway. No process sends to it until the pause ends.
 */
const HostPauseSchema = defineEntity({
  name: 'HostPause',
  properties: {
    host: p.text().primary(),
    until: p.datetime(),
    /** Milliseconds; a further pause is twice as long. */
    pauseMs: p.integer(),
  },
});
export class HostPause extends HostPauseSchema.class {}
HostPauseSchema.setClass(HostPause);

/** Modes that a recipient can choose. */
const deliveryModes = ['OFF', 'NOW', 'DAILY', 'WEEKLY'] as const satisfies readonly DeliveryMode[];

/** One row for each choice; PostgreSQL counts nulls as equal here. */
const choiceIndex =
  'create unique index preference_choice_unique on preference (recipient_id, interest, group_id, channel) nulls not distinct';

/** Choice of a recipient for one interest and one channel; without a row the rest of the interest applies. */
const PreferenceSchema = defineEntity({
  name: 'Preference',
  properties: {
    id: p.uuid().primary(),
    recipient: () => p.manyToOne(Recipient).ref().deleteRule('cascade'),
    /** Plain text without a CHECK constraint, so that a new domain adds interests without altering this table. */
    interest: p.text().$type<Interest>(),
    /** Group of the interest GROUP; null for all others. */
    group: () => p.manyToOne(Group).ref().nullable().deleteRule('cascade'),
    /** Name of a channel. */
    channel: p.text(),
    mode: p.enum(deliveryModes),
  },
  uniques: [{ name: 'preference_choice_unique', expression: choiceIndex }],
});
export class Preference extends PreferenceSchema.class {}
PreferenceSchema.setClass(Preference);

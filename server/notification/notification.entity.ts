import { defineEntity, p } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

const deliveryStates = ['PENDING', 'SENDING', 'SENT', 'FAILED'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Something happened that people are told; its deliveries hold who is told, and how. */
const MessageSchema = defineEntity({
  name: 'Message',
  properties: {
    /** A v7 uuid of the moment it happened: messages are ordered by it. */
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Plain text without a CHECK constraint, so that a new domain adds kinds without altering this table. */
    kind: p.text(),
    /** What the message is about; the domain that contributes the kind knows its table. */
    subjectId: p.uuid(),
    /** Version of the subject, or number of the words, that the message is about. */
    version: p.integer().nullable(),
    at: p.datetime(),
  },
});
export class Message extends MessageSchema.class {}
MessageSchema.setClass(Message);

/** One message to one person by one channel. */
const DeliverySchema = defineEntity({
  name: 'Delivery',
  properties: {
    message: () => p.manyToOne(Message).primary().ref().deleteRule('cascade'),
    recipient: () => p.manyToOne(Person).primary().ref().deleteRule('cascade'),
    /** Name of a channel (notification.channels.ts). */
    channel: p.string().primary(),
    /** By which group it reaches this person; null: by an own report. */
    group: () => p.manyToOne(Group).ref().nullable(),
    state: p.enum(deliveryStates),
    /** How often it was begun: more than one start may mean that it arrived twice. */
    attempts: p.integer().default(0),
    sentAt: p.datetime().nullable(),
    /** Why the last try failed, in codes. */
    failure: p.string().nullable(),
    /** INBOX: when the person opened it. */
    readAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['recipient', 'channel', 'message'] }],
});
export class Delivery extends DeliverySchema.class {}
DeliverySchema.setClass(Delivery);

/** What a person said about one group and one channel; no row: the channel's default. */
const PreferenceSchema = defineEntity({
  name: 'Preference',
  properties: {
    person: () => p.manyToOne(Person).primary().ref().deleteRule('cascade'),
    group: () => p.manyToOne(Group).primary().ref().deleteRule('cascade'),
    channel: p.string().primary(),
    isOn: p.boolean(),
  },
});
export class Preference extends PreferenceSchema.class {}
PreferenceSchema.setClass(Preference);

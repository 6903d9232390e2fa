import { defineEntity, p } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

const deliveryStates = ['PENDING', 'SENDING', 'SENT', 'FAILED'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

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
    at: p.datetime(),
  },
});
export class Message extends MessageSchema.class {}
MessageSchema.setClass(Message);

/** Delivery of one message to one person by one channel. */
const DeliverySchema = defineEntity({
  name: 'Delivery',
  properties: {
    message: () => p.manyToOne(Message).primary().ref().deleteRule('cascade'),
    recipient: () => p.manyToOne(Person).primary().ref().deleteRule('cascade'),
    /** Name of a channel (notification.channels.ts). */
    channel: p.string().primary(),
    /** Group because of which the person receives the message; null: a message about an own issue. */
    group: () => p.manyToOne(Group).ref().nullable(),
    state: p.enum(deliveryStates),
    /** Number of started tries; more than one may mean that the message arrived twice. */
    attempts: p.integer().default(0),
    sentAt: p.datetime().nullable(),
    /** Error code of the last failed try; null: none failed. */
    failure: p.string().nullable(),
    /** INBOX: when the person opened the message; null: unread. */
    readAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['recipient', 'channel', 'message'] }],
});
export class Delivery extends DeliverySchema.class {}
DeliverySchema.setClass(Delivery);

/** Choice of a person for one group and one channel; without a row the channel's default applies. */
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

import { defineEntity, p } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/** A report's time runs out, or is over: for those who work on it. */
export const clockKinds = ['ISSUE_ANSWER_DUE_SOON', 'ISSUE_ANSWER_OVERDUE', 'ISSUE_DUE_SOON', 'ISSUE_OVERDUE'] as const;
export type ClockKind = (typeof clockKinds)[number];
/** A report that somebody follows: a step of it, or words of the town hall that everybody may read. */
export const followedKinds = ['ISSUE_FOLLOWED', 'ISSUE_FOLLOWED_ANSWERED'] as const;
export type FollowedKind = (typeof followedKinds)[number];
export const messageKinds = [
  ...clockKinds,
  ...followedKinds,
  ...(['POST_PUBLISHED', 'POST_REVISED'] as const),
  ...(['ISSUE_MOVED', 'ISSUE_COMMENTED', 'ISSUE_SURVEY'] as const),
  ...(['IDEA_REACHED', 'IDEA_MOVED'] as const),
  ...(['POLL_CLOSED', 'POLL_CONFIRMED', 'POLL_OUTCOME', 'POLL_REMINDER'] as const),
] as const;
export type MessageKind = (typeof messageKinds)[number];
/** Told in the app only. */
export function isClockKind(kind: MessageKind): kind is ClockKind {
  return clockKinds.some((one) => one === kind);
}
export function isFollowedKind(kind: MessageKind): kind is FollowedKind {
  return followedKinds.some((one) => one === kind);
}
export const deliveryStates = ['PENDING', 'SENDING', 'SENT', 'FAILED'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Something happened that people want to hear of; who hears of it, and how, are its deliveries. */
const MessageSchema = defineEntity({
  name: 'Message',
  properties: {
    /** A v7 uuid of the moment it happened: messages are ordered by it. */
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    kind: p.enum(messageKinds),
    /** The post, poll or issue it is about. */
    subjectId: p.uuid(),
    /** Of a post or an issue: the version this is about; of words: their number. */
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

import { defineEntity, p } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { reviewOutcomes } from '../group/group.review.rules.ts';
import type { PostVariant } from '../post/post.entity.ts';

const eventStates = ['DRAFT', 'IN_REVIEW', 'PUBLISHED', 'CANCELLED', 'WITHDRAWN'] as const;
export type EventState = (typeof eventStates)[number];

/** Title and text of an event in another language or in Leichte Sprache, rendered like those of a post. */
export type EventVariant = PostVariant;

/** New wording of a published event, which readers see once it is approved. */
export interface EventProposal {
  readonly title: string;
  readonly body: string;
  readonly html: string;
  readonly excerpt: string;
  readonly variants: readonly EventVariant[];
}

/** Times of a date or of a shift that a change replaced. */
export interface EarlierTimes {
  /** `sequence` of the event after the change. */
  readonly sequence: number;
  /** ISO 8601. */
  readonly startsAt: string;
  readonly endsAt: string;
}

/** Times and place of a date that a change replaced; empty: the date had no place, or no online address. */
export interface EarlierDate extends EarlierTimes {
  readonly place: string;
  readonly onlineUrl: string;
}

/** Slot that each date of an event has. */
export interface PlannedSlot {
  readonly kind: SlotKind;
  /** Name of a shift; empty for ATTENDANCE. */
  readonly title: string;
  /** Number of seats; null: unlimited. */
  readonly capacity: number | null;
  /** Minutes of local time from the start of the date to start and end of a shift; null: those of the date. */
  readonly fromMinute: number | null;
  readonly toMinute: number | null;
  /** `position` of the slots; absent: the place in the plan. */
  readonly position?: number;
}

export const slotKinds = ['ATTENDANCE', 'SHIFT'] as const;
export type SlotKind = (typeof slotKinds)[number];

/** Event of the town hall or of a club in one or more groups of a town, with one date or a series of dates. */
const EventSchema = defineEntity({
  name: 'Event',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    groups: () => p.manyToMany(Group).pivotEntity(() => EventGroup),
    title: p.string(),
    /** Source text in Markdown; may be empty. */
    body: p.text(),
    /** HTML, rendered and sanitised when the text is saved; safe to insert into a page. */
    html: p.text(),
    /** Beginning of the text without markup, at most 280 characters. */
    excerpt: p.text(),
    /** Translations of title and text; null: none. */
    variants: p.json<readonly EventVariant[]>().nullable(),
    /** Place in words; null: the event has none, for example because it takes place online. */
    place: p.text().nullable(),
    lat: p.float().columnType('double precision').nullable(),
    lon: p.float().columnType('double precision').nullable(),
    /** Address with https at which people take part online. */
    onlineUrl: p.text().nullable(),
    /** IANA time zone, in which the dates of a series keep their local time. */
    timeZone: p.string(),
    /** True: the dates begin at local midnight and end, exclusively, at local midnight. */
    isAllDay: p.boolean().default(false),
    /** Start of the first date as planned; a series is expanded from here. */
    startsAt: p.datetime(),
    /** End of the first date as planned; exclusive. */
    endsAt: p.datetime(),
    /** RRULE of RFC 5545 without the name of the property; null: a single date. */
    rule: p.text().nullable(),
    /** Whether all dates of the rule are stored; false: the nightly job adds further dates. */
    isComplete: p.boolean().default(true),
    /** Slots of each date; null: nobody answers. */
    slotPlan: p.json<readonly PlannedSlot[]>().nullable(),
    /** Number of companions, 0 to 9, whom a person may bring along. */
    maxCompanions: p.integer().default(0),
    /** When answers end; null: with the start of each date. */
    answersUntil: p.datetime().nullable(),
    state: p.enum(eventStates),
    /** Identifier in calendars (UID of RFC 5545); never changes. */
    uid: p.text().unique(),
    /** UID in mails of a series that was split, that of the first event; null: `uid`. Entries of earlier mails stay known by it. */
    seriesUid: p.text().nullable(),
    /** SEQUENCE of RFC 5545, equal for all dates; increases by 1 with every material change. */
    sequence: p.integer().default(0),
    /** Event of which the dates of this one were a part before the series was split; null: none. */
    previousEvent: () => p.manyToOne(Event).ref().nullable(),
    /** Sequence of `previousEvent` before the split: its messages up to this one may be about dates of this event. */
    previousSequence: p.integer().nullable(),
    /** Person who created the event; null: an API key. */
    author: () => p.manyToOne(Person).ref().nullable(),
    /** API key that created the event; null: a person. */
    partnerKeyId: p.uuid().nullable(),
    /** Displayed function or name of the staff member who created the event; null: the group is shown as sender. */
    sender: p.string().nullable(),
    publishedAt: p.datetime().nullable(),
    cancelledAt: p.datetime().nullable(),
    /** Reason of the cancellation, for readers. */
    cancelReason: p.text().nullable(),
    withdrawnAt: p.datetime().nullable(),
    /** Reason of the withdrawal, for people who may edit the event. */
    withdrawnBecause: p.text().nullable(),
    /** Since when the event, or its proposal, waits for a reviewer; null: nothing waits. */
    submittedAt: p.datetime().nullable(),
    /** Person who submitted the event or wrote its proposal last; null: nobody, or the account was erased. */
    submittedBy: () => p.manyToOne(Person).ref().nullable(),
    /** When the event was approved before its publication; null: not approved. */
    approvedAt: p.datetime().nullable(),
    /** Reason for which a reviewer returned the event or its proposal; null: it was not returned, or submitted again. */
    returnedBecause: p.text().nullable(),
    /** PUBLISHED: new wording that waits or was returned; null: none. */
    proposal: p.json<EventProposal>().nullable(),
    /** Increases with every change; a change based on an older version is refused with CONFLICT. */
    version: p.integer().default(1),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
  indexes: [
    { properties: ['municipality', 'state', 'updatedAt'] },
    { properties: ['partnerKeyId', 'id'] },
    { properties: ['previousEvent'] },
    { properties: ['isComplete', 'id'] },
    { properties: ['municipality', 'submittedAt'] },
  ],
});
export class Event extends EventSchema.class {}
EventSchema.setClass(Event);
/** Event without body, HTML and proposal, for lists. */
export type EventRow = RowOf<Event, 'body' | 'html' | 'proposal'>;

/** Decision of a reviewer about an event, or about new wording of a published event. */
const EventDecisionSchema = defineEntity({
  name: 'EventDecision',
  properties: {
    id: p.uuid().primary(),
    event: () => p.manyToOne(Event).ref(),
    /** Version of the event after the decision. */
    version: p.integer(),
    /** APPROVED_ALONE: by the person who had submitted it, the only reviewer of the town. */
    outcome: p.enum(reviewOutcomes),
    /** Reason for the author; null: none was given. */
    reason: p.text().nullable(),
    at: p.datetime(),
    by: () => p.manyToOne(Person).ref().nullable(),
    /** Person who had submitted it and gets a message about the decision. */
    submittedBy: () => p.manyToOne(Person).ref().nullable(),
  },
  uniques: [{ properties: ['event', 'version'] }],
});
export class EventDecision extends EventDecisionSchema.class {}
EventDecisionSchema.setClass(EventDecision);

/** Group in which an event is published. */
const EventGroupSchema = defineEntity({
  name: 'EventGroup',
  properties: {
    event: () => p.manyToOne(Event).primary().deleteRule('cascade'),
    group: () => p.manyToOne(Group).primary().deleteRule('cascade'),
  },
  indexes: [{ properties: ['group', 'event'] }],
});
export class EventGroup extends EventGroupSchema.class {}
EventGroupSchema.setClass(EventGroup);

const eventFileKinds = ['PICTURE', 'ATTACHMENT'] as const;

/** Picture or PDF of an event; the parts of a split series share their files. */
const EventFileSchema = defineEntity({
  name: 'EventFile',
  properties: {
    event: () => p.manyToOne(Event).primary().deleteRule('cascade'),
    /** Id of the photo or of the attachment. */
    id: p.uuid().primary(),
    kind: p.enum(eventFileKinds),
    /** Place among the files of its kind, from 0. */
    position: p.integer(),
  },
  indexes: [{ properties: ['id'] }],
});
export class EventFile extends EventFileSchema.class {}
EventFileSchema.setClass(EventFile);

const occurrenceStates = ['PLANNED', 'CHANGED', 'CANCELLED'] as const;
export type OccurrenceState = (typeof occurrenceStates)[number];

/** Finds the dates that are under way at a moment; the order of the agenda has an index of its own. */
const spanIndex = 'create index occurrence_span_index on occurrence using gist (tstzrange(starts_at, ends_at))';

/** One date of an event. */
const OccurrenceSchema = defineEntity({
  name: 'Occurrence',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    event: () => p.manyToOne(Event).ref(),
    /** Start by the rule of the event, which names the date in calendars (RECURRENCE-ID of RFC 5545). */
    originalStart: p.datetime(),
    /** Start by the rule before the whole series moved, which names the date in mails (RECURRENCE-ID); null: `originalStart`. */
    firstStart: p.datetime().nullable(),
    startsAt: p.datetime(),
    /** Exclusive. */
    endsAt: p.datetime(),
    /** CHANGED: time, place or online address differ from those of the event, or those of the event changed after the publication. */
    state: p.enum(occurrenceStates),
    /** Place of this date alone; null: that of the event; empty: none. */
    place: p.text().nullable(),
    /** Online address of this date alone; null: that of the event; empty: none. */
    onlineUrl: p.text().nullable(),
    cancelledAt: p.datetime().nullable(),
    /** Reason of the cancellation, for readers. */
    cancelReason: p.text().nullable(),
    /** `sequence` of the event when time, place or online address of this date last changed, or it was cancelled. */
    sequence: p.integer().default(0),
    /** Start before the last change of the time; null: it was not moved since the publication. */
    movedFrom: p.datetime().nullable(),
    /** Times and places that the last changes of the date replaced, in their order, for the messages about them; null: no change. */
    earlier: p.json<readonly EarlierDate[]>().nullable(),
    /** When the date was last changed; serves as DTSTAMP in calendars. */
    changedAt: p.datetime(),
  },
  indexes: [
    { properties: ['municipality', 'startsAt', 'id'] },
    { properties: ['municipality', 'endsAt'] },
    { properties: ['event', 'startsAt'] },
    { properties: ['event', 'sequence'] },
    { name: 'occurrence_span_index', expression: spanIndex },
  ],
  uniques: [{ properties: ['event', 'originalStart'] }],
});
export class Occurrence extends OccurrenceSchema.class {}
OccurrenceSchema.setClass(Occurrence);
export type OccurrenceRow = RowOf<Occurrence>;

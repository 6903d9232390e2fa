import { defineEntity, p } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import type { PostVariant } from '../post/post.entity.ts';

const eventStates = ['DRAFT', 'IN_REVIEW', 'PUBLISHED', 'CANCELLED', 'WITHDRAWN'] as const;
export type EventState = (typeof eventStates)[number];

/** Title and text of an event in another language or in Leichte Sprache, rendered like those of a post. */
export type EventVariant = PostVariant;

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
    /** SEQUENCE of RFC 5545, equal for all dates; increases by 1 with every material change. */
    sequence: p.integer().default(0),
    /** Event of which the dates of this one were a part before the series was split; null: none. */
    previousEvent: () => p.manyToOne(Event).ref().nullable(),
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
  ],
});
export class Event extends EventSchema.class {}
EventSchema.setClass(Event);
/** Event without body and HTML, for lists. */
export type EventRow = RowOf<Event, 'body' | 'html'>;

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
    startsAt: p.datetime(),
    /** Exclusive. */
    endsAt: p.datetime(),
    /** CHANGED: time, place or online address differ from those of the event. */
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

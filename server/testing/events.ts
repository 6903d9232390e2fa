import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { Event, type EventState, Occurrence, type OccurrenceState } from '../calendar/calendar.entity.ts';
import { Slot } from '../calendar/calendar.slot.entity.ts';
import { Group } from '../group/group.entity.ts';
import { toGlobalId } from '../kernel/ids.ts';
import type { Place, Somebody } from './builders.ts';
import { askData, type Data } from './client.ts';
import type { TestServer } from './server.ts';

/** Global ids of a stored event, of its first date and of the slot of this date; UUIDs are named so. */
export interface StoredEvent {
  readonly id: string;
  readonly uuid: string;
  readonly occurrenceId: string;
  readonly occurrenceUuid: string;
  readonly slotId: string;
  readonly slotUuid: string;
}

export interface StoredEventFacts {
  readonly title?: string;
  /** UUIDs of groups; absent: the group of the town. */
  readonly groupIds?: readonly string[];
  readonly state?: EventState;
  /** Person who created the event. */
  readonly authorId?: string;
  /** Start of the first date; absent: in one day. */
  readonly startsAt?: Date;
  /** Length of each date in minutes. */
  readonly minutes?: number;
  /** Number of dates, one a week. */
  readonly dates?: number;
  readonly dateState?: OccurrenceState;
  /** RRULE; absent: none. The dates are weekly all the same. */
  readonly rule?: string;
  /** Seats of each date; absent: unlimited. */
  readonly capacity?: number;
  /** Name of a shift; absent: the slot is for attendance. */
  readonly shift?: string;
}

/** Stores an event with its dates and one slot for each, without events and messages. */
export async function storeEvent(app: TestServer, place: Place, facts: StoredEventFacts = {}): Promise<StoredEvent> {
  const em = app.services.em.fork();
  const at = new Date();
  const startsAt = facts.startsAt ?? new Date(at.getTime() + 86_400_000);
  const lasts = (facts.minutes ?? 120) * 60_000;
  const municipality = place.municipalityId;
  const state = facts.state ?? 'PUBLISHED';
  const title = facts.title ?? 'Flohmarkt';
  const uuid = v7();
  const kind = facts.shift === undefined ? 'ATTENDANCE' : 'SHIFT';
  const seats = { kind, title: facts.shift ?? '', capacity: facts.capacity ?? null } as const;
  const event = em.create(Event, {
    id: uuid,
    municipality,
    title,
    body: title,
    html: `<p>${title}</p>`,
    excerpt: title,
    variants: [{ locale: 'en', title, body: title, html: `<p>${title}</p>`, excerpt: title }],
    place: 'Marktplatz',
    timeZone: 'Europe/Berlin',
    rule: facts.rule ?? null,
    startsAt,
    endsAt: new Date(startsAt.getTime() + lasts),
    slotPlan: [{ ...seats, fromMinute: null, toMinute: null }],
    state,
    author: facts.authorId ?? null,
    uid: `${uuid}@example.org`,
    groups: (facts.groupIds ?? [place.groupId]).map((id) => em.getReference(Group, id)),
    publishedAt: state === 'PUBLISHED' ? at : null,
    createdAt: at,
    updatedAt: at,
  });
  const dates = Array.from({ length: facts.dates ?? 1 }, (_, n) => {
    const start = new Date(startsAt.getTime() + n * 7 * 86_400_000);
    const endsAt = new Date(start.getTime() + lasts);
    const more = { originalStart: start, startsAt: start, endsAt, state: facts.dateState ?? 'PLANNED', changedAt: at };
    return em.create(Occurrence, { id: v7(), municipality, event, ...more });
  });
  const slots = dates.map((occurrence) => em.create(Slot, { id: v7(), municipality, occurrence, ...seats }));
  await em.persist([event, ...dates, ...slots]).flush();
  const occurrenceUuid = dates[0]?.id ?? '';
  const slotUuid = slots[0]?.id ?? '';
  return {
    id: toGlobalId('Event', uuid),
    uuid,
    occurrenceId: toGlobalId('Occurrence', occurrenceUuid),
    occurrenceUuid,
    slotId: toGlobalId('Slot', slotUuid),
    slotUuid,
  };
}

/** Input of createEvent for the group of the town: tomorrow for two hours, with attendance. */
export function eventInput(place: Place, more: object = {}): object {
  const startsAt = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 86_400_000);
  const endsAt = new Date(startsAt.getTime() + 7_200_000);
  return {
    groupIds: [toGlobalId('Group', place.groupId)],
    title: 'Flohmarkt',
    body: 'Rund um die **Kirche**.',
    place: 'Marktplatz',
    dates: { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), isAllDay: false },
    slots: [{ kind: 'ATTENDANCE' }],
    isDraft: false,
    idempotencyKey: randomUUID(),
    ...more,
  };
}

export interface GivenEvent {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly rule: string | null;
  readonly sequence: number;
  readonly uid: string;
  readonly occurrences: { readonly nodes: readonly GivenDate[] };
}

export interface GivenDate {
  readonly id: string;
  readonly originalStart: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly state: string;
  readonly place: string | null;
}

export const eventSelection = `id version state rule sequence uid
  occurrences(first: 100) { nodes { id originalStart startsAt endsAt state place } }`;

const createEvent = `mutation($input: CreateEventInput!) { createEvent(input: $input) {
  event { ${eventSelection} } userErrors { code path } } }`;

/** Creates an event through the API; throws if it is refused. */
export async function givenEvent(app: TestServer, place: Place, who: Somebody, more: object = {}): Promise<GivenEvent> {
  const { createEvent: made }: Data = await askData(app.port, who, createEvent, { input: eventInput(place, more) });
  if (made.userErrors.length > 0) throw new Error(JSON.stringify(made.userErrors));
  return made.event;
}

import { limitAudience, readAudience } from '../../group/group.audience.service.ts';
import { groupReaderOf } from '../../group/group.rules.ts';
import { announce, on, type Tx } from '../../kernel/events.ts';
import { defineTopic } from '../../kernel/live/topic.ts';
import type { OccurrenceRow } from '../calendar.entity.ts';
import {
  eventEdited,
  type EventFacts,
  eventPublished,
  eventReviewed,
  eventSplit,
  eventWithdrawn,
  occurrencesCancelled,
  occurrencesChanged,
} from '../calendar.events.ts';
import { audienceOf, eventOf, findOccurrence, occurrenceById, slotsOf } from '../calendar.reading.service.ts';
import type { SlotRow } from '../calendar.slot.entity.ts';
import { DomainError } from '../../kernel/errors.ts';
import { seatsChanged } from './calendar.answer.events.ts';

export interface EventSeatsUpdate {
  readonly occurrence: OccurrenceRow;
  readonly slots: readonly SlotRow[];
  readonly cursor: string;
}

/** Seats of a date with its state and time, for everybody who may read its event. */
export const eventSeatsTopic = defineTopic({
  ...seatsChanged,
  kind: 'state',
  conflateMs: 250,
  audience: async (ctx, { occurrenceId }) => {
    const occurrence = await findOccurrence(ctx, occurrenceId);
    const audience = await audienceOf(ctx, await eventOf(ctx, occurrence));
    const ends = audience.flatMap(({ group: { municipality, joinPolicy }, standing }) => {
      const reader = groupReaderOf(ctx.actor, { municipalityId: municipality.id, joinPolicy, ...standing });
      return reader === undefined ? [] : [reader === 'ACCESS' ? standing.accessUntil : null];
    });
    const isLimited = ends.length > 0 && !ends.includes(null);
    const last = Math.max(...ends.map((end) => end?.getTime() ?? 0));
    return limitAudience('readers' as const, isLimited ? new Date(last) : null);
  },
  read: async (ctx, { occurrenceId }, limited, { cursor }): Promise<EventSeatsUpdate> => {
    await readAudience(ctx, limited);
    const occurrence = await occurrenceById(ctx, occurrenceId);
    if (occurrence === null) throw new DomainError('NOT_FOUND');
    return { occurrence, slots: await slotsOf(ctx, occurrenceId), cursor };
  },
});

/** Announces all dates of an event, at most 400. */
async function announceDates(tx: Tx, eventId: string): Promise<void> {
  const dates: { id: string }[] = await tx.em.execute('select id from occurrence where event_id = ?', [eventId]);
  for (const { id } of dates) announce(tx, seatsChanged, { occurrenceId: id });
}

function announceEvent(tx: Tx, { facts }: { readonly facts: EventFacts }): Promise<void> {
  return announceDates(tx, facts.eventId);
}

/**
 * An open page of an event learns by the seats of its date that the event was edited, reviewed, published, moved, cancelled or
 * withdrawn.
 */
export const seatsListeners = [
  on(eventEdited, announceEvent),
  on(eventPublished, announceEvent),
  on(eventReviewed, announceEvent),
  on(eventWithdrawn, announceEvent),
  on(occurrencesChanged, announceEvent),
  on(occurrencesCancelled, announceEvent),
  on(eventSplit, (tx, { facts: { previousId } }) => announceDates(tx, previousId)),
];

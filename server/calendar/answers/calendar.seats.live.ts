import { limitAudience, readAudience } from '../../group/group.audience.service.ts';
import { groupReaderOf } from '../../group/group.rules.ts';
import { defineTopic } from '../../kernel/live/topic.ts';
import type { OccurrenceRow } from '../calendar.entity.ts';
import { audienceOf, eventOf, findOccurrence, occurrenceById, slotsOf } from '../calendar.reading.service.ts';
import type { SlotRow } from '../calendar.slot.entity.ts';
import { DomainError } from '../../kernel/errors.ts';
import { seatsChanged } from './calendar.answer.events.ts';

export interface EventSeatsUpdate {
  readonly occurrence: OccurrenceRow;
  readonly slots: readonly SlotRow[];
  readonly cursor: string;
}

/** Seats of a date, for everybody who may read its event. */
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

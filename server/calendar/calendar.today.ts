import type { Context } from '../kernel/context.ts';
import { localDay } from '../kernel/localTime.ts';
import type { TodayContribution } from '../kernel/today.ts';
import { listDatesBetween } from './calendar.list.service.ts';
import { OccurrenceType } from './calendar.types.ts';

/** Maximum number of dates among the entries of today, so that polls and bins keep their place. */
const mostDates = 2;

/**
 * Dates that begin today and are not over yet, also cancelled ones. An exhibition of weeks is shown on its first day alone.
 */
export const calendarToday: TodayContribution<Context> = {
  kind: 'EVENT',
  description: 'A date of an event begins today; it may be cancelled.',
  type: OccurrenceType,
  typeName: 'Occurrence',
  module: 'CALENDAR',
  scope: 'events:read',
  list: async (ctx, { id, timeZone }, limit) => {
    const { since, until } = localDay(ctx.now(), timeZone);
    const dates = await listDatesBetween(ctx, { municipalityId: id, since, until }, Math.min(limit, mostDates));
    return dates.map((subject) => ({ at: subject.startsAt, until: subject.endsAt, subject }));
  },
};

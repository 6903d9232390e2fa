import type { Context } from '../kernel/context.ts';
import type { TodayContribution } from '../kernel/today.ts';
import { townOf } from '../municipality/municipality.service.ts';
import { listDatesBetween } from './calendar.list.service.ts';
import { addDays, fromWall, toWall } from './calendar.time.rules.ts';
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
  list: async (ctx, municipalityId, limit) => {
    const { timeZone } = await townOf(ctx, { municipality: { id: municipalityId } });
    const midnight = toWall(ctx.now(), timeZone).with({ hour: 0, minute: 0, second: 0, millisecond: 0 });
    const day = { since: fromWall(midnight, timeZone), until: fromWall(addDays(midnight, 1), timeZone) };
    const dates = await listDatesBetween(ctx, municipalityId, day, Math.min(limit, mostDates));
    return dates.map((subject) => ({ at: subject.startsAt, until: subject.endsAt, subject }));
  },
};

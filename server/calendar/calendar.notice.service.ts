import { actorId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { pageUrl } from '../kernel/links.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { townOf } from '../municipality/municipality.service.ts';
import type { EventRow, OccurrenceRow } from './calendar.entity.ts';
import { eventOf, findOccurrence, listGroupsOf, readOccurrences } from './calendar.reading.service.ts';

/** Limit of downloads per person, or per address without an account. */
const rate = { name: 'eventNotice', points: 30, seconds: 60 } as const;
/** Number of further dates of a series that a notice names. */
const mostFurther = 4;

/** Content of the printed notice of a date. */
export interface EventNotice {
  readonly town: MunicipalityRow;
  readonly event: EventRow;
  readonly occurrence: OccurrenceRow;
  /** Name of the town hall, or of the groups that hold the event. */
  readonly sender: string;
  /** Dates of the series after this one that take place. */
  readonly further: readonly OccurrenceRow[];
  /** Address of the page of the event, opened at this date. */
  readonly url: string;
  readonly madeAt: Date;
}

/** Reads the notice of a date for readers of its event. Errors: NOT_FOUND, RATE_LIMITED. */
export async function readNotice(ctx: Context, occurrenceId: string): Promise<EventNotice> {
  await ctx.limits.spend(rate, actorId(ctx.actor) ?? ctx.caller?.ip ?? '');
  const occurrence = await findOccurrence(ctx, occurrenceId);
  const event = await eventOf(ctx, occurrence);
  const town = await townOf(ctx, event);
  const groups = await listGroupsOf(ctx, event);
  const names = groups.filter(({ isTown }) => !isTown).map(({ name }) => name);
  const page = `events/${toGlobalId('Event', event.id)}?date=${toGlobalId('Occurrence', occurrence.id)}`;
  return {
    town,
    event,
    occurrence,
    sender: names.length > 0 ? names.join(', ') : `${town.kind} ${town.name}`,
    further: await readOccurrences(
      ctx,
      `where t.event_id = ? and t.starts_at > ? and t.state <> 'CANCELLED' order by t.starts_at limit ?`,
      [event.id, occurrence.startsAt, mostFurther],
    ),
    url: pageUrl(ctx, town.ags, page),
    madeAt: ctx.now(),
  };
}

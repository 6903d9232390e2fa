import { Group } from '../../group/group.entity.ts';
import { readableGroups } from '../../group/group.service.ts';
import type { Context } from '../../kernel/context.ts';
import { idsIn, idsParameterSql, rowsOf } from '../../kernel/rows.ts';
import { Event, type OccurrenceRow } from '../calendar.entity.ts';
import { readOccurrences } from '../calendar.reading.service.ts';
import type { StoredSeries } from './calendar.ics.rules.ts';

/** Greatest number of events in a calendar file: those whose next dates come first. */
const mostEvents = 2000;

/** Moments between which a calendar file has dates. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** UUIDs of the groups of a town that everybody reads. The actor must be anonymous. */
export async function openGroupIds(ctx: Context, municipalityId: string): Promise<string[]> {
  const groups = await ctx.em.find(Group, readableGroups(ctx.actor, municipalityId), { fields: ['id'] });
  return groups.map(({ id }) => id);
}

/**
 * Published and cancelled events of the groups that have a date in the span, at most 2,000. The caller checks that the reader may
 * read the groups. Four statements serve any number of events.
 */
export async function readSeriesOfGroups(
  ctx: Context,
  { municipalityId, groupIds }: { readonly municipalityId: string; readonly groupIds: readonly string[] },
  { from, to }: Span,
): Promise<StoredSeries[]> {
  if (groupIds.length === 0) return [];
  const found: { id: string }[] = await ctx.em.execute(
    `select o.event_id as id from occurrence o
     where o.municipality_id = ? and o.starts_at < ? and o.ends_at > ?
       and o.event_id in (select e.id from event e join event_group x on x.event_id = e.id
         where e.state in ('PUBLISHED', 'CANCELLED') and x.group_id = any(?::uuid[]))
     group by o.event_id
     order by min(o.starts_at) filter (where o.ends_at > ?) nulls last, o.event_id limit ${mostEvents}`,
    [municipalityId, to, from, `{${groupIds.join()}}`, ctx.now()],
  );
  return readSeries(
    ctx,
    found.map(({ id }) => id),
  );
}

/** A shown event as it stands in a calendar file; empty if it has no date in the span. The caller checks access. */
export async function readSeriesOf(ctx: Context, eventId: string, { from, to }: Span): Promise<StoredSeries[]> {
  const [found]: { id: string }[] = await ctx.em.execute(
    `select event_id as id from occurrence where event_id = ? and starts_at < ? and ends_at > ? limit 1`,
    [eventId, to, from],
  );
  return found === undefined ? [] : readSeries(ctx, [found.id]);
}

const readEvents = rowsOf(Event, ['body', 'html']);

/**
 * SQL condition over the date `t` and its event `e`: a program may not get the date from the rule of the event. Moved dates differ in
 * their state, those around a change of the clock in their time of the day or real length.
 */
const maybeOtherSql = `(e.rule is null or t.state <> 'PLANNED' or t.ends_at - t.starts_at <> e.ends_at - e.starts_at
  or (t.starts_at at time zone e.time_zone)::time <> (e.starts_at at time zone e.time_zone)::time)`;

async function readSeries(ctx: Context, ids: readonly string[]): Promise<StoredSeries[]> {
  const [events, facts, dates] = await Promise.all([
    readEvents(ctx, `where t.id in (${idsParameterSql})`, [idsIn(ids)]),
    readFacts(ctx, ids),
    readOccurrences(
      ctx,
      `join event e on e.id = t.event_id where t.event_id in (${idsParameterSql}) and ${maybeOtherSql}
       order by t.event_id, t.original_start`,
      [idsIn(ids)],
    ),
  ]);
  const eventsById = new Map(events.map((event) => [event.id, event]));
  const datesOf = Map.groupBy(dates, ({ event }: OccurrenceRow) => event.id);
  return ids.flatMap((id) => {
    const event = eventsById.get(id);
    const fact = facts.get(id);
    if (event === undefined || fact === undefined) return [];
    return [{ event, dates: datesOf.get(id) ?? [], lastStart: new Date(fact.last), takesPlace: fact.takesPlace }];
  });
}

interface Facts {
  readonly id: string;
  readonly last: Date | string;
  readonly takesPlace: boolean;
}

async function readFacts(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, Facts>> {
  const rows: Facts[] = await ctx.em.execute(
    `select event_id as id, max(original_start) as last, bool_or(state <> 'CANCELLED') as "takesPlace"
     from occurrence where event_id in (${idsParameterSql}) group by event_id`,
    [idsIn(ids)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

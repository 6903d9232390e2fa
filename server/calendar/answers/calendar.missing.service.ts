import type { Context } from '../../kernel/context.ts';
import { rowsByIds } from '../../kernel/rows.ts';
import type { OccurrenceRow } from '../calendar.entity.ts';
import { occurrenceById } from '../calendar.reading.service.ts';

/** Maximum number of dates whose answer is missing. */
const mostMissing = 5;
/** Number of days ahead in which such dates are looked for. */
const daysAhead = 30;

/**
 * SQL of the next dates whose answer is missing. Of a series only its next date counts, so that one answer is enough. The range uses
 * the index of the agenda.
 */
const missingSql = `
select o.id from occurrence o join event e on e.id = o.event_id
join slot s on s.occurrence_id = o.id and s.kind = 'ATTENDANCE'
cross join (select ?::uuid as person, ?::timestamptz as now) c
where o.municipality_id = (select m.id from municipality m where m.ags = ? and 'CALENDAR' = any(m.modules)) and o.starts_at > c.now and o.starts_at < c.now + interval '${daysAhead} days'
  and o.state <> 'CANCELLED' and e.state = 'PUBLISHED' and (e.answers_until is null or e.answers_until > c.now)
  and exists (select from event_group x join "group" g on g.id = x.group_id
    where x.event_id = e.id and not g.is_town and (
      exists (select from membership b where b.group_id = g.id and b.person_id = c.person)
      or g.join_policy = 'OPEN' and exists (select from group_follow f where f.group_id = g.id and f.recipient_id = c.person)))
  and not exists (select from occurrence p where p.event_id = o.event_id and p.starts_at > c.now
    and p.starts_at < o.starts_at and p.state <> 'CANCELLED')
  and not exists (select from attendance t where t.slot_id = s.id and t.recipient_id = c.person)
order by least(e.answers_until, o.starts_at), o.id limit ${mostMissing}`;

/**
 * Next dates of a town in groups other than that of the whole town of which the person is a member or a follower, whose answer of the person
 * is missing; at most 5, in two statements, those whose answers end first come first. Left out are dates that have begun, are
 * cancelled or more than 30 days ahead, and those for which no answers are accepted.
 */
export async function listMissing(ctx: Context, person: string, ags: string): Promise<OccurrenceRow[]> {
  const found: { id: string }[] = await ctx.em.execute(missingSql, [person, ctx.now(), ags]);
  return rowsByIds(
    occurrenceById,
    ctx,
    found.map(({ id }) => id),
  );
}

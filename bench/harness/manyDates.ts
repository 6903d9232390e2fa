import type { Stage } from './stage.ts';

/** Number of dates of each inserted event. */
const datesPerEvent = 100;

/**
 * Inserts events of a town's own group with so many dates, half of them over. The dates lie so close that the page of
 * the agenda holds the same number of dates in every town.
 */
export async function insertDates({ postgres, database }: Stage, ags: string, count: number): Promise<void> {
  await postgres.execute(
    database,
    `create temporary table made as
       select gen_random_uuid() as id, g.id as group_id, g.municipality_id, n
       from "group" g join municipality m on m.id = g.municipality_id,
         generate_series(0, ${Math.ceil(count / datesPerEvent) - 1}) n
       where g.is_town and m.ags = '${ags}';
     insert into event (id, municipality_id, title, body, html, excerpt, time_zone, starts_at, ends_at, state, uid,
         published_at, created_at, updated_at)
       select id, municipality_id, 'Termin ' || n, 'Text', '<p>Text</p>', 'Text', 'Europe/Berlin', now(), now() + interval '1 hour',
         'PUBLISHED', id || '@bench', now(), now(), now() from made;
     insert into event_group (event_id, group_id) select id, group_id from made;
     insert into occurrence (id, municipality_id, event_id, original_start, starts_at, ends_at, state, changed_at)
       select gen_random_uuid(), municipality_id, id, at, at, at + interval '1 hour', 'PLANNED', now()
       from made, generate_series(0, ${Math.min(count, datesPerEvent) - 1}) k
       cross join lateral (select now() + (n * ${datesPerEvent} + k - ${count} / 2) * (interval '500 days' / ${count})) as w (at);
     insert into slot (id, municipality_id, occurrence_id, kind, title)
       select gen_random_uuid(), o.municipality_id, o.id, 'ATTENDANCE', '' from occurrence o join made m on m.id = o.event_id`,
  );
  await postgres.execute(database, 'vacuum analyze event, event_group, occurrence, slot');
}

/** Adds a date with unlimited seats to a town; returns the UUID of its slot. */
export async function insertSlot(stage: Stage, ags: string): Promise<string> {
  await insertDates(stage, ags, 4);
  const [slot] = await stage.postgres.rows<{ id: string }>(
    stage.database,
    `select s.id from slot s join occurrence o on o.id = s.occurrence_id join municipality m on m.id = s.municipality_id
     where m.ags = '${ags}' and o.starts_at > now() and not exists (select from attendance a where a.slot_id = s.id)
     order by o.starts_at desc limit 1`,
  );
  if (slot === undefined) throw new Error('the date of the answers is missing');
  return slot.id;
}

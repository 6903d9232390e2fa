import type { Context } from '../../kernel/context.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { type ReminderFacts, reminderDue } from './calendar.answer.events.ts';
import { placedSql, startMinuteSql, startSql } from './calendar.attending.letter.service.ts';

/** Number of reminders in a transaction. */
const batch = 200;

/** SQL of the moment at which a person wants to be reminded: a day earlier by the clock on the wall, or two hours earlier. */
const dueAtSql = `case a.reminder
  when 'DAY_BEFORE' then (${startSql} at time zone e.time_zone - interval '1 day') at time zone e.time_zone
  else ${startSql} - interval '2 hours' end`;

/**
 * Marks the reminders that are due by the clock of the caller and returns their answers. The window reaches from the moment of the
 * reminder to the start, so what a process leaves is done by the next. A date that was moved is due again for its new start. The
 * range finds the dates around now by an index; shifts begin at most two days beside their date.
 */
const markSql = `
with due as (
  select a.id, o.id as occurrence_id, e.id as event_id, ${startSql} as start, ${startMinuteSql} as minute
  from ${placedSql} join municipality t on t.id = a.municipality_id and 'CALENDAR' = any(t.modules)
  cross join (select ?::timestamptz as now) c
  where tstzrange(o.starts_at, o.ends_at) && tstzrange(c.now - interval '2 days', c.now + interval '4 days')
    and a.reminder <> 'NONE' and a.answer in ('YES', 'MAYBE') and a.waiting_since is null
    and a.recipient_id is not null and o.state <> 'CANCELLED' and e.state = 'PUBLISHED'
    and ${startSql} > c.now and ${dueAtSql} <= c.now
    and ${dueAtSql} >= coalesce(a.reminder_since, a.created_at) and a.reminded_for is distinct from ${startSql}
  order by a.id limit ${batch} for update of a skip locked
)
update attendance a set reminded_for = due.start from due where a.id = due.id
returning a.id as "attendanceId", a.municipality_id as "municipalityId", a.slot_id as "slotId",
  due.occurrence_id as "occurrenceId", due.event_id as "eventId", due.minute as "startMinute"`;

/** Sends the reminders that are due; each is recorded once, however many processes look for them. Returns their number. */
export async function remindDue(ctx: Context): Promise<number> {
  let count = 0;
  for (;;) {
    const marked = await write(ctx, remindBatch);
    count += marked;
    if (marked < batch) return count;
  }
}

async function remindBatch(tx: Tx): Promise<number> {
  const rows: ReminderFacts[] = await tx.em.execute(markSql, [tx.now()]);
  await Promise.all(rows.map((row) => record(tx, reminderDue(row))));
  return rows.length;
}

import { type ICalCalendar, ICalEventStatus } from 'ical-generator';
import { canReadGroupSql } from '../../group/group.standing.service.ts';
import { publishedCalendar } from '../../kernel/calendarFile.ts';
import type { Context } from '../../kernel/context.ts';
import { variantFor } from '../../kernel/locale.ts';
import { fillText, textsIn } from '../../kernel/mail.render.ts';
import { rowsByIds } from '../../kernel/rows.ts';
import { townOf } from '../../municipality/municipality.service.ts';
import { eventById, readOccurrences } from '../calendar.reading.service.ts';
import type { Owner } from './calendar.ics.address.service.ts';
import { drawComponent } from './calendar.ics.draw.ts';
import { drawnOf, spanOf } from './calendar.ics.file.service.ts';
import { dateOf, isLongCancelled } from './calendar.ics.rules.ts';
import { ownTexts } from './calendar.ics.texts.ts';

/** Greatest number of dates in the file of a person. */
const mostDates = 2000;

/**
 * Calendar with the dates of a person in all towns: those answered with YES or MAYBE, those that wait for seats, and shifts. What the
 * person may no longer read is left out; this is decided anew for every file.
 */
export async function drawOwn(ctx: Context, { personId, locale }: Owner): Promise<ICalCalendar> {
  const { from, to } = spanOf(ctx, { timeZone: 'Europe/Berlin' });
  const dates = await readOccurrences(
    ctx,
    `join event e on e.id = t.event_id join municipality m on m.id = t.municipality_id
     where t.id in (select s.occurrence_id from attendance a join slot s on s.id = a.slot_id
         where a.recipient_id = ? and a.answer <> 'NO')
       and t.starts_at < ? and t.ends_at > ? and e.state in ('PUBLISHED', 'CANCELLED') and 'CALENDAR' = any(m.modules)
       and exists (select from event_group x where x.event_id = e.id and ${canReadGroupSql('x.group_id', '?')})
     order by t.starts_at, t.id limit ${mostDates}`,
    [personId, to, from, personId],
  );
  const shown = dates.filter((date) => !isLongCancelled(date, ctx.now()));
  const sure = await seatedDates(ctx, personId);
  const ids = [...new Set(shown.map(({ event }) => event.id))];
  const events = new Map((await rowsByIds(eventById, ctx, ids)).map((event) => [event.id, event]));
  const words = textsIn(ownTexts, locale);
  const calendar = publishedCalendar(words.file.name, words.file.about);
  for (const date of shown) {
    const event = events.get(date.event.id);
    if (event === undefined) continue;
    const isSure = sure.has(date.id);
    const drawn = drawnOf(ctx, await townOf(ctx, event), event, isSure);
    const variant = variantFor(event.variants, locale);
    const said = variant ? { title: variant.title, text: variant.excerpt } : {};
    const component = dateOf(event, date);
    const title = said.title ?? event.title;
    const titled = isSure || component.isCancelled ? title : fillText(words.unsure, { title });
    const drawnEvent = drawComponent(calendar, { ...drawn, ...said, title: titled }, component, words);
    if (!isSure && !component.isCancelled) drawnEvent.status(ICalEventStatus.TENTATIVE);
  }
  return calendar;
}

/** Dates for which the person has seats; for others of the own dates the answer is MAYBE or waits. */
async function seatedDates({ em }: Context, personId: string): Promise<ReadonlySet<string>> {
  const rows: { id: string }[] = await em.execute(
    `select s.occurrence_id as id from attendance a join slot s on s.id = a.slot_id
     where a.recipient_id = ? and a.answer = 'YES' and a.waiting_since is null`,
    [personId],
  );
  return new Set(rows.map(({ id }) => id));
}

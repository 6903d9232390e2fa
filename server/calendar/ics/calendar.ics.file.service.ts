import type { ICalCalendar } from 'ical-generator';
import type { GroupRow } from '../../group/group.entity.ts';
import { calendarWindow, publishedCalendar, townAsOrganizer } from '../../kernel/calendarFile.ts';
import type { Context } from '../../kernel/context.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { pageUrl } from '../../kernel/links.ts';
import { fillText } from '../../kernel/mail.render.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import type { EventRow } from '../calendar.entity.ts';
import { dayStart } from '../calendar.time.rules.ts';
import { type Drawn, drawComponent } from './calendar.ics.draw.ts';
import { openGroupIds, readSeriesOf, readSeriesOfGroups, type Span } from './calendar.ics.reading.service.ts';
import { componentsOf, type StoredSeries } from './calendar.ics.rules.ts';
import texts from './locales/calendar.de.json' with { type: 'json' };

/** Calendar of all public events of a town. The caller checks the module. */
export async function drawTown(ctx: Context, town: MunicipalityRow): Promise<ICalCalendar> {
  const groupIds = await openGroupIds(ctx, town.id);
  const series = await readSeriesOfGroups(ctx, { municipalityId: town.id, groupIds }, spanOf(ctx, town));
  return draw(ctx, town, texts.town, { town: town.name }, series);
}

/** Calendar of one group. The caller checks that everybody reads the group. */
export async function drawGroup(ctx: Context, town: MunicipalityRow, group: GroupRow): Promise<ICalCalendar> {
  const asked = { municipalityId: town.id, groupIds: [group.id] };
  const series = await readSeriesOfGroups(ctx, asked, spanOf(ctx, town));
  return draw(ctx, town, texts.group, { town: town.name, group: group.name }, series);
}

/** Calendar of one event. The caller checks that everybody reads the event. */
export async function drawEvent(ctx: Context, town: MunicipalityRow, event: EventRow): Promise<ICalCalendar> {
  const series = await readSeriesOf(ctx, event.id, spanOf(ctx, town));
  return draw(ctx, town, texts.event, { town: town.name, title: event.title }, series);
}

/** Moments between which files have dates: whole days of the town. */
export function spanOf(ctx: Context, { timeZone }: Pick<MunicipalityRow, 'timeZone'>): Span {
  const { from, to } = calendarWindow(ctx.now(), timeZone);
  return { from: dayStart(from, timeZone), to: dayStart(to, timeZone, 1) };
}

/** Content of files about an event, for readers of the German texts. */
export function drawnOf(ctx: Context, town: MunicipalityRow, event: EventRow, isBusy: boolean): Drawn {
  const url = pageUrl(ctx, town.ags, `events/${toGlobalId('Event', event.id)}`);
  return { event, title: event.title, text: event.excerpt, organizer: townAsOrganizer(ctx, town), url, isBusy };
}

function draw(
  ctx: Context,
  town: MunicipalityRow,
  { name, about }: { readonly name: string; readonly about: string },
  values: Readonly<Record<string, string>>,
  series: readonly StoredSeries[],
): ICalCalendar {
  const calendar = publishedCalendar(fillText(name, values), fillText(about, values));
  for (const one of series) {
    const drawn = drawnOf(ctx, town, one.event, false);
    for (const component of componentsOf(one, ctx.now())) drawComponent(calendar, drawn, component);
  }
  return calendar;
}

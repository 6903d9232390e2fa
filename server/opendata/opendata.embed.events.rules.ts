import type { EventRow, OccurrenceRow } from '../calendar/calendar.entity.ts';
import { dateText } from '../kernel/dateText.ts';
import { variantFor } from '../kernel/locale.ts';
import { escapeHtml, framePage, linkOf } from './opendata.embed.rules.ts';
import type { OpenTown } from './opendata.rules.ts';
import type { Texts } from './opendata.texts.rules.ts';

/** Date of an event that everybody may read. */
export interface OpenDate {
  readonly event: EventRow;
  readonly occurrence: OccurrenceRow;
  /** Address of the page of the event, opened at this date. */
  readonly url: string;
}

export interface EventsView {
  readonly town: OpenTown;
  /** Name of the group whose dates are shown; null: all groups. */
  readonly group: string | null;
  readonly dates: readonly OpenDate[];
  readonly texts: Texts;
  readonly lang: 'de' | 'en';
  /** Address of the page with all dates. */
  readonly all: string;
}

/** Page for a frame with the next dates. */
export function eventsPage({ town, group, dates, texts, lang, all }: EventsView): string {
  const { events: words } = texts;
  return framePage({
    lang,
    title: words.title.replace('{of}', group ?? town.name),
    demo: town.isDemo ? texts.demo : null,
    items: dates.map((date) => itemOf(date, texts, lang)),
    none: words.none,
    links: [linkOf(all, words.all)],
  });
}

function itemOf({ event, occurrence, url }: OpenDate, { events: words }: Texts, lang: 'de' | 'en'): string {
  const title = variantFor(event.variants, lang)?.title ?? event.title;
  const when = escapeHtml(dateText(event, occurrence, lang));
  const place = (occurrence.place ?? event.place) || null;
  const online = (occurrence.onlineUrl ?? event.onlineUrl) ? words.online : null;
  const state = stateOf(event, occurrence);
  const about = [
    state === undefined ? '' : `<strong class="state">${escapeHtml(words.state[state])}</strong>`,
    state === 'CANCELLED' ? `<span class="off">${when}</span>` : when,
  ];
  const where = place ?? online;
  return `<li><p>${linkOf(url, title)}</p><p class="about">${about.join('')}</p>${
    where === null ? '' : `<p class="about">${escapeHtml(where)}</p>`
  }</li>`;
}

/** Note for readers about a date; undefined: it takes place as planned. */
function stateOf(event: EventRow, { state, movedFrom }: OccurrenceRow): 'CANCELLED' | 'MOVED' | 'CHANGED' | undefined {
  if (state === 'CANCELLED' || event.state === 'CANCELLED') return 'CANCELLED';
  if (movedFrom != null) return 'MOVED';
  return state === 'CHANGED' ? 'CHANGED' : undefined;
}

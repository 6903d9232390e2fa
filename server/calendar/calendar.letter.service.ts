import type { Context } from '../kernel/context.ts';
import { excerptOf } from '../kernel/excerpt.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { pageUrl } from '../kernel/links.ts';
import { dateLocale, readLocale, variantFor } from '../kernel/locale.ts';
import { fillText, textsIn, type Translations } from '../kernel/mail.render.ts';
import type { Letter, MailContent, PushContent } from '../kernel/message.ts';
import { concernedDates } from './calendar.attending.service.ts';
import { Event, type OccurrenceRow } from './calendar.entity.ts';
import { nextOccurrenceOf } from './calendar.reading.service.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };

type Key = keyof (typeof de)['mails'];

/** Number of dates that a mail names; of others it names the number. */
const mostNamed = 10;

/** Mail about an event, in the recipient's language if the event has a translation into that language. */
export async function writeMail(ctx: Context, letter: Letter, key: Key): Promise<MailContent> {
  const { town, group, recipient } = letter;
  const facts = await factsOf(ctx, letter);
  const { event, dates } = facts;
  const rest = dates.length - mostNamed;
  return {
    text: textsIn(texts, recipient.locale).mails[key],
    values: {
      town: town.name,
      group: group?.name ?? town.name,
      title: facts.title,
      text: key === 'published' ? excerptOf(facts.html) : '',
      dates: dates
        .slice(0, mostNamed)
        .map((date) => dateText(event, date, recipient.locale))
        .join('; '),
      more: rest > 0 ? String(rest) : '',
      place: placeOf(event, dates[0]),
      online: (dates[0]?.onlineUrl ?? event.onlineUrl) || '',
      reason: (dates[0]?.cancelReason ?? event.cancelReason) || '',
      link: pageUrl(ctx, town.ags, pageOf(event)),
    },
  };
}

/** Text for a device, whose locked screen others read: of groups that are not open only the title of the event. */
export async function writePush(ctx: Context, letter: Letter, key: Key): Promise<PushContent> {
  const { town, group, recipient } = letter;
  const { event, title, dates } = await factsOf(ctx, letter);
  await event.groups.init();
  const isOpen = event.groups.getItems().some(({ joinPolicy }) => joinPolicy === 'OPEN');
  const text = textsIn(texts, recipient.locale).pushes[isOpen ? key : (`${key}Inside` as const)];
  const [date] = dates;
  const when = date === undefined ? '' : dateText(event, date, recipient.locale);
  const values = { group: group?.name ?? town.name, title, when };
  return { title: fillText(text.title, values), body: fillText(text.body, values), page: pageOf(event) };
}

function pageOf({ id }: Event): string {
  return `events/${toGlobalId('Event', id)}`;
}

function placeOf(event: Event, date: OccurrenceRow | undefined): string {
  return (date?.place ?? event.place) || '';
}

interface LetterFacts {
  readonly event: Event;
  readonly title: string;
  readonly html: string;
  /** Dates that the letter is about. */
  readonly dates: readonly OccurrenceRow[];
}

async function factsOf(ctx: Context, { message, recipient }: Letter): Promise<LetterFacts> {
  const { subjectId: eventId, version } = message;
  const event = await ctx.em.findOneOrFail(Event, eventId);
  const { title, html } = variantFor(event.variants, recipient.locale) ?? event;
  if (version == null) {
    const next = await nextOccurrenceOf(ctx, { id: eventId, at: ctx.now() });
    return { event, title, html, dates: next === undefined ? [] : [next] };
  }
  const dates = await concernedDates(ctx, { eventId, sequence: version, recipientId: recipient.id });
  return { event, title, html, dates };
}

/** Day and time of a date in the zone of its event, such as "Donnerstag, 3. Dezember 2026, 19:30–21:00". */
function dateText({ timeZone, isAllDay }: Event, { startsAt, endsAt }: OccurrenceRow, locale: string): string {
  const style: Intl.DateTimeFormatOptions = isAllDay
    ? { timeZone, dateStyle: 'full' }
    : { timeZone, dateStyle: 'full', timeStyle: 'short' };
  const last = isAllDay ? new Date(endsAt.getTime() - 1) : endsAt;
  return new Intl.DateTimeFormat(dateLocale(readLocale(locale)), style).formatRange(startsAt, last);
}

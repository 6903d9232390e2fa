import type { Context } from '../kernel/context.ts';
import { dateText } from '../kernel/dateText.ts';
import { excerptOf } from '../kernel/excerpt.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { pageUrl } from '../kernel/links.ts';
import { variantFor } from '../kernel/locale.ts';
import { filledLines, fillText, textsIn, type Translations } from '../kernel/mail.render.ts';
import type { Letter, MailContent, PushContent } from '../kernel/message.ts';
import { answersUrl } from './answers/mail/calendar.linkAnswer.service.ts';
import { concernedDates, concernedShifts } from './calendar.attending.service.ts';
import { earlierBy, placeOf, replacedTimes } from './calendar.earlier.rules.ts';
import { Event, type OccurrenceRow } from './calendar.entity.ts';
import { nextOccurrenceOf } from './calendar.reading.service.ts';
import type { SlotRow } from './calendar.slot.entity.ts';
import { slotTimes } from './calendar.slot.rules.ts';
import { invitationTo } from './ics/calendar.ics.invitation.service.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

const texts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };

type Key = keyof (typeof de)['mails'];

/** Number of dates that a mail names; of others it names the number. */
const mostNamed = 10;

/**
 * Mail about an event, in the recipient's language if the event has a translation into that language. Mails about changes lead people
 * without an account to their answers.
 */
export async function writeMail(ctx: Context, letter: Letter, key: Key): Promise<MailContent> {
  const { town, group, recipient } = letter;
  const facts = await factsOf(ctx, letter, key);
  const { event, eventOf, dates } = facts;
  const named = dates.slice(0, mostNamed);
  const rest = dates.length - named.length;
  const { place, onlineUrl } = placeOf(event, dates[0]);
  const page = pageOf(event);
  const invitation = key === 'published' ? undefined : await invitationTo(ctx, letter, dates);
  return {
    text: textsIn(texts, recipient.locale).mails[key],
    values: {
      town: town.name,
      group: group?.name ?? town.name,
      title: facts.title,
      text: key === 'published' ? excerptOf(facts.html) : '',
      dates: named.map((date) => dateText(eventOf(date), date, recipient.locale)).join('; '),
      more: rest > 0 ? String(rest) : '',
      place,
      online: onlineUrl,
      ...changesOf(letter, { ...facts, dates: named }),
      ...shiftsOf(letter, facts),
      reason: (dates[0]?.cancelReason ?? event.cancelReason) || '',
      invitation: invitation?.note ?? '',
      link: key === 'published' ? pageUrl(ctx, town.ags, page) : answersUrl(ctx, town.ags, recipient, page),
    },
    calendars: invitation?.calendars,
  };
}

/**
 * Text for a device, whose locked screen others read: of groups that are not open only the title of the event. It names the
 * first date only.
 */
export async function writePush(ctx: Context, letter: Letter, key: Key): Promise<PushContent> {
  const { town, group, recipient } = letter;
  const facts = await factsOf(ctx, letter, key);
  const { event, title } = facts;
  await event.groups.init();
  const isOpen = event.groups.getItems().some(({ joinPolicy }) => joinPolicy === 'OPEN');
  const text = textsIn(texts, recipient.locale).pushes[isOpen ? key : (`${key}Inside` as const)];
  const dates = facts.dates.slice(0, 1);
  const when = dates.map((date) => dateText(event, date, recipient.locale)).join('');
  const changes = { ...changesOf(letter, { ...facts, dates }), ...shiftsOf(letter, { ...facts, dates }) };
  const values = { group: group?.name ?? town.name, title, when, ...changes };
  const body = filledLines([text.body].flat(), values).join('; ');
  return { title: fillText(text.title, values), body, page: pageOf(event) };
}

/** Values of a text that name what the change behind the letter replaced, with the new place and address if these are new. */
function changesOf({ message, recipient }: Letter, { eventOf, dates }: LetterFacts) {
  const changes = dates.flatMap((date) => {
    const before = earlierBy(date.earlier, message.version);
    return before === undefined ? [] : [{ date, before }];
  });
  const times = changes.flatMap(({ date, before }) => {
    const replaced = replacedTimes(before, date);
    return replaced === undefined ? [] : [dateText(eventOf(date), replaced, recipient.locale)];
  });
  const replaced = (field: 'place' | 'onlineUrl') =>
    changes.filter(({ date, before }) => before[field] !== placeOf(eventOf(date), date)[field]);
  const [place] = replaced('place');
  const [online] = replaced('onlineUrl');
  return {
    before: times.join('; '),
    ...(place && { place: placeOf(eventOf(place.date), place.date).place, placeBefore: place.before.place }),
    ...(online && {
      online: placeOf(eventOf(online.date), online.date).onlineUrl,
      onlineBefore: online.before.onlineUrl,
    }),
  };
}

/** Values of a text that name the shifts of the recipient whose times changed, and their times before. */
function shiftsOf({ message, recipient }: Letter, { event, dates, shifts }: LetterFacts) {
  const changes = shifts.flatMap((slot) => {
    const date = dates.find(({ id }) => id === slot.occurrence.id);
    const times = date && slotTimes(slot, date);
    const before = times && replacedTimes(earlierBy(slot.earlier, message.version), times);
    return times === undefined || before === undefined ? [] : [{ slot, times, before }];
  });
  const zoned = { timeZone: event.timeZone, isAllDay: false };
  const listed = changes.slice(0, mostNamed).map(({ slot: { title }, times, before }) => ({
    now: `${title}, ${dateText(zoned, times, recipient.locale)}`,
    before: dateText(zoned, before, recipient.locale),
  }));
  return {
    shifts: listed.map(({ now }) => now).join('; '),
    shiftsBefore: listed.map(({ before }) => before).join('; '),
  };
}

function pageOf({ id }: Event): string {
  return `events/${toGlobalId('Event', id)}`;
}

interface LetterFacts {
  /** Event of the first date; without dates that of the message. */
  readonly event: Event;
  /** Event of a date, which is another one than that of the message if the series was split before the letter was written. */
  readonly eventOf: (date: OccurrenceRow) => Event;
  readonly title: string;
  readonly html: string;
  /** Dates that the letter is about. */
  readonly dates: readonly OccurrenceRow[];
  /** Shifts of the recipient whose times changed. */
  readonly shifts: readonly SlotRow[];
}

/** Facts of a letter. One about changes does not name dates that have been cancelled: another letter says that. */
async function factsOf(ctx: Context, { message, recipient }: Letter, key: Key): Promise<LetterFacts> {
  const { subjectId: eventId, version } = message;
  const subject = await ctx.em.findOneOrFail(Event, eventId);
  if (version == null) {
    const next = await nextOccurrenceOf(ctx, { id: eventId, at: ctx.now() });
    const { title, html } = variantFor(subject.variants, recipient.locale) ?? subject;
    return { event: subject, eventOf: () => subject, title, html, dates: next === undefined ? [] : [next], shifts: [] };
  }
  const concerned = { eventId, sequence: version, recipientId: recipient.id };
  const [found, shifts] = await Promise.all([concernedDates(ctx, concerned), concernedShifts(ctx, concerned)]);
  const dates = key === 'changed' ? found.filter(({ state }) => state !== 'CANCELLED') : found;
  const ids = [...new Set(dates.map(({ event }) => event.id))];
  const events = await Promise.all(ids.map((id) => ctx.em.findOneOrFail(Event, id)));
  const eventOf = (date: OccurrenceRow | undefined): Event => events.find(({ id }) => id === date?.event.id) ?? subject;
  const event = eventOf(dates[0]);
  const { title, html } = variantFor(event.variants, recipient.locale) ?? event;
  return { event, eventOf, title, html, dates, shifts };
}
